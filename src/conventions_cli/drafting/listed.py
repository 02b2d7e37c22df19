"""The rows of a list as the values of specs: amounts and days as people write them, parties by any of their names.

What a cell says and nobody can read is told with its row, and left to complete in the draft: the rest is kept.
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

# What people type in a cell to say that they do not know yet.
_NOTHING = frozenset(
    {"a completer", "a definir", "a determiner", "a preciser", "n a", "na", "nc", "neant", "non date", "?"}
)
_TOTALS = re.compile(r"(?:sous )?totaux?|(?:sous )?total(?: (?:des|de|du|general).*)?|non compris.*")
_SERIAL = re.compile(r"[2-7]\d{4}")  # 1954 to 2119, as the numbers of days of spreadsheets
_SHOWN = 60  # characters of what a list says, in a comment or a message
_FIRST = date(1899, 12, 30)
_DATE_HINT = "Écrire par exemple « 2026-12-31 », « 31/12/2026 » ou « 31 décembre 2026 »."


_Tell = Callable[[Code, str, str], None]


class Listed(Record):
    """A row as an act: its texts by path, the names of its parties by role, the name of its file, what was not read."""

    row: int
    name: str
    file: str
    texts: dict[Path, str]
    parties: dict[str, tuple[str, ...]]
    unread: dict[Path, str] = field(default_factory=dict)
    columns: dict[Path, int] = field(default_factory=dict)

    def doubt(self, key: str) -> bool:
        """Leave to complete what the list says at a key, or under it; whether it says something there."""
        doubted = [path for path in self.texts if key in path]
        for path in doubted:
            self.unread[path] = self.texts.pop(path)[:_SHOWN]
        return bool(doubted)

    def values(self) -> Values:
        """Its values, as a draft takes them; what was not read is left to complete, with what the list says."""
        values = Values(texts=dict(self.texts))
        for path, said in self.unread.items():
            values.texts.setdefault(path, None)
            values.remarks[path] = f"la liste dit « {said} »"
        return values


def acts_of(grid: Grid, names: Names) -> tuple[tuple[Listed, ...], tuple[Diagnostic, ...]]:
    """The acts of a list, and what was not understood, or is left aside, by row."""
    told: list[Diagnostic] = []
    held = _held(grid, told)
    acts = []
    for row in grid.rows:
        cells = {one: held.get((row.number, one.column)) or row.cell(one.column) for one in grid.columns if one.used}
        if all(not cell.text and not cell.fault for cell in cells.values()):
            continue
        said = {one.key: cell.text for one, cell in cells.items() if cell.text}
        named = next((said[key] for key in names.naming if key in said), "")
        first = next((cell.text for cell in row.cells if cell.text), "")
        if not named or _TOTALS.fullmatch(fold_title(named)) or (not named and _TOTALS.fullmatch(fold_title(first))):
            unread = next((cell.fault for one, cell in cells.items() if one.key in names.naming and cell.fault), "")
            told.append(_left(grid, row, named, unread))
            continue
        acts.append(_act(grid, row, cells, named, names, told))
    return tuple(acts), tuple(told)


def _left(grid: Grid, row: Row, named: str, unread: str) -> Diagnostic:
    """Why a row gives no act. `named`: what names it; `unread`: why the cell that would name it cannot be taken."""
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


def _held(grid: Grid, told: list[Diagnostic]) -> dict[tuple[int, int], Cell]:
    """The cells that a merged area fills below its first one, but those of names: each row is an act of its own."""
    used = {one.column: one for one in grid.columns if one.used}
    rows = {row.number: row for row in grid.rows}
    held: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in grid.merged:
        one, source = used.get(left), rows.get(top)
        if one is None or source is None or not source.cell(left).text:
            continue
        area = f"{letters(left)}{top}:{letters(right)}{bottom}"
        if right > left and any(column in used for column in range(left + 1, right + 1)):
            message = f"Les cellules {area} sont fusionnées : leur valeur n’est prise que pour « {one.title} »."
            hint = "Défusionner ces cellules, et donner sa valeur à chaque colonne."
            told.append(Diagnostic(catalogue.CELL_READ, message, grid.span(top, left), hint))
        if bottom > top and one.key not in {NAME, FILE}:
            message = f"Les cellules {area} sont fusionnées : leur valeur vaut pour chacune des lignes."
            hint = "Vérifier ; sinon, défusionner ces cellules."
            told.append(Diagnostic(catalogue.CELL_READ, message, grid.span(top, left), hint))
            held |= {(number, left): source.cell(left) for number in rows if top < number <= bottom}
    return held


def _act(grid: Grid, row: Row, cells: dict[Matched, Cell], named: str, names: Names, told: list[Diagnostic]) -> Listed:
    act = Listed(row.number, " ".join(named.split()), "", {}, {})
    for one, cell in cells.items():
        _take(act, one, cell, grid, names, told)
    return act


def _take(act: Listed, one: Matched, cell: Cell, grid: Grid, names: Names, told: list[Diagnostic]) -> None:
    """Lay the value of a cell."""

    def tell(code: Code, message: str, hint: str) -> None:
        told.append(Diagnostic(code, f"{one.title} : {message}", grid.span(act.row, one.column), hint))

    path = path_of(one.key) or ()
    if cell.fault:
        tell(catalogue.CELL, f"{cell.fault}.", "Taper la valeur elle-même dans la cellule, ou la laisser vide.")
        _leave(act, one, path, names, "une formule")
        return
    text = repaired(cell.text).strip()
    if not text or fold_title(text) in _NOTHING or not fold_title(text):
        return
    bad = forbidden(text, "")
    if bad is not None:
        tell(catalogue.CELL, bad.message, bad.hint)
        return
    if one.key == FILE:
        act.file = text
    elif one.key in names.roles:
        act.parties[one.key] = tuple(" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip())
    else:
        _lay(act, path, text, tell)
    act.columns[path if one.key not in names.roles else ("parties", names.roles.index(one.key))] = one.column


def _leave(act: Listed, one: Matched, path: Path, names: Names, said: str) -> None:
    if one.key not in names.roles and one.key != FILE:
        act.unread[path] = said


def _lay(act: Listed, path: Path, text: str, tell: _Tell) -> None:
    """Lay a text at a path: as an amount, a day, several items of a list, or as it is."""
    measure = measure_at(Convention, path)
    if measure is not None:
        read = _amount(text, tell) if measure is Measure.EUROS else _day(text, measure, tell)
        if read:
            act.texts[path] = read
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
    """An amount as a spec writes it; empty when it is told that nobody can read it."""
    try:
        return plain_amount(parse_amount(text))
    except AmountError as fault:
        if fault.meant is None or not fault.certain:
            tell(catalogue.CELL, str(fault), fault.hint)
            return ""
        read = plain_amount(fault.meant)
        tell(catalogue.CELL_READ, f"« {text[:_SHOWN]} » est lu « {read} ».", "Vérifier ce montant.")
        return read


def _day(text: str, measure: Measure, tell: _Tell) -> str:
    """A day as a spec writes it; a number of five digits is that of a day in a spreadsheet."""
    if _SERIAL.fullmatch(text):
        read = (_FIRST + timedelta(days=int(text))).isoformat()
        tell(catalogue.CELL_READ, f"le nombre {text} est lu « {read} », le jour qu’un tableur note ainsi.", _DATE_HINT)
        return read
    try:
        found = parse_date(text) if measure is Measure.DAY else parse_month_or_date(text)
    except DateError as fault:
        if not fault.meant or not fault.certain:
            tell(catalogue.CELL, str(fault), fault.hint)
            return ""
        tell(catalogue.CELL_READ, f"« {text[:_SHOWN]} » est lu « {fault.meant} ».", "Vérifier cette date.")
        return fault.meant
    return f"{found.year}-{found.month:02}" if isinstance(found, Month) else found.isoformat()
