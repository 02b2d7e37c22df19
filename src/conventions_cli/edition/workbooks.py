"""The workbook that one person fills with the values they can supply, and the values read back from it.

Each value has a row: its label, a cell to fill, an example, its key. Only the cells to fill are unlocked. A returned
workbook is read through `tables`, which trusts nothing of it.
"""

import io
from collections.abc import Iterator

from conventions_cli.edition.form_parts import Field, Lack
from conventions_cli.foundation import moment_made
from conventions_cli.french import capitalized
from conventions_cli.tables import ListError, Sheet, read_sheets

_ASKED, _VALUE, _EXAMPLE, _KEY = "Ce qui est demandé", "Valeur", "Exemple", "Clé"
_WIDTHS = (45, 45, 35, 35)
_MOST_CHOICES = 255  # letters of a list of choices: the limit of the format
_MOST_ROWS = 2000


def workbook_of(asked_fields: list[tuple[Lack, Field]], act: str) -> bytes:
    """The bytes of the XLSX workbook to send; `act`: the name of the act, for its title."""
    from xlsxwriter import Workbook  # late: few people ask for a workbook

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"title": f"À remplir – {act}", "author": "convention", "created": moment_made()})
    sheet = book.add_worksheet("À remplir")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    open_ = book.add_format({"num_format": "@", "locked": False, "border": 1, "text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip((_ASKED, _VALUE, _EXAMPLE, _KEY), _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for row, (lack, field) in enumerate(asked_fields, 1):
        sheet.write_string(row, 0, capitalized(lack.label), plain)
        sheet.write_blank(row, 1, None, open_)
        sheet.write_string(row, 2, field.example, plain)
        sheet.write_string(row, 3, field.key, plain)
        choices = [choice.value for choice in field.choices]
        if choices and len(",".join(choices)) <= _MOST_CHOICES and not any("," in choice for choice in choices):
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return stream.getvalue()


def read_workbook_values(data: bytes, ending: str) -> dict[str, str]:
    """The values of a returned workbook, by key; `ending`: of its file name, as `.xlsx`. Raises ListError."""
    values: dict[str, str] = {}
    for sheet in read_sheets(data, ending):
        values.update(_values(sheet))
    return values


def _values(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The keys and values of the filled rows below the row that names the columns."""
    columns: dict[str, int] = {}
    for row in sheet.rows[:_MOST_ROWS]:
        texts = [cell.text.strip() for cell in row.cells]
        if _KEY in texts and _VALUE in texts:
            columns = {name: texts.index(name) for name in (_KEY, _VALUE)}
        elif columns:
            key, value = row.cell(columns[_KEY]), row.cell(columns[_VALUE])
            if value.fault:
                raise ListError(f"Ligne {row.number}\u00a0: {value.fault}.", "Retaper cette valeur.", row.number)
            if key.text.strip() and value.text.strip():
                yield key.text.strip(), value.text
