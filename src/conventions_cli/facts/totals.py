"""The lines of totals of a table of any kind, and the figures each is the sum of."""

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
# A column whose last figure is not the sum of those above.
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
    """A figure of a table, in hundredths; its unit, empty when it bears none; by how much it may be rounded."""

    worth: int
    unit: str
    slack: int


class Total(Record, frozen=True):
    """A total and the sums it may be of, the likeliest first; `slack`: what the rounding of its parts allows.

    `listed`: whether its line is not itself the total of the others.
    """

    column: int
    cell: Cell
    said: Figure
    sums: tuple[int, ...]
    slack: int
    listed: bool = True

    @property
    def right(self) -> bool:
        """Whether it is one of these sums."""
        return any(abs(self.said.worth - one) <= self.slack for one in self.sums)


def figure(text: str) -> Figure | None:
    """The figure a cell holds and nothing else; none for a year, a date, a code, words."""
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
    """Whether a label says that its line is the sum of the others."""
    words = folded(label.strip(" *"))
    return _TOTAL.fullmatch(words) is not None or _PARTIAL.fullmatch(words) is not None


class _Row(Record, frozen=True):
    """A figure of a column, its row, what its line is called."""

    figure: Figure
    cell: Cell
    label: str
    total: bool


def totals_down(grid: Grid) -> Iterator[Total]:
    """The totals of the lines of a table, each column's; a column that we cannot be sure of is left."""
    width = max((len(row) for row in grid.rows), default=0)
    for column in range(1, width):
        rows = _column(grid, column)
        if rows is not None:
            yield from _totals(rows, column)


def _heads(grid: Grid) -> int:
    """The number of the rows that head a table: a title over all of it, its header, a second one under it."""
    full = next((at for at, cells in enumerate(grid.rows) if sum(bool(one.text) for one in cells) > 1), 0)
    return next((at for at in range(full + 1, len(grid.rows)) if grid.rows[at][0].text), len(grid.rows))


def _column(grid: Grid, column: int) -> list[_Row] | None:
    found: list[_Row] = []
    heads = _heads(grid)
    for at, cells in enumerate(grid.rows):
        if column >= len(cells) or _NIL.fullmatch(cells[column].text.strip(" *")):
            continue
        read = figure(cells[column].text)
        label = next((one.text for one in reversed(cells[:column]) if one.text and figure(one.text) is None), "")
        if read is None:
            header = folded(cells[column].text)
            if at >= heads or _NOT_SUMMED.search(header):
                return None  # words among the figures, or a column of what is not summed
            continue
        total = is_total(label) or any(is_total(one.text) for one in cells[:1])
        found.append(_Row(read, cells[column], folded(label.strip(" *")), total))
    units = {one.figure.unit for one in found if one.figure.unit}
    mixed = len(units) > 1 or any(_UNSURE.search(one.label) for one in found)
    return None if mixed else found


def _totals(rows: list[_Row], column: int) -> Iterator[Total]:
    block: list[_Row] = []
    every: list[_Row] = []
    before: list[_Row] = []  # the totals of the blocks above
    if rows and rows[0].total and _heads_its_parts(rows[0], rows[1:]):
        first, *below = rows
        sums = tuple(_levels(below))
        if (
            min((one for one in sums if one), default=0) > first.figure.worth
        ):  # some of its parts may be left out, none be too many
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
    """Whether a total stands above all the lines that it is the sum of."""
    details = not any(one.total or _OF_WHICH.match(one.label) for one in below)
    return len(below) > 1 and details and total.figure.unit != "%" and not _PARTIAL.fullmatch(total.label)


def _slack(rows: list[_Row], total: _Row) -> int:
    return sum(one.figure.slack for one in rows) + total.figure.slack


def _sums(row: _Row, block: list[_Row], every: list[_Row], before: list[_Row], *, whole: bool) -> Iterator[int]:
    last = before[-1].figure.worth if before else 0
    year = _YEAR.search(row.label)
    if year and (own := [one for one in every if year[0] in one.label]):
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
    return sum(one.figure.worth for one in rows)


def _levels(rows: list[_Row]) -> Iterator[int]:
    """The sums of lines some of which may be parts of others: « dont … », « 1.1 » under « 1 », a line and its parts."""
    listed = [one for one in rows if not _OF_WHICH.match(one.label)]
    yield _headed([one.figure.worth for one in listed])
    yield _worth(listed)
    yield _worth(rows)
    upper = [one for one in listed if not re.match(r"[\divx]+[.-][\d.]|[-–•]|[a-z]\)", one.label)]
    yield _worth(upper)
    yield _worth([one for one in listed if one not in upper])


def _headed(worths: list[int]) -> int:
    """The sum of lines once those that follow a line and make it up are left out."""
    made, at = 0, 0
    while at < len(worths):
        made += worths[at]
        run, end = 0, at + 1
        for index in range(at + 1, min(len(worths), at + 40)):
            run += worths[index]
            if run == worths[at] and worths[at] and index > at + 1:
                end = index + 1
                break
        at = end
    return made


def totals_across(grid: Grid) -> Iterator[Total]:
    """The totals of the columns of a table, in each line, when another line shows that they are such sums."""
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
        found = [one for cells in grid.rows[1:] if (one := _line(cells, kept, column)) is not None]
        body = [one for one in found if one.listed]
        right = sum(one.right for one in body)
        if (right and right * 2 >= len(body)) or all(_YEAR.search(header[at].text) for at in kept):
            yield from found


def _line(cells: tuple[Cell, ...], kept: range, column: int) -> Total | None:
    if column >= len(cells):
        return None
    said = figure(cells[column].text)
    read = [(cells[at].text, figure(cells[at].text)) for at in kept]
    parts = [one for _, one in read if one is not None]
    unread = any(one is None and not _NIL.fullmatch(text.strip(" *")) for text, one in read)
    if said is None or unread or not parts or said.unit == "%" or len({one.unit for one in (*parts, said)} - {""}) > 1:
        return None
    worth = sum(one.worth for one in parts)
    slack = sum(one.slack for one in (*parts, said))
    return Total(column, cells[column], said, (worth,), slack, listed=not is_total(cells[0].text))


def figures_of(grid: Grid) -> set[int]:
    """Every figure of a table, in hundredths."""
    return {one.worth for cells in grid.rows for cell in cells if (one := figure(cell.text)) is not None}


def sums_of(grid: Grid) -> tuple[int, ...]:
    """The sum of each column of amounts, its totals left out; nothing when one cannot be told."""
    width = max((len(row) for row in grid.rows), default=0)
    columns = [_column(grid, at) for at in range(1, width)]
    if any(one is None for one in columns):
        return ()
    sums = [[one for one in column if not one.total] for column in columns if column]
    return tuple(_worth(one) for one in sums if one and {row.figure.unit for row in one} <= {"", MONEY})
