"""Lines that tabs set in columns, as signatures are typed by hand: each column is read whole, from top to bottom."""

from conventions_cli.document import Inline, Text
from conventions_cli.foundation import replace
from conventions_cli.readers.docx.flow import Line


def is_tabbed(line: Line) -> bool:
    """Whether tabs set texts side by side in a line, or set one at the right."""
    return line.mark is None and len(_cells(line)) > 1


def by_column(lines: list[Line]) -> list[Line]:
    """The texts of tabbed lines, those of the first column first."""
    rows = [(line, _cells(line)) for line in lines]
    width = max(len(cells) for _, cells in rows)
    placed = [(line, cells) for at in range(width) for line, row in rows if any(cells := row[at : at + 1])]
    return [replace(line, pieces=cells[0]) for line, cells in placed if any(_said(piece) for piece in cells[0])]


def _cells(line: Line) -> list[list[Inline]]:
    """The pieces of a line between its tabs, one after another counting as one."""
    cells: list[list[Inline]] = [[]]
    for piece in line.pieces:
        if not isinstance(piece, Text) or "\t" not in piece.text:
            cells[-1].append(piece)
            continue
        for at, text in enumerate(piece.text.split("\t")):
            if at and (any(_said(one) for one in cells[-1]) or len(cells) == 1):
                cells.append([])
            if text:
                cells[-1].append(replace(piece, text=text))
    while len(cells) > 1 and not any(_said(piece) for piece in cells[-1]):
        cells.pop()
    return cells


def _said(piece: Inline) -> bool:
    return not isinstance(piece, Text) or bool(piece.text.strip())
