"""`convention fmt`: specs in their canonical form, comments kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.options import BakOption, Quiet
from conventions_cli.cli.rewriting import show_changes, write
from conventions_cli.cli.streams import DONE, FAULTS, STDIN, exit_code, report
from conventions_cli.cli.tree import files_named, read_standard_input

if TYPE_CHECKING:
    from conventions_cli.editing import Rewritten
    from conventions_cli.foundation import Diagnostic


def fmt(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="SPEC|DOSSIER…",
            help="Spécifications, annuaires, fonds communs ou dossiers ; - pour l’entrée standard.",
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Ne rien écrire ; code de sortie 1 si un fichier serait changé.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Ne rien écrire ; montrer ce qui serait changé.")] = False,
    bak: BakOption = False,
    quiet: Quiet = False,
) -> None:
    """Mettre des spécifications en forme, commentaires et sens gardés.

    Ordre des clés, retraits, lignes vides, guillemets, typographie qui se voit.

    Chaque fichier est relu avant d’être écrit : s’il ne disait plus exactement la même chose, il ne serait pas touché.

    \b
    Exemples :
      convention fmt specs
      convention fmt --check --diff specs
    """
    from conventions_cli.editing import Keeping, format_file

    if files == [STDIN]:
        raise typer.Exit(_filter(check=check, diff=diff))
    names, faults = files_named(files)
    results: list[Rewritten] = [format_file(name) for name in names]
    diagnostics: list[Diagnostic] = [*faults, *(diagnostic for result in results for diagnostic in result.diagnostics)]
    report(diagnostics, quiet=quiet)
    changed = [result for result in results if result.changes]
    code = exit_code(diagnostics, strict=False)
    if check or diff:
        show_changes(changed, diff=diff)
        _count(results, changed, changed, written=False, quiet=quiet)
    else:
        done, failed = write(changed, Keeping("fmt") if bak else None, quiet=quiet)
        code = max(code, failed)
        _count(results, changed, done, written=True, quiet=quiet)
    raise typer.Exit(max(code, FAULTS if check and changed else DONE))


def _filter(*, check: bool, diff: bool) -> int:
    """Standard input to standard output."""
    from conventions_cli.editing import format_source

    read = read_standard_input()
    if read.value is None:
        report(read.diagnostics, quiet=False)
        return exit_code(read.diagnostics, strict=False)
    outcome = format_source(read.value, Path.cwd())
    report(outcome.diagnostics, quiet=False)
    if outcome.value is None:
        return exit_code(outcome.diagnostics, strict=False)
    changes = outcome.value != read.value.text
    if diff:
        from conventions_cli.editing import diff_of

        show(diff_of(read.value.text, outcome.value, read.value.name) + ("\n" if changes else ""))
    elif not check:
        hand(outcome.value)
    return FAULTS if check and changes else DONE


def _count(
    results: "list[Rewritten]", changed: "list[Rewritten]", done: "list[Rewritten]", *, written: bool, quiet: bool
) -> None:
    if quiet:
        return
    refused = sum(result.text is None for result in results)
    same = len(results) - len(changed) - refused
    refused += len(changed) - len(done)  # the disk refused to write them
    verb = "mis en forme" if written else "à mettre en forme"
    parts = [f"{len(done)} {_files(len(done))} {verb}", f"{same} déjà en forme"]
    if refused:
        parts.append(f"{refused} non touché{'s' if refused > 1 else ''}")
    say(", ".join(parts) + ".")


def _files(number: int) -> str:
    return "fichiers" if number > 1 else "fichier"
