"""The summary as a workbook: real numbers and days, totals as formulas with their value kept, a frozen header.

Texts are written as texts only, never read for a formula or an address. The same summary gives the same bytes.
"""

import io
from datetime import date
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from conventions_cli.foundation import Record, field, moment_made
from conventions_cli.summary import View
from conventions_cli.summary.figures import Summary
from conventions_cli.summary.sentences import heading, left_out_sentences, text_of
from conventions_cli.summary.shown_tables import Cell, Column, Foot, Kind, Table, tables
from conventions_cli.summary.stated_values import TO_COMPLETE, ToComplete

_MOST = 32_767  # characters a cell holds
_NARROWEST, _WIDEST, _FOOT_TITLE = 8, 56, 22  # characters
_LINE, _MOST_LINES = 16, 25  # points; a row holds 409 of them
_PAGE = 170  # characters a landscape page holds and stays readable
_NUMBER_FORMATS = {
    Kind.EUROS: '#,##0\u00a0"€";-#,##0\u00a0"€";',
    Kind.DAY: "dd/mm/yyyy",
    Kind.NUMBER: "0",
    Kind.YEAR: "0",
}
_RIGHT = {Kind.EUROS, Kind.NUMBER}


def write_xlsx(summary: Summary, view: View) -> bytes:
    """One sheet per table."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = heading(summary)
    book.set_properties(
        {
            "title": f"Suivi des conventions – {title}",
            "subject": "Conventions : montants et échéances",
            "author": "convention",
            "comments": "Classeur produit par « convention summary » à partir des spécifications.",
            "created": moment_made(),
        }
    )
    looks = _Looks(book)
    for table in tables(summary, view.today, view.columns):
        _Sheet(book.add_worksheet(table.title), table, looks).write(left_out_sentences(summary))
    book.close()
    return stream.getvalue()


class _Looks(Record, dict=True):
    """The formats of cells, made once each."""

    book: Workbook

    def __post_init__(self) -> None:
        self._formats: dict[tuple[Kind, bool, bool], Format] = {}
        self.header = self.book.add_format(
            {"bold": True, "bg_color": "#E8EDFF", "text_wrap": True, "valign": "vcenter", "bottom": 1}
        )
        self.header_right = self.book.add_format(
            {
                "bold": True,
                "bg_color": "#E8EDFF",
                "text_wrap": True,
                "valign": "vcenter",
                "bottom": 1,
                "align": "right",
                "indent": 1,
            }
        )
        self.note = self.book.add_format({"italic": True})

    def of(self, kind: Kind, *, foot: bool, missing: bool = False) -> Format:
        """The format of a cell of a kind; a foot is bold, and a value to complete stands out."""
        key = (kind, foot, missing)
        if key not in self._formats:
            style: dict[str, object] = {"valign": "vcenter"}
            if kind in _NUMBER_FORMATS:
                style["num_format"] = _NUMBER_FORMATS[kind]
                style |= {"align": "right", "indent": 1} if kind in _RIGHT else {"align": "left"}
            else:
                style["text_wrap"] = True
            if foot:
                style |= {"bold": True, "top": 1}
            if missing:
                style["bg_color"] = "#FFF3B0"
            self._formats[key] = self.book.add_format(style)
        return self._formats[key]


class _Sheet(Record):
    """One table on its sheet: the header on row 1, the rows, the totals, then what is left out."""

    sheet: Worksheet
    table: Table
    looks: _Looks
    widths: list[float] = field(default_factory=list)

    def write(self, notes: tuple[str, ...]) -> None:
        """Fill the sheet."""
        table, sheet = self.table, self.sheet
        rows = len(table.rows)
        sheet.set_default_row(_LINE)
        self.widths = [self._width(index, column) for index, column in enumerate(table.columns)]
        for index, column in enumerate(table.columns):
            right = column.kind in _RIGHT
            sheet.write_string(0, index, column.title, self.looks.header_right if right else self.looks.header)
            sheet.set_column(index, index, self.widths[index])
        self._set_height(0, [column.title for column in table.columns])
        for number, row in enumerate(table.rows, start=1):
            for index, cell in enumerate(row):
                self._cell(number, index, cell, table.columns[index])
            self._set_height(number, [text_of(cell, column) for cell, column in zip(row, table.columns, strict=True)])
        for number, foot in enumerate(table.feet, start=rows + 1):
            self._foot(number, foot)
            self._set_height(number, [foot.title])
        for number, note in enumerate(notes, start=rows + len(table.feet) + 2):
            sheet.write_string(number, 0, _bounded(f"Non compris : {note}"), self.looks.note)
        self._arrange(rows)

    def _arrange(self, rows: int) -> None:
        """Set the frozen header, the filter and the print pages."""
        last = len(self.table.columns) - 1
        self.sheet.freeze_panes(1, 1)
        self.sheet.autofilter(0, 0, max(rows, 1), last)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{rows + 1}"})
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(max(1, round(sum(self.widths) / _PAGE)), 0)
        self.sheet.repeat_rows(0)
        self.sheet.repeat_columns(0)
        self.sheet.set_footer("&L&A&RPage &P sur &N")

    def _width(self, index: int, column: Column) -> float:
        """The width for the longest cell, within bounds; in the first column, also for the titles of the totals."""
        words = max(len(word) for word in column.title.split())
        cells = [row[index] for row in self.table.rows] + [foot.cells[index] for foot in self.table.feet]
        longest = max((len(text_of(cell, column)) for cell in cells), default=0)
        if index == 0 and self.table.feet:
            longest = max(longest, _FOOT_TITLE)
        return min(max(words + 4, longest + 3, _NARROWEST), _WIDEST)

    def _set_height(self, row: int, texts: list[str]) -> None:
        """Set the height of a row whose texts wrap: not every program does it by itself."""
        lines = max(ceil(len(text) / width) for text, width in zip(texts, self.widths, strict=False))
        if lines > 1:
            self.sheet.set_row(row, _LINE * min(lines, _MOST_LINES))

    def _cell(self, row: int, index: int, cell: Cell, column: Column) -> None:
        missing = isinstance(cell, ToComplete)
        look = self.looks.of(column.kind, foot=False, missing=missing)
        if isinstance(cell, int) and column.adds:
            self.sheet.write_formula(row, index, self._addition(row, column), look, cell)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, index, cell, look)
        elif isinstance(cell, int):
            self.sheet.write_number(row, index, cell, look)
        elif cell is None:
            self.sheet.write_blank(row, index, None, look)
        else:
            text = TO_COMPLETE.value if isinstance(cell, ToComplete) else cell
            self.sheet.write_string(row, index, _bounded(text), look)

    def _addition(self, row: int, column: Column) -> str:
        return f"=SUM({','.join(f'{xl_col_to_name(index)}{row + 1}' for index in column.adds)})"

    def _foot(self, row: int, foot: Foot) -> None:
        look = self.looks.of(Kind.TEXT, foot=True)
        for index, (cell, column) in enumerate(zip(foot.cells, self.table.columns, strict=True)):
            if index == 0:
                self.sheet.write_string(row, 0, foot.title, look)
            elif column.total:
                value: int | str = TO_COMPLETE.value if isinstance(cell, ToComplete) else _number(cell)
                style = self.looks.of(column.kind, foot=True, missing=isinstance(cell, ToComplete))
                self.sheet.write_formula(row, index, self._total(foot, index), style, value)
            else:
                self.sheet.write_blank(row, index, None, look)

    def _total(self, foot: Foot, index: int) -> str:
        """The formula of the sum of the rows of a foot; « à compléter » when all its cells are."""
        rows = len(self.table.rows)
        own = xl_range(1, index, rows, index)
        if foot.state is None:
            total, missing = f"SUM({own})", f'COUNTIF({own},"{TO_COMPLETE.value}")'
        else:
            states = xl_range_abs(1, 1, rows, 1)
            total = f'SUMIF({states},"{foot.state}",{own})'
            missing = f'COUNTIFS({states},"{foot.state}",{own},"{TO_COMPLETE.value}")'
        if not any(row[index] is TO_COMPLETE for row in self.table.rows):
            return f"={total}"
        return f'=IF(AND({total}=0,{missing}>0),"{TO_COMPLETE.value}",{total})'


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _bounded(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
