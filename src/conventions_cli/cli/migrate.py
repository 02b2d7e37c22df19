"""`convention migrate`: files of an older version of the format, rewritten for the current one."""

from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import BakOption, Quiet
from conventions_cli.cli.rewriting import show_changes, write
from conventions_cli.cli.streams import DONE, FAULTS, STDIN, exit_code, report
from conventions_cli.cli.tree import files_named

if TYPE_CHECKING:
    from conventions_cli.foundation import Diagnostic


def migrate(
    files: Annotated[
        list[str], typer.Argument(metavar="SPEC|DOSSIER…", help="Spécifications, annuaires, fonds communs ou dossiers.")
    ],
    check: Annotated[
        bool,
        typer.Option("--check", help="Ne rien écrire ; code de sortie 1 si un fichier est d’une ancienne version."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Ne rien écrire ; montrer ce qui serait réécrit.")] = False,
    bak: BakOption = False,
    quiet: Quiet = False,
) -> None:
    """Réécrire les spécifications d’une ancienne version, commentaires et sens gardés.

    Une ancienne spécification reste lue, avec un avertissement par clé ancienne (C225) ; rien n’oblige à la réécrire.

    \b
    Exemples :
      convention migrate --check --diff specs
      convention migrate specs
    """
    if STDIN in files:
        raise refuse("« migrate » écrit dans des fichiers : l’entrée standard (-) n’en est pas un.")
    from conventions_cli.editing import Keeping, migrate_file

    paths, faults = files_named(files)
    results = [migrate_file(path) for path in paths]
    diagnostics: list[Diagnostic] = [*faults, *(diagnostic for result in results for diagnostic in result.diagnostics)]
    report(diagnostics, quiet=quiet)
    old = [
        result for result in results if result.file is not None and result.text not in {None, result.file.source.text}
    ]
    code = exit_code(diagnostics, strict=False)
    if check or diff:
        show_changes(old, diff=diff)
    else:
        old, failed = write(old, Keeping("migrate") if bak else None, quiet=quiet)
        code = max(code, failed)
    if not quiet:
        many = "s" if len(old) > 1 else ""
        done = f"réécrit{many}" if not (check or diff) else "à réécrire"
        none = "Aucun fichier n’est réécrit." if code != DONE else "Tous ces fichiers sont de la version actuelle."
        say(f"{len(old)} fichier{many} {done}." if old else none)
    raise typer.Exit(max(code, FAULTS if check and old else DONE))
