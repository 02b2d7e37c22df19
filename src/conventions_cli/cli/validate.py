"""`convention validate`: every fault of specs, before anything is rendered."""

import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from conventions_cli.cli.options import Quiet, SetOption, Strict, TemplateDir
from conventions_cli.cli.streams import STDIN, check_one, exit_code, report
from conventions_cli.diagnostics import Diagnostic, Severity


def validate(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers, ou - pour l’entrée standard."),
    ],
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Vérifier des spécifications : écriture, champs, droit, montants, codes CHORUS.

    \b
    Exemples :
      convention validate specs/domifa.yaml
      convention validate specs --strict
    """
    from conventions_cli.pipeline import Options

    options = Options(settings or (), template_dir)
    found: list[Diagnostic] = []
    for spec in (name for given in specs for name in _expand(given)):
        outcome = check_one(spec, options)
        report(outcome.diagnostics, quiet=quiet, on_stdout=True)
        found.extend(outcome.diagnostics)
        if not quiet:
            click.echo(_verdict(spec, outcome.diagnostics))
    if found and not quiet and len(specs) > 1:
        from conventions_cli.reporting.text import count_line

        click.echo(f"En tout : {count_line(found)}.")
    sys.stdout.flush()
    raise typer.Exit(exit_code(found, strict=strict))


def _expand(given: str) -> list[str]:
    """A folder stands for the specs it holds, not for the files that only serve to be inherited."""
    path = Path(given)
    if given == STDIN or not path.is_dir():
        return [given]
    from conventions_cli.source import parse, read_file

    kept = []
    for file in sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")]):
        tree = read_file(file, str(file)).then(parse).value
        if tree is None or tree.get("services") is not None or tree.get("parties") is not None:
            kept.append(str(file))
    return kept or [given]


def _verdict(spec: str, diagnostics: tuple[Diagnostic, ...]) -> str:
    from conventions_cli.reporting.text import count_line

    if not diagnostics:
        return f"{spec} : conforme."
    usable = not any(one.severity is Severity.ERROR for one in diagnostics)
    return f"{spec} : {'utilisable' if usable else 'à corriger'} ({count_line(diagnostics)})."
