"""Stretches of an act with their values taken out: each place of a value holds one sign of its own.

The sign is a private-use character, which no text holds: the Markdown is written with it as with any letter, then
`sealed` writes the expression in its place.
"""

import re
from collections.abc import Iterable, Iterator

from conventions_cli.document import (
    Article,
    CrossReference,
    Inline,
    Inlines,
    Missing,
    Part,
    SectionKind,
    Text,
    plain_text,
    rewrite_inlines,
)
from conventions_cli.facts import said_roles
from conventions_cli.foundation import Record, field, replace
from conventions_cli.importing.candidates import Candidate
from conventions_cli.importing.funding import kind_at
from conventions_cli.importing.readings import Readings
from conventions_cli.importing.searched import plain
from conventions_cli.source import without_forbidden

_FIRST = 0xF0000
_SIGN = re.compile("[\U000f0000-\U000fffff]")
_ENTITY = re.compile(
    r"&#(98[3-9]\d{3}|99\d{4}|10[0-4]\d{4});"
)  # a sign that the writer took for a letter beside a mark
_ANY = "[\U000f0000-\U000fffff]"
# Words that are there for an optional value, and the end of the condition that value brings.
_SOFT = (
    (re.compile(rf"(?P<soft> \((?P<sign>{_ANY})\))"), ".sigle"),
    (
        re.compile(
            r"(?P<soft>(?:,? (?:situ[ée]+s?|sises?|sis|domiciliée?s?|dont le siège (?:social )?est(?: situé)?)"
            rf"(?: au| à)?|,) (?P<sign>{_ANY}))(?=[,;])"
        ),
        ".adresse",
    ),
    (re.compile(rf"(?P<soft>(?:(?:M\.|Mme|Monsieur|Madame)[ \u00a0])?(?P<sign>{_ANY}), )(?={_ANY})"), ".nom"),
    (re.compile(rf"(?P<soft>,? (?:M\.|Mme|Monsieur|Madame)[ \u00a0](?P<sign>{_ANY}))(?=[,;])"), ".nom"),
    (re.compile(rf"(?m)^ *(?P<soft>(?P<sign>{_ANY}))$"), ".nom"),
    (re.compile(rf"(?:Fait|À|A)(?P<soft> (?P<sign>{_ANY})(?:,(?= le| en))?)"), "lieu_signature"),
)
_REFERENCE = re.compile(r"\barticle[ \u00a0\u202f](1er|[1-9]\d?)(?![\w°])(?!\.\d)")
_ELSEWHERE = re.compile(
    r"\A[ \u00a0]*(?:,[ \u00a0]*)?(?:(?:alinéa|[IVX]+|premier alinéa)[^.;]{0,20})?(?:du|de la|de l[’']|des|dudit"
    r"|de ce(?:tte)?)\s+"
    r"(?!(?:présente?s?|convention)\b)",
    re.IGNORECASE,
)
_OTHER_TEXT = re.compile(r"\b(?:décret|loi|code|arrêté|règlement|circulaire|ordonnance)\b[^.;]{0,120}\Z", re.IGNORECASE)
_BEFORE, _AFTER = 160, 80  # characters looked at around a stretch
_WORD = re.compile(r"[^\W\d_]{2,}")
_LABEL = 2  # words beside a value that only say what it is
_OWN = re.compile(r"\b(?:son|ses|cet|leur)\s+\Z", re.IGNORECASE)


def _is_there(condition: str) -> bool:
    """Whether a condition is that a party or a person is there, and not that a value of theirs is."""
    return " > " in condition or condition in said_roles().nouns


def _last_words(inlines: Inlines, upto: int) -> str:
    """The last characters of the inlines before an index."""
    text = ""
    for at in range(upto - 1, -1, -1):
        if len(text) >= _BEFORE:
            break
        text = plain_text(inlines[at : at + 1]) + text
    return text[-_BEFORE:]


def _first_words(inlines: Inlines, start: int) -> str:
    """The first characters of the inlines from an index."""
    text = ""
    for at in range(start, len(inlines)):
        if len(text) >= _AFTER:
            break
        text += plain_text(inlines[at : at + 1])
    return text[:_AFTER]


class Signs(Record):
    """The expressions laid in a clause, by their sign, and the conditions each one brings."""

    written: list[str] = field(default_factory=list)
    needs: list[tuple[str, ...]] = field(default_factory=list)

    def sign(self, expression: str, needs: tuple[str, ...] = ()) -> str:
        """A new sign, for `{{ expression }}`."""
        return self.raw(f"{{{{ {expression} }}}}", needs)

    def raw(self, written: str, needs: tuple[str, ...] = ()) -> str:
        """A new sign, for a piece of a clause."""
        self.written.append(written)
        self.needs.append(needs)
        return chr(_FIRST + len(self.written) - 1)

    def softened(self, text: str) -> str:
        """A text whose optional words go with the value they hold: « (DGCS) », « , située … », « à Paris, »."""
        for pattern, key in _SOFT:
            text = self._softened_by(pattern, key, text)
        return text

    def _softened_by(self, pattern: re.Pattern[str], key: str, text: str) -> str:
        return pattern.sub(lambda match: self._soft(match, key), text)

    def _soft(self, match: re.Match[str], key: str) -> str:
        at = ord(match["sign"]) - _FIRST
        needed = next((need for need in self.needs[at] if need.endswith(key)), None)
        if needed is None:
            return match[0]
        others = tuple(need for need in self.needs[at] if need != needed)
        start, end = match.start("soft") - match.start(), match.end("soft") - match.start()
        soft = match["soft"].replace(match["sign"], self.written[at])
        plus = "+" if match["soft"] == match["sign"] else ""  # alone on its line, whose blanks and end must stay
        sign = self.raw(f"{{%{plus} if {needed} %}}{soft}{{% endif {plus}%}}", others)
        return match[0][:start] + sign + match[0][end:]

    def conditions(self, text: str) -> tuple[str, ...]:
        """The conditions of the signs a text holds, once each, in order."""
        found = (need for sign in _SIGN.findall(text) for need in self.needs[ord(sign) - _FIRST])
        return tuple(dict.fromkeys(found))

    def each(self, text: str) -> Iterator[tuple[str, ...]]:
        """The conditions of each sign of a text."""
        return (self.needs[ord(sign) - _FIRST] for sign in _SIGN.findall(text))

    def without(self, kept: Iterable[str], text: str) -> str:
        """A text each value of which stands under its own conditions, besides those that are kept for the whole."""

        def inner(match: re.Match[str]) -> str:
            at = ord(match[0]) - _FIRST
            needs = [one for one in self.needs[at] if one not in kept]
            return self.raw(f"{{% if {' and '.join(needs)} %}}{self.written[at]}{{% endif %}}") if needs else match[0]

        return _SIGN.sub(inner, text)

    def conditioned(
        self, text: str, notes: str = "", *, people: bool, item: bool = False
    ) -> tuple[str, tuple[str, ...]]:
        """A text as a clause, and the conditions it does without.

        `people`: whether it tells who the parties are; `item`: whether it is one of a list. What says a value and next
        to nothing else is there with it: « NOR : … ». What presents a party, or one thing of a list, is there with it.
        Nothing else is there or not with a value: one that is missing must be told, and no sentence must go with it.
        """
        text = self.softened(text)
        conditions = self.conditions(text + notes)
        kept: tuple[str, ...] = conditions
        if len(_WORD.findall(_SIGN.sub("", text))) > _LABEL:
            held = [one for one in conditions if (people or item) and _is_there(one)]
            kept = tuple(one for one in held if all(one in needs for needs in self.each(text)))
            if people:
                text = self.without(kept, text)
        sealed = self.sealed(text + notes)
        wrapped = f"{{% if {' and '.join(kept)} %}}\n{sealed}\n{{% endif %}}" if kept else sealed
        return wrapped, () if people else tuple(one for one in conditions if one not in kept)

    def sealed(self, markdown: str) -> str:
        """Markdown with braces protected from Jinja, and expressions in the place of their signs."""
        text = _ENTITY.sub(lambda match: chr(int(match[1])), markdown)
        text = text.replace("{", '{{ "{" }}')
        return _SIGN.sub(lambda match: self.written[ord(match[0]) - _FIRST], text)


class Place(Record, frozen=True):
    """A stretch of an act: its part, the index of that part, all its words, whether it is a cell.

    `values`: whether any value may stand there; `needless`: only those that bring no condition.
    """

    part: Part
    index: int
    whole: str = ""
    cell: bool = False
    values: bool = True
    needless: bool = False

    @property
    def kind(self) -> SectionKind | None:
        """The kind of its section; None in an article."""
        return None if isinstance(self.part, Article) else self.part.kind


class Wording(Record, frozen=True):
    """Replaces what an act says by what a clause prints. `labels`: number of an article → its label."""

    candidates: tuple[Candidate, ...]
    labels: dict[int, str]
    signs: Signs
    readings: Readings

    def stretch(self, inlines: Inlines, place: Place) -> Inlines:
        """A stretch with signs in the place of its values, and of the references to articles."""
        there = replace(place, whole=plain_text(inlines))

        def rewrite(inner: Inlines) -> Inlines:
            return tuple(self._inline(one, inner, at, there) for at, one in enumerate(inner))

        return rewrite_inlines(tuple(literal(one) for one in inlines), rewrite)

    def _inline(self, inline: Inline, inner: Inlines, at: int, place: Place) -> Inline:
        if isinstance(inline, CrossReference):
            sign = self._renvoi(inline) if place.values else ""
            return Text(sign or inline.text)
        if not isinstance(inline, Text) or not place.values:
            return inline
        before = _last_words(inner, at)
        after = _first_words(inner, at + 1)
        text = self._values(inline.text, place, before, after)
        if place.kind is not SectionKind.VISAS:
            text = self._references(text, before, after)
        return replace(inline, text=text)

    def _renvoi(self, reference: CrossReference) -> str:
        said = re.fullmatch(r"article[ \u00a0](1er|\d{1,9})", reference.text)
        number = int(said[1].removesuffix("er")) if said else 0
        label = self.labels.get(number) if said and said[1] == _ordinal(number) else None
        return self.signs.sign(f'renvoi("{label}")') if label == reference.label else ""

    def _references(self, text: str, before: str, after: str) -> str:
        """« à l’article 6 » becomes live when the act has that article and the words aim at no other text."""

        def live(match: re.Match[str]) -> str:
            number = int(match[1].removesuffix("er"))
            label = self.labels.get(number)
            start, end = match.span()
            head = (before + text[max(start - _BEFORE, 0) : start])[-_BEFORE:]
            tail = (text[end : end + _BEFORE] + after)[:_BEFORE]
            if label is None or match[1] != _ordinal(number) or _ELSEWHERE.match(tail) or _OWN.search(head):
                return match[0]
            if _OTHER_TEXT.search(re.split(r"[.;]", head)[-1]) and "convention" not in tail[:40]:
                return match[0]
            return self.signs.sign(f'renvoi("{label}")')

        return _REFERENCE.sub(live, text)

    def _values(self, text: str, place: Place, before: str, after: str) -> str:
        found: list[tuple[int, int, Candidate]] = []
        taken = [False] * len(text)
        around = before + text + after
        for candidate in self._possible(place):
            for match in candidate.pattern.finditer(around, max(len(before) - 20, 0)):
                start, end = match.start(1) - len(before), match.end(1) - len(before)
                if start < 0 or end > len(text) or any(taken[start:end]):
                    continue
                chosen = self._of_same_text(candidate, around, match.start(1), match.end(1), place)
                if chosen is None:
                    continue
                found.append((start, end, chosen))
                taken[start:end] = [True] * (end - start)
        for start, end, candidate in sorted(found, key=lambda one: -one[0]):
            text = text[:start] + self.signs.sign(candidate.expression, candidate.needs) + text[end:]
        return text

    def _possible(self, place: Place) -> Iterator[Candidate]:
        """The candidates that a part of that kind, and a line of those words, may hold."""
        optional = said_roles().third
        for candidate in self.candidates:
            if candidate.kinds is not None and place.kind not in candidate.kinds:
                continue
            if place.needless and any(need != optional for need in candidate.needs):
                continue
            if not candidate.line or re.search(candidate.line, place.whole):
                yield candidate

    def _of_same_text(self, candidate: Candidate, around: str, start: int, end: int, place: Place) -> Candidate | None:
        """The candidate that these words stand for, among those that print alike: the one that was read there."""
        words = around[:start], around[start:end], around[end:]

        def read_there(one: Candidate) -> bool:
            return self.readings.admits(one, place.part, place.index, words, cell=place.cell)

        if not candidate.money:
            return candidate if read_there(candidate) else None
        alike = [one for one in self.candidates if one.money and one.text == candidate.text and read_there(one)]
        if len(alike) < 2:
            return alike[0] if alike else None
        spoken = kind_at(plain(words[0]), plain(words[2]), in_article=place.kind is None)
        order = [spoken, "delegue", "montant"] if spoken else ["delegue", "montant"]
        return next((one for wanted in order for one in alike if one.money == wanted), alike[0])


def literal(inline: Inline) -> Inline:
    """An inline as a clause can hold it: without the characters no clause may hold, a blank value as words."""
    if isinstance(inline, Missing):
        return Text(inline.text)
    if isinstance(inline, Text):
        return replace(inline, text=without_forbidden(inline.text))
    return inline


def _ordinal(number: int) -> str:
    return "1er" if number == 1 else str(number)
