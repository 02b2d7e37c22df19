"""Reads lists kept in any program as rows of texts: CSV, XLSX, ODS, Grist, and the dossiers of an API.

`reading` tells what a file is and bounds it; one module a format (`delimited`, `xlsx`, `opendocument`, `grist`,
`dossier`), which gives `sheets`. Files come from anyone: nothing in them is run, and every size is bounded.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.tables.reading import is_list, read_list, read_sheets
    from conventions_cli.tables.sheets import Cell, ListError, Row, Sheet, letters, place_name

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
