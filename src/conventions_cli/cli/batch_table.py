"""The table a batch ends with."""

import io
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from conventions_cli.batch import ActResult
from conventions_cli.foundation import Severity, visible
from conventions_cli.french import format_amount

if TYPE_CHECKING:
    from rich.table import Table

_PLAIN_WIDTH = 120


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]], shown_on: TextIO | None = None) -> str:
    """A table of texts, in which no markup is read. `shown_on`: the stream it is for, the one that talks by default."""
    table = _table()
    for name in columns:
        table.add_column(name, overflow="fold")
    return _drawn(table, rows, shown_on or sys.stderr)


def acts_table(acts: Sequence[ActResult], most: int) -> str:
    """Acts, amounts, states, files, diagnostics. Beyond `most` acts, only those with diagnostics have a line."""
    if len(acts) <= most:
        return _table_of(acts) if acts else ""
    noted = [act for act in acts if act.diagnostics or act.warnings]
    text = _table_of(noted[:most]) if noted else ""
    if len(noted) > most:
        text += f"{_others(len(noted) - most)} avec des constats.\n"
    if len(acts) > len(noted):
        text += f"{_others(len(acts) - len(noted))} sans constat.\n"
    return text


def _others(count: int) -> str:
    return f"{count} autre{'s' if count > 1 else ''} acte{'s' if count > 1 else ''}"


def _table_of(acts: Sequence[ActResult]) -> str:
    table = _table()
    table.add_column("Acte", overflow="fold")
    table.add_column("Montant", justify="right", overflow="fold")
    table.add_column("État", overflow="fold")
    table.add_column("Fichiers", overflow="fold")
    table.add_column("Constats", overflow="fold")
    rows = []
    for act in acts:
        amount = format_amount(act.amount) if act.amount is not None else ""
        files = ", ".join(name.rsplit(".", 1)[-1] for name, _ in act.outputs)
        rows.append((act.order.stem, amount, _state(act), files, _counts(act)))
    return _drawn(table, rows, sys.stdout)


def _table() -> "Table":
    from rich.box import SIMPLE_HEAD  # late: a large batch without diagnostics draws no table
    from rich.table import Table

    return Table(box=SIMPLE_HEAD, pad_edge=False)


def _drawn(table: "Table", rows: Sequence[Sequence[str]], shown_on: TextIO) -> str:
    """The table with these rows, as wide as the terminal, if it is shown on one."""
    from rich.text import Text  # late: see above

    from conventions_cli.reporting import Paper

    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    stream = io.StringIO()
    width = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if shown_on.isatty() else _PLAIN_WIDTH
    longest = max((len(visible(row[0])) for row in rows), default=0)
    table.columns[0].min_width = min(longest, width // 4)  # a name cut in two reads as another: « acte-1 », then « 0 »
    Paper(file=stream, width=width, color_system=None).print(table)
    return stream.getvalue()


def _state(act: ActResult) -> str:
    if act.faulty:
        return "à corriger"
    state = "projet" if act.draft else "final"
    return f"{state}, à jour" if act.reused else state


def _counts(act: ActResult) -> str:
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in act.diagnostics)
    others = len(act.diagnostics) - errors + act.warnings
    phrases = []
    if errors:
        phrases.append(f"{errors} erreur{'s' if errors > 1 else ''}")
    if others:
        phrases.append(f"{others} avertissement{'s' if others > 1 else ''}")
    return ", ".join(phrases)
