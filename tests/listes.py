"""Lists as programs write them: a Grist document, an ODS, an XLSX, with what each keeps beside the values."""

import io
import sqlite3
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_META = """
CREATE TABLE _grist_Tables(id INTEGER PRIMARY KEY, tableId TEXT, summarySourceTable INT, rawViewSectionRef INT);
CREATE TABLE _grist_Tables_column(id INTEGER PRIMARY KEY, parentId INT, parentPos NUMERIC, colId TEXT, type TEXT,
  label TEXT, displayCol INT);
CREATE TABLE _grist_Views_section(id INTEGER PRIMARY KEY, title TEXT);
"""


def write_grist(path: Path, tables: dict[str, list]) -> None:
    """Tables by name: their columns as (label, type), then their rows; a table of one column may give bare values."""
    base = sqlite3.connect(path)
    base.executescript(_META)
    column = 0
    for number, (table, rows) in enumerate(tables.items(), start=1):
        titles = rows[0]
        base.execute("INSERT INTO _grist_Tables VALUES(?, ?, 0, ?)", (number, table, number))
        base.execute("INSERT INTO _grist_Views_section VALUES(?, '')", (number,))
        names = []
        for label, kind in titles:
            column += 1
            names.append(f"c{column}")
            one = (column, number, column, names[-1], kind, label)
            base.execute("INSERT INTO _grist_Tables_column VALUES(?, ?, ?, ?, ?, ?, 0)", one)
        base.execute(f"CREATE TABLE {table}(id INTEGER PRIMARY KEY, {', '.join(names)})")
        for values in rows[1:]:
            cells = values if isinstance(values, tuple) else (values,)
            base.execute(f"INSERT INTO {table} VALUES(NULL, {', '.join('?' * len(cells))})", cells)
    base.commit()
    base.close()


def ods(rows: str, name: str = "Actes") -> bytes:
    """An ODS of one sheet, by the XML of its rows (prefixes `o`, `t`, `x`)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        spaces = "".join(
            f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
            for key, what in (("o", "office"), ("t", "table"), ("x", "text"))
        )
        archive.writestr(
            "content.xml",
            f'<o:document-content{spaces}><o:body><o:spreadsheet><t:table t:name="{name}">{rows}</t:table>'
            "</o:spreadsheet></o:body></o:document-content>",
        )
    return stream.getvalue()


def ods_row(*cells: str, more: str = "") -> str:
    """A row of texts; a cell that starts with « < » is XML already."""
    written = (
        cell
        if cell.startswith("<")
        else f'<t:table-cell o:value-type="string"><x:p>{escape(cell)}</x:p></t:table-cell>'
        for cell in cells
    )
    return f"<t:table-row{more}>{''.join(written)}</t:table-row>"


def xlsx(*rows: list, change=None, title: str = "Actes") -> bytes:
    """An XLSX as another program writes it; `change`: what else to do to its sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
