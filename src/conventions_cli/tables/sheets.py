"""The common form of all formats: sheets of rows of texts, each row with the number that a person sees beside it."""

from conventions_cli.foundation import Record, field

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 20_000, 400, 20_000
MOST_CELLS, MOST_MERGED = 1_000_000, 2_000


class ListError(Exception):
    """A file is no list. `message`: a French sentence; `hint`: what to do; `row`, `sheet`: the place, when known."""

    sheet = ""

    def __init__(self, message: str, hint: str, row: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.row = message, hint, row


class Cell(Record, frozen=True, gc=False):
    """A cell: its text as a person would type it, days as « 2026-12-31 ».

    `fault`: why its value cannot be used, a French sentence without full stop; `remark`: how it was read, when that
    may surprise.
    """

    text: str = ""
    fault: str = ""
    remark: str = ""


EMPTY = Cell()


class Row(Record, frozen=True):
    """A row: its number as the program of the list shows it, and its cells up to the last filled one."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """A cell by its index; an empty one past the last."""
        return self.cells[column] if column < len(self.cells) else EMPTY


class Sheet(Record, frozen=True):
    """A sheet, or a table: its name (empty when the format has none), and its rows that are not empty.

    `merged`: the areas of merged cells, each as (first row, first column, last row, last column), rows by number.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = field(default_factory=tuple)


def place_name(file: str, sheet: str) -> str:
    """The name of a sheet in messages: « liste.xlsx, feuille « Actes » »."""
    return f"{file}, feuille «\u00a0{sheet}\u00a0»" if sheet else file


def row_of(number: int, cells: list[Cell]) -> Row | None:
    """A row of these cells, without the empty ones at its end; None when all are empty."""
    while cells and cells[-1] == EMPTY:
        cells.pop()
    return Row(number, tuple(cells)) if cells else None


def letters(column: int) -> str:
    """The name of a column, by its index: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def bounded(number: int, columns: int) -> None:
    """Refuse a row beyond the last one, or with too many columns. Raises ListError."""
    if number > MOST_ROWS:
        raise ListError(
            f"La liste a plus de {MOST_ROWS} lignes.", "Ne garder dans le fichier que les actes à faire.", number
        )
    if columns > MOST_COLUMNS:
        raise ListError(
            f"La ligne a plus de {MOST_COLUMNS} colonnes.", "Ne garder que les colonnes des actes à faire.", number
        )


def few_merged(count: int, number: int) -> None:
    """Refuse a sheet with more than `MOST_MERGED` merged areas. Raises ListError."""
    if count > MOST_MERGED:
        raise ListError(f"La feuille a plus de {MOST_MERGED} zones fusionnées.", "Défusionner ses cellules.", number)


def short(text: str, most: int = MOST_TEXT) -> str:
    """A text, cut to the length of a cell."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


_HUGE = 1e21  # no amount and no code has as many digits: such a number is abbreviated


def number_text(value: float) -> str:
    """A number as a person types it: without binary rounding noise, with a comma before decimals."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= _HUGE:
        return f"{value:g}"
    rounded = round(value, 6)
    if rounded == int(rounded):
        return str(int(rounded))
    return f"{rounded:.6f}".rstrip("0").replace(".", ",")
