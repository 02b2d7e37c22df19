"""`convention set`: a value written in a spec, at its place, once the rules have accepted it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, TemplateDir
from conventions_cli.cli.streams import DISK, DONE, FAULTS, exit_code, report

if TYPE_CHECKING:
    from conventions_cli.editing import Change


def set_values(
    spec: Annotated[Path, typer.Argument(metavar="SPEC", help="La spécification, ou le fichier hérité, à modifier.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CLÉ VALEUR | CLÉ=VALEUR…]", help="Une clé et sa valeur, ou plusieurs CLÉ=VALEUR."),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="CLÉ", help="Retirer cette clé (répétable).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer les lignes changées sans rien écrire.")] = False,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Écrire une valeur dans une spécification, à sa place, si les règles l’admettent.

    La clé s’écrit comme pour « render --set » : les noms séparés par des points, les éléments comptés à partir de 0.

    \b
    Exemples :
      convention set specs/domifa.yaml finances.montant "200 000 €"
      convention set specs/domifa.yaml duree.fin=2027-06-30 chorus.projet_analytique=12-129-FA17-MS0-0001
      convention set specs/domifa.yaml --unset duree.preavis_mois
    """
    pairs = _pairs(words or [])
    if not pairs and not unset:
        raise refuse('donner une clé et sa valeur : convention set SPEC finances.montant "200 000 €".')
    from conventions_cli.editing import change

    outcome = change(spec, pairs, unset or [], template_dir)
    laid = outcome.value
    report(outcome.diagnostics, quiet=quiet)
    if laid is None:
        say("", "Rien n’est écrit.")
        if len(pairs) == 1 and any(diagnostic.code.number.startswith("C35") for diagnostic in outcome.diagnostics):
            say("Pour changer ensemble des valeurs qui se répondent : convention set FICHIER CLÉ=VALEUR CLÉ=VALEUR …")
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False) or FAULTS)
    raise typer.Exit(_write(laid, dry_run=dry_run, quiet=quiet))


def _pairs(words: list[str]) -> list[str]:
    """`CLÉ VALEUR` or `CLÉ=VALEUR…`, as a list of `CLÉ=VALEUR`."""
    if len(words) == 2 and "=" not in words[0]:
        return [f"{words[0]}={words[1]}"]
    for word in words:
        if "=" not in word:
            raise refuse(
                f"« {word} » n’est pas de la forme CLÉ=VALEUR ; une valeur avec des espaces se met entre guillemets."
            )
    return words


def _write(laid: "Change", *, dry_run: bool, quiet: bool) -> int:
    from conventions_cli.editing import changed_lines

    name, before = laid.file.source.name, laid.file.source.text
    if laid.text == before:
        say(f"{name} : ces valeurs y sont déjà.")
        return DONE
    if not dry_run:
        fault = laid.file.write(laid.text)
        if fault is not None:
            report([fault], quiet=quiet)
            return DISK
    for line in changed_lines(before, laid.text, name):
        tell(line)
    if not quiet:
        for note in laid.notes:
            say(note)
        say("Rien n’est écrit (--dry-run)." if dry_run else f"{name} : écrit.")
    return DONE
