"""The tree of an act as lines and tables with their places, normalised for searching.

Spaces are single and plain, apostrophes are ’, quotes are « »: a regular expression needs a single spelling.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from conventions_cli.document import (
    Article,
    Block,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Paragraph,
    Part,
    SectionKind,
    Table,
    inlines_within,
    plain_text,
)
from conventions_cli.facts import Cell, Grid, sentences
from conventions_cli.foundation import Record, replace
from conventions_cli.source import without_forbidden

BLANKS = re.compile(r"\s+")  # with the no-break spaces
_QUOTED = re.compile(r"[“\"]\s*([^“”\"]{1,300}?)\s*[”\"]")
_PREAMBLE = re.compile(r"(?:préambule|exposé|contexte|considérant|visas?|sommaire)\b", re.IGNORECASE)
_MAX_LINE = 6_000  # characters; the rest of a longer stretch is not searched
_PLACES = {
    SectionKind.DRAFT: "à la mention « projet »",
    SectionKind.HEADER: "à l’en-tête",
    SectionKind.TITLE: "au titre",
    SectionKind.CONTENTS: "au sommaire",
    SectionKind.PARTIES: "aux parties",
    SectionKind.VISAS: "aux visas",
    SectionKind.BODY: "au préambule",
    SectionKind.SIGNATURES: "aux signatures",
    SectionKind.COPIES: "aux copies",
    SectionKind.ANNEX: "à l’annexe",
}


def plain(text: str) -> str:
    """A text normalised for searching."""
    flat = without_forbidden(BLANKS.sub(" ", text)).replace("'", "’").replace("‘", "’").replace("\u2011", "-").strip()
    if '"' in flat or "“" in flat:
        flat = _QUOTED.sub(r"« \1 »", flat)
    return re.sub(r"«\s*", "« ", re.sub(r"(?:(?<!\s)\s+)?»", " »", flat)) if "«" in flat or "»" in flat else flat


class Line(Record, frozen=True):
    """A stretch of the act. `part`: the index of its part; `kind`: the kind of that part, None for an article.

    `heading`: its level, 0 for none; `item`: whether it is in a list or a table; `group`: the number of its list item.
    """

    text: str
    part: int
    kind: SectionKind | None
    place: str
    heading: int = 0
    item: bool = False
    cell: bool = False
    group: int = 0

    @property
    def as_cell(self) -> Cell:
        """The line as the readers of facts take it."""
        return Cell(self.text, self.place)

    def sentences(self) -> list[str]:
        """The sentences of the line; « ; » ends a sentence too."""
        return sentences(self.text)


class Act:
    """An act ready to be searched. `articles`: their number; `places`: the place of each part."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self._group = 0
        numbered = any(isinstance(part, Article) for part in document.parts)
        self.articles = 0
        self.places: list[str] = []
        for index, part in enumerate(document.parts):
            bare = "" if numbered else _bare_title(part)
            self.articles += isinstance(part, Article) or bool(bare)
            self._part(index, part, bare)

    def _part(self, index: int, part: Part, bare: str) -> None:
        """Adds the lines of a part. `bare`: its title, when it is an article of an act without numbers, else empty."""
        kind = None if isinstance(part, Article) or bare else part.kind
        base = Line("", index, kind, f"à l’article « {bare} »" if bare else place_of(part))
        self.places.append(base.place)
        if isinstance(part, Article):
            self._add(replace(base, heading=2), part.title)
        for block in part.blocks:
            self._block(base, block)

    def _block(self, base: Line, block: Block) -> None:
        match block:
            case Paragraph():
                for line in _broken(block.content):
                    self._add(base, line)
            case Heading():
                self._add(replace(base, heading=block.level), block.content)
            case ItemList():
                for item in block.items:
                    self._group += 1
                    for child in item:
                        self._block(replace(base, item=True, group=self._group), child)
            case Table():
                grid = grid_of(block, base.part, base.place)
                self.grids.append(grid)
                for row in grid.rows:
                    self.lines += [replace(base, text=cell.text, item=True, cell=True) for cell in row if cell.text]

    def _add(self, base: Line, content: Inlines) -> None:
        text = plain(plain_text(content))[:_MAX_LINE]
        if text:
            self.lines.append(replace(base, text=text))
        for inline in inlines_within(content):
            if isinstance(inline, Footnote) and (note := plain(plain_text(inline.content))):
                self.lines.append(replace(base, text=note))

    def of(self, *kinds: SectionKind | None) -> Iterator[Line]:
        """The lines of the parts of these kinds; None stands for articles."""
        return (line for line in self.lines if line.kind in kinds)

    @cached_property
    def prose(self) -> tuple[Line, ...]:
        """The lines of the title, the preamble and the articles."""
        return tuple(self.of(SectionKind.TITLE, SectionKind.BODY, None))

    @cached_property
    def titles(self) -> dict[int, Line]:
        """The first heading of level 2 of each part, by the index of the part."""
        titles: dict[int, Line] = {}
        for line in self.lines:
            if line.heading == 2:
                titles.setdefault(line.part, line)
        return titles

    @cached_property
    def text(self) -> str:
        """All the lines, one below the other."""
        return "\n".join(line.text for line in self.lines)


def _bare_title(part: Part) -> str:
    """The title of a section of the body that begins with one; empty for articles, preambles and other sections."""
    first = part.blocks[0] if part.blocks and not isinstance(part, Article) else None
    if (
        isinstance(part, Article)
        or not isinstance(first, Heading)
        or first.level != 2
        or part.kind is not SectionKind.BODY
    ):
        return ""
    title = plain(plain_text(first.content))
    return "" if _PREAMBLE.match(title) else title


def grid_of(table: Table, part: int = 0, place: str = "") -> Grid:
    """The cells of a table as a grid. `part`: the index of its part; `place`: the place given to every cell."""
    rows = (table.header, *table.rows)
    return Grid(tuple(tuple(Cell(plain(plain_text(cell)), place) for cell in row) for row in rows), part, place)


def place_of(part: Part) -> str:
    """The place of a part in French: « à l’article 6 », « aux visas »."""
    return f"à l’article {part.called}" if isinstance(part, Article) else _PLACES[part.kind]


def _broken(content: Inlines) -> Iterable[Inlines]:
    """Cuts a paragraph at its line breaks."""
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    return [tuple(line) for line in lines]
