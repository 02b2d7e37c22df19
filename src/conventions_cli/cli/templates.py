"""`convention templates …`: the packs of clauses."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import click
import typer

from conventions_cli.cli.french import FrenchGroup, refuse
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import exit_code
from conventions_cli.diagnostics import Diagnostic

templates = typer.Typer(
    cls=FrenchGroup,
    help="Vérifier les modèles et leurs clauses.",
    no_args_is_help=True,
    rich_markup_mode=None,
    subcommand_metavar="COMMANDE …",
    options_metavar="[OPTIONS]",
)


@templates.callback()
def _root() -> None:
    """Les modèles de clauses."""


@templates.command("check", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def check(
    packs: Annotated[
        list[str] | None, typer.Argument(metavar="MODÈLE|DOSSIER…", help="Modèles à vérifier ; tous, par défaut.")
    ] = None,
    template_dir: TemplateDir = None,
    strict: Annotated[bool, typer.Option("--strict", help="Traiter les avertissements comme des erreurs.")] = False,
) -> None:
    """Vérifier des modèles sans spécification : écriture, noms, filtres, renvois, mise en forme.

    \b
    Exemples :
      convention templates check
      convention templates check mes-modeles/maison
    """
    from conventions_cli.templating.linter import check_pack
    from conventions_cli.templating.pack import MANIFEST, available

    wanted: list[tuple[str, Path | None]] = []
    for given in packs or available(template_dir):
        path = Path(given)
        if (path / MANIFEST).is_file():
            wanted.append((path.name, path.parent))
        elif path.is_dir():
            inside = [folder.name for folder in sorted(path.iterdir()) if (folder / MANIFEST).is_file()]
            if not inside:
                raise refuse(f"le dossier « {given} » ne contient aucun modèle (un dossier avec {MANIFEST}).")
            wanted.extend((name, path) for name in inside)
        elif given in available(template_dir):
            wanted.append((given, template_dir))
        else:
            raise refuse(f"le modèle « {given} » n’existe pas. Modèles : {', '.join(available(template_dir))}.")
    found: list[Diagnostic] = []
    for name, folder in wanted:
        diagnostics = check_pack(name, folder)
        found.extend(diagnostics)
        _print(name, diagnostics)
    raise typer.Exit(exit_code(found, strict=strict))


def _print(name: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    if diagnostics:
        from conventions_cli.reporting.text import count_line, text_report

        terminal = sys.stdout.isatty()
        width = shutil.get_terminal_size((100, 24)).columns if terminal else 120
        color = terminal and "NO_COLOR" not in os.environ
        click.echo(text_report(diagnostics, width=width, color=color), nl=False)
        click.echo(f"\n{name} : à corriger ({count_line(diagnostics)}).\n")
    else:
        click.echo(f"{name} : conforme.")
