"""The parts of an act while they are cut from a flow."""

import re

from conventions_cli.document import Article, Inline, Part, Section, SectionKind
from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.articles import Opening, label_of
from conventions_cli.readers.docx.blocks import Blocks, Origin
from conventions_cli.readers.docx.flow import Line, Notices, raw_text

LABEL = re.compile(r"art(\d+)_(\w+)\Z")
_LABEL_REST = re.compile(r"_art(\d+)s(\d+)_(\w+)\Z")


class Piece(Record):
    """A part being read: the rank of its first line, the words of its heading, and its blocks.

    `article`: the opening of an article, None for a section; `names`: the bookmarks of its heading.
    """

    order: int
    kind: SectionKind
    blocks: Blocks
    article: Opening | None = None
    label: str = ""
    title: list[Inline] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def part(self, labels: dict[str, int]) -> Part:
        """The finished part; `labels`: see `label_of`."""
        blocks = self.blocks.closed()
        if self.article is None:
            return Section(self.kind, blocks)
        label = self.label
        if not label or label in labels:
            label = label_of(raw_text(self.title), self.article.number, labels)
        labels[label] = 1
        lead = self.article.lead(raw_text(self.title).strip())
        return Article(label, self.article.number, tuple(self.title), blocks, self.article.form, lead)


def label_in(bookmarks: list[str]) -> str:
    """The label that our writer put in the bookmarks of an article's heading; empty without one."""
    first = next((match for name in bookmarks if (match := LABEL.match(name))), None)
    if first is None:
        return ""
    rest = sorted(
        (int(match[2]), match[3]) for name in bookmarks if (match := _LABEL_REST.match(name)) and match[1] == first[1]
    )
    return (first[2] + "".join(piece for _, piece in rest)).replace("_", "-")


class Cutter:
    """Cuts a flow; `pieces` are the parts in order."""

    def __init__(self, notices: Notices, origin: Origin) -> None:
        self.notices, self.origin = notices, origin
        self.pieces: list[Piece] = []

    @property
    def at(self) -> Piece | None:
        """The part being read."""
        return self.pieces[-1] if self.pieces else None

    def section(self, order: int, kind: SectionKind) -> Piece:
        """Start a section."""
        self.pieces.append(Piece(order, kind, Blocks(self.notices, self.origin)))
        return self.pieces[-1]

    def article(self, line: Line, heading: Opening, title: list[Inline]) -> Piece:
        """Start an article."""
        piece = Piece(line.order, SectionKind.BODY, Blocks(self.notices, self.origin), heading)
        piece.title, piece.names, piece.label = title, list(line.bookmarks), label_in(line.bookmarks)
        self.pieces.append(piece)
        return piece

    def here(self, order: int, kind: SectionKind = SectionKind.BODY) -> Piece:
        """The part being read, or a new section when there is none."""
        return self.at or self.section(order, kind)
