"""A table as it is read: cells with their words and their places, whatever the act they come from."""

from conventions_cli.foundation import Record


class Cell(Record, frozen=True):
    """The words of a cell, or of a line; where they stand, as the reader is to be told."""

    text: str
    place: str


class Grid(Record, frozen=True):
    """A table: its rows, that of the header first; the index of its part in the act; its place."""

    rows: tuple[tuple[Cell, ...], ...]
    part: int
    place: str

    def right_of(self, row: int, column: int) -> Cell | None:
        """The cell after another, if there is one that says something."""
        cells = self.rows[row]
        return _saying(cells[column + 1]) if column + 1 < len(cells) else None

    def below(self, row: int, column: int) -> Cell | None:
        """The cell under another, if there is one that says something."""
        under = self.rows[row + 1] if row + 1 < len(self.rows) else ()
        return _saying(under[column]) if column < len(under) else None


def _saying(cell: Cell) -> Cell | None:
    return cell if cell.text else None
