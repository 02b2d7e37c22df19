"""The table a batch ends with."""

import io
import shutil
import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from conventions_cli.batch import Made
from conventions_cli.diagnostics import Severity
from conventions_cli.french.amounts import format_amount

_PLAIN_WIDTH = 120


def plain_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of texts; what they hold is data, never markup."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    stream = io.StringIO()
    width = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if sys.stderr.isatty() else _PLAIN_WIDTH
    Console(file=stream, width=width, color_system=None).print(table)
    return stream.getvalue()


def acts_table(acts: Sequence[Made], most: int) -> str:
    """Acts, amounts, states, files, findings. Beyond `most` acts, those with a finding, and the count of the rest."""
    shown = list(acts)
    if len(shown) > most:
        shown = [act for act in acts if act.diagnostics][:most]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Acte", overflow="fold")
    table.add_column("Montant", justify="right", no_wrap=True)
    table.add_column("État", no_wrap=True)
    table.add_column("Fichiers", no_wrap=True)
    table.add_column("Constats", no_wrap=True)
    for act in shown:
        amount = format_amount(act.amount) if act.amount is not None else ""
        files = ", ".join(name.rsplit(".", 1)[-1] for name, _ in act.outputs)
        table.add_row(*map(Text, (act.order.stem, amount, _state(act), files, _counts(act))))
    stream = io.StringIO()
    width = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if sys.stdout.isatty() else _PLAIN_WIDTH
    console = Console(file=stream, width=width, color_system=None)
    if shown:
        console.print(table)
    if len(acts) > len(shown):
        rest = len(acts) - len(shown)
        console.print(Text(f"{rest} autre{'s' if rest > 1 else ''} acte{'s' if rest > 1 else ''} sans constat."))
    return stream.getvalue()


def _state(act: Made) -> str:
    if act.faulty:
        return "à corriger"
    state = "projet" if act.draft else "final"
    return f"{state}, à jour" if act.reused else state


def _counts(act: Made) -> str:
    errors = sum(one.severity is Severity.ERROR for one in act.diagnostics)
    others = len(act.diagnostics) - errors + act.warnings
    said = []
    if errors:
        said.append(f"{errors} erreur{'s' if errors > 1 else ''}")
    if others:
        said.append(f"{others} avertissement{'s' if others > 1 else ''}")
    return ", ".join(said)
