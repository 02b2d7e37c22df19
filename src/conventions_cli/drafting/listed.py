"""Reads the rows of a list as values of specs: amounts and days as people write them, parties by any of their names.

A cell that cannot be read gives a diagnostic at its row, and a value left to complete in the draft.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from conventions_cli.drafting.column_keys import Grid, Matched
from conventions_cli.drafting.draft_values import Path, Values, forbidden, plain_amount
from conventions_cli.foundation import Code, Diagnostic, Record, catalogue, field
from conventions_cli.french import AmountError, DateError, Month, parse_amount, parse_date, parse_month_or_date
from conventions_cli.model import FILE, NAME, Convention, Measure, Names, fold_title, is_list, measure_at, path_of
from conventions_cli.source import repaired
from conventions_cli.tables import Cell, Row, letters

# The words that people type in a cell when they do not know its value yet.
_NOTHING = frozenset(
    {"a completer", "a definir", "a determiner", "a preciser", "n a", "na", "nc", "neant", "non date", "?"}
)
_TOTALS = re.compile(r"(?:sous )?totaux?|(?:sous )?total(?: (?:des|de|du|general).*)?|non compris.*")
_SERIAL = re.compile(r"[2-7]\d{4}")  # 1954 to 2119, as the numbers of days of spreadsheets
_SHOWN = 60  # characters of a text of the list that a comment or a message repeats
_FIRST = date(1899, 12, 30)
_DATE_HINT = "Écrire par exemple « 2026-12-31 », « 31/12/2026 » ou « 31 décembre 2026 »."


_Tell = Callable[[Code, str, str], None]


class Listed(Record):
    """A row as an act: its texts by path, the names of its parties by role, the name of its file, the unread texts."""

    row: int
    name: str
    file: str
    texts: dict[Path, str]
    parties: dict[str, tuple[str, ...]]
    unread: dict[Path, str] = field(default_factory=dict)
    columns: dict[Path, int] = field(default_factory=dict)

    def doubt(self, key: str) -> bool:
        """Leave to complete the values of the list at a key or under it. Returns whether there are any."""
        doubted = [path for path in self.texts if key in path]
        for path in doubted:
            self.unread[path] = self.texts.pop(path)[:_SHOWN]
        return bool(doubted)

    def values(self) -> Values:
        """The values for a draft; an unread text is left to complete, with the text of the list in a comment."""
        values = Values(texts=dict(self.texts))
        for path, text in self.unread.items():
            values.texts.setdefault(path, None)
            values.remarks[path] = f"la liste dit « {text} »"
        return values


def acts_of(grid: Grid, names: Names) -> tuple[tuple[Listed, ...], tuple[Diagnostic, ...]]:
    """The acts of a list, and the diagnostics of the cells that were not understood and of the rows left out."""
    diagnostics: list[Diagnostic] = []
    merged = _merged_cells(grid, diagnostics)
    columns = [column for column in grid.columns if column.used]
    acts = []
    for row in grid.rows:
        cells = {column: merged.get((row.number, column.column)) or row.cell(column.column) for column in columns}
        if all(not cell.text and not cell.fault for cell in cells.values()):
            continue
        texts = {column.key: cell.text for column, cell in cells.items() if cell.text}
        named = next((texts[key] for key in names.naming if key in texts), "")
        first = next((cell.text for cell in row.cells if cell.text), "")
        if not named or _TOTALS.fullmatch(fold_title(named)) or (not named and _TOTALS.fullmatch(fold_title(first))):
            naming = (cell for column, cell in cells.items() if column.key in names.naming)
            unread = next((cell.fault for cell in naming if cell.fault), "")
            diagnostics.append(_left_out(grid, row, named, unread))
            continue
        act = Listed(row.number, " ".join(named.split()), "", {}, {})
        for column, cell in cells.items():
            _take(act, column, cell, grid, names, diagnostics)
        acts.append(act)
    return tuple(acts), tuple(diagnostics)


def _left_out(grid: Grid, row: Row, named: str, unread: str) -> Diagnostic:
    """Why a row gives no act. `named`: the name it gives; `unread`: why the cell of its name cannot be read."""
    inside = any(top < row.number <= bottom for top, _, bottom, _ in grid.merged)
    why = f"« {' '.join(named.split())[:_SHOWN]} » est un total" if named else "elle ne nomme aucun service"
    why = f"{why} ({unread})" if unread and not named else why
    if not named and inside:
        why = "le nom du service y est pris dans une cellule fusionnée avec la ligne du dessus"
    hint = "Défusionner la cellule, une ligne pour un acte." if inside and not named else ""
    hint = hint or "Si c’est un acte, écrire dans cette ligne le nom de son service."
    return Diagnostic(
        catalogue.ROW_LEFT, f"La ligne {row.number} est laissée de côté : {why}.", grid.span(row.number), hint
    )


def _merged_cells(grid: Grid, diagnostics: list[Diagnostic]) -> dict[tuple[int, int], Cell]:
    """The cells that a merged area fills below its first one, by row and column; never those of names or files."""
    used = {column.column: column for column in grid.columns if column.used}
    rows = {row.number: row for row in grid.rows}
    cells: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in grid.merged:
        used_column, source = used.get(left), rows.get(top)
        if used_column is None or source is None or not source.cell(left).text:
            continue
        area = f"{letters(left)}{top}:{letters(right)}{bottom}"
        if right > left and any(column in used for column in range(left + 1, right + 1)):
            message = f"Les cellules {area} sont fusionnées : leur valeur n’est prise que pour « {used_column.title} »."
            hint = "Défusionner ces cellules, et donner sa valeur à chaque colonne."
            diagnostics.append(Diagnostic(catalogue.CELL_READ, message, grid.span(top, left), hint))
        if bottom > top and used_column.key not in {NAME, FILE}:
            message = f"Les cellules {area} sont fusionnées : leur valeur vaut pour chacune des lignes."
            hint = "Vérifier ; sinon, défusionner ces cellules."
            diagnostics.append(Diagnostic(catalogue.CELL_READ, message, grid.span(top, left), hint))
            cells |= {(number, left): source.cell(left) for number in rows if top < number <= bottom}
    return cells


def _take(act: Listed, column: Matched, cell: Cell, grid: Grid, names: Names, diagnostics: list[Diagnostic]) -> None:
    """Set the value of a cell in its act, or the diagnostic of a cell that cannot be read."""

    def tell(code: Code, message: str, hint: str) -> None:
        diagnostics.append(Diagnostic(code, f"{column.title} : {message}", grid.span(act.row, column.column), hint))

    path = path_of(column.key) or ()
    if cell.fault:
        tell(catalogue.CELL, f"{cell.fault}.", "Taper la valeur elle-même dans la cellule, ou la laisser vide.")
        _leave(act, column, path, names, "une formule")
        return
    text = repaired(cell.text).strip()
    if not text or fold_title(text) in _NOTHING or not fold_title(text):
        return
    bad = forbidden(text, "")
    if bad is not None:
        tell(catalogue.CELL, bad.message, bad.hint)
        return
    if column.key == FILE:
        act.file = text
    elif column.key in names.roles:
        act.parties[column.key] = tuple(" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip())
    else:
        _lay(act, path, text, tell)
    act.columns[path if column.key not in names.roles else ("parties", names.roles.index(column.key))] = column.column


def _leave(act: Listed, column: Matched, path: Path, names: Names, text: str) -> None:
    if column.key not in names.roles and column.key != FILE:
        act.unread[path] = text


def _lay(act: Listed, path: Path, text: str, tell: _Tell) -> None:
    """Set a text at a path of an act: as an amount, a day, the items of a list, or as it is."""
    measure = measure_at(Convention, path)
    if measure is not None:
        value = _amount(text, tell) if measure is Measure.EUROS else _day(text, measure, tell)
        if value:
            act.texts[path] = value
        else:
            act.unread[path] = text[:_SHOWN]
        return
    over = path[:-1] if path[-1] == 0 and path[0] == "chorus" else path
    if is_list(Convention, over):
        for number, item in enumerate(filter(None, (" ".join(part.split()) for part in re.split(r"[;\n]", text)))):
            act.texts[*over, number] = item
    else:
        act.texts[path] = " ".join(text.split())


def _amount(text: str, tell: _Tell) -> str:
    """An amount as a spec writes it; empty, with a diagnostic, when it cannot be read."""
    try:
        return plain_amount(parse_amount(text))
    except AmountError as fault:
        if fault.meant is None or not fault.certain:
            tell(catalogue.CELL, str(fault), fault.hint)
            return ""
        value = plain_amount(fault.meant)
        tell(catalogue.CELL_READ, f"« {text[:_SHOWN]} » est lu « {value} ».", "Vérifier ce montant.")
        return value


def _day(text: str, measure: Measure, tell: _Tell) -> str:
    """A day as a spec writes it. A number of five digits is a day counted as spreadsheets do."""
    if _SERIAL.fullmatch(text):
        value = (_FIRST + timedelta(days=int(text))).isoformat()
        tell(catalogue.CELL_READ, f"le nombre {text} est lu « {value} », le jour qu’un tableur note ainsi.", _DATE_HINT)
        return value
    try:
        day = parse_date(text) if measure is Measure.DAY else parse_month_or_date(text)
    except DateError as fault:
        if not fault.meant or not fault.certain:
            tell(catalogue.CELL, str(fault), fault.hint)
            return ""
        tell(catalogue.CELL_READ, f"« {text[:_SHOWN]} » est lu « {fault.meant} ».", "Vérifier cette date.")
        return fault.meant
    return f"{day.year}-{day.month:02}" if isinstance(day, Month) else day.isoformat()
