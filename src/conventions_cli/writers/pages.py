"""Estimates the page of each title, before the act is laid out.

A file shows these numbers only until its fields are computed: by LibreOffice when it opens the act, by Word when it
prints it or on request. Heights are in points, and follow the styles of tools/build_reference.py.
"""

from collections.abc import Iterator
from math import ceil

from conventions_cli.document import (
    Article,
    Block,
    Document,
    Footnote,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Picture,
    SectionKind,
    Table,
    article_heading,
    inlines_within,
    plain_text,
)
from conventions_cli.writers import layout

_POINTS = 20  # twips
_PAGE = 706.0
_LINE, _LETTER = 13.9, 5.05  # of the text
_WIDTH = layout.TEXT_WIDTH / _POINTS
_NOTE_LINE = 10.5
_POINTS_PER_MM = 72 / 25.4
_TITLES = {1: (17.0, 24.0), 2: (14.5, 22.0), 3: (13.9, 15.0), 4: (13.9, 12.0)}  # a line, the space around


class _Pages:
    """The current place: a page, and a height on it."""

    def __init__(self) -> None:
        self.page, self.at = 1, 0.0

    def lines(self, count: int, line: float, around: float = 6.0) -> None:
        """Add lines of text, which may continue on the next page. `line`, `around`: heights."""
        for _ in range(count):
            if self.at + line > _PAGE:
                self.page, self.at = self.page + 1, 0.0
            self.at += line
        self.at += around

    def whole(self, height: float) -> None:
        """Add a block that stays on one page."""
        if self.at and self.at + height > _PAGE:
            self.page, self.at = self.page + 1, 0.0
        self.at += height

    def title(self, level: int, text: str) -> int:
        """Add a title, which stays with two lines of text; return its page."""
        line, around = _TITLES[level]
        height = _count(text, _WIDTH * 0.85) * line + around
        if self.at + height + 2 * _LINE > _PAGE:
            self.page, self.at = self.page + 1, 0.0
        self.at += height
        return self.page

    def block(self, block: Block, indent: float = 0.0) -> None:
        """Add a block."""
        match block:
            case Paragraph():
                self.lines(_count(plain_text(block.content), _WIDTH - indent), _LINE, 4.0 if indent else 6.0)
                self.at += sum(map(_note_height, _notes(block.content)))
            case ItemList():
                for item in block.items:
                    for child in item:
                        self.block(child, indent + 21)
            case Table():
                heights = list(_rows(block))
                if len(heights) <= layout.KEPT_ROWS + 1:
                    self.whole(sum(heights))
                else:
                    for height in heights:
                        self.whole(height)
                self.at += 8
            case Picture():
                self.whole(block.raster.height * _POINTS_PER_MM + 8 if block.raster else _LINE)
            case Heading():
                self.title(block.level, plain_text(block.content))

    def signatures(self, blocks: tuple[Block, ...]) -> None:
        """Add the signatures, which stay on one page."""
        height = 0.0
        for block in blocks:
            bands = len(block.items) / layout.signature_columns(block.items) if isinstance(block, ItemList) else 0
            height += ceil(bands) * (layout.ROOM_TO_SIGN / _POINTS + 5 * _LINE) or 3 * _LINE
        self.whole(height)


def pages_of(document: Document) -> list[int]:
    """The page of each entry of the contents, in order: the articles, and the titles of the other parts."""
    pages = _Pages()
    entries: list[int] = []
    for part in document.parts:
        if isinstance(part, Article):
            entries.append(pages.title(2, article_heading(part)))
        elif part.kind is SectionKind.SIGNATURES:
            pages.signatures(part.blocks)
            continue
        for block, following in zip(part.blocks, (*part.blocks[1:], None), strict=True):
            if not (isinstance(block, Heading) and block.level == 2 and not isinstance(part, Article)):
                pages.block(block)
                continue
            if part.kind is SectionKind.ANNEX and layout.opens_page(block, following):
                pages.page, pages.at = pages.page + 1, 0.0
            page = pages.title(2, plain_text(block.content))
            if part.kind is not SectionKind.CONTENTS:
                entries.append(page)
    return entries


def _count(text: str, width: float) -> int:
    return max(1, ceil(len(text) * _LETTER / width))


def _notes(content: Inlines) -> Iterator[Footnote]:
    return (inline for inline in inlines_within(content) if isinstance(inline, Footnote))


def _note_height(note: Footnote) -> float:
    return _count(plain_text(note.content), _WIDTH * 1.2) * _NOTE_LINE + 2


def _rows(table: Table) -> Iterator[float]:
    widths = [(width - 240) / _POINTS for width in layout.widths_of(table)]
    for row in (table.header, *table.rows):
        yield 5 + 12.2 * max(_count(plain_text(cell), width) for cell, width in zip(row, widths, strict=True))
