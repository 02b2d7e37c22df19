"""The columns of a list matched to keys: the rows of titles found, what a person says of columns, kept for next time.

A list has one row of titles, or two (« 2025 » above « AE » and « CP »), after any number of rows that title the whole.
The rows that give the most keys are taken.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Position,
    Record,
    SourceText,
    Span,
    catalogue,
    json_text,
    read_bytes,
)
from conventions_cli.model import IGNORED, Names, fold_title
from conventions_cli.tables import Cell, Row, Sheet, letters, place_name

_ENDING = ".colonnes.json"
KEPT = "colonnes.json"  # in the folder of a round
_LOOKED_AT = 15  # rows among which those of titles are looked for
_MOST_MAP = 256 * 1024
_TOLD = 5  # columns not understood that have a sentence each


class Matched(Record, frozen=True):
    """A column: its index, its title as the list has it, the key it gives (empty: not understood), an example."""

    column: int
    title: str
    key: str
    example: str = ""

    @property
    def used(self) -> bool:
        """Whether its values are taken."""
        return self.key not in {"", IGNORED}


class Grid(Record, frozen=True):
    """A list understood: its file and sheet in words, its columns, and the rows that are acts."""

    name: str
    columns: tuple[Matched, ...]
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def span(self, row: int, column: int = 0) -> Span:
        """The place of a cell, as messages show it."""
        return place(self.name, row, column)


def place(name: str, row: int, column: int = 0) -> Span:
    """A place in a list: the number of the row, and of the column from 1."""
    here = Position(max(row, 1), column + 1)
    return Span(SourceText(name, ""), here, here)


def chosen_sheet(sheets: Sequence[Sheet], wanted: str, file: str) -> Outcome[Sheet]:
    """The sheet to read: the one wanted, the only one, or the one our summary calls « Liste »."""
    for name in (wanted, "" if wanted else "Liste"):
        found = [sheet for sheet in sheets if name and fold_title(sheet.name) == fold_title(name)]
        if found:
            return Outcome(found[0])
    if len(sheets) == 1 and not wanted:
        return Outcome(sheets[0])
    listed = ", ".join(f"« {sheet.name} »" for sheet in sheets if sheet.name) or "un seul, sans nom"
    message = (
        f"« {file} » n’a pas de tableau nommé « {wanted} »." if wanted else f"« {file} » contient plusieurs tableaux."
    )
    first = max(sheets, key=lambda sheet: len(sheet.rows)).name  # the others are often notes
    hint = f'Tableaux : {listed}. En nommer un : « --table "{first}" ».'
    return Outcome(None, (Diagnostic(catalogue.WHICH_TABLE, message, place(file, 1), hint),))


def read_map(paths: Iterable[Path], names: Names) -> Outcome[dict[str, str]]:
    """What was said of columns the last time, from the first of these files there is: keys by folded title."""
    for path in paths:
        if path.is_file():
            return _kept(path, names)
    return Outcome({})


def kept_columns(path: Path) -> tuple[tuple[str, str], ...] | None:
    """The columns that a file keeps, as (title, key), in their order; None for a file that does not say them."""
    try:
        columns = json.loads(read_bytes(path, _MOST_MAP).decode("utf-8-sig"))["colonnes"]
        return tuple(columns.items()) if all(isinstance(text, str) for one in columns.items() for text in one) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _kept(path: Path, names: Names) -> Outcome[dict[str, str]]:
    columns = kept_columns(path)
    wrong = next((key for _, key in columns or () if key != IGNORED and not names.key_of(key)), "")
    if columns is not None and not wrong:
        return Outcome({fold_title(title): key for title, key in columns})
    why = f"« {wrong} » n’est le nom d’aucune valeur" if wrong else "le fichier est abîmé"
    message = f"Les colonnes gardées dans « {path} » ne peuvent pas être reprises : {why}."
    hint = "Supprimer ce fichier, et redire les colonnes par « --map »."
    return Outcome(None, (Diagnostic(catalogue.COLUMN_MAP, message, place(str(path), 1), hint),))


def map_path(path: Path) -> Path:
    """The file beside a list that keeps what was said of its columns."""
    return path.with_name(f"{path.stem}{_ENDING}")


def map_text(columns: Sequence[Matched]) -> str:
    """The text of that file."""
    kept = {column.title: column.key or IGNORED for column in columns}
    return json_text({"version": 1, "colonnes": kept}) + "\n"


def settings_of(options: Iterable[str], names: Names) -> Outcome[dict[str, str]]:
    """The `colonne=cle` of the command line: keys by folded title. A key may be said by any name that is known."""
    said: dict[str, str] = {}
    diagnostics = []
    for option in options:
        title, equal, wanted = option.rpartition("=")
        key = IGNORED if fold_title(wanted) == IGNORED else names.key_of(wanted)
        if not equal or not title.strip() or not key:
            message = f"« --map {option} » ne peut pas être compris : « {wanted} » n’est le nom d’aucune valeur."
            if not equal or not title.strip():
                message = f"« --map {option} » ne peut pas être compris."
            hint = f'Écrire « --map "Nom de la colonne=clé" » ; clés : {names.choices()}…'
            diagnostics.append(Diagnostic(catalogue.COLUMN_MAP, message, None, hint))
        said[fold_title(title)] = key
    return Outcome(None if diagnostics else said, tuple(diagnostics))


def understand(
    sheet: Sheet, file: str, names: Names, kept: Mapping[str, str], said: Mapping[str, str]
) -> Outcome[Grid]:
    """The columns of a sheet and the rows below. `kept`, `said`: keys by folded title; those said now win."""
    name = place_name(file, sheet.name)
    told = {**kept, **said}
    looked = sheet.rows[:_LOOKED_AT]
    filled = {row.number: _spread(row, sheet.merged) for row in looked}
    best: tuple[int, int, tuple[Matched, ...]] = (0, 1, ())
    for index, row in enumerate(looked):
        for height in (1, 2):
            lower = looked[index + height - 1] if index + height <= len(looked) else None
            if lower is None:
                continue
            upper = filled[row.number] if height == 2 else ()
            found = _matched(upper, lower, names, told)
            if _score(found) > _score(best[2]):
                best = (index, height, found)
    first, height, columns = best
    if not columns:
        columns = _matched((), looked[0], names, told) if looked else ()
    unknown = [title for title in said if title not in {fold_title(column.title) for column in columns}]
    if unknown:
        return Outcome(None, (_no_such(unknown[0], columns, name),))
    if not any(column.key in names.naming for column in columns):
        return Outcome(None, (_no_name(columns, name, looked[0].number if looked else 1),))
    below = sheet.rows[first + height :]
    columns = tuple(
        Matched(one.column, one.title, one.key, next((t for row in below if (t := row.cell(one.column).text)), ""))
        for one in columns
    )
    columns, doubles = _once(columns, told, name, looked[first].number)
    return Outcome(Grid(name, columns, below, sheet.merged), doubles)


def _spread(row: Row, merged: Sequence[tuple[int, int, int, int]]) -> tuple[Cell, ...]:
    """The cells of an upper row of titles: each holds until the next one that is filled, as a merged area does."""
    cells = list(row.cells)
    reach = {left: right for top, left, _, right in merged if top == row.number}
    for left, right in reach.items():
        if left < len(cells):
            cells += [Cell()] * (min(right, left + 400) + 1 - len(cells))
            cells[left : right + 1] = [cells[left]] * (right + 1 - left)
    held = Cell()
    for index, cell in enumerate(cells):
        held = cell if cell.text else held
        cells[index] = held
    return tuple(cells)


def _matched(upper: Sequence[Cell], lower: Row, names: Names, told: Mapping[str, str]) -> tuple[Matched, ...]:
    """The columns of a row of titles, with the row above it if two are tried."""
    found = []
    width = max(len(upper), len(lower.cells))
    for column in range(width):
        above = (
            " ".join(upper[column].text.split())
            if column < len(upper)
            else (" ".join(upper[-1].text.split()) if upper else "")
        )
        own = " ".join(lower.cell(column).text.split())
        titles = [title for title in dict.fromkeys((f"{above} {own}".strip(), own, above)) if title]
        if not upper:
            titles = titles[:1]
        if not titles:
            continue
        pairs = [(title, told.get(fold_title(title)) or names.key_of(title)) for title in titles]
        title, key = next(((title, key) for title, key in pairs if key), (titles[0], ""))
        found.append(Matched(column, title, key))
    return tuple(found)


def _score(columns: Sequence[Matched]) -> int:
    return len({column.key for column in columns if column.used})


def _once(
    columns: tuple[Matched, ...], said: Mapping[str, str], name: str, row: int
) -> tuple[tuple[Matched, ...], tuple[Diagnostic, ...]]:
    """The columns, each key given by the first that is said to give it, else by the first that bears its name.

    The others, and those not understood, are told.
    """
    giving: dict[str, Matched] = {}
    for column in sorted(columns, key=lambda one: fold_title(one.title) not in said):
        if column.used:
            giving.setdefault(column.key, column)
    kept, told = [], []
    for column in columns:
        other = giving.get(column.key, column)
        if column.used and other is not column:
            message = f"La colonne « {column.title} » dit la même chose que « {other.title} » : elle est ignorée."
            hint = f'Si c’est elle qu’il faut prendre : « --map "{column.title}={column.key}" ».'
            told.append(Diagnostic(catalogue.COLUMN_LEFT, message, place(name, row, column.column), hint))
            column = Matched(column.column, column.title, IGNORED, column.example)
        kept.append(column)
    return tuple(kept), (*told, *_not_understood([one for one in columns if not one.key and one.example], name, row))


def _not_understood(columns: Sequence[Matched], name: str, row: int) -> Iterable[Diagnostic]:
    """The columns that hold something nobody takes: one by one, or all in one sentence when they are many."""
    if not columns:
        return
    first = columns[0].title
    hint = f'Dire ce qu’elle donne, « --map "{first}=clé" », ou « --map "{first}={IGNORED}" ».'
    if len(columns) > _TOLD:
        listed = ", ".join(f"« {one.title} »" for one in columns)
        message = f"{len(columns)} colonnes ne sont pas comprises, et sont ignorées : {listed}."
        yield Diagnostic(catalogue.COLUMN_LEFT, message, place(name, row, columns[0].column), hint)
        return
    for one in columns:
        message = f"La colonne {letters(one.column)}, « {one.title} », n’est pas comprise : elle est ignorée."
        yield Diagnostic(catalogue.COLUMN_LEFT, message, place(name, row, one.column), hint.replace(first, one.title))


def _no_such(title: str, columns: Sequence[Matched], name: str) -> Diagnostic:
    titles = [column.title for column in columns]
    near = get_close_matches(title, [fold_title(one) for one in titles], 1)
    shown = next((one for one in titles if near and fold_title(one) == near[0]), "")
    hint = f"Faut-il lire « {shown} » ?" if shown else f"Colonnes : {', '.join(f'« {one} »' for one in titles[:20])}."
    return Diagnostic(catalogue.COLUMN_MAP, f"La liste n’a pas de colonne « {title} ».", place(name, 1), hint)


def _no_name(columns: Sequence[Matched], name: str, row: int) -> Diagnostic:
    titles = ", ".join(f"« {column.title} »" for column in columns[:20]) or "aucune"
    example = columns[0].title if columns else "Nom de la colonne"
    return Diagnostic(
        catalogue.NO_COLUMNS,
        "Aucune colonne ne donne le nom du service.",
        place(name, row),
        f'Colonnes lues : {titles}. Dire laquelle le donne : « --map "{example}=service" ».',
    )
