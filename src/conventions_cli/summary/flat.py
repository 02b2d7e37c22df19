"""One table as CSV, for a spreadsheet set in French and for programs.

UTF-8 with a mark, semicolons and CRLF: a French Excel opens it by a double click, accents and columns right. Amounts
are plain digits, days `AAAA-MM-JJ`, which every spreadsheet reads as such.
"""

import csv
import io
from datetime import date

from conventions_cli.summary import View
from conventions_cli.summary.figures import Summary
from conventions_cli.summary.shown_tables import Cell, table_named
from conventions_cli.summary.stated_values import TO_COMPLETE, ToComplete

# First signs that make a spreadsheet compute a cell; some spreadsheets take full-width forms too.
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def write_csv(summary: Summary, view: View) -> bytes:
    """The rows of one table, without totals: programs and pivot tables make their own."""
    table = table_named(summary, view.table, view.today, view.columns)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(column.title) for column in table.columns])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, ToComplete):
        return TO_COMPLETE.value
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else neutral(cell)


def neutral(text: str) -> str:
    """A text that no spreadsheet reads as a formula: an apostrophe is put before a sign that would start one."""
    start = text.lstrip(" \u00a0\u202f\u2009")[:1] or text[:1]
    return f"'{text}" if start in _FORMULA else text
