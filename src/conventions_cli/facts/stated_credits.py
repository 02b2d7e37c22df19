"""The AE and CP that an act opens year by year, in tables of any layout and in sentences."""

import re
from collections.abc import Iterator

from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.facts.stated_amounts import Amount, cell_amount, said_amounts
from conventions_cli.foundation import Record, replace

YEAR = re.compile(r"\b(20\d\d)\b")
_AE = re.compile(r"\bAE\b|autorisations? d['’]engagement", re.IGNORECASE)
_CP = re.compile(r"\bCP\b|crédits? de paiement", re.IGNORECASE)
_NAME = r"(?:AE\b|autorisations? d['’]engagement(?: \(AE\))?|CP\b|crédits? de paiement(?: \(CP\))?)"
_BOTH = re.compile(rf"\b{_NAME} ?(?:=|/|-|\+|,|et) ?(?:(?:en|de|des|d['’]) ?)?{_NAME}", re.IGNORECASE)
_LABEL_OF_BOTH = re.compile(
    rf"\W*(?:(?:montants?|crédits?|dotations?|ouverts?|total|en|des?|du|d['’]) ?)*{_BOTH.pattern}"
    r"\W*(?:(?:en )?(?:[kM] ?)?(?:€|euros?))?\W*",
    re.IGNORECASE,
)
_OF_KIND = re.compile(
    rf",? ?\(?(?:(?:en|de|d['’]|des|au titre des) ?)?"
    rf"({_NAME}(?: ?(?:=|/|-|et) ?(?:(?:en|de|des|d['’]) ?)?{_NAME})?)\)?(?! ?[=:])",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(
    r",? ?\(?(?:en|pour|au titre de|sur|dès|de) ?(?:l['’](?:année|exercice) )?(?:budgétaire )?(20\d\d)\)?",
    re.IGNORECASE,
)
_JOINS = re.compile(r"[ ,]*(?:(?:et|puis)[ ,]+)?(?:(?:de|à) )?")
_TOTAL = re.compile(r"\btota(?:les?|l|ux)\b|\bensemble\b|\bcumul|\Asomme(?:s?\Z| des\b)", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"\bk ?€|milliers? d['’]euros", re.IGNORECASE)
_IN_MILLIONS = re.compile(r"\bM ?€|\bmillions? d['’]euros")
_SPENT = re.compile(r"\b(?:consomm|réalisé|exécuté|engagé|payé|versé|dépensé|mandaté)", re.IGNORECASE)
_NIL = re.compile(r"[-–—/ ]*")


class Credit(Record, frozen=True):
    """An amount of credits in a cell. `kind`: `ae` or `cp`; `year`: None for a total; `column`: that of the cell."""

    kind: str
    year: int | None
    amount: Amount
    cell: Cell
    column: int

    @property
    def blank(self) -> bool:
        """Whether the cell is empty or holds a dash: it opens no credits."""
        return _NIL.fullmatch(self.cell.text) is not None


class Schedule(Record, frozen=True):
    """The credits of a table, by year, and their totals. `unread`: the cells of credits without a readable amount."""

    grid: Grid
    credits: tuple[Credit, ...]
    totals: tuple[Credit, ...]
    unread: tuple[Cell, ...]


def kind_of(text: str) -> str:
    """« ae » or « cp », when a text names only that kind; empty otherwise."""
    ae, cp = bool(_AE.search(text)), bool(_CP.search(text))
    return "" if ae == cp else "ae" if ae else "cp"


def kinds_of(text: str) -> tuple[str, ...]:
    """The kinds that a text names: both when the amount is of both kinds, « AE = CP », « en AE et en CP »."""
    kind = kind_of(text)
    return (kind,) if kind else ("ae", "cp") if _is_both(text) else ()


def _is_both(text: str) -> bool:
    match = _BOTH.search(text)
    return match is not None and bool(_AE.search(match[0]) and _CP.search(match[0]))


def names_credits(text: str) -> bool:
    """Whether a text names AE, CP or both."""
    return bool(_AE.search(text) or _CP.search(text))


class SaidCredit(Record, frozen=True):
    """An amount of credits in a sentence. `kind`: `ae` or `cp`."""

    kind: str
    year: int
    amount: Amount


def said_credits(sentence: str) -> list[SaidCredit]:
    """The credits of a sentence: « 100 000 € en AE et en CP en 2023 », « 50 000 € de CP en 2025 et 135 000 € en 2026 ».

    An amount takes its kind and its year from the words after it, else from those before it, else from the previous
    amount. Without any of these, it takes the year of the next amount when « et » joins them.
    """
    amounts = list(said_amounts(sentence))
    read: list[tuple[Amount, tuple[str, ...], str]] = []
    joined: list[bool] = []
    kinds: tuple[str, ...] = ()
    year, start = "", 0
    for at, amount in enumerate(amounts):
        end = amounts[at + 1].start if at + 1 < len(amounts) else len(sentence)
        own_kinds, own_year, start_of_rest = _said_after(sentence[amount.end : end])
        before = sentence[start : amount.start]
        years = YEAR.findall(before)
        kinds = own_kinds or _last_kinds(before) or kinds
        year = own_year or (years[-1] if years else year)
        read.append((amount, kinds, year))
        start = amount.end + start_of_rest
        joined.append(_JOINS.fullmatch(sentence[start:end]) is not None)
    stated_credits: list[SaidCredit] = []
    for at, (amount, of, when) in enumerate(read):
        following = read[at + 1][2] if not when and at + 1 < len(read) and joined[at] else when
        stated_credits += [SaidCredit(kind, int(following), amount) for kind in of if following]
    return stated_credits


def _said_after(words: str) -> tuple[tuple[str, ...], str, int]:
    """The kinds and the year in the words right after an amount, in either order, and the index where they end."""
    kinds: tuple[str, ...] = ()
    year, at = "", 0
    for _ in range(2):
        if not kinds and (match := _OF_KIND.match(words, at)) and (named := kinds_of(match[1])):
            kinds, at = named, match.end()
        elif not year and (match := _OF_YEAR.match(words, at)):
            year, at = match[1], match.end()
    return kinds, year, at


def _last_kinds(words: str) -> tuple[str, ...]:
    """The kinds that a text names last."""
    last = [match.end() for pattern in (_AE, _CP) for match in pattern.finditer(words)]
    both = [match.end() for match in _BOTH.finditer(words)]
    if not last:
        return ()
    if both and max(both) >= max(last) and _is_both(words):
        return ("ae", "cp")
    ends = {
        kind: max((match.end() for match in pattern.finditer(words)), default=-1)
        for kind, pattern in (("ae", _AE), ("cp", _CP))
    }
    return (max(ends, key=lambda kind: ends[kind]),)


class _Labels:
    """The year, kinds and unit that labels give to the amounts near them; the last label read prevails."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.kinds: tuple[str, ...] = ()
        self.factor = 1
        self.spent = False  # whether the amounts are of expenses, not of opened credits

    def read(self, label: str) -> None:
        """Reads one more label, nearer to the amounts than those before."""
        years = YEAR.findall(label)
        self.spent = self.spent or _SPENT.search(label) is not None
        self.year = int(years[0]) if len(years) == 1 else self.year
        kind = kind_of(label)
        both = _LABEL_OF_BOTH.fullmatch(label) is not None and _is_both(label)
        self.kinds = (kind,) if kind else ("ae", "cp") if both else self.kinds
        self.factor = 1_000 if _IN_THOUSANDS.search(label) else 1_000_000 if _IN_MILLIONS.search(label) else self.factor


class _Reading:
    """The state of a table while its rows are read, from the first to the last."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.above: dict[int, _Labels] = {}
        self.totals: set[int] = set()
        self.merged, self.corner = _Labels(), _Labels()
        if grid.rows and grid.rows[0]:
            self.corner.read(grid.rows[0][0].text)

    def row(self, cells: tuple[Cell, ...]) -> Iterator[tuple[Credit | Cell, bool]]:
        """The credits of a row, and the cells that should hold one; with each, whether it is a total.

        An empty cell of the first column takes the label of the cell above it.
        """
        read = [cell_amount(cell.text) for cell in cells]
        labels = [(at, cell.text) for at, (cell, amount) in enumerate(zip(cells, read, strict=True)) if amount is None]
        total = any(_TOTAL.search(text) for _, text in labels)
        beside, first = _Labels(), _Labels() if cells and cells[0].text else self.merged
        for column, (cell, amount) in enumerate(zip(cells, read, strict=True)):
            near = (beside, self.above.get(column, first), first)
            year = next((label.year for label in near if label.year), None)
            named = [label.kinds for label in near if label.kinds]
            kinds = next((kinds for kinds in named if len(kinds) == 1), named[0] if named else ())
            in_total = total or column in self.totals
            if amount is not None:
                scaled = _scaled(amount, cell, (*near, self.corner))
                spent = any(label.spent for label in near)
                for kind in kinds if (year or in_total) and not spent else ():
                    yield Credit(kind, year, scaled, cell, column), in_total
                continue
            spent = any(label.spent for label in near)
            if column and kinds and year and not spent and column in self.above and not _says(cell.text):
                nil = _NIL.fullmatch(cell.text) is not None
                for kind in kinds if nil else ():
                    yield Credit(kind, year, Amount(0, 0, 0), cell, column), in_total
                if not nil:
                    yield cell, in_total
            beside.read(cell.text)
        for column, text in labels:
            self.above.setdefault(column, _Labels()).read(text)
            if _TOTAL.search(text):
                self.totals.add(column)
        if cells and cells[0].text and read[0] is None:
            self.merged = _Labels()
            self.merged.read(cells[0].text)


def _says(label: str) -> bool:
    """Whether a text is a label: it names a year, a kind of credits or a total."""
    return bool(YEAR.search(label) or names_credits(label) or _TOTAL.search(label))


def _scaled(amount: Amount, cell: Cell, near: tuple[_Labels, ...]) -> Amount:
    """An amount written without unit, multiplied when a label says « en k€ »."""
    factor = next((label.factor for label in near if label.factor > 1), 1)
    if factor == 1 or not re.fullmatch(r"[\d .,*]+", cell.text):
        return amount
    return replace(amount, cents=amount.cents * factor, abbreviated=True)


def unit_written(grid: Grid) -> bool:
    """Whether any cell of a table names the unit, euros."""
    return any(re.search(r"€|\beuros?\b|\bEUR\b", cell.text) for row in grid.rows for cell in row)


def table_credits(grid: Grid) -> Schedule:
    """The credits of a table: each amount takes its year and kind from its row, else from its column."""
    reading = _Reading(grid)
    readings = [item for cells in grid.rows for item in reading.row(cells)]
    credits_ = [(item, total) for item, total in readings if isinstance(item, Credit)]
    return Schedule(
        grid,
        tuple(credit for credit, total in credits_ if not total and credit.year),
        tuple(credit for credit, total in credits_ if total and not credit.year and not credit.blank),
        tuple(cell for cell, total in readings if isinstance(cell, Cell) and not total),
    )
