"""Tables of any act as rows of cells."""

from conventions_cli.foundation import Record


class Cell(Record, frozen=True):
    """The words of a cell or of a line, and their place in French."""

    text: str
    place: str


class Grid(Record, frozen=True):
    """A table: its rows, header first; the index of its part in the act; its place in French."""

    rows: tuple[tuple[Cell, ...], ...]
    part: int
    place: str

    def right_of(self, row: int, column: int) -> Cell | None:
        """The cell on the right of another; None when it is missing or empty."""
        cells = self.rows[row]
        return _saying(cells[column + 1]) if column + 1 < len(cells) else None

    def below(self, row: int, column: int) -> Cell | None:
        """The cell under another; None when it is missing or empty."""
        under = self.rows[row + 1] if row + 1 < len(self.rows) else ()
        return _saying(under[column]) if column < len(under) else None


def _saying(cell: Cell) -> Cell | None:
    return cell if cell.text else None
