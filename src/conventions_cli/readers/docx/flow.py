"""The content of a Word file in reading order, before it is cut into parts: lines, grids, notices."""

from collections.abc import Iterable, Iterator
from enum import Enum

from conventions_cli.document import CrossReference, Inline, LineBreak, Link, Missing, Picture, Text
from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.elements import squeezed
from conventions_cli.readers.docx.numbering import Mark
from conventions_cli.readers.docx.styles import Style

SECTION_BOOKMARK = "_acte"  # the prefix of the hidden bookmarks that our writer puts at the start of sections


class Revisions(Enum):
    """How to read pending tracked changes: as if they were all accepted, or all rejected."""

    ACCEPTED = "acceptées"
    REJECTED = "rejetées"


class RevisionKind(Enum):
    """The kind of a tracked change; the value is the word shown to people."""

    INSERTION = "insertion"
    DELETION = "suppression"
    MOVED_FROM = "texte déplacé (ancienne place)"
    MOVED_TO = "texte déplacé (nouvelle place)"
    FORMATTING = "mise en forme"


class Comment(Record, frozen=True):
    """A comment. `anchor`: the words it is about; `part`: the index of its part in the tree, -1 without place.

    `where`: its place outside the text of the act, in French, or empty; `answers`: the index of the comment it answers,
    or -1; `resolved`: whether it is marked as resolved.
    """

    author: str
    date: str
    text: str
    anchor: str
    part: int
    where: str = ""
    answers: int = -1
    resolved: bool = False


class Revision(Record, frozen=True):
    """A pending tracked change: the words it adds, removes, moves or formats, and the index of its part, or -1.

    `where`: its place outside the text of the act, in French, or empty.
    """

    kind: RevisionKind
    author: str
    date: str
    text: str
    part: int
    where: str = ""


class Line(Record):
    """A paragraph. `order`: its rank in the document; `heading`: 0 for a title, 1 to 9, None for text.

    `bold`: every word of it is bold; `left`: its indent in twips; `alignment`: the value of w:jc;
    `picture`: the image it shows.
    """

    order: int
    pieces: list[Inline]
    style: Style
    heading: int | None = None
    mark: Mark | None = None
    left: int = 0
    alignment: str = ""
    bold: bool = False
    bookmarks: list[str] = field(default_factory=list)
    picture: Picture | None = None

    @property
    def text(self) -> str:
        """The words of the line, with line breaks, without notes."""
        return raw_text(self.pieces)


class Cell(Record):
    """A cell: its content, and the number of columns it spans."""

    flow: list["Line | Grid"]
    span: int = 1
    bordered: bool = False

    @property
    def lines(self) -> list[Line]:
        """The lines of the cell that are not empty, with those of nested tables."""
        return [line for line in all_lines(self.flow) if line.pieces]


class Grid(Record):
    """A table as drawn: rows of cells, with the number of empty columns before each row."""

    order: int
    rows: list[tuple[int, list[Cell]]]
    has_header: bool = False
    bordered: bool = False
    bookmarks: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((before + sum(cell.span for cell in cells) for before, cells in self.rows), default=0)


Flow = list[Line | Grid]


def all_lines(flow: Iterable[Line | Grid]) -> Iterator[Line]:
    """Every line, also in tables, in reading order."""
    for item in flow:
        if isinstance(item, Line):
            yield item
        else:
            for _, cells in item.rows:
                for cell in cells:
                    yield from all_lines(cell.flow)


def raw_text(pieces: Iterable[Inline]) -> str:
    """The words of pieces, with their blanks and line breaks as they are; notes are left out."""
    return "".join(_raw(piece) for piece in pieces)


def _raw(piece: Inline) -> str:
    if isinstance(piece, (Text, CrossReference)):
        return piece.text
    if isinstance(piece, Missing):
        return piece.text
    if isinstance(piece, LineBreak):
        return "\n"
    return raw_text(piece.content) if isinstance(piece, Link) else ""


class Notices(Record):
    """Sentences about contents that have no place in the tree, without repetition; their number is bounded."""

    sentences: dict[str, None] = field(default_factory=dict)

    def add(self, sentence: str, text: str = "") -> None:
        """Adds a sentence, with the words of that content if any."""
        words = squeezed(text)
        if len(words) > 500:
            words = words[:500] + "…"
        if len(self.sentences) < 1000:
            self.sentences.setdefault(f"{sentence}\u00a0: « {words} »" if words else sentence)


class Event(Record):
    """A comment or a tracked change, with the rank of its line."""

    order: int
    kind: RevisionKind | None
    author: str
    date: str
    text: str
    anchor: str = ""
    where: str = ""
    name: str = ""
