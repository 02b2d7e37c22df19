"""Stretches of an act whose values are replaced by signs.

Each sign is a private-use character that no act contains. The Markdown is written with it as with any letter; then
`sealed` replaces each sign by its expression.
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
# A sign that the writer escaped, as it escapes a letter beside an emphasis mark.
_ENTITY = re.compile(r"&#(98[3-9]\d{3}|99\d{4}|10[0-4]\d{4});")
_ANY = "[\U000f0000-\U000fffff]"
# Words that make sense only with an optional value, and how the condition of that value ends.
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
_LABEL = 2  # a block with at most this many words besides its value is only the label of that value
_OWN = re.compile(r"\b(?:son|ses|cet|leur)\s+\Z", re.IGNORECASE)


def _is_there(condition: str) -> bool:
    """Whether a condition tests for a party or a person, not for one of their values."""
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
    """The expressions of a clause, and the conditions of each, in the order of their signs."""

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
        """Puts optional words under the condition of the value in them: « (DGCS) », « , située … », « à Paris, »."""
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
        # A sign alone on its line: the blanks and the end of that line must stay.
        plus = "+" if match["soft"] == match["sign"] else ""
        sign = self.raw(f"{{%{plus} if {needed} %}}{soft}{{% endif {plus}%}}", others)
        return match[0][:start] + sign + match[0][end:]

    def conditions(self, text: str) -> tuple[str, ...]:
        """The conditions of all the signs of a text, without repetition, in order."""
        needs = (need for sign in _SIGN.findall(text) for need in self.needs[ord(sign) - _FIRST])
        return tuple(dict.fromkeys(needs))

    def each(self, text: str) -> Iterator[tuple[str, ...]]:
        """The conditions of each sign of a text."""
        return (self.needs[ord(sign) - _FIRST] for sign in _SIGN.findall(text))

    def without(self, kept: Iterable[str], text: str) -> str:
        """A text where each value is under its own conditions, except those in `kept`, which cover the whole text."""

        def inner(match: re.Match[str]) -> str:
            at = ord(match[0]) - _FIRST
            needs = [need for need in self.needs[at] if need not in kept]
            return self.raw(f"{{% if {' and '.join(needs)} %}}{self.written[at]}{{% endif %}}") if needs else match[0]

        return _SIGN.sub(inner, text)

    def conditioned(
        self, text: str, notes: str = "", *, people: bool, item: bool = False
    ) -> tuple[str, tuple[str, ...]]:
        """A text as a clause, and the conditions of its values that the clause does not test.

        `people`: whether the text presents the parties; `item`: whether it is an item of a list. A text that is only
        a value and its label (« NOR : … ») disappears when the value is missing; the text that presents a party, or an
        item, disappears with that party or that thing. Every other text stays, so that a missing value is noticed.
        """
        text = self.softened(text)
        conditions = self.conditions(text + notes)
        kept: tuple[str, ...] = conditions
        if len(_WORD.findall(_SIGN.sub("", text))) > _LABEL:
            presence = [condition for condition in conditions if (people or item) and _is_there(condition)]
            kept = tuple(condition for condition in presence if all(condition in needs for needs in self.each(text)))
            if people:
                text = self.without(kept, text)
        sealed = self.sealed(text + notes)
        wrapped = f"{{% if {' and '.join(kept)} %}}\n{sealed}\n{{% endif %}}" if kept else sealed
        return wrapped, () if people else tuple(condition for condition in conditions if condition not in kept)

    def sealed(self, markdown: str) -> str:
        """Markdown with its braces protected from Jinja and its signs replaced by their expressions."""
        text = _ENTITY.sub(lambda match: chr(int(match[1])), markdown)
        text = text.replace("{", '{{ "{" }}')
        return _SIGN.sub(lambda match: self.written[ord(match[0]) - _FIRST], text)


class Place(Record, frozen=True):
    """The place of a stretch: its part, the index of that part, all the words of the stretch, whether it is a cell.

    `values`: whether values may be replaced there; `needless`: whether only those without conditions may.
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
    """Replaces the words of an act by the expressions that print them. `labels`: number of an article → its label."""

    candidates: tuple[Candidate, ...]
    labels: dict[int, str]
    signs: Signs
    readings: Readings

    def stretch(self, inlines: Inlines, place: Place) -> Inlines:
        """A stretch whose values and references to articles are replaced by signs."""
        there = replace(place, whole=plain_text(inlines))

        def rewrite(inner: Inlines) -> Inlines:
            return tuple(self._inline(inline, inner, at, there) for at, inline in enumerate(inner))

        return rewrite_inlines(tuple(literal(inline) for inline in inlines), rewrite)

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
        match = re.fullmatch(r"article[ \u00a0](1er|\d{1,9})", reference.text)
        number = int(match[1].removesuffix("er")) if match else 0
        label = self.labels.get(number) if match and match[1] == _ordinal(number) else None
        return self.signs.sign(f'renvoi("{label}")') if label == reference.label else ""

    def _references(self, text: str, before: str, after: str) -> str:
        """Makes « à l’article 6 » a live reference when the act has that article and the words cite no other text."""

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
        replacements: list[tuple[int, int, Candidate]] = []
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
                replacements.append((start, end, chosen))
                taken[start:end] = [True] * (end - start)
        for start, end, candidate in sorted(replacements, key=lambda replacement: -replacement[0]):
            text = text[:start] + self.signs.sign(candidate.expression, candidate.needs) + text[end:]
        return text

    def _possible(self, place: Place) -> Iterator[Candidate]:
        """The candidates that may be used in a place, from the kind of its part and the words of its line."""
        optional = said_roles().third
        for candidate in self.candidates:
            if candidate.kinds is not None and place.kind not in candidate.kinds:
                continue
            if place.needless and any(need != optional for need in candidate.needs):
                continue
            if not candidate.line or re.search(candidate.line, place.whole):
                yield candidate

    def _of_same_text(self, candidate: Candidate, around: str, start: int, end: int, place: Place) -> Candidate | None:
        """The candidate to replace some words: among those that print the same text, the one that was read there."""
        words = around[:start], around[start:end], around[end:]

        def read_there(twin: Candidate) -> bool:
            return self.readings.admits(twin, place.part, place.index, words, cell=place.cell)

        if not candidate.money:
            return candidate if read_there(candidate) else None
        alike = [twin for twin in self.candidates if twin.money and twin.text == candidate.text and read_there(twin)]
        if len(alike) < 2:
            return alike[0] if alike else None
        spoken = kind_at(plain(words[0]), plain(words[2]), in_article=place.kind is None)
        order = [spoken, "delegue", "montant"] if spoken else ["delegue", "montant"]
        return next((twin for wanted in order for twin in alike if twin.money == wanted), alike[0])


def literal(inline: Inline) -> Inline:
    """An inline that a clause may contain: without forbidden characters, and a missing value as plain text."""
    if isinstance(inline, Missing):
        return Text(inline.text)
    if isinstance(inline, Text):
        return replace(inline, text=without_forbidden(inline.text))
    return inline


def _ordinal(number: int) -> str:
    return "1er" if number == 1 else str(number)
