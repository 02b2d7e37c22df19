"""Reads an XLSX: values of cells, stored results of formulas, serial numbers as days (ECMA-376, part 1)."""

import re
from datetime import date, timedelta
from posixpath import join, normpath
from xml.etree import ElementTree as ET

from conventions_cli.foundation import Record
from conventions_cli.readers import Archive
from conventions_cli.tables.packed import AGAIN, archive_of, attributes, elements, local
from conventions_cli.tables.sheets import (
    EMPTY,
    MOST_CELLS,
    Cell,
    ListError,
    Row,
    Sheet,
    bounded,
    few_merged,
    number_text,
    row_of,
    short,
)

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_AREA = re.compile(r"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})")
_DAYS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})  # formats of days that every workbook knows
_NO_DAY = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]|_.|\*.')
_FIRST, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MOST_DAYS = 2_958_465  # 9999-12-31
_ERROR = "la formule de la cellule est en erreur ({})"


class _Book(Record):
    archive: Archive
    strings: list[str]
    days: frozenset[int]  # the styles of days
    padded: dict[int, int]  # the styles that show leading zeros, with how many digits
    first: date
    cells: int = 0


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook, in its order. Raises ListError."""
    archive = archive_of(data)
    main = _main(archive)
    if main is None:
        raise ListError("Le fichier n’est pas un classeur Excel, malgré son nom.", AGAIN)
    folder = main.rpartition("/")[0]
    parts = {
        relation["Id"]: _inside(folder, relation.get("Target", ""))
        for relation in _all(archive, join(folder, "_rels", f"{main.rpartition('/')[2]}.rels"), "Relationship")
        if "Id" in relation
    }
    visible = [sheet for sheet in _all(archive, main, "sheet") if sheet.get("state", "visible") == "visible"]
    since_1904 = any(book.get("date1904") in {"1", "true"} for book in _all(archive, main, "workbookPr"))
    days, padded = _styles(archive, join(folder, "styles.xml"))
    strings = _strings(archive, join(folder, "sharedStrings.xml"))
    book = _Book(archive, strings, days, padded, _FIRST_1904 if since_1904 else _FIRST)
    sheets = []
    for name, part in [(sheet.get("name", ""), parts.get(sheet.get("id", ""), "")) for sheet in visible]:
        try:
            sheets += [_sheet(book, name, part)] if part in archive else []
        except ListError as fault:
            fault.sheet = short(name, 60)
            raise
    return tuple(sheets)


def _main(archive: Archive) -> str | None:
    """The main part of the workbook; None when the file has none."""
    for relation in _all(archive, "_rels/.rels", "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            part = _inside("", relation.get("Target", ""))
            return part if part in archive and any(True for _ in _all(archive, part, "sheets")) else None
    return None


def _inside(folder: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))


def _all(archive: Archive, part: str, name: str) -> list[dict[str, str]]:
    return [attributes(element) for _, element in elements(archive, part, frozenset({name}))]


def _strings(archive: Archive, part: str) -> list[str]:
    return [_text(element) for _, element in elements(archive, part, frozenset({"si"}))]


def _text(element: ET.Element) -> str:
    """The text of a shared or inline string, without phonetic hints."""
    pieces: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [part.text or "" for part in child if local(part.tag) == "t"]
    return short("".join(pieces)).replace("_x000D_", "").replace("\r", "")


def _styles(archive: Archive, part: str) -> tuple[frozenset[int], dict[int, int]]:
    """The styles of cells that show days, and those that show leading zeros."""
    codes: dict[int, str] = {}
    used: list[int] = []
    for name, element in elements(archive, part, frozenset({"numFmt", "cellXfs"})):
        if name == "numFmt":
            values = attributes(element)
            codes[_number(values.get("numFmtId", ""))] = values.get("formatCode", "")
        else:
            used = [_number(attributes(child).get("numFmtId", "")) for child in element]
    days = {
        index
        for index, number in enumerate(used)
        if (number in _DAYS and number not in codes) or _shows_days(codes.get(number, ""))
    }
    padded = {
        index: len(codes[number]) for index, number in enumerate(used) if re.fullmatch("0{2,30}", codes.get(number, ""))
    }
    return frozenset(days), padded


def _shows_days(code: str) -> bool:
    bare = _NO_DAY.sub("", code.partition(";")[0]).lower()
    return "y" in bare or "d" in bare


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _sheet(book: _Book, name: str, part: str) -> Sheet:
    rows: list[Row] = []
    merged: list[tuple[int, int, int, int]] = []
    last = 0
    for kind, element in elements(book.archive, part, frozenset({"row", "mergeCell"})):
        if kind == "mergeCell":
            area = _AREA.fullmatch(attributes(element).get("ref", ""))
            if area is not None:
                few_merged(len(merged), last)
                (top, left), (bottom, right) = _place(area[1]), _place(area[2])
                merged.append((top, left, bottom, right))
            continue
        number = _number(attributes(element).get("r", "")) if "r" in attributes(element) else last + 1
        if number <= last:
            raise ListError("La feuille a deux fois la même ligne.", AGAIN, last)
        last = number
        row = row_of(number, _cells(book, element, number))
        if row is not None:
            bounded(number, len(row.cells))
            rows.append(row)
    return Sheet(name, tuple(rows), tuple(merged))


def _cells(book: _Book, element: ET.Element, number: int) -> list[Cell]:
    """The cells of a row, at their places; a cell without a place follows the one before."""
    cells: list[Cell] = []
    for child in element:
        if local(child.tag) != "c":
            continue
        at = child.get("r")
        column = _place(at)[1] if at is not None and _PLACE.fullmatch(at) else len(cells)
        cell = _cell(book, child)
        if cell == EMPTY:
            continue
        bounded(number, column + 1)
        book.cells += 1
        if book.cells > MOST_CELLS:
            raise ListError("Le classeur a plus d’un million de cellules.", "Ne garder que les actes à faire.", number)
        cells += [EMPTY] * (column - len(cells))
        cells[column : column + 1] = [cell]
    return cells


def _place(text: str) -> tuple[int, int]:
    """The row and the index of the column of « B3 »."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _cell(book: _Book, element: ET.Element) -> Cell:
    kind, value, formula = element.get("t", "n"), "", False
    for child in element:
        name = local(child.tag)
        if name == "v":
            value = (child.text or "").strip() if kind != "str" else child.text or ""
        elif name == "is":
            value = _text(child)
        elif name == "f":
            formula = True
    if not value:
        return Cell(fault="la formule de la cellule n’a pas de résultat enregistré") if formula else EMPTY
    if kind == "e":
        return Cell(fault=_ERROR.format(short(value, 20)))
    return _typed(book, kind, value, _number(element.get("s", "0")))


def _typed(book: _Book, kind: str, value: str, style: int) -> Cell:
    if kind == "s":
        index = _number(value)
        if not 0 <= index < len(book.strings):
            return Cell(fault="le texte de la cellule manque dans le fichier")
        return _words(book.strings[index])
    if kind in {"str", "inlineStr"}:
        return _words(value)
    if kind == "b":
        return Cell("oui" if value == "1" else "non")
    if kind == "d":
        return Cell(value[:10])
    try:
        number = float(value)
    except ValueError:
        return Cell(fault=f"« {short(value, 20)} » n’est pas un nombre")
    if style in book.days:
        return _day(book, number)
    text = number_text(number)
    return Cell(text.zfill(book.padded[style]) if style in book.padded and text.isdecimal() else text)


def _words(text: str) -> Cell:
    return Cell(text.strip()) if text.strip() else EMPTY


def _day(book: _Book, number: float) -> Cell:
    if not 1 <= number <= _MOST_DAYS:
        return Cell(fault=f"le nombre {number_text(number)} n’est le numéro d’aucun jour")
    days = int(number)
    if book.first == _FIRST and days < 60:
        days += 1  # these workbooks count a 29 February 1900
    try:
        return Cell((book.first + timedelta(days=days)).isoformat())
    except OverflowError:
        return Cell(fault=f"le nombre {number_text(number)} n’est le numéro d’aucun jour")
