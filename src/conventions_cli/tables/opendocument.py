"""Reads an ODS: typed values of cells, repeated rows and cells, merged areas (OpenDocument 1.3)."""

from xml.etree import ElementTree as ET

from conventions_cli.foundation import Record, field
from conventions_cli.tables.packed import AGAIN, archive_of, attributes, elements, local, part_of
from conventions_cli.tables.sheets import (
    EMPTY,
    MOST_CELLS,
    MOST_COLUMNS,
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

_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_NUMBERS = frozenset({"float", "currency", "percentage"})


class _Reading(Record):
    rows: list[Row] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    next: int = 1
    cells: int = 0


def read_opendocument(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an ODS, in its order. Raises ListError."""
    archive = archive_of(data)
    if not part_of(archive, "mimetype").startswith(_MIME):
        raise ListError("Le fichier n’est pas un classeur OpenDocument, malgré son nom.", AGAIN)
    sheets: list[Sheet] = []
    titles: list[str] = []

    def begun(name: str, element: ET.Element) -> None:
        if name == "table":
            titles.append(attributes(element).get("name", ""))

    reading = _Reading()
    try:
        for name, element in elements(archive, "content.xml", frozenset({"table-row", "table"}), begun):
            if name == "table-row":
                _add(reading, element)
                continue
            title = attributes(element).get("name", "")
            sheets.append(Sheet(title, tuple(reading.rows), tuple(reading.merged)))
            reading = _Reading(cells=reading.cells)
    except ListError as fault:
        fault.sheet = short(titles[-1], 60) if titles else ""
        raise
    return tuple(sheets)


def _add(reading: _Reading, element: ET.Element) -> None:
    """Add a row as many times as it is repeated; an empty row only increases the number."""
    times = _count(attributes(element).get("number-rows-repeated", "1"))
    number = reading.next
    reading.next += times
    row = row_of(number, _cells(reading, element, number))
    if row is None:
        return
    for again in range(times):
        bounded(number + again, len(row.cells))
        reading.cells += len(row.cells)
        if reading.cells > MOST_CELLS:
            raise ListError(
                "Le classeur a plus d’un million de cellules.", "Ne garder que les actes à faire.", number + again
            )
        reading.rows.append(Row(number + again, row.cells))


def _cells(reading: _Reading, element: ET.Element, number: int) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for child in element:
        if local(child.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        values = attributes(child)
        times = _count(values.get("number-columns-repeated", "1"))
        cell = EMPTY if local(child.tag) == "covered-table-cell" else _cell(child, values)
        down, across = (_count(values.get(f"number-{axis}-spanned", "1")) for axis in ("rows", "columns"))
        if down > 1 or across > 1:
            reading.merged.append((number, column, number + down - 1, column + across - 1))
            few_merged(len(reading.merged), number)
        if cell != EMPTY:
            bounded(number, column + times)
            cells += [EMPTY] * (column - len(cells)) + [cell] * times
        column = min(column + times, MOST_COLUMNS + 1)
    return cells


def _count(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _cell(element: ET.Element, values: dict[str, str]) -> Cell:
    kind = values.get("value-type", "")
    displayed = _displayed(element)
    if "formula" in values and (kind == "" or displayed.startswith(("#", "Err:"))):
        return Cell(fault=f"la formule de la cellule est en erreur ({short(displayed, 20) or 'sans résultat'})")
    if kind in _NUMBERS:
        try:
            number = float(values.get("value", ""))
        except ValueError:
            return Cell(fault=f"« {short(values.get('value', ''), 20)} » n’est pas un nombre")
        text = number_text(number)
        padded = displayed.isdecimal() and displayed.startswith("0") and displayed.lstrip("0") == text
        return Cell(displayed if padded else text)
    if kind == "date":
        return Cell(values.get("date-value", "")[:10])
    if kind == "boolean":
        return Cell("oui" if values.get("boolean-value") == "true" else "non")
    return Cell(displayed) if displayed else EMPTY


def _displayed(element: ET.Element) -> str:
    """The paragraphs of a cell, without its notes."""
    return short("\n".join(_words(child) for child in element if local(child.tag) == "p")).strip()


def _words(element: ET.Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        name = local(child.tag)
        if name == "s":
            pieces.append(" " * min(_count(attributes(child).get("c", "1")), 100))
        elif name in {"tab", "line-break"}:
            pieces.append(" ")
        elif name != "annotation":
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
