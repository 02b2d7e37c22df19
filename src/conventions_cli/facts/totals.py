"""The totals of any table, and the sums that they should equal."""

import re
from collections.abc import Iterator

from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.facts.stated_amounts import cell_amount
from conventions_cli.foundation import Record
from conventions_cli.french import folded

_TOTAL = re.compile(
    r"(?:(?:montants?|couts?|somme|depenses?|recettes?|budget) )?(?:grand )?tota(?:les?|l|ux)"
    r"(?: (?:general|generaux|global|ttc|ht|tva comprise|ae|cp|ae et cp|ae = cp|hors taxes?|20\d\d|n ?[+-] ?\d|"
    r"(?:des? |en |du |de la |de l'|d')?(?:depenses?|charges|produits|recettes|ressources|credits|couts?|postes?|"
    r"emplois|financements?|plan de financement|montants?|annees?|projet|programme \d+|lots?|euros?|k ?€|m ?€|€|"
    r"convention|operation|etpt?|jours?|heures?|agents?|effectifs?)))*"
    r"(?: ?\([^()]{1,30}\))? ?:?|ensemble ?:?|somme ?:?"
)
_PARTIAL = re.compile(r"sous[- ]tota(?:l|ux)\b.*|total (?:partiel|intermediaire)\b.*")
_ALL_TAXES = re.compile(r"\bttc\b|toutes taxes|tva comprise")
_OF_WHICH = re.compile(r"\A[-–• (]*dont\b")
_UNSURE = re.compile(r"\bcumul|\breste|\brappel|\bmoins\b|\bdedui|\bdeduction|remise|rabais|\bpour memoire\b")
# The titles of columns whose figures are not added.
_NOT_SUMMED = re.compile(
    r"unitaire|\btaux\b|moyen|\bprix\b|cumul|\bn°|\bcode|referen|reste|numero|\brang\b|priorite|\btjm\b|\bid\b"
)
_FIGURE = re.compile(
    r"(?P<sign>[-–−] ?)?(?P<whole>\d{1,3}(?:[ .]\d{3})+|\d{1,12})(?:,(?P<rest>\d{1,4}))?"
    r" ?(?P<unit>%|etpt?s?|jours?|j\.?|h|heures?|ht|ttc|agents?|postes?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NIL = re.compile(r"[-–—/ ]*|néant|s\.?o\.?|sans objet", re.IGNORECASE)
MONEY = "€"


class Figure(Record, frozen=True):
    """A figure of a table. `worth` and `slack`, its rounding: in hundredths; `unit`: empty when none is written."""

    worth: int
    unit: str
    slack: int


class Total(Record, frozen=True):
    """A total and the sums it may equal, the likeliest first, in hundredths; `slack`: the rounding of its parts.

    `listed`: False when its line is the total of the other lines.
    """

    column: int
    cell: Cell
    figure: Figure
    sums: tuple[int, ...]
    slack: int
    listed: bool = True

    @property
    def right(self) -> bool:
        """Whether the total equals one of these sums."""
        return any(abs(self.figure.worth - total) <= self.slack for total in self.sums)


def figure(text: str) -> Figure | None:
    """The figure that is the whole text of a cell; None for a year, a date, a code or words."""
    words = text.strip(" *")
    amount = cell_amount(words)
    if amount is not None and not (_YEAR.fullmatch(words)):
        marked = re.search(r"€|eur", words, re.IGNORECASE) is not None
        return Figure(amount.cents, MONEY if marked else "", _rounding(words) if amount.abbreviated else 0)
    match = _FIGURE.fullmatch(words.removesuffix("€").strip() if words[:1] in "-–−" else words)
    if match is None or _YEAR.fullmatch(words):
        return None
    rest = match["rest"] or ""
    worth = int(re.sub(r"[ .]", "", match["whole"])) * 100 + int(f"{rest:0<2}"[:2] or 0)
    unit = MONEY if words.endswith("€") else (match["unit"] or "").lower().rstrip("s.")
    unit = MONEY if unit in {"ht", "ttc"} else unit
    slack = 50 // 10 ** len(rest) if unit == "%" else 0
    return Figure(-worth if match["sign"] else worth, unit, slack)


def _rounding(words: str) -> int:
    decimals = len(match[1]) if (match := re.search(r",(\d{1,2})", words)) else 0
    unit = 100 * (1_000_000 if re.search(r"\bm ?€|million", words, re.IGNORECASE) else 1_000)
    return int(unit // 10**decimals // 2)


def is_total(label: str) -> bool:
    """Whether a label means that its line is a total."""
    words = folded(label.strip(" *"))
    return _TOTAL.fullmatch(words) is not None or _PARTIAL.fullmatch(words) is not None


class _Row(Record, frozen=True):
    """A figure of a column, its cell, the label of its row, and whether that row is a total."""

    figure: Figure
    cell: Cell
    label: str
    total: bool


def totals_down(grid: Grid) -> Iterator[Total]:
    """The totals at the bottom or top of each column, except the columns that may not be sums."""
    width = max((len(row) for row in grid.rows), default=0)
    for column in range(1, width):
        rows = _column(grid, column)
        if rows is not None:
            yield from _totals(rows, column)


def _heads(grid: Grid) -> int:
    """The number of rows before the body of a table: a title, a header, a second header."""
    full = next((at for at, cells in enumerate(grid.rows) if sum(bool(cell.text) for cell in cells) > 1), 0)
    return next((at for at in range(full + 1, len(grid.rows)) if grid.rows[at][0].text), len(grid.rows))


def _column(grid: Grid, column: int) -> list[_Row] | None:
    rows: list[_Row] = []
    heads = _heads(grid)
    for at, cells in enumerate(grid.rows):
        if column >= len(cells) or _NIL.fullmatch(cells[column].text.strip(" *")):
            continue
        read = figure(cells[column].text)
        label = next((cell.text for cell in reversed(cells[:column]) if cell.text and figure(cell.text) is None), "")
        if read is None:
            header = folded(cells[column].text)
            if at >= heads or _NOT_SUMMED.search(header):
                return None  # there are words among the figures, or the figures of this column are not added
            continue
        total = is_total(label) or any(is_total(cell.text) for cell in cells[:1])
        rows.append(_Row(read, cells[column], folded(label.strip(" *")), total))
    units = {row.figure.unit for row in rows if row.figure.unit}
    mixed = len(units) > 1 or any(_UNSURE.search(row.label) for row in rows)
    return None if mixed else rows


def _totals(rows: list[_Row], column: int) -> Iterator[Total]:
    block: list[_Row] = []
    every: list[_Row] = []
    before: list[_Row] = []  # the totals of the blocks above
    if rows and rows[0].total and _heads_its_parts(rows[0], rows[1:]):
        first, *below = rows
        sums = tuple(_levels(below))
        # Some parts may be missing, but their sum cannot be larger than the total.
        if min((total for total in sums if total), default=0) > first.figure.worth:
            yield Total(column, first.cell, first.figure, sums, _slack(below, first))
        return
    for row in rows:
        if not row.total:
            block.append(row)
            every.append(row)
            continue
        if every and not (row.figure.unit == "%" and row.figure.worth != 10_000):
            whole = not _PARTIAL.fullmatch(row.label)
            sums = tuple(_sums(row, block, every, before, whole=whole))
            yield Total(column, row.cell, row.figure, sums, _slack(every, row))
        before.append(row)
        block = []


def _heads_its_parts(total: _Row, below: list[_Row]) -> bool:
    """Whether a total comes before all the rows that it adds."""
    details = not any(row.total or _OF_WHICH.match(row.label) for row in below)
    return len(below) > 1 and details and total.figure.unit != "%" and not _PARTIAL.fullmatch(total.label)


def _slack(rows: list[_Row], total: _Row) -> int:
    return sum(row.figure.slack for row in rows) + total.figure.slack


def _sums(row: _Row, block: list[_Row], every: list[_Row], before: list[_Row], *, whole: bool) -> Iterator[int]:
    last = before[-1].figure.worth if before else 0
    year = _YEAR.search(row.label)
    if year and (own := [line for line in every if year[0] in line.label]):
        yield _worth(own)
    if _ALL_TAXES.search(row.label) and before:
        yield last + _worth(block)
    if block and not (whole and "general" in row.label):
        yield from _levels(block)
    yield from _levels(every if whole else block or every)
    yield from _levels(block or before)
    yield _worth(before) + _worth(block)
    yield last + _worth(block)
    yield from _levels(every)


def _worth(rows: list[_Row]) -> int:
    return sum(row.figure.worth for row in rows)


def _levels(rows: list[_Row]) -> Iterator[int]:
    """The possible sums of rows, since some may be parts of others: « dont … », « 1.1 » under « 1 »."""
    listed = [row for row in rows if not _OF_WHICH.match(row.label)]
    yield _headed([row.figure.worth for row in listed])
    yield _worth(listed)
    yield _worth(rows)
    upper = [row for row in listed if not re.match(r"[\divx]+[.-][\d.]|[-–•]|[a-z]\)", row.label)]
    yield _worth(upper)
    yield _worth([row for row in listed if row not in upper])


def _headed(worths: list[int]) -> int:
    """The sum of figures, without those that follow a figure and add up to it."""
    total, at = 0, 0
    while at < len(worths):
        total += worths[at]
        run, end = 0, at + 1
        for index in range(at + 1, min(len(worths), at + 40)):
            run += worths[index]
            if run == worths[at] and worths[at] and index > at + 1:
                end = index + 1
                break
        at = end
    return total


def totals_across(grid: Grid) -> Iterator[Total]:
    """The totals on the right of each row, when most rows, or titles that are years, show that they are sums."""
    if len(grid.rows) < 2:
        return
    header = grid.rows[0]
    for column, title in enumerate(header):
        if column < 2 or not is_total(title.text):
            continue
        first = next((at + 1 for at in range(column - 1, 0, -1) if is_total(header[at].text)), 1)
        kept = range(first, column)
        if any(_NOT_SUMMED.search(folded(header[at].text)) and not _YEAR.search(header[at].text) for at in kept):
            continue
        totals = [total for cells in grid.rows[1:] if (total := _line(cells, kept, column)) is not None]
        body = [total for total in totals if total.listed]
        right = sum(total.right for total in body)
        if (right and right * 2 >= len(body)) or all(_YEAR.search(header[at].text) for at in kept):
            yield from totals


def _line(cells: tuple[Cell, ...], kept: range, column: int) -> Total | None:
    if column >= len(cells):
        return None
    total = figure(cells[column].text)
    read = [(cells[at].text, figure(cells[at].text)) for at in kept]
    parts = [part for _, part in read if part is not None]
    unread = any(part is None and not _NIL.fullmatch(text.strip(" *")) for text, part in read)
    if (
        total is None
        or unread
        or not parts
        or total.unit == "%"
        or len({part.unit for part in (*parts, total)} - {""}) > 1
    ):
        return None
    worth = sum(part.worth for part in parts)
    slack = sum(part.slack for part in (*parts, total))
    return Total(column, cells[column], total, (worth,), slack, listed=not is_total(cells[0].text))


def figures_of(grid: Grid) -> set[int]:
    """Every figure of a table, in hundredths."""
    return {number.worth for cells in grid.rows for cell in cells if (number := figure(cell.text)) is not None}


def sums_of(grid: Grid) -> tuple[int, ...]:
    """The sum of each column of amounts, without its totals; empty when some column may not be a sum."""
    width = max((len(row) for row in grid.rows), default=0)
    columns = [_column(grid, at) for at in range(1, width)]
    if any(column is None for column in columns):
        return ()
    sums = [[row for row in column if not row.total] for column in columns if column]
    return tuple(_worth(rows) for rows in sums if rows and {row.figure.unit for row in rows} <= {"", MONEY})
