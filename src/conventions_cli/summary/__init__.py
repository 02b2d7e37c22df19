"""The money and the calendar of a round, for people and for machines: one module per form, one registry.

Every form shows the same figures, computed once (`figures`, `deadlines`). To add a form, write a module with a function
from a summary and a view to bytes, and list it here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from conventions_cli.foundation import Record, door, field
from conventions_cli.summary.figures import Summary

if TYPE_CHECKING:
    from conventions_cli.summary.act_states import Standing, standing_of, standings_json
    from conventions_cli.summary.figures import Counted, LeftOut, Member, count, services_of, summarise

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)


class View(Record, frozen=True):
    """How a summary is shown.

    `today`: the day deadlines are compared with, none by default. `links`: by act, its files as (label, address).
    `table`: the table of the CSV. `columns`: those of the list the acts came from, as (title, key). `reminders`: how
    many days before each deadline a calendar recalls it. `width` in characters and `color`: of the terminal.
    """

    today: date | None = None
    links: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    table: str = "actes"
    reminders: tuple[int, ...] = (7,)
    columns: tuple[tuple[str, str], ...] = ()
    width: int = 100
    color: bool = False


Writer = Callable[[Summary, View], bytes]


def writer(name: str) -> Writer:
    """The function that writes the form of that name, imported on demand. Raises KeyError for an unknown name."""
    match name:
        case "table":
            from conventions_cli.summary.screen import write_table

            return write_table
        case "json":
            from conventions_cli.summary.json_summary import write_json

            return write_json
        case "csv":
            from conventions_cli.summary.flat import write_csv

            return write_csv
        case "xlsx":
            from conventions_cli.summary.workbook import write_xlsx

            return write_xlsx
        case "html":
            from conventions_cli.summary.webpage import write_html

            return write_html
        case "ics":
            from conventions_cli.summary.agenda import write_ics

            return write_ics
    raise KeyError(name)
