"""The guard, which keeps the values of a spec from ever becoming markup.

While Jinja renders, every printed value is kept in the guard and replaced by a token: two private-use characters
around a number. The Markdown is read with the tokens in it; then each token is replaced, in the tree, by the nodes of
its value. Markdown treats a token as a letter: the tree has the same shape whatever the value is. Private-use
characters are refused in specs and in clauses, so no text can forge a token.
"""

import re
from contextvars import ContextVar
from datetime import date
from itertools import count
from types import NoneType
from typing import Any

from jinja2 import Undefined

from conventions_cli.document import (
    Block,
    Blocks,
    CrossReference,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Picture,
    Text,
    inlines_within,
    is_address,
    plain_text,
    rewrite_inlines,
)
from conventions_cli.foundation import Record, field, on_forget, remembered, replace
from conventions_cli.french import Month, format_date, unparted
from conventions_cli.model import Manquant, Montant, Nom, NomEnLignes, Passage, Pourcentage, Prose, Verbatim
from conventions_cli.sandbox.budget import Budget
from conventions_cli.sandbox.messages import FrenchUndefined
from conventions_cli.source import forbidden_in

OPEN, CLOSE = "\ue000", "\ue001"
LINE_OPEN, LINE_FILE, LINE_CLOSE = "\ue002", "\ue004", "\ue003"
_DIGITS = str.maketrans("0123456789", "\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019")
_BACK = str.maketrans("\ue010\ue011\ue012\ue013\ue014\ue015\ue016\ue017\ue018\ue019", "0123456789")
_TOKEN = re.compile(f"{OPEN}([\ue010-\ue019]+){CLOSE}")
_MARKER = re.compile(f"{LINE_OPEN}([\ue010-\ue019]+){LINE_FILE}([\ue010-\ue019]+){LINE_CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


class ValueRefusedError(ValueError):
    """A value cannot be printed where the clause prints it."""


# The type of a value, and data that is equal for values printed alike (`Guard.key`).
PrintKey = tuple[type, Any]


class Suite(Record, frozen=True):
    """Values printed one after the other: « la DNUM », « et », « la DGCS »."""

    pieces: tuple[object, ...]


_MAX_NUMBERS = 4096
# Types whose key is more than their type and their value (`Guard.key`), and types that cannot be printed.
_SPECIAL = frozenset({Suite, Picture, Undefined, FrenchUndefined, NoneType})
_NOT_GIVEN = (
    "Une valeur qui n’est pas donnée est imprimée ici : entourer ce passage de « {% if … %} … {% endif %} », "
    "avec le nom de cette valeur."
)


def wide(number: int) -> str:
    """A number in private-use digits, which no filter can alter."""
    return str(number).translate(_DIGITS)


def _token(number: int) -> str:
    return f"{OPEN}{wide(number)}{CLOSE}"


_TOKENS = tuple(map(_token, range(400)))  # our clauses print fewer values


@remembered(4096)
def narrow(digits: str) -> int:
    """The number that `wide` wrote."""
    return int(digits.translate(_BACK))


def line_marker(file: int, line: int) -> str:
    """The mark at the start of a line of a clause, which leads from a fault in the result to that line."""
    return f"{LINE_OPEN}{wide(file)}{LINE_FILE}{wide(line)}{LINE_CLOSE}"


class Guard(Record):
    """The values printed during one rendering, by the number of their token, and the key of each (`key`)."""

    values: list[object] = field(default_factory=list)
    keys: list[PrintKey] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def token(self, value: object) -> str:
        """Keep a value and return its token. Raises ValueRefusedError for None, and for forbidden characters."""
        values, kind = self.values, type(value)
        number = len(values)
        values.append(value)
        if kind in _SPECIAL:
            if isinstance(value, Undefined):
                str(value)  # raises UndefinedError, with the name
            if value is None:
                raise ValueRefusedError(_NOT_GIVEN)  # at once, while the line that prints it can be told
            self.keys.append(self.key(value))
        elif isinstance(value, str) and not value.isprintable():
            if forbidden_in(_PRIVATE.sub("", value)):
                raise ValueRefusedError("Ce texte contient un caractère invisible ou réservé.")
            self.keys.append(self.key(value))
        else:
            self.keys.append((kind, value))
        try:
            return _TOKENS[number]
        except IndexError:
            return _token(number)

    def key(self, value: object) -> PrintKey:
        """The key of a value: values with equal keys are printed alike, at any place of any act.

        The type is part of the key, because a name and a text of the same letters are printed differently. For a text
        that a macro made, so are the keys of the values whose tokens it holds.
        """
        kind = type(value)
        if kind is Suite:
            return kind, tuple([self.key(piece) for piece in value.pieces])  # type: ignore[attr-defined]
        if kind is Picture:  # two files may have the same name
            return kind, (value, value.raster)  # type: ignore[attr-defined]
        if isinstance(value, str) and OPEN in value:
            return kind, (_number_of((value, *[self.keys[number] for number in tokens_in(value)])),)
        return kind, value

    def is_address(self, url: str) -> bool:
        """Whether an address of a clause is valid; one with a token is checked later, with its value."""
        return bool(_TOKEN.search(url)) or is_address(url)

    def expand(self, blocks: Blocks) -> Blocks:
        """Replace by its blocks each value that is made of blocks and is alone in its paragraph; other tokens stay.

        Raises ValueRefusedError when a value cannot be printed at its place.
        """
        expanded: list[Block] = []
        for block in blocks:
            if isinstance(block, ItemList):
                expanded.append(self._list(block))
            elif isinstance(block, Paragraph):
                expanded.extend(self._paragraph(block))
            else:
                expanded.append(block)
        return tuple(expanded)

    def resolve(self, inlines: Inlines) -> Inlines:
        """Replace every token of a stretch by the nodes of its value, in links and notes too.

        Raises ValueRefusedError when a value cannot be printed at its place.
        """
        return rewrite_inlines(inlines, self.inlines)

    def _list(self, block: ItemList) -> ItemList:
        items = []
        for item in block.items:
            children = []
            for child in self.expand(item):
                if not isinstance(child, (Paragraph, ItemList)):
                    raise ValueRefusedError("Un texte avec titre ou tableau est imprimé dans une liste.")
                children.append(child)
            items.append(tuple(children))
        return ItemList(tuple(items), block.numbered)

    def _paragraph(self, block: Paragraph) -> Blocks:
        alone = block.content[0] if len(block.content) == 1 else None
        match = _TOKEN.fullmatch(alone.text) if isinstance(alone, Text) else None
        if match:
            value = self.values[narrow(match[1])]
            if isinstance(value, Prose):
                return tuple(_without_headings(child) for child in value.blocks)
            if isinstance(value, Passage):
                return value.blocks
            if isinstance(value, Picture):
                return (value,)
        return (block,)

    def inlines(self, inlines: Inlines) -> Inlines:
        """Replace the tokens of a stretch of inlines."""
        resolved: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Text):
                resolved.extend(self._text(inline))
            elif isinstance(inline, Link):
                resolved.extend(self._link(inline))
            else:
                resolved.append(inline)
        return tuple(resolved)

    def _text(self, run: Text) -> list[Inline]:
        pieces = _TOKEN.split(run.text)
        resolved: list[Inline] = []
        for index, piece in enumerate(pieces):
            if index % 2:
                resolved.extend(self._marked(inline, run) for inline in self.nodes(self.values[narrow(piece)]))
            elif piece:
                if _PRIVATE.search(piece):
                    raise ValueRefusedError("Un filtre a coupé une valeur gardée : l’imprimer sans la découper.")
                resolved.append(Text(piece, run.strong, run.emphasis))
        return resolved

    @staticmethod
    def _marked(inline: Inline, run: Text) -> Inline:
        """An inline of a value, with the bold and the italic of the text around its token."""
        if isinstance(inline, Text) and (run.strong or run.emphasis):
            return Text(
                inline.text, inline.strong or run.strong, inline.emphasis or run.emphasis, verbatim=inline.verbatim
            )
        return inline

    def _link(self, link: Link) -> Inlines:
        """A link, or its words and the missing value of its address. Raises ValueRefusedError for a bad address."""
        parts = self._text(Text(link.url))
        content = self.inlines(link.content)
        absent = next((part for part in parts if isinstance(part, Missing)), None)
        if absent is not None:
            return (*content, Text(" "), absent)
        url = plain_text(tuple(parts)).strip()
        if not is_address(url):
            raise ValueRefusedError(f"L’adresse « {url} » d’un lien n’est pas une adresse web.")
        return (Link(url, content),)

    def nodes(self, value: object) -> Inlines:
        """The inlines of a value, according to its type. Raises ValueRefusedError for a type that is not printed."""
        match value:
            case Verbatim():
                return _verbatim(value)
            case str():
                return self._nested(value)
            case Montant() | Pourcentage():
                return (Text(str(value), verbatim=True),)
            case date() | Month():
                return (Text(format_date(value), verbatim=True),)
            case Manquant():
                return (Missing(value.libelle, value.cle),)
            case CrossReference():
                return (value,)
            case Suite():
                return tuple(inline for piece in value.pieces for inline in self.nodes(piece))
            case Prose():
                return _only_paragraph(value)
            case Picture() | Passage():
                raise ValueRefusedError(_alone(value))
            case bool():
                return (Text("oui" if value else "non"),)
            case int():
                return (Text(str(value), verbatim=True),)
            case _:
                raise ValueRefusedError(
                    "Cette valeur est un groupe, une liste ou un nombre à virgule : imprimer l’un de ses champs."
                )

    def _nested(self, value: str) -> Inlines:
        """The inlines of a text, which may hold tokens and line marks when a macro made it."""
        text = _MARKER.sub("", value)
        if OPEN not in text:
            return (Text(re.sub(r"(?<!\s)\s*\n\s*", " ", text) if "\n" in text else text),)
        return tuple(self._text(Text(text)))


def tokens_in(text: str) -> list[int]:
    """The numbers of the tokens in a text."""
    return [narrow(digits) for digits in _TOKEN.findall(text)] if OPEN in text else []


def tokens_of(stretch: Inlines) -> tuple[int, ...]:
    """The numbers of the tokens in a stretch read from a guarded text, in order."""
    return tuple(
        narrow(digits)
        for inline in inlines_within(stretch)
        for digits in _TOKEN.findall(inline.url if isinstance(inline, Link) else getattr(inline, "text", ""))
    )


_NUMBERS: dict[tuple[object, ...], int] = {}
_COUNT = count()
on_forget(_NUMBERS.clear)


def _number_of(composed: tuple[object, ...]) -> int:
    """A number for a text and the keys of the values it holds, the same for equal ones while it is remembered.

    Without numbers, a key would hold the keys of nested texts, whose size a clause can double again and again.
    """
    if composed not in _NUMBERS:
        if len(_NUMBERS) >= _MAX_NUMBERS:
            _NUMBERS.clear()
        _NUMBERS[composed] = next(_COUNT)  # never reused
    return _NUMBERS[composed]


def _verbatim(value: Verbatim) -> Inlines:
    """The inlines of a text printed as written; a name has non-breaking blanks, and its own lines if it has several."""
    if not isinstance(value, Nom):
        return (Text(str(value), verbatim=True),)
    if not isinstance(value, NomEnLignes):
        return (Text(unparted(value), verbatim=True),)
    lines = [(LineBreak(), Text(unparted(line), verbatim=True)) for line in value.split("\n")]
    return tuple(inline for line in lines for inline in line)[1:]


def _alone(value: Picture | Passage) -> str:
    start = "Une image tient seule" if isinstance(value, Picture) else "Un passage d’acte tient seul"
    return f"{start} sur sa ligne : lui donner la sienne dans la clause."


def _only_paragraph(value: Prose) -> Inlines:
    if len(value.blocks) == 1 and isinstance(value.blocks[0], Paragraph):
        return value.blocks[0].content
    raise ValueRefusedError(
        "Un texte de plusieurs paragraphes est imprimé au milieu d’une phrase : lui donner sa ligne."
    )


def _without_headings(block: Block) -> Block:
    """A block of a value; a heading, which must not be one of the act, becomes a bold paragraph."""
    if isinstance(block, Heading):
        return Paragraph(
            tuple(replace(inline, strong=True) if isinstance(inline, Text) else inline for inline in block.content)
        )
    return block


def without_marks(text: str) -> str:
    """A rendered text without the marks of its lines."""
    return _MARKER.sub("", text)


def marked_places(text: str) -> tuple[tuple[int, int], ...]:
    """For each line of a rendered text, the file and the line that its marks say it comes from."""
    places: list[tuple[int, int]] = []
    last = (0, 1)
    for line in text.split("\n"):
        position = 0
        while match := _MARKER.match(line, position):
            last = (narrow(match[1]), narrow(match[2]))
            position = match.end()
        places.append(last)
    return tuple(places)


CURRENT: ContextVar[Guard] = ContextVar("guard")
