"""The codes of CHORUS in an act: in tables, by rows or by columns, on lines and in sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from conventions_cli.facts.axes import UNIT, axis_at, axis_named, axis_of, said_codes
from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.foundation import Record
from conventions_cli.model import Axe, matches
from conventions_cli.rules import cleaned

_OTHER_CODE = re.compile(r"\A(?=.*\d)[A-Z0-9][A-Z0-9./ -]{1,38}\Z", re.IGNORECASE)
_LABELLED = re.compile(r"^\W{0,3}([\w ()'’/-]{2,50}?) ?: ?([A-Z0-9][\w/ ,.–-]{3,60})$")
_LONGEST = 60  # characters of a label, or of a code, alone on its line


class StatedCodes(Record, frozen=True):
    """The codes beside a label.

    `axis`: None when the label names no axis of ours; `cell`: the cell beside the label; `codes`: the codes in that
    cell, none when it holds words; `named`: whether the label is only names of the axis, unlike « Centre de coût de
    l’IQE ».
    """

    axis: Axe | None
    label: str
    cell: Cell
    codes: tuple[str, ...]
    named: bool


def table_codes(grid: Grid) -> tuple[StatedCodes, ...]:
    """The codes of a table, beside their labels or below them.

    In a table that names two axes, every label counts, and unknown labels between them count too. In any other table,
    where « Fonds » may be the title of any column, a label counts only in the first column.
    """
    axes = {
        (row, column): axis
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if (axis := axis_of(cell.text)) is not None
    }
    named = {at for at in axes if axis_named(grid.rows[at[0]][at[1]].text)}
    labels = Counter(row for row, _ in axes)
    codes: dict[tuple[int, int], StatedCodes] = {}
    for (row, column), axis in axes.items():
        cell = _cell_of(grid, axes, labels, row, column) if len(named) > 1 or not column else None
        if cell is not None:
            label = grid.rows[row][column].text
            codes[row, column] = StatedCodes(axis, label, cell, split_codes(axis, cell.text), (row, column) in named)
    if len(named) > 1 and len({column for _, column in named}) == 1:
        _, column = next(iter(named))
        for row, cells in enumerate(grid.rows[1:], start=1):
            value = grid.right_of(row, column)
            if (row, column) not in axes and cells[column].text and value and _OTHER_CODE.match(value.text):
                codes[row, column] = StatedCodes(None, cells[column].text, value, (value.text,), named=False)
    return tuple(codes.values())


def _cell_of(grid: Grid, axes: dict[tuple[int, int], Axe], labels: Counter[int], row: int, column: int) -> Cell | None:
    """The cell with the codes of a label: the cell on its right, unless only the cell below has codes.

    `labels`: the number of labels in each row.
    """
    right = grid.right_of(row, column) if (row, column + 1) not in axes else None
    below = grid.below(row, column) if (row + 1, column) not in axes else None
    heads = labels[row] > 1  # the label is the title of a column
    if right and not (heads and below and not split_codes(axes[row, column], right.text)):
        return right
    return below if heads or not right else None


def line_codes(lines: Sequence[Cell]) -> Iterator[StatedCodes]:
    """The codes of lines « Domaine fonctionnel : 0129-16-02 », or of a table without borders, with a cell on each line.

    Labels on successive lines are the titles of columns: the same number of lines after them hold their codes.
    """
    heads: list[tuple[Axe, str]] = []
    for at, line in enumerate(lines):
        text = line.text.strip().rstrip(" ;.:")
        match = _LABELLED.match(text)
        axis = axis_of(match[1] if match else text) if match or len(text) <= _LONGEST else None
        if match and axis is not None:
            yield from _beside(axis, match[1], Cell(match[2], line.place))
        elif axis is not None:
            heads.append((axis, text))
            continue
        for (head, label), cell in zip(heads, lines[at : at + len(heads)], strict=False):
            yield from _beside(head, label, cell)
        heads.clear()


def _beside(axis: Axe, label: str, cell: Cell) -> Iterator[StatedCodes]:
    codes = split_codes(axis, cell.text) if len(cell.text) <= _LONGEST else ()
    if codes:
        yield StatedCodes(axis, label, cell, codes, axis_named(label) is axis)


def sentence_codes(line: Cell) -> Iterator[StatedCodes]:
    """The codes of a sentence: after the name of their axis, or recognised by their shape alone."""
    for axis, code in said_codes(line.text):
        yield StatedCodes(axis, axis.label, line, (code,), named=True)
    for code in UNIT.findall(line.text):
        yield StatedCodes(axis_at("centre_financier"), "", line, (code,), named=True)


def split_codes(axis: Axe, text: str) -> tuple[str, ...]:
    """The codes of a cell, without the text in brackets; none when the cell holds words."""
    bare = re.sub(r"\([^)]{0,100}\)", " ", text).strip()
    if not re.search(r"\d", bare) or re.search(r"[a-zà-ÿ]{3,}", bare):
        return ()
    if matches(axis, cleaned(bare)):
        return (bare,)
    pieces = [piece.strip() for piece in re.split(r"[,;]| / | et ", bare) if piece.strip()]
    spaced = re.split(r"[,;/\s]+(?:et )?", bare)
    return tuple(spaced if all(matches(axis, piece) for piece in spaced) else pieces)
