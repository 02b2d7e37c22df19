"""Reads a CSV; its encoding and its separator are detected."""

import codecs
import csv
import io

from conventions_cli.tables.sheets import EMPTY, MOST_TEXT, Cell, ListError, Row, Sheet, bounded, row_of, short

_SEPARATORS = (";", "\t", ",", "|")
_LOOKED_AT = 20  # first rows, which decide the separator
_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes) -> tuple[Sheet, ...]:
    """The one sheet of a CSV. Raises ListError."""
    text = _decoded(data)
    separator, start = _separator(text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            if number < start:
                continue
            bounded(number, len(fields))
            row = row_of(number, [_cell(field) for field in fields])
            if row is not None:
                rows.append(row)
    except csv.Error as fault:
        raise ListError(
            "La ligne a un guillemet qui n’est jamais refermé, ou une cellule démesurée.",
            "Ouvrir le fichier dans un tableur, corriger cette ligne, et l’enregistrer de nouveau.",
            number + 1,
        ) from fault
    return (Sheet("", tuple(rows)),)


def _decoded(data: bytes) -> str:
    """The text, in the encoding of its byte-order mark, else in UTF-8, else in that of Windows. Raises ListError."""
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data.decode(encoding)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise ListError("Le fichier n’est pas du texte lisible.", "L’enregistrer en « CSV UTF-8 ».") from fault
    if "\0" in text:
        raise ListError("Le fichier n’est pas du texte.", "Donner un .csv, un .xlsx, un .ods ou un .grist.")
    return text


def _separator(text: str) -> tuple[str, int]:
    """The separator, and the number of the first row to read. A first line « sep=; », for spreadsheets, states it."""
    first, _, _ = text.partition("\n")
    order = first.strip().strip('"').lower()
    if order.startswith("sep=") and len(order) == 5 and order[-1] in _SEPARATORS:
        return order[-1], 2
    head = text[:20_000]
    return max(_SEPARATORS, key=lambda sign: _columns(head, sign)), 1


def _columns(head: str, separator: str) -> int:
    """The number of separators in the first rows, if this is the separator."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    count = 0
    try:
        for number, fields in enumerate(reader):
            if number >= _LOOKED_AT:
                break
            count += len(fields) - 1
    except csv.Error:
        return 0
    return count


def _cell(field: str) -> Cell:
    text = field.strip()
    if not text:
        return EMPTY
    if text[0] == "'" and text[1:].lstrip()[:1] in _FORMULA and len(text) > 1:
        return Cell(text[1:])  # an apostrophe that we and others write before the sign of a formula
    if text[0] == "=":
        return Cell(fault=f"la cellule commence par « = » : « {short(text, 40)} » est une formule, pas une valeur")
    return Cell(short(text, MOST_TEXT))
