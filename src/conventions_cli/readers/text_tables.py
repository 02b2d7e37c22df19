"""Finds the tables of a text, whose columns are separated by blanks; a row is a line, or a run between blank lines."""

import re
from collections.abc import Iterator, Sequence

from conventions_cli.foundation import Record

_GAP = re.compile(r"\t+|[ \u00a0]{2,}")
_FIGURE = re.compile(r"[-–—]|[\d \u00a0\u202f.,]+(?: ?(?:[kM]?€|%|euros?|ETP|jours?))?")
_SET_OUT = re.compile(r"\S(?:[ \u00a0]{3,}|\t+)\S")
_LEFT_OVER = re.compile(r"[a-zà-ÿ]{1,2}")  # the end of a word cut by a narrow column
_MOST_COLUMNS = 12


class Columns(Record, frozen=True):
    """A table: its rows, which all have the same number of cells."""

    rows: tuple[tuple[str, ...], ...]


def tables_in(runs: Sequence[list[str]]) -> Iterator[list[str] | Columns]:
    """The tables of some runs of lines, and the lines around them, in order; successive runs may be rows of a table."""
    at = 0
    while at < len(runs):
        end = at
        while end < len(runs) and _SET_OUT.search(runs[end][0].strip()):
            end += 1
        table = _columns(_rows(runs[at:end])) if end - at > 1 else None
        if table is not None:
            yield table
            at = end
            continue
        yield from _within(runs[at])
        at += 1


def _within(lines: list[str]) -> Iterator[list[str] | Columns]:
    """The tables inside a run, with a line for each row, and the lines around them, in order."""
    prose: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _GAP.search(lines[end].strip()):
            end += 1
        table = _columns([[line] for line in lines[at:end]]) if end - at > 1 else None
        if table is None:
            prose.append(lines[at])
            at += 1
            continue
        if prose:
            yield prose
            prose = []
        yield table
        at = end
    if prose:
        yield prose


def _rows(runs: Sequence[list[str]]) -> list[list[str]]:
    """The lines of each row: those of a run, cut before a second line with figures, as when a page ends there."""
    rows: list[list[str]] = []
    for run in runs:
        rows.append([])
        for line in run:
            if _has_figures(line) and any(map(_has_figures, rows[-1])):
                rows.append([])
            rows[-1].append(line)
    return rows


def _has_figures(line: str) -> bool:
    cells = _GAP.split(line.strip())
    return len(cells) > 1 and any(_FIGURE.fullmatch(cell) and re.search(r"\d", cell) for cell in cells)


def _columns(rows: list[list[str]]) -> Columns | None:
    """The table in some rows, when blanks separate its columns and most cells beside the first column are figures."""
    lines = [line for row in rows for line in row]
    if any("\t" in line for line in lines):
        cut = [[[cell.strip() for cell in line.split("\t")] for line in row] for row in rows]
    else:
        edges = _edges(lines)
        cut = [[[line[start:end].strip() for start, end in edges] for line in row] for row in rows]
    if len({len(line) for row in cut for line in row}) != 1 or not 1 < len(cut[0][0]) <= _MOST_COLUMNS:
        return None
    cells = [tuple(_cell(list(parts)) for parts in zip(*row, strict=True)) for row in cut]
    inner = [cell for row in cells[1:] for cell in row[1:]]
    figures = [cell for cell in inner if _FIGURE.fullmatch(cell)]
    some = any(re.search(r"\d", cell) for cell in figures)
    return Columns(tuple(cells)) if some and len(figures) >= len([cell for cell in inner if cell]) else None


def _edges(lines: list[str]) -> list[tuple[int, int]]:
    """The start and the end of each column, separated from the next by two blanks or more on every line."""
    width = max(len(line) for line in lines)
    padded = [line.ljust(width) for line in lines]
    free = [all(line[at] in " \u00a0" for line in padded) for at in range(width)]
    starts = [0, *(at + 1 for at in range(1, width - 1) if free[at] and free[at - 1] and not free[at + 1])]
    if len(starts) > 1 and all(free[: starts[1]]):
        starts = starts[1:]
    return list(zip(starts, [*starts[1:], width], strict=True))


def _cell(parts: list[str]) -> str:
    """The text of a cell, from its lines."""
    text = ""
    for part in filter(None, parts):
        text = f"{text}{part}" if _LEFT_OVER.fullmatch(part) or not text else f"{text} {part}"
    return text
