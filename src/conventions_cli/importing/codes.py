"""Chorus codes, from tables that set them by rows or by columns, and from sentences."""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import UNIT, axis_at, axis_named, said_codes, said_programmes
from conventions_cli.importing.facts import DOUBTFUL, LIKELY, SURE, Confidence, Fact
from conventions_cli.importing.searched import Act, Grid, Line
from conventions_cli.model import Axe, matches
from conventions_cli.rules import readings

_CODE = re.compile(r"\A[A-Z0-9][A-Z0-9./ -]{1,38}\Z", re.IGNORECASE)
_SEVERAL = r"(?:(?<!\s)\s+)?[,;/]\s*|(?<!\s)\s+et\s+"  # and blanks before a code that has the shape of its axis


def table_codes(grid: Grid) -> list[tuple[str, str]]:
    """The pairs of a table of codes: axis key, or label of an axis we do not have after « autres: », and code."""
    labels = [
        (row, column) for row, cells in enumerate(grid.rows) for column, cell in enumerate(cells) if axis_named(cell)
    ]
    if len(labels) < 2:
        return []
    pairs: list[tuple[str, str]] = []
    for row, column in labels:
        value, named = _beside(grid, row, column), axis_named(grid.rows[row][column])
        if value and named:
            pairs.append((named.key, value))
    first = {column for _, column in labels}
    if len(first) == 1 and len({row for row, _ in labels}) > 1:
        (column,) = first
        for cells in grid.rows[1:] if len(grid.rows) > 1 else ():
            label = cells[column]
            value = cells[column + 1] if column + 1 < len(cells) else ""
            if label and value and not axis_named(label) and _CODE.match(value) and re.search(r"\d", value):
                pairs.append((f"autres:{label}", value))
    return pairs


def _beside(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    right = cells[column + 1] if column + 1 < len(cells) else ""
    if right and not axis_named(right):
        return right
    below = grid.rows[row + 1][column] if row + 1 < len(grid.rows) and column < len(grid.rows[row + 1]) else ""
    return below if below and not axis_named(below) and (not right or axis_named(right)) else ""


def find_codes(act: Act) -> Iterator[Fact]:
    """The codes of `chorus`."""
    seen: set[str] = set()
    for grid in act.grids:
        for key, value in table_codes(grid):
            if key in seen:
                continue
            seen.add(key)
            yield from _facts(key, value, SURE, grid.place, f"{value}")
    for line in act.of(SectionKind.BODY, None):
        for key, value in _said(line):
            if key not in seen:
                seen.add(key)
                yield from _facts(key, value, LIKELY, line.place, line.text)
    yield from _programme(act)


def _said(line: Line) -> Iterator[tuple[str, str]]:
    yield from ((named.key, code) for named, code in said_codes(line.text))
    unit = UNIT.search(line.text)
    if unit:
        yield "centre_financier", unit[0]


def _facts(key: str, value: str, confidence: Confidence, place: str, quote: str) -> Iterator[Fact]:
    if key.startswith("autres:"):
        yield Fact(("chorus", "autres", key.removeprefix("autres:")), value, LIKELY, place, quote, "axe non répertorié")
        return
    if key == "programme":
        match = re.match(r"(?:P ?)?0?(\d{3})\b(?:\W+(.+))?", value)
        if match:
            yield Fact(("chorus", "programme"), match[1], confidence, place, quote)
        return
    axis = axis_at(key)
    if axis.several:
        pieces = re.split(rf"{_SEVERAL}|(?<!\s)\s+(?=(?:{axis.shape})\b)", value)
        for rank, code in enumerate(one for one in pieces if one):
            yield _fact(axis, ("chorus", key, rank), code, confidence, place, quote)
        return
    yield _fact(axis, ("chorus", key), value, confidence, place, quote)


def _fact(axis: Axe, path: tuple[str | int, ...], code: str, confidence: Confidence, place: str, quote: str) -> Fact:
    if matches(axis, code):
        return Fact(path, code, confidence, place, quote)
    close = readings(code, axis.shape)
    note = f"faut-il lire {close[0]} ?" if close else f"la forme attendue est celle de {axis.example}"
    return Fact(path, code, DOUBTFUL, place, quote, note)


def _programme(act: Act) -> Iterator[Fact]:
    """The programme that the codes bear, else the one the articles name most."""
    prefixes = Counter(
        axis_at("centre_financier").programme_of(match[0]) for line in act.lines for match in UNIT.finditer(line.text)
    )
    said = [(one, line) for line in act.of(SectionKind.BODY, None) for one in said_programmes(line.text)]
    counts = Counter(one.number for one, _ in said)
    wanted = next(iter([*(one for one, _ in prefixes.most_common(1)), *(one for one, _ in counts.most_common(1))]), "")
    for one, line in said:
        if one.number != wanted:
            continue
        yield Fact(("chorus", "programme"), wanted, SURE if wanted in prefixes else LIKELY, line.place, one.words)
        label = one.quoted or one.beside
        if label and not label[:1].isdigit():
            yield Fact(("chorus", "libelle_programme"), label, SURE if one.quoted else LIKELY, line.place, one.words)
            return
    if wanted and wanted not in counts:
        line = next(line for line in act.lines if UNIT.search(line.text))
        yield Fact(("chorus", "programme"), wanted, LIKELY, line.place, line.text, "déduit du centre financier")
