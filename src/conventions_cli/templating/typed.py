"""What a clause types by hand where the act has a value: an article's number, an amount, a name; what it left undone.

A clause is read as its file says it, in every branch: the words between its expressions, and the texts they quote.
With a spec, its own values are looked for; without one, what no clause has a reason to type.
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
from conventions_cli.templating.folders import clause_text, find_clause
from conventions_cli.templating.pack import Pack

_OPENING = re.compile(r"\{[{%#]|\\(?P<escaped>[^\w\s])|(?P<entity>&#?\w{1,31};)")
_CLOSING = {"{{": re.compile(r"[\"']|\}\}"), "{%": re.compile(r"[\"']|%\}"), "{#": re.compile(r"#\}")}
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}\Z")
_ENDRAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_MOST = 50  # told of one file
_VALUE = "\ufffc"  # stands where a value is printed
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")
_PRINTED = frozenset({"titre", "defaut"})  # what a manifest prints
_LEAST = 3  # letters of the shortest name worth looking for
_START = re.compile(r"(?:\A|[.:;!?#*|–-])\s*\Z")


class Typed(Record, frozen=True):
    """Something typed by hand: what it is (a code), where, in what words; `cents`, of an amount."""

    code: Code
    start: int
    end: int
    written: str
    message: str
    hint: str
    cents: int | None = None


class _Words(Record, frozen=True):
    """Some words of a clause, and where each of their letters stands in its file."""

    text: str
    places: tuple[int, ...]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of these words, in the file."""
        return self.places[start], self.places[end - 1] + 1


def hand_typed(pack: Pack, convention: Convention | None = None) -> tuple[Diagnostic, ...]:
    """What the files of a pack type by hand: those of its user's, with a spec; all of them, without one."""
    found: list[Diagnostic] = []
    facts = _facts(convention) if convention is not None else {}
    sums = _sums(convention) if convention is not None else frozenset()
    declared = _Declared(pack)
    for path in _files(pack, ours=convention is None):
        try:
            source = SourceText(str(path), clause_text(path, pack.folders))
        except (OSError, UnicodeDecodeError):  # told where it is rendered
            continue
        typed = _of(source.text, facts, sums, known=convention is not None)
        told = (_told(one, source) for one in typed if not declared.says(one))
        # A copied clause says what convention's does: that is told where it is written, not in each copy.
        found.extend(one for one in told if convention is None or not _is_copied(one))
    if convention is None or not pack.home.is_relative_to(templates_dir()):
        for scalar in _printed(pack.tree):
            typed = _of(scalar.text, facts, sums, known=convention is not None)
            found.extend(
                Diagnostic(one.code, one.message, scalar.span, one.hint) for one in typed if not declared.says(one)
            )
    return tuple(found)


def typed_in(source: SourceText, pack: Pack, convention: Convention | None) -> tuple[Diagnostic, ...]:
    """What one clause types by hand: of the values of a spec, or without one, what no clause has a reason to type."""
    known, declared = convention is not None, _Declared(pack)
    facts, sums = (_facts(convention), _sums(convention)) if convention is not None else ({}, frozenset())
    return tuple(_told(one, source) for one in _of(source.text, facts, sums, known=known) if not declared.says(one))


class _Declared:
    """What a pack says that some of its words say by themselves: told when a spec has another value, and not here."""

    def __init__(self, pack: Pack) -> None:
        self.words = {plain(one) for one in pack.manifest.non_lie.values() if one}
        self.cents = {cents for one in self.words for _, _, cents in amounts_in(one)}
        for one in tuple(self.words):
            with contextlib.suppress(DateError):
                self.words.add(plain(format_date(parse_date(one))))

    def says(self, one: Typed) -> bool:
        """Whether something typed by hand is one of these values."""
        return one.code is catalogue.TEMPLATE_TYPED and (one.cents in self.cents or plain(one.written) in self.words)


def _files(pack: Pack, *, ours: bool) -> Iterator[Path]:
    """The files of the clauses of a pack and of those they include; `ours`: those of convention too."""
    queue = [str(name) for element in pack.elements for name in element.clause if isinstance(name, str)]
    if not ours and not pack.own:
        return
    seen: set[str] = set()
    while queue:
        name = queue.pop(0)
        path = find_clause(pack.folders, name) if name not in seen else None
        seen.add(name)
        if path is None or (not ours and path.is_relative_to(templates_dir())):
            continue
        yield path
        try:
            queue.extend(_INCLUDE.findall(clause_text(path, pack.folders)))
        except (OSError, UnicodeDecodeError):
            continue


def _is_copied(found: Diagnostic) -> bool:
    """Whether the line of a finding stands in the clauses of convention."""
    return found.span is not None and found.span.source.line(found.span.start.line).strip() in _our_lines()


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


def _told(one: Typed, source: SourceText) -> Diagnostic:
    line = source.text.count("\n", 0, one.start) + 1
    column = one.start - (source.text.rfind("\n", 0, one.start) + 1) + 1
    end = one.end if "\n" not in source.text[one.start : one.end] else source.text.index("\n", one.start)
    span = Span(source, Position(line, column), Position(line, column + end - one.start))
    return Diagnostic(one.code, one.message, span, one.hint)


def _of(text: str, facts: Mapping[str, str], sums: frozenset[int], *, known: bool) -> Iterator[Typed]:
    """What a clause types by hand. `known`: a spec is, so that only its own amounts and names are told."""
    for one in _always(text):
        if one.code is not catalogue.TEMPLATE_TYPED or not known or one.cents in sums:
            yield one
    yield from islice((one for words in (_stretches(text) if facts else ()) for one in _names(words, facts)), _MOST)


@remembered(256)
def _always(text: str) -> tuple[Typed, ...]:
    """What can be told of a clause without a spec."""
    return tuple(islice((one for words in _stretches(text) for one in _in_words(words)), _MOST))


def _in_words(words: _Words) -> Iterator[Typed]:
    text = words.text
    for start, end in unfinished_in(text):
        message = f"« {text[start:end]} » serait imprimé tel quel."
        hint = "Écrire le texte, ou une valeur entre accolades, comme « {{ duree.fin }} »."
        yield Typed(catalogue.TEMPLATE_LEFT, *words.at(start, end), text[start:end], message, hint)
    for found in own_articles(text, in_words=True):
        if found.after.lstrip().startswith(_VALUE):  # « article 6 {{ … }} »: of the text that is printed there
            continue
        written = text[found.start : found.end]
        message = f"« {written} » désigne un article par un numéro tapé à la main, qui ne suivra pas l’acte."
        hint = 'Écrire un renvoi, comme « {{ renvoi("execution-financiere") }} », ou nommer le texte visé.'
        yield Typed(catalogue.TEMPLATE_ARTICLE, *words.at(found.start, found.end), written, message, hint)
    for one in wrong_weekdays(text):
        place = words.at(one.start, one.start + len(one.said))
        hint = f"Écrire « {one.right} », ou corriger la date."
        yield Typed(catalogue.TEMPLATE_WEEKDAY, *place, one.said, one.message, hint)
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
    """The values of a spec that stand in a clause as they are."""
    for name, value in facts.items():
        if name not in words.text:  # most are not, and a pattern is dear
            continue
        for match in re.finditer(rf"(?<![\w./@-]){re.escape(name)}(?![\w/@-]|\.\w)", words.text):
            alone = name.istitle() and " " not in name
            if alone and _START.search(words.text[: match.start()]):  # any word opens a sentence so
                continue
            message = f"« {name} » est tapé à la main, alors que la spécification le donne."
            hint = f"Écrire la valeur entre accolades : « {{{{ {value} }}}} »."
            yield Typed(catalogue.TEMPLATE_TYPED, *words.at(*match.span()), name, message, hint)


def _facts(convention: Convention) -> dict[str, str]:
    """What a spec names, as a clause would type it, with what prints it there."""
    found: dict[str, str] = {}
    for party in convention.parties_connues:
        role = getattr(party.role, "cle", "partie")
        for name in (party.sigle, party.nom):
            found[_typed(name)] = f"{role}.noms | le"
        for person in (*party.representants, *party.signataires):
            found[_typed(person.nom if isinstance(person, Personne) else None)] = "personne.nom"
    for service in convention.services_connus:
        found[_typed(service.nom)] = "services | guillemets"
    for axis, _, code in convention.chorus.codes():
        if axis.key != "programme":
            found[_typed(code)] = f"chorus.{axis.key}"
    found[_typed(convention.nor)] = "nor"
    for key, day in (("date_signature", convention.date_signature), ("duree.fin", convention.duree.fin)):
        found[_typed(format_date(day) if isinstance(day, date) else None)] = key
    return {
        name: value
        for name, value in found.items()
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
    return frozenset(one.euros * 100 for one in shares if isinstance(one, Montant) and one)


class _Reader:
    """Reads the words of a clause, from its start to its end; an expression that is not closed ends them (C401)."""

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
                self.put(html.unescape(match["entity"]), match.start())
            else:
                at = self.expression(match[0], match.start())
        self.add(at, len(self.text))
        # A line that ends within a sentence goes on with the next: a blank line alone ends a paragraph.
        joined = re.sub(r"(?<!\n)\n(?![ \t]*\n|[ \t]*[-*|#])", " ", "".join(self.letters))
        return (_Words("\n".join(map(plain, joined.split("\n"))), tuple(self.places)), *self.quoted)

    def add(self, start: int, end: int) -> None:
        """Add words as the file has them."""
        self.letters.extend(self.text[start:end])
        self.places.extend(range(start, end))

    def put(self, written: str, start: int) -> None:
        """Add words that stand for something of the file."""
        self.letters.extend(written)
        self.places.extend([start] * len(written))

    def expression(self, opening: str, start: int) -> int:
        """Pass over what stands between braces, and keep the texts it quotes; where it ends."""
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
            self.put(_VALUE, start)
        if opening == "{%" and _RAW.match(self.text[start : match.end()]):
            closed = _ENDRAW.search(self.text, match.end())
            self.add(match.end(), closed.start() if closed else len(self.text))
            return closed.end() if closed else len(self.text)
        return match.end()


@remembered(256)
def _stretches(text: str) -> tuple[_Words, ...]:
    """The words of a clause as they are printed, then each text that its expressions quote."""
    return _Reader(text).read()
