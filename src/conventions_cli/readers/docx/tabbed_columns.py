"""Lines set in columns by tabs, as signatures typed by hand: each column is read from top to bottom."""

from conventions_cli.document import Inline, Text
from conventions_cli.foundation import replace
from conventions_cli.readers.docx.flow import Line


def is_tabbed(line: Line) -> bool:
    """Whether tabs put texts side by side in a line, or one text at the right."""
    return line.mark is None and len(_cells(line)) > 1


def by_column(lines: list[Line]) -> list[Line]:
    """The cells of tabbed lines as lines, column after column."""
    rows = [(line, _cells(line)) for line in lines]
    width = max(len(cells) for _, cells in rows)
    placed = [(line, cells) for at in range(width) for line, row in rows if any(cells := row[at : at + 1])]
    return [replace(line, pieces=cells[0]) for line, cells in placed if any(_is_worded(piece) for piece in cells[0])]


def _cells(line: Line) -> list[list[Inline]]:
    """The pieces of a line between its tabs; successive tabs count as one, except at the start."""
    cells: list[list[Inline]] = [[]]
    for piece in line.pieces:
        if not isinstance(piece, Text) or "\t" not in piece.text:
            cells[-1].append(piece)
            continue
        for at, text in enumerate(piece.text.split("\t")):
            if at and (any(_is_worded(inline) for inline in cells[-1]) or len(cells) == 1):
                cells.append([])
            if text:
                cells[-1].append(replace(piece, text=text))
    while len(cells) > 1 and not any(_is_worded(piece) for piece in cells[-1]):
        cells.pop()
    return cells


def _is_worded(piece: Inline) -> bool:
    return not isinstance(piece, Text) or bool(piece.text.strip())
