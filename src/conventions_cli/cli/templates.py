"""`convention templates …`: the packs of clauses."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from conventions_cli.cli.french import FrenchGroup, refuse
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import exit_code
from conventions_cli.diagnostics import Diagnostic

if TYPE_CHECKING:
    from conventions_cli.templating.pack import Pack

templates = typer.Typer(
    cls=FrenchGroup,
    help="Voir et vérifier les modèles et leurs clauses.",
    no_args_is_help=True,
    rich_markup_mode=None,
    subcommand_metavar="COMMANDE …",
    options_metavar="[OPTIONS]",
)


@templates.callback()
def _root() -> None:
    """Les modèles de clauses."""


@templates.command("list", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def list_packs(template_dir: TemplateDir = None) -> None:
    """Nommer les modèles, ce qu’ils servent à écrire et de quelles dates.

    \b
    Exemples :
      convention templates list
      convention templates list --template-dir mes-modeles
    """
    from conventions_cli.templating.pack import available, load_pack

    for name in available(template_dir):
        pack = load_pack(name, template_dir).value
        if pack is None:
            click.echo(f"{name} : à corriger (« convention templates check {name} »).")
            continue
        whose = "" if _is_builtin(name, template_dir) else f", dans « {template_dir} »"
        click.echo(f"{name} : {pack.manifest.titre} (version {pack.manifest.version}{whose}){_period(pack)}.")


@templates.command("show", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def show(
    name: Annotated[str, typer.Argument(metavar="MODÈLE", help="Le nom du modèle.")], template_dir: TemplateDir = None
) -> None:
    """Montrer un modèle : ses champs, puis le plan de l’acte avec ses clauses.

    \b
    Exemple :
      convention templates show delegation-fast-2025
    """
    from conventions_cli.templating.folders import find_clause
    from conventions_cli.templating.pack import available, load_pack

    if name not in available(template_dir):
        raise refuse(f"le modèle « {name} » n’existe pas. Modèles : {', '.join(available(template_dir))}.")
    loaded = load_pack(name, template_dir)
    if loaded.value is None:
        _print(name, loaded.diagnostics)
        raise typer.Exit(exit_code(loaded.diagnostics, strict=False))
    pack = loaded.value
    click.echo(f"{pack.manifest.titre} (version {pack.manifest.version}){_period(pack)}.")
    click.echo("\nChamps (sous « champs: » dans la spécification) :" if pack.manifest.champs else "\nAucun champ.")
    for key, field in pack.manifest.champs.items():
        kind = getattr(field.type, "value", "texte")
        default = f" ; par défaut : {field.defaut}" if field.defaut is not None else ""
        click.echo(f"  {key} : {field.libelle or key.replace('_', ' ')} ({kind}{default})")
    click.echo("\nPlan de l’acte :")
    for element in pack.elements:
        what = f"article « {element.article} » : {element.titre}" if element.article else _section(element.section)
        when = f"  [si {element.si}]" if element.si else ""
        click.echo(f"  {what}{when}")
        for clause in element.clause:
            path = find_clause(pack.folders, str(clause))
            click.echo(f"      {path or clause}")


def _section(kind: object) -> str:
    return f"partie « {getattr(kind, 'value', kind)} »"


def _is_builtin(name: str, template_dir: Path | None) -> bool:
    from conventions_cli.templating.pack import MANIFEST

    return template_dir is None or not (template_dir / name / MANIFEST).is_file()


def _period(pack: "Pack") -> str:
    from conventions_cli.french.dates import format_date

    period = pack.manifest.periode
    said = [
        f"{word} {format_date(day)}"
        for word, day in (("signés depuis le", period.debut), ("jusqu’au", period.fin))
        if day
    ]
    return f", pour les actes {' '.join(said)}" if said else ""


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
