"""The words that a clause types by hand where the act has a value: article numbers, amounts, names; unfinished text.

The source of a clause is read, in every branch: the words between its expressions, and the texts these quote. With a
spec, its own values are looked for; without one, the words that no clause has a reason to type.
"""

import contextlib
import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Position,
    Record,
    SourceText,
    Span,
    catalogue,
    remembered,
    templates_dir,
)
from conventions_cli.french import (
    ACTOR,
    DateError,
    amounts_in,
    format_date,
    own_articles,
    parse_date,
    plain,
    unfinished_in,
    wrong_weekdays,
)
from conventions_cli.model import Convention, Montant, Personne
from conventions_cli.source import Node, Scalar, Sequence
from conventions_cli.templating.folders import clause_text, with_included
from conventions_cli.templating.pack import Pack

_OPENING = re.compile(r"\{[{%#]|\\(?P<escaped>[^\w\s])|(?P<entity>&#?\w{1,31};)")
_CLOSING = {"{{": re.compile(r"[\"']|\}\}"), "{%": re.compile(r"[\"']|%\}"), "{#": re.compile(r"#\}")}
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}\Z")
_ENDRAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_MOST = 50  # findings for one file
_VALUE = "\ufffc"  # replaces an expression that prints a value
_PRINTED = frozenset({"titre", "defaut"})  # keys of a manifest whose texts are printed
_LEAST = 3  # letters of the shortest name worth looking for
_START = re.compile(r"(?:\A|[.:;!?#*|–-])\s*\Z")


class Typed(Record, frozen=True):
    """Words typed by hand: the code of the finding, their place in the file, the words; `cents`: of an amount."""

    code: Code
    start: int
    end: int
    words: str
    message: str
    hint: str
    cents: int | None = None


class _Words(Record, frozen=True):
    """Some words of a clause, and the place of each of their letters in the file."""

    text: str
    places: tuple[int, ...]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """The start and the end, in the file, of a stretch of these words."""
        return self.places[start], self.places[end - 1] + 1


def hand_typed(pack: Pack, convention: Convention | None = None) -> tuple[Diagnostic, ...]:
    """The words typed by hand in the files of a pack: with a spec, in the user's own files; without one, in all."""
    diagnostics: list[Diagnostic] = []
    facts = _facts(convention) if convention is not None else {}
    sums = _sums(convention) if convention is not None else frozenset()
    declared = _Declared(pack)
    for path in _files(pack, ours=convention is None):
        try:
            source = SourceText(str(path), clause_text(path, pack.folders))
        except (OSError, UnicodeDecodeError):  # reported when the clause is rendered
            continue
        typed = _typed_words(source.text, facts, sums, has_spec=convention is not None)
        own = (_diagnostic(words, source) for words in typed if not declared.covers(words))
        # A finding in a line copied from convention is reported in the clause of convention, not in each copy.
        diagnostics.extend(finding for finding in own if convention is None or not _is_copied(finding))
    if convention is None or not pack.home.is_relative_to(templates_dir()):
        for scalar in _printed(pack.tree):
            typed = _typed_words(scalar.text, facts, sums, has_spec=convention is not None)
            own_words = (words for words in typed if not declared.covers(words))
            diagnostics.extend(Diagnostic(words.code, words.message, scalar.span, words.hint) for words in own_words)
    return tuple(diagnostics)


def typed_in(source: SourceText, pack: Pack, convention: Convention | None) -> tuple[Diagnostic, ...]:
    """The words typed by hand in one clause: with a spec, its values; without one, the words no clause should type."""
    declared = _Declared(pack)
    facts, sums = (_facts(convention), _sums(convention)) if convention is not None else ({}, frozenset())
    typed = _typed_words(source.text, facts, sums, has_spec=convention is not None)
    return tuple(_diagnostic(words, source) for words in typed if not declared.covers(words))


class _Declared:
    """The values that a pack declares to be typed in its words (`non_lie`), which `unlinked.py` reports instead."""

    def __init__(self, pack: Pack) -> None:
        self.words = {plain(value) for value in pack.manifest.non_lie.values() if value}
        self.cents = {cents for words in self.words for _, _, cents in amounts_in(words)}
        for words in tuple(self.words):
            with contextlib.suppress(DateError):
                self.words.add(plain(format_date(parse_date(words))))

    def covers(self, typed: Typed) -> bool:
        """Whether these words typed by hand are one of the declared values."""
        is_value = typed.code is catalogue.TEMPLATE_TYPED
        return is_value and (typed.cents in self.cents or plain(typed.words) in self.words)


def _files(pack: Pack, *, ours: bool) -> Iterator[Path]:
    """The clause files of a pack, and those they include; `ours`: whether the files of convention are among them."""
    names = [str(name) for element in pack.elements for name in element.clause if isinstance(name, str)]
    if ours or pack.own:
        left_out = None if ours else templates_dir()
        yield from (path for _, path in with_included(names, pack.folders, left_out))


def _is_copied(finding: Diagnostic) -> bool:
    """Whether the line of a diagnostic is a line of a clause of convention."""
    return finding.span is not None and finding.span.source.line(finding.span.start.line).strip() in _our_lines()


@remembered(1)
def _our_lines() -> frozenset[str]:
    files = sorted(templates_dir().rglob("*.md"))
    return frozenset(line.strip() for file in files for line in file.read_text(encoding="utf-8").split("\n"))


def _printed(node: Node, key: str = "") -> Iterator[Scalar]:
    """The texts of a manifest that its acts print: titles of articles, defaults of fields."""
    if isinstance(node, Scalar):
        if key in _PRINTED and not node.blank:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _printed(item, key)
    else:
        for entry in node.entries:
            yield from _printed(entry.value, entry.key.text)


def _diagnostic(typed: Typed, source: SourceText) -> Diagnostic:
    line = source.text.count("\n", 0, typed.start) + 1
    column = typed.start - (source.text.rfind("\n", 0, typed.start) + 1) + 1
    end = typed.end if "\n" not in source.text[typed.start : typed.end] else source.text.index("\n", typed.start)
    span = Span(source, Position(line, column), Position(line, column + end - typed.start))
    return Diagnostic(typed.code, typed.message, span, typed.hint)


def _typed_words(text: str, facts: Mapping[str, str], sums: frozenset[int], *, has_spec: bool) -> Iterator[Typed]:
    """The words that a clause types by hand. `has_spec`: report only the amounts (`sums`) and the names of a spec."""
    for typed in _without_spec(text):
        if typed.code is not catalogue.TEMPLATE_TYPED or not has_spec or typed.cents in sums:
            yield typed
    stretches = _stretches(text) if facts else ()
    yield from islice((typed for words in stretches for typed in _names(words, facts)), _MOST)


@remembered(256)
def _without_spec(text: str) -> tuple[Typed, ...]:
    """The words of a clause that are typed by hand whatever the spec."""
    return tuple(islice((typed for words in _stretches(text) for typed in _in_words(words)), _MOST))


def _in_words(words: _Words) -> Iterator[Typed]:
    text = words.text
    for start, end in unfinished_in(text):
        message = f"« {text[start:end]} » serait imprimé tel quel."
        hint = "Écrire le texte, ou une valeur entre accolades, comme « {{ duree.fin }} »."
        yield Typed(catalogue.TEMPLATE_LEFT, *words.at(start, end), text[start:end], message, hint)
    for article in own_articles(text, in_words=True):
        if article.after.lstrip().startswith(_VALUE):  # « article 6 {{ … }} »: an article of the text printed after it
            continue
        reference = text[article.start : article.end]
        message = f"« {reference} » désigne un article par un numéro tapé à la main, qui ne suivra pas l’acte."
        hint = 'Écrire un renvoi, comme « {{ renvoi("execution-financiere") }} », ou nommer le texte visé.'
        yield Typed(catalogue.TEMPLATE_ARTICLE, *words.at(article.start, article.end), reference, message, hint)
    for weekday in wrong_weekdays(text):
        place = words.at(weekday.start, weekday.start + len(weekday.said))
        hint = f"Écrire « {weekday.right} », ou corriger la date."
        yield Typed(catalogue.TEMPLATE_WEEKDAY, *place, weekday.said, weekday.message, hint)
    for start, end, cents in amounts_in(text):
        message = f"« {text[start:end]} » est un montant tapé à la main : il ne suivra pas la spécification."
        hint = "Écrire la valeur entre accolades, comme « {{ finances.montant_delegue }} »."
        yield Typed(catalogue.TEMPLATE_TYPED, *words.at(start, end), text[start:end], message, hint, cents)
    for match in ACTOR.finditer(text):
        group = 1 if match[1] else 2
        start, end = match.span(group)
        message = f"« {match[group]} » est une partie nommée à la main : la clause ne vaudrait que pour elle."
        hint = "Écrire la partie par son rôle, comme « {{ beneficiaire | Le }} » ou « {{ beneficiaire.noms | Le }} »."
        yield Typed(catalogue.TEMPLATE_TYPED, *words.at(start, end), match[group], message, hint, None)


def _names(words: _Words, facts: Mapping[str, str]) -> Iterator[Typed]:
    """The values of a spec (`facts`) that a clause types word for word."""
    for name, value in facts.items():
        if name not in words.text:  # a quick answer for most names: the pattern is slow
            continue
        for match in re.finditer(rf"(?<![\w./@-]){re.escape(name)}(?![\w/@-]|\.\w)", words.text):
            alone = name.istitle() and " " not in name
            if alone and _START.search(words.text[: match.start()]):  # the first word of a sentence has a capital
                continue
            message = f"« {name} » est tapé à la main, alors que la spécification le donne."
            hint = f"Écrire la valeur entre accolades : « {{{{ {value} }}}} »."
            yield Typed(catalogue.TEMPLATE_TYPED, *words.at(*match.span()), name, message, hint)


def _facts(convention: Convention) -> dict[str, str]:
    """The names and codes of a spec as a clause would type them, and for each the expression that prints it."""
    expressions: dict[str, str] = {}
    for party in convention.parties_connues:
        role = getattr(party.role, "cle", "partie")
        for name in (party.sigle, party.nom):
            expressions[_typed(name)] = f"{role}.noms | le"
        for person in (*party.representants, *party.signataires):
            expressions[_typed(person.nom if isinstance(person, Personne) else None)] = "personne.nom"
    for service in convention.services_connus:
        expressions[_typed(service.nom)] = "services | guillemets"
    for axis, _, code in convention.chorus.codes():
        if axis.key != "programme":
            expressions[_typed(code)] = f"chorus.{axis.key}"
    expressions[_typed(convention.nor)] = "nor"
    for key, day in (("date_signature", convention.date_signature), ("duree.fin", convention.duree.fin)):
        expressions[_typed(format_date(day) if isinstance(day, date) else None)] = key
    return {
        name: value
        for name, value in expressions.items()
        if len(name) >= _LEAST and any(letter.isupper() or letter.isdigit() for letter in name)
    }


def _typed(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _sums(convention: Convention) -> frozenset[int]:
    """The amounts of a spec, in cents."""
    finances = convention.finances
    cofinancing = finances.cofinancement.montant if finances.cofinancement is not None else None
    rows = [amount for _, row in finances.lignes for amount in (row.ae, row.cp)]
    amounts = [finances.montant, finances.accompagnement, finances.montant_delegue, cofinancing, *rows]
    shares = [*amounts, *finances.montants_des_tranches]
    return frozenset(share.euros * 100 for share in shares if isinstance(share, Montant) and share)


class _Reader:
    """Reads the words of a clause, from its start to its end, or to an expression that is never closed (C401)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.letters: list[str] = []
        self.places: list[int] = []
        self.quoted: list[_Words] = []

    def read(self) -> tuple[_Words, ...]:
        at = 0
        while match := _OPENING.search(self.text, at):
            self.add(at, match.start())
            at = match.end()
            if match["escaped"] is not None:
                self.add(match.start("escaped"), at)
            elif match["entity"] is not None:
                self.replace(html.unescape(match["entity"]), match.start())
            else:
                at = self.expression(match[0], match.start())
        self.add(at, len(self.text))
        # A line end within a paragraph becomes a space: only a blank line ends a paragraph.
        joined = re.sub(r"(?<!\n)\n(?![ \t]*\n|[ \t]*[-*|#])", " ", "".join(self.letters))
        return (_Words("\n".join(map(plain, joined.split("\n"))), tuple(self.places)), *self.quoted)

    def add(self, start: int, end: int) -> None:
        """Add words as the file has them."""
        self.letters.extend(self.text[start:end])
        self.places.extend(range(start, end))

    def replace(self, words: str, start: int) -> None:
        """Add words that replace a passage of the file, which begins at `start`."""
        self.letters.extend(words)
        self.places.extend([start] * len(words))

    def expression(self, opening: str, start: int) -> int:
        """Skip an expression and keep the texts it quotes; return its end. `start`: the place of its opening."""
        at = start + 2
        while match := _CLOSING[opening].search(self.text, at):
            if match[0] not in "\"'":
                break
            end = self.text.find(match[0], match.end())
            at = match.end() if end < 0 else end + 1
            if end >= 0 and opening != "{#":
                inside = self.text[match.end() : end]
                self.quoted.append(_Words(plain(inside), tuple(range(match.end(), end))))
        else:
            return len(self.text)
        if opening == "{{":
            self.replace(_VALUE, start)
        if opening == "{%" and _RAW.match(self.text[start : match.end()]):
            closed = _ENDRAW.search(self.text, match.end())
            self.add(match.end(), closed.start() if closed else len(self.text))
            return closed.end() if closed else len(self.text)
        return match.end()


@remembered(256)
def _stretches(text: str) -> tuple[_Words, ...]:
    """The words of a clause as they are printed, then each text that its expressions quote."""
    return _Reader(text).read()
