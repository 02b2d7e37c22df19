"""The AE and CP an act opens year by year, in a table of any layout. A label says more than one far from it."""

import re
from collections.abc import Iterator

from conventions_cli.facts.amounts import Amount, cell_amount
from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.foundation import Record, replace

YEAR = re.compile(r"\b(20\d\d)\b")
_AE = re.compile(r"\bAE\b|autorisations? d['’]engagement", re.IGNORECASE)
_CP = re.compile(r"\bCP\b|crédits? de paiement", re.IGNORECASE)
_TOTAL = re.compile(r"\btota(?:l|ux)\b|\bensemble\b|\bcumul|\Asomme(?:s?\Z| des\b)", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"\bk ?€|milliers? d['’]euros", re.IGNORECASE)
_IN_MILLIONS = re.compile(r"\bM ?€|\bmillions? d['’]euros")
_NIL = re.compile(r"[-–—/ ]*")


class Credit(Record, frozen=True):
    """An amount of AE (`ae`) or CP (`cp`): of a year, None for what the act says to be the total; its cell; its column.

    A cell left blank, or that holds a dash, opens nothing: `blank`.
    """

    kind: str
    year: int | None
    amount: Amount
    cell: Cell
    column: int

    @property
    def blank(self) -> bool:
        """Whether nothing is written there."""
        return _NIL.fullmatch(self.cell.text) is not None


class Schedule(Record, frozen=True):
    """What a table opens. `unread`: cells that stand for the credits of a year and hold no amount we can read."""

    grid: Grid
    credits: tuple[Credit, ...]
    totals: tuple[Credit, ...]
    unread: tuple[Cell, ...]


def kind_of(text: str) -> str:
    """« ae » or « cp », when a text names one and not the other."""
    ae, cp = bool(_AE.search(text)), bool(_CP.search(text))
    return "" if ae == cp else "ae" if ae else "cp"


def names_credits(text: str) -> bool:
    """Whether a text names AE, CP or both."""
    return bool(_AE.search(text) or _CP.search(text))


class _Labels:
    """What the labels of a table say of the amounts beside or below them: the nearest that says it is right."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.kind, self.factor = "", 1

    def read(self, label: str) -> None:
        """One label more, nearer than those read before."""
        years = YEAR.findall(label)
        self.year = int(years[0]) if len(years) == 1 else self.year
        self.kind = kind_of(label) or self.kind
        self.factor = 1_000 if _IN_THOUSANDS.search(label) else 1_000_000 if _IN_MILLIONS.search(label) else self.factor


class _Reading:
    """A table while its rows are read, from the first to the last."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.above: dict[int, _Labels] = {}
        self.totals: set[int] = set()
        self.merged = _Labels()

    def row(self, cells: tuple[Cell, ...]) -> Iterator[tuple[Credit | Cell, bool]]:
        """The credits of a row, or the cells that should hold some; whether each stands in a row or column of totals.

        A cell of the first column that is empty is merged with the one above it.
        """
        read = [cell_amount(cell.text) for cell in cells]
        labels = [(at, cell.text) for at, (cell, amount) in enumerate(zip(cells, read, strict=True)) if amount is None]
        total = any(_TOTAL.search(text) for _, text in labels)
        beside, first = _Labels(), _Labels() if cells and cells[0].text else self.merged
        for column, (cell, amount) in enumerate(zip(cells, read, strict=True)):
            near = (beside, self.above.get(column, first), first)
            year = next((one.year for one in near if one.year), None)
            kind = next((one.kind for one in near if one.kind), "")
            in_total = total or column in self.totals
            if amount is not None:
                if kind and (year or in_total):
                    yield Credit(kind, year, _scaled(amount, cell, near), cell, column), in_total
                continue
            if column and kind and year and column in self.above and not _says(cell.text):
                nil = _NIL.fullmatch(cell.text) is not None
                yield (Credit(kind, year, Amount(0, 0, 0), cell, column) if nil else cell), in_total
            beside.read(cell.text)
        for column, text in labels:
            self.above.setdefault(column, _Labels()).read(text)
            if _TOTAL.search(text):
                self.totals.add(column)
        if cells and cells[0].text and read[0] is None:
            self.merged = _Labels()
            self.merged.read(cells[0].text)


def _says(label: str) -> bool:
    """Whether words of a table name a year, a kind of credits or a total: they are a label of the amounts around."""
    return bool(YEAR.search(label) or names_credits(label) or _TOTAL.search(label))


def _scaled(amount: Amount, cell: Cell, near: tuple[_Labels, ...]) -> Amount:
    """An amount without its unit, under « en k€ »."""
    factor = next((one.factor for one in near if one.factor > 1), 1)
    if factor == 1 or not re.fullmatch(r"[\d .,*]+", cell.text):
        return amount
    return replace(amount, cents=amount.cents * factor, abbreviated=True)


def table_credits(grid: Grid) -> Schedule:
    """The credits of a table: each amount takes its year and kind from its row, else from its column."""
    reading = _Reading(grid)
    found = [one for cells in grid.rows for one in reading.row(cells)]
    credits_ = [(one, total) for one, total in found if isinstance(one, Credit)]
    return Schedule(
        grid,
        tuple(one for one, total in credits_ if not total and one.year),
        tuple(one for one, total in credits_ if total and not one.year and not one.blank),
        tuple(one for one, total in found if isinstance(one, Cell) and not total),
    )
