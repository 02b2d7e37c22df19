"""A Grist document, which is an SQLite file: its tables by their titles, its columns by their labels.

SQLite reads the bytes in memory: it looks for no other file, and writes nothing. Views, virtual tables and triggers
of the file are never queried: only plain tables are.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from conventions_cli.foundation import Record
from conventions_cli.tables.sheets import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    ListError,
    Row,
    Sheet,
    bounded,
    number_text,
    row_of,
    short,
)

SIGNATURE = b"SQLite format 3\0"
_MODE = slice(18, 20)  # bytes that say whether the file has a journal beside it
_STEPS, _MOST_STEPS = 10_000, 20_000  # instructions of SQLite between two checks; checks at most
_HELPERS = ("gristHelper_", "manualSort")
_AGAIN = "Dans Grist, choisir « Télécharger » puis « Document complet », et donner le fichier .grist obtenu."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Column(Record, frozen=True):
    name: str
    label: str
    kind: str
    displayed: str  # the column with the displayed value of a reference


def read_grist(data: bytes) -> tuple[Sheet, ...]:
    """The tables of a Grist document, in its order. Raises ListError."""
    if not data.startswith(SIGNATURE):
        raise ListError("Le fichier n’est pas un document Grist, malgré son nom.", _AGAIN)
    content = bytearray(data)
    content[_MODE] = b"\x01\x01"
    with contextlib.closing(sqlite3.connect(":memory:")) as base:
        try:
            _confine(base, bytes(content))
            return tuple(_sheets(base))
        except (sqlite3.Error, OverflowError, ValueError) as fault:  # names that are no text are a ValueError
            raise ListError("Le document Grist est abîmé, ou n’en est pas un.", _AGAIN) from fault


def _confine(base: sqlite3.Connection, data: bytes) -> None:
    """Open the bytes with restrictions, since they are not trusted."""
    base.deserialize(data)
    checks = iter(range(_MOST_STEPS))
    base.set_progress_handler(lambda: next(checks, None) is None, _STEPS)
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 5_000_000)
    base.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for order in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON"):
        base.execute(f"PRAGMA {order}")
    base.text_factory = lambda text: text.decode("utf-8", "replace")
    base.set_authorizer(_allowed)


def _allowed(action: int, *_: str | None) -> int:
    """Allow reading only, and no function, which a generated column of the file could call."""
    return sqlite3.SQLITE_OK if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ} else sqlite3.SQLITE_DENY


def _sheets(base: sqlite3.Connection) -> Iterator[Sheet]:
    plain = {
        name
        for name, sql in base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if isinstance(name, str) and isinstance(sql, str) and not sql.upper().lstrip().startswith("CREATE VIRTUAL")
    }
    if not {"_grist_Tables", "_grist_Tables_column"} <= plain:
        raise ListError("Le fichier est une base SQLite, et non un document Grist.", _AGAIN)
    tables = _rows(base, "_grist_Tables", ("id", "tableId", "summarySourceTable", "rawViewSectionRef"))
    columns = _rows(
        base, "_grist_Tables_column", ("id", "parentId", "parentPos", "colId", "label", "type", "displayCol")
    )
    titles = {}
    if "_grist_Views_section" in plain:
        titles = {row[0]: row[1] for row in _rows(base, "_grist_Views_section", ("id", "title"))}
    names = {row[0]: row[3] for row in columns}
    for number, table, source, section in sorted(tables, key=lambda row: str(row[0]).zfill(12)):
        if source or not isinstance(table, str) or table not in plain or table.startswith("_grist"):
            continue
        own = [
            _Column(str(row[3]), str(row[4] or row[3]), str(row[5] or "Any"), str(names.get(row[6]) or ""))
            for row in sorted(columns, key=lambda row: row[2] if isinstance(row[2], int | float) else 0)
            if row[1] == number and isinstance(row[3], str) and not row[3].startswith(_HELPERS)
        ]
        yield _sheet(base, table, str(titles.get(section) or table), own[: MOST_COLUMNS + 1])


def _rows(base: sqlite3.Connection, table: str, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """The rows of a table, with None for the columns that an older document lacks."""
    existing = _columns(base, table)
    selected = ", ".join(_quoted(column) if column in existing else "NULL" for column in columns)
    rows = base.execute(f"SELECT {selected} FROM {_quoted(table)}").fetchmany(MOST_ROWS + 1)  # noqa: S608 - quoted
    return [tuple(row) for row in rows]


def _columns(base: sqlite3.Connection, table: str) -> list[str]:
    description = base.execute(f"SELECT * FROM {_quoted(table)}").description  # noqa: S608 - quoted
    return [str(column[0]) for column in description]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sheet(base: sqlite3.Connection, table: str, title: str, columns: Sequence[_Column]) -> Sheet:
    existing = set(_columns(base, table))
    columns = [column for column in columns if column.name in existing]
    bounded(1, len(columns))
    rows = [Row(0, tuple(Cell(short(column.label, 200)) for column in columns))]
    displayed = [column.displayed if column.displayed in existing else column.name for column in columns]
    sort = "manualSort" if "manualSort" in existing else "id"
    selected = ", ".join(map(_quoted, displayed))
    records = base.execute(f"SELECT {selected} FROM {_quoted(table)} ORDER BY {_quoted(sort)}") if columns else ()  # noqa: S608
    for number, values in enumerate(records, start=1):
        bounded(number, len(columns))
        row = row_of(number, [_cell(value, column) for value, column in zip(values, columns, strict=True)])
        if row is not None:
            rows.append(row)
    return Sheet(title, tuple(rows) if columns else ())


def _cell(value: object, column: _Column) -> Cell:
    """A cell, read by the type of its column; a day is stored as a number of seconds."""
    kind = column.kind.partition(":")[0]
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bytes):
        return Cell(fault="la cellule contient une formule en erreur")
    if isinstance(value, int | float):
        return _from_number(value, kind, displayed=bool(column.displayed))
    text = str(value).strip()
    return Cell(_listed(text) if kind in {"ChoiceList", "RefList"} else short(text)) if text else EMPTY


def _from_number(value: float, kind: str, *, displayed: bool) -> Cell:
    if kind in {"Date", "DateTime"}:
        try:
            return Cell((_EPOCH + timedelta(seconds=value)).date().isoformat())
        except (OverflowError, ValueError):
            return Cell(fault=f"le nombre {number_text(value)} n’est la date d’aucun jour")
    if kind == "Bool":
        return Cell("oui" if value else "non")
    if kind == "Ref" and not displayed:
        return (
            Cell(fault="la cellule renvoie à une autre table sans dire quelle colonne en montrer") if value else EMPTY
        )
    return Cell(number_text(value))


def _listed(text: str) -> str:
    """The choices of a stored list, « ["L", "a", "b"] », as « a ; b »."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return short(text)
    if not isinstance(items, list):
        return short(text)
    return short(" ; ".join(str(item) for item in items if item != "L"))
