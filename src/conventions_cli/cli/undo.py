"""`convention undo`: restores the files that the last command rewrote with `--bak`."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.options import Quiet
from conventions_cli.cli.streams import exit_code, report


def undo(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SPEC|DOSSIER…]", help="Fichiers ou dossiers ; par défaut, le dossier où l’on est."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Nommer les fichiers sans rien changer.")] = False,
    quiet: Quiet = False,
) -> None:
    """Rendre les fichiers que la dernière commande lancée avec --bak a réécrits, tels qu’ils étaient.

    « fmt », « fix », « set », « migrate » et « verify --apply », avec --bak, gardent de chaque fichier une copie à côté
    de lui (NOM.bak).
    Tous sont rendus, ou aucun : un fichier changé depuis n’est pas touché.

    \b
    Exemples :
      convention undo
      convention undo specs --dry-run
    """
    from conventions_cli.editing import undo as give_back

    outcome = give_back(files or [Path()], dry_run=dry_run)
    report(outcome.diagnostics, quiet=quiet)
    undone = outcome.value
    if undone is not None:
        for path in undone.paths:
            tell(str(path))
        if not quiet:
            many = "s" if len(undone.paths) > 1 else ""
            rendered = "à rendre" if dry_run else f"rendu{many}"
            say(f"{len(undone.paths)} fichier{many} {rendered} tel{many} qu’avant « convention {undone.command} ».")
            for path in undone.same:
                say(f"{path} : déjà tel qu’avant.")
    raise typer.Exit(exit_code(outcome.diagnostics, strict=False))
