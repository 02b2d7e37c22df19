"""`convention status`: the state of each act of a folder, one line an act."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir, day_given
from conventions_cli.cli.streams import STDIN, check_one, deliver, exit_code, expand, report
from conventions_cli.foundation import Diagnostic, catalogue

if TYPE_CHECKING:
    from conventions_cli.summary import Standing

_FORMATS = "table, json"
_SHOWN = 60  # characters of a file name: a longer name would be wrapped at the start of a line


def status(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers, ou - pour l’entrée standard."),
    ],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=f"Forme : {_FORMATS}.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire dans ce fichier.")
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="Le jour où l’on se place ; par défaut, aujourd’hui.")
    ] = None,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Dire où en est chaque acte : son état, ce qui manque et par qui, ses constats, sa prochaine date.

    \b
    Exemples :
      convention status specs/fast17
      convention status specs/fast17 --format json
    """
    if form not in _FORMATS.split(", "):
        raise refuse(f"la forme « {form} » n’existe pas. Formes : {_FORMATS}.")
    day = day_given(today, "--today") or _today()
    from conventions_cli.cli.step_summary import stated_anyway
    from conventions_cli.foundation import replace
    from conventions_cli.pipeline import Options
    from conventions_cli.summary import standing_of, standings_json

    options = Options(settings or (), template_dir, acts_only=True)
    acts: list[Standing] = []
    diagnostics: list[Diagnostic] = []
    for name in expand(specs):
        outcome = check_one(name, options)
        diagnostics.extend(outcome.diagnostics)
        if any(diagnostic.code is catalogue.UNREADABLE for diagnostic in outcome.diagnostics):
            report(outcome.diagnostics, quiet=quiet)  # there is no act there
            continue
        stem = "entree" if name == STDIN else Path(name).stem
        standing = standing_of(stem, name, outcome.value, outcome.diagnostics, day)
        acts.append(standing if outcome.value is not None else replace(standing, service=stated_anyway(name).what))
    if not acts:
        raise typer.Exit(exit_code(diagnostics, strict=False))
    text = standings_json(acts, day) if form == "json" else _table(acts, output)
    code = exit_code(diagnostics, strict=False)
    if output is not None:
        raise typer.Exit(deliver(output, text.encode("utf-8", "replace"), quiet=quiet) or code)
    if form == "json":
        hand(text)
    else:
        show(text)
        _tell(acts, quiet=quiet)
    raise typer.Exit(code)


def _today() -> date:
    """The day that the environment states, else that of the machine, which no other command uses."""
    from conventions_cli.foundation import made_at

    stated = made_at()
    return date(*stated[:3]) if stated is not None else datetime.now(UTC).astimezone().date()


def _table(acts: "list[Standing]", output: Path | None) -> str:
    """One line an act. A column that is empty, or the same for all acts, is left out; no column is cropped."""
    from conventions_cli.cli.batch_table import plain_table
    from conventions_cli.document import shortened

    heads = ("Acte", "Service", "Genre", "État", "Manque", "Constats", "Prochaine date")
    rows = [
        (
            *(shortened(act.act, _SHOWN), act.service, act.kind, act.state, act.lacks, act.faults),
            f"{act.next[0]:%d/%m/%Y} : {act.next[1]}" if act.next is not None else "",
        )
        for act in acts
    ]
    filled = [index for index in range(len(heads)) if index < 2 or any(row[index] for row in rows)]
    kinds = {act.kind for act in acts if act.kind}
    kept = [index for index in filled if heads[index] != "Genre" or len(kinds) > 1]
    shown = [tuple(row[index] for index in kept) for row in rows]
    return plain_table([heads[index] for index in kept], shown, sys.stdout if output is None else sys.stderr)


def _tell(acts: "list[Standing]", *, quiet: bool) -> None:
    if not quiet and any(act.errors or act.warnings for act in acts):
        say("« convention validate » détaille les constats.")
