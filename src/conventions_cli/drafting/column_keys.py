"""Matches the columns of a list to keys: finds its rows of titles, applies what a person says of columns, keeps that.

A list has one row of titles, or two (« 2025 » above « AE » and « CP »), below any number of rows that head the list.
Among the first rows, those whose titles give the most keys are taken.
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
_LOOKED_AT = 15  # first rows, among which the rows of titles are looked for
_MOST_MAP = 256 * 1024
_MOST_DIAGNOSTICS = 5  # columns not understood, beyond which one diagnostic is for all


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
    """The sheet to read: the one `wanted`, the only one, or « Liste », which is that of our summary."""
    for name in (wanted, "" if wanted else "Liste"):
        matches = [sheet for sheet in sheets if name and fold_title(sheet.name) == fold_title(name)]
        if matches:
            return Outcome(matches[0])
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
    """The columns kept the last time, from the first of these files that exists: keys by folded title."""
    for path in paths:
        if path.is_file():
            return _kept(path, names)
    return Outcome({})


def kept_columns(path: Path) -> tuple[tuple[str, str], ...] | None:
    """The columns that a file keeps, as (title, key), in their order; None for a file of another form."""
    try:
        columns = json.loads(read_bytes(path, _MOST_MAP).decode("utf-8-sig"))["colonnes"]
        pairs = tuple(columns.items())
        return pairs if all(isinstance(text, str) for pair in pairs for text in pair) else None
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
    """The file beside a list that keeps the keys of its columns."""
    return path.with_name(f"{path.stem}{_ENDING}")


def map_text(columns: Sequence[Matched]) -> str:
    """The text of a file that keeps these columns."""
    kept = {column.title: column.key or IGNORED for column in columns}
    return json_text({"version": 1, "colonnes": kept}) + "\n"


def settings_of(options: Iterable[str], names: Names) -> Outcome[dict[str, str]]:
    """The options `colonne=cle`: keys by folded title. Any name of a key is accepted, as for the titles of columns."""
    keys: dict[str, str] = {}
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
        keys[fold_title(title)] = key
    return Outcome(None if diagnostics else keys, tuple(diagnostics))


def understand(
    sheet: Sheet, file: str, names: Names, kept: Mapping[str, str], stated: Mapping[str, str]
) -> Outcome[Grid]:
    """The columns of a sheet and the rows below. `kept`, `stated`: keys by folded title; those `stated` now win."""
    name = place_name(file, sheet.name)
    key_by_title = {**kept, **stated}
    looked = sheet.rows[:_LOOKED_AT]
    filled = {row.number: _spread(row, sheet.merged) for row in looked}
    best: tuple[int, int, tuple[Matched, ...]] = (0, 1, ())
    for index, row in enumerate(looked):
        for height in (1, 2):
            lower = looked[index + height - 1] if index + height <= len(looked) else None
            if lower is None:
                continue
            upper = filled[row.number] if height == 2 else ()
            matched = _matched(upper, lower, names, key_by_title)
            if _score(matched) > _score(best[2]):
                best = (index, height, matched)
    first, height, columns = best
    if not columns:
        columns = _matched((), looked[0], names, key_by_title) if looked else ()
    unknown = [title for title in stated if title not in {fold_title(column.title) for column in columns}]
    if unknown:
        return Outcome(None, (_no_such(unknown[0], columns, name),))
    if not any(column.key in names.naming for column in columns):
        return Outcome(None, (_no_name(columns, name, looked[0].number if looked else 1),))
    below = sheet.rows[first + height :]
    texts = {column.column: next((t for row in below if (t := row.cell(column.column).text)), "") for column in columns}
    columns = tuple(Matched(column.column, column.title, column.key, texts[column.column]) for column in columns)
    columns, doubles = _once(columns, key_by_title, name, looked[first].number)
    return Outcome(Grid(name, columns, below, sheet.merged), doubles)


def _spread(row: Row, merged: Sequence[tuple[int, int, int, int]]) -> tuple[Cell, ...]:
    """The cells of an upper row of titles, where an empty cell takes the text of the last filled cell on its left."""
    cells = list(row.cells)
    reach = {left: right for top, left, _, right in merged if top == row.number}
    for left, right in reach.items():
        if left < len(cells):
            cells += [Cell()] * (min(right, left + 400) + 1 - len(cells))
            cells[left : right + 1] = [cells[left]] * (right + 1 - left)
    last = Cell()
    for index, cell in enumerate(cells):
        last = cell if cell.text else last
        cells[index] = last
    return tuple(cells)


def _matched(upper: Sequence[Cell], lower: Row, names: Names, keys: Mapping[str, str]) -> tuple[Matched, ...]:
    """The columns of a row of titles, with the row above it if two are tried. `keys`: stated keys, by folded title."""
    matched = []
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
        pairs = [(title, keys.get(fold_title(title)) or names.key_of(title)) for title in titles]
        title, key = next(((title, key) for title, key in pairs if key), (titles[0], ""))
        matched.append(Matched(column, title, key))
    return tuple(matched)


def _score(columns: Sequence[Matched]) -> int:
    return len({column.key for column in columns if column.used})


def _once(
    columns: tuple[Matched, ...], stated: Mapping[str, str], name: str, row: int
) -> tuple[tuple[Matched, ...], tuple[Diagnostic, ...]]:
    """The columns, with one column for each key: the first one `stated` for it, else the first one with its name.

    The other columns of a key are ignored, with a diagnostic, as are those not understood.
    """
    giving: dict[str, Matched] = {}
    for column in sorted(columns, key=lambda column: fold_title(column.title) not in stated):
        if column.used:
            giving.setdefault(column.key, column)
    kept, diagnostics = [], []
    for column in columns:
        other = giving.get(column.key, column)
        if column.used and other is not column:
            message = f"La colonne « {column.title} » dit la même chose que « {other.title} » : elle est ignorée."
            hint = f'Si c’est elle qu’il faut prendre : « --map "{column.title}={column.key}" ».'
            diagnostics.append(Diagnostic(catalogue.COLUMN_LEFT, message, place(name, row, column.column), hint))
            column = Matched(column.column, column.title, IGNORED, column.example)
        kept.append(column)
    unknown = [column for column in columns if not column.key and column.example]
    return tuple(kept), (*diagnostics, *_not_understood(unknown, name, row))


def _not_understood(columns: Sequence[Matched], name: str, row: int) -> Iterable[Diagnostic]:
    """The diagnostics of columns that are not understood: one for each, or one for all when they are many."""
    if not columns:
        return
    first = columns[0].title
    hint = f'Dire ce qu’elle donne, « --map "{first}=clé" », ou « --map "{first}={IGNORED}" ».'
    if len(columns) > _MOST_DIAGNOSTICS:
        listed = ", ".join(f"« {column.title} »" for column in columns)
        message = f"{len(columns)} colonnes ne sont pas comprises, et sont ignorées : {listed}."
        yield Diagnostic(catalogue.COLUMN_LEFT, message, place(name, row, columns[0].column), hint)
        return
    for column in columns:
        message = f"La colonne {letters(column.column)}, « {column.title} », n’est pas comprise : elle est ignorée."
        span, own_hint = place(name, row, column.column), hint.replace(first, column.title)
        yield Diagnostic(catalogue.COLUMN_LEFT, message, span, own_hint)


def _no_such(title: str, columns: Sequence[Matched], name: str) -> Diagnostic:
    titles = [column.title for column in columns]
    near = get_close_matches(title, [fold_title(other) for other in titles], 1)
    meant = next((other for other in titles if near and fold_title(other) == near[0]), "")
    listed = ", ".join(f"« {other} »" for other in titles[:20])
    hint = f"Faut-il lire « {meant} » ?" if meant else f"Colonnes : {listed}."
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
