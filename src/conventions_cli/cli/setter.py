"""`convention set`: values written in specs, at their place, once the rules have accepted them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import BakOption, Quiet, TemplateDir
from conventions_cli.cli.streams import DISK, DONE, FAULTS, STDIN, exit_code, expand, report

if TYPE_CHECKING:
    from conventions_cli.editing import Change

_HOW = 'donner une clé et sa valeur : convention set SPEC finances.montant "200 000 €".'


def set_values(
    spec: Annotated[
        str, typer.Argument(metavar="SPEC|DOSSIER", help="La spécification, ou le fichier hérité, à modifier.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SPEC…] [CLÉ VALEUR | CLÉ=VALEUR…]",
            help="D’autres fichiers ; puis une clé et sa valeur, ou plusieurs CLÉ=VALEUR.",
        ),
    ] = None,
    unset: Annotated[
        list[str] | None, typer.Option("--unset", metavar="CLÉ", help="Retirer cette clé (répétable).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer les lignes changées sans rien écrire.")] = False,
    template_dir: TemplateDir = None,
    bak: BakOption = False,
    quiet: Quiet = False,
) -> None:
    """Écrire une valeur dans des spécifications, à sa place, si les règles l’admettent.

    La clé s’écrit comme pour « render --set » : les noms séparés par des points, les éléments comptés à partir de 0.
    De plusieurs fichiers, tous sont écrits, ou aucun ; un dossier tient lieu des spécifications qu’il contient.

    \b
    Exemples :
      convention set specs/domifa.yaml finances.montant "200 000 €"
      convention set specs/domifa.yaml duree.fin=2027-06-30 chorus.projet_analytique=12-129-FA17-MS0-0001
      convention set specs/domifa.yaml specs/mano.yaml lieu_signature=Paris --bak
      convention set specs/domifa.yaml --unset duree.preavis_mois
    """
    names, rest = _files_first([spec, *(words or [])])
    pairs = _pairs(rest)
    if not pairs and not unset:
        raise refuse(_HOW)
    from conventions_cli.editing import change

    paths = list({os.path.realpath(name): Path(name) for name in reversed(expand(names))}.values())[::-1]
    changes: list[Change] = []
    code = DONE
    for path in paths:
        outcome = change(path, pairs, unset or [], template_dir)
        report(outcome.diagnostics, quiet=quiet)
        if outcome.value is not None:
            changes.append(outcome.value)
            continue
        code = max(code, exit_code(outcome.diagnostics, strict=False) or FAULTS)
        if len(pairs) == 1 and any(diagnostic.code.number.startswith("C35") for diagnostic in outcome.diagnostics):
            say("Pour changer ensemble des valeurs qui se répondent : convention set FICHIER CLÉ=VALEUR CLÉ=VALEUR …")
    if code != DONE:
        count = len(paths) - len(changes)
        refused = f"{count} fichier{'s sont refusés' if count > 1 else ' est refusé'} sur {len(paths)}"
        say("", f"Rien n’est écrit : {refused}." if len(paths) > 1 else "Rien n’est écrit.")
        raise typer.Exit(code)
    raise typer.Exit(_write(changes, dry_run=dry_run, bak=bak, quiet=quiet))


def _files_first(words: list[str]) -> tuple[list[str], list[str]]:
    """The files at the start of the words, at least one, then the other words."""
    count = 1
    while count < len(words) and _is_file(words[count]):
        count += 1
    if STDIN in words[:count]:
        raise refuse("« set » écrit dans des fichiers : l’entrée standard (-) n’en est pas un.")
    return words[:count], words[count:]


def _is_file(word: str) -> bool:
    """Whether a word names a file or a folder, and no key: keys have no such ending, and no slash."""
    return "=" not in word and (
        word.lower().endswith((".yaml", ".yml")) or "/" in word or "\\" in word or word == STDIN
    )


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


def _write(changes: "list[Change]", *, dry_run: bool, bak: bool, quiet: bool) -> int:
    from conventions_cli.editing import Keeping, Overwritten, changed_lines, rewrite

    laid = [change for change in changes if change.text != change.file.source.text]
    if laid and not dry_run:
        fault = rewrite(
            [Overwritten(change.file.path, change.file.data, change.file.amended(change.text)) for change in laid],
            Keeping("set") if bak else None,
        )
        if fault is not None:
            report([fault], quiet=quiet)
            return DISK
    for change in changes:
        name = change.file.source.name
        if not quiet or dry_run:
            for line in changed_lines(change.file.source.text, change.text, name):
                tell(line)
        if quiet:
            continue
        if change.text == change.file.source.text:
            say(f"{name} : ces valeurs y sont déjà.")
            continue
        for note in change.notes:
            say(note)
        if not dry_run:
            say(f"{name} : écrit.")
    if dry_run and laid and not quiet:
        say("Rien n’est écrit (--dry-run).")
    return DONE
