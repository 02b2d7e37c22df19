"""Lines and grids to the blocks of a part: items are put into lists, true tables distinguished from layout."""

import re
from collections.abc import Iterator

from conventions_cli.document import (
    Alignment,
    Block,
    Heading,
    Inline,
    Inlines,
    ItemList,
    Paragraph,
    Picture,
    Table,
    Text,
    plain_text,
)
from conventions_cli.foundation import Record, field
from conventions_cli.french import BARE_AMOUNT, plain
from conventions_cli.readers.docx.articles import without_weight
from conventions_cli.readers.docx.flow import Cell, Flow, Grid, Line, Notices, all_lines
from conventions_cli.readers.docx.numbering import Mark

_ALIGNMENTS = {"center": Alignment.CENTER, "right": Alignment.RIGHT, "end": Alignment.RIGHT}
_SIGNATORY = "signature nom"
_SHORT_CELL = 400  # characters: a cell of a true table is shorter than a page of prose
_FIGURE = re.compile(rf"(?:{BARE_AMOUNT.pattern}|[\d., ]+)(?: ?(?:%|[kM]?€|jours?|ETP))?")
_NEAR = 60  # twips between two indents that count as one


class Origin(Record, frozen=True):
    """The origin of a file. `own`: it has our writer's marks; `untouched`: no other program has saved it since.

    `spelled`: see `read_docx`.
    """

    own: bool = False
    untouched: bool = False
    spelled: bool = False


class _OpenList(Record):
    """A list being read; its items hold blocks."""

    number: int
    family: int
    level: int
    numbered: bool
    left: int
    value: int = 0
    items: list[list["Paragraph | _OpenList"]] = field(default_factory=list)

    def closed(self) -> ItemList:
        """The list as a node."""
        items = tuple(
            tuple(child.closed() if isinstance(child, _OpenList) else child for child in item) for item in self.items
        )
        return ItemList(items, self.numbered)


class Blocks:
    """The blocks of a part while its lines and tables are added."""

    def __init__(self, notices: Notices, origin: Origin) -> None:
        self.notices, self.origin = notices, origin
        self.content: list[Block | _OpenList] = []
        self.lists: list[_OpenList] = []

    def closed(self) -> tuple[Block, ...]:
        """The finished blocks."""
        return tuple(item.closed() if isinstance(item, _OpenList) else item for item in self.content)

    def add(self, flow: Flow, *, signatures: bool = False) -> None:
        """Adds lines and tables."""
        for item in flow:
            if isinstance(item, Grid):
                self.grid(item, signatures=signatures)
            else:
                self.line(item)

    def heading(self, level: int, pieces: list[Inline]) -> None:
        """Adds a heading of the tree, level 1 to 4."""
        self.lists = []
        self.content.append(Heading(level, tuple(pieces)))

    def line(self, line: Line) -> None:
        """Adds a paragraph, an item of a list, or a paragraph under an item."""
        mark = line.mark
        if mark is None:
            if not line.pieces:
                if line.picture is not None:
                    self.lists = []
                    self.content.append(line.picture)
                return  # an empty line separates nothing
            under = self.open_under(line)
            if under is None:
                self.lists = []
                self.content.append(Paragraph(tuple(line.pieces)))
            else:
                under.items[-1].append(Paragraph(tuple(line.pieces)))
            return
        while self.lists and self.lists[-1].level > mark.level:
            self.lists.pop()
        last = self.lists[-1] if self.lists else None
        goes_on = last is not None and last.level == mark.level and _goes_on(last, mark)
        spelled = self.origin.spelled and not mark.bullet and mark.label.strip() != f"{mark.value}."
        if spelled or not (mark.bullet or goes_on or (mark.ordinary and mark.value == 1)):
            self.lists = []
            self.content.append(Paragraph(tuple(labelled(line))))
            return
        if last is None or not goes_on:
            last = self.open(line)
        last.number, last.value = mark.number, mark.value
        last.items.append([Paragraph(tuple(line.pieces))] if line.pieces else [])

    def open(self, line: Line) -> _OpenList:
        """Opens a new list, inside the current item when it is deeper."""
        mark = line.mark
        assert mark is not None  # noqa: S101 - only lines with a mark open lists
        if self.lists and self.lists[-1].level == mark.level:
            self.lists.pop()
        open_list = _OpenList(mark.number, mark.family, mark.level, not mark.bullet, line.left)
        if self.lists:
            self.lists[-1].items[-1].append(open_list)
        else:
            self.content.append(open_list)
        self.lists.append(open_list)
        return open_list

    def open_under(self, line: Line) -> _OpenList | None:
        """The list whose last item continues with a line without mark, by style and indent; None without one."""
        if not self.lists or not line.style.is_list or line.left <= 0:
            return None
        for depth in range(len(self.lists) - 1, -1, -1):
            if self.lists[depth].left <= line.left + _NEAR:
                del self.lists[depth + 1 :]
                return self.lists[depth]
        return None

    def grid(self, grid: Grid, *, signatures: bool) -> None:
        """Adds a table, or the content of a table used for layout."""
        self.lists = []
        if is_table(grid, own=self.origin.own):
            self.content.append(self.table(grid))
            return
        cells = [cell for _, row in grid.rows for cell in row]
        if not signatures or (len(cells) == 1 and not self.origin.own):
            for cell in cells:
                self.add(cell.flow)
                self.lists = []
            return
        items = []
        for flow in signatures_of(grid) if self.origin.own else (cell.flow for cell in cells):
            inner = Blocks(self.notices, self.origin)
            inner.add(flow)
            item = tuple(item_block for block in inner.closed() for item_block in _item_blocks(block))
            if item:
                items.append(item)
        if items:
            self.content.append(ItemList(tuple(items)))

    def table(self, grid: Grid) -> Table:
        """A table: every row is as wide as the header; empty cells follow a merged one."""
        rows = [self.row(before, cells) for before, cells in grid.rows]
        starts = sorted({start for row in rows for start in row})
        header, *rest = [tuple(row.get(start, (None, ()))[1] for start in starts) for row in rows]
        # Other programs write the bold of the header style in each word.
        if not self.origin.untouched and all(_is_bold(cell) for cell in header):
            header = tuple(tuple(without_weight(list(cell))) for cell in header)
        shown = rows[1] if len(rows) > 1 else rows[0]
        alignments = []
        for start in starts:
            cell = shown.get(start, (None, ()))[0]
            lines = cell.lines if cell else []
            if not lines and start in rows[0] and (first := rows[0][start][0]) is not None:
                lines = first.lines or [line for line in first.flow if isinstance(line, Line)]
            if cell is not None and not lines:
                lines = [line for line in cell.flow if isinstance(line, Line)]
            alignments.append(_ALIGNMENTS.get(lines[0].alignment, Alignment.LEFT) if lines else Alignment.LEFT)
        return Table(header, tuple(rest), tuple(alignments))

    def row(self, before: int, cells: list[Cell]) -> dict[int, tuple[Cell | None, Inlines]]:
        """The cells of a row by the column they start at."""
        by_column: dict[int, tuple[Cell | None, Inlines]] = {}
        at = before
        for cell in cells:
            by_column[at] = cell, self.cell(cell.flow)
            at += cell.span
        return by_column

    def cell(self, flow: Flow) -> Inlines:
        """The content of a cell as one stretch; a table inside it gives a notice."""
        pieces: list[Inline] = []
        for item in flow:
            if isinstance(item, Grid):
                inner = [piece for _, row in item.rows for cell in row for piece in (Text(" "), *self.cell(cell.flow))]
                self.notices.add("Tableau placé dans un tableau, lu comme du texte", plain_text(tuple(inner)))
                pieces.extend(inner)
            elif item.pieces:
                pieces.extend([Text(" "), *labelled(item)] if pieces else labelled(item))
        return tuple(pieces)


def signatures_of(grid: Grid) -> Iterator[Flow]:
    """The content of our own grid for each signatory: quality, room to sign, name, in rows.

    A row with names ends a group that signs side by side. In older acts, all of this is in one cell.
    """
    band: dict[int, Flow] = {}
    for before, cells in grid.rows:
        at = before
        for cell in cells:
            band.setdefault(at, []).extend(cell.flow)
            at += cell.span
        if any(line.style.name == _SIGNATORY for cell in cells for line in all_lines(cell.flow)):
            yield from band.values()
            band = {}
    yield from band.values()


def _goes_on(last: _OpenList, mark: Mark) -> bool:
    """Whether a mark continues a list: the same list, or one whose count goes on from it."""
    if last.number == mark.number:
        return True
    return last.numbered and not mark.bullet and last.family == mark.family and mark.value == last.value + 1


def labelled(line: Line) -> list[Inline]:
    """The pieces of a line, its automatic number included as words."""
    label = line.mark.label if line.mark is not None else ""
    return [Text(label), *line.pieces] if label else line.pieces


def is_table(grid: Grid, *, own: bool) -> bool:
    """Whether a table holds data, and does not only put texts side by side.

    Such a table has a marked header, or bold first cells, or borders around several rows and columns of short texts;
    or, drawn without lines by another program, figures under its first row and beside its first column.
    """
    if grid.has_header:
        return True
    if len(grid.rows) < 2 or max(len(cells) for _, cells in grid.rows) < 2:
        return False
    first = [line for cell in grid.rows[0][1] for line in cell.lines]
    if not own and len(first) > 1 and all(line.bold for line in first) and not _is_long(grid):
        return True
    if not own and _holds_figures(grid):
        return True
    bordered = grid.bordered or all(cell.bordered for cell in grid.rows[0][1])
    return bordered and not _is_long(grid)


def _holds_figures(grid: Grid) -> bool:
    """Whether two rows, or the second row of two, have cells with only a figure, the first column aside."""
    rows = [[" ".join(line.text for line in cell.lines) for cell in cells[1:]] for _, cells in grid.rows]
    rows_with_figures = [any(_FIGURE.fullmatch(plain(text).strip()) for text in row) for row in rows]
    return sum(rows_with_figures) > 1 or rows_with_figures == [False, True]


def _is_long(grid: Grid) -> bool:
    """Whether cells hold prose: long texts, or several paragraphs in each."""
    cells = [cell for _, row in grid.rows for cell in row]
    if any(sum(len(line.text) for line in cell.lines) > _SHORT_CELL for cell in cells):
        return True
    filled = [cell for cell in cells if cell.lines]
    return bool(filled) and all(len(cell.lines) > 1 for cell in filled)


def _is_bold(cell: Inlines) -> bool:
    texts = [text for text in cell if isinstance(text, Text) and text.text.strip()]
    return all(text.strong for text in texts)


def _item_blocks(block: Block) -> tuple[Paragraph | ItemList, ...]:
    """The blocks for an item of a list: those it can hold."""
    if isinstance(block, (Paragraph, ItemList)):
        return (block,)
    if isinstance(block, Heading):
        return (Paragraph(block.content),)
    if isinstance(block, Picture):
        return (Paragraph((Text(block.alternative),)),)
    cells = (cell for row in (block.header, *block.rows) for cell in row if cell)
    return tuple(Paragraph(cell) for cell in cells)
