"""`convention import`: an act of a house taken in, as a spec, and as a pack of its own wording."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet
from conventions_cli.cli.streams import DONE, FAULTS, exit_code, report, say

if TYPE_CHECKING:
    from conventions_cli.importing.source import SourceAct


def import_act(
    act: Annotated[Path, typer.Argument(metavar="ACTE", help="L’acte : un .docx, ou un .md.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FICHIER", help="Spécification à écrire (par défaut : ACTE.yaml, ici)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Remplacer les fichiers qui existent déjà.")] = False,
    quiet: Quiet = False,
) -> None:
    """Reprendre un acte : sa spécification, et un modèle fait de ses propres clauses.

    \b
    La spécification ne porte que ce qui a été lu ; chaque ligne peu sûre dit où : « # à vérifier : lu à l’article 6 ».
    Un acte produit par convention redonne simplement la spécification qu’il porte.

    \b
    Exemples :
      convention import acte.docx
      convention import acte.docx -o specs/acte.yaml
    """
    from conventions_cli.importing.source import read_act
    from conventions_cli.outputs import file_stem

    target = output or Path(f"{file_stem(act.stem)}.yaml")
    if target.exists() and not force:
        raise refuse(f"« {target} » existe déjà. Choisir un autre nom avec -o, ou le remplacer avec --force.")
    outcome = read_act(act)
    report(outcome.diagnostics, quiet=quiet)
    if outcome.value is None:
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False) or FAULTS)
    source = outcome.value
    if source.origin is not None:
        raise typer.Exit(_carried(source, act, target, quiet=quiet))
    raise typer.Exit(_imported(source, act, target, quiet=quiet))


def _carried(source: "SourceAct", act: Path, target: Path, *, quiet: bool) -> int:
    """Give back the spec an act of ours carries."""
    assert source.origin is not None  # noqa: S101 - its caller has checked
    code = _write(target, source.origin.spec, quiet=quiet)
    if code == DONE and not quiet:
        intact = "" if source.origin.intact else " Elle a été modifiée depuis la production de l’acte : la relire."
        say(
            f"« {act.name} » a été produit par convention : la spécification qu’il porte est redonnée telle "
            f"quelle.{intact}"
        )
    return code


def _imported(source: "SourceAct", act: Path, target: Path, *, quiet: bool) -> int:
    from conventions_cli.importing.importer import import_spec
    from conventions_cli.importing.report import report_lines

    imported = import_spec(source.document, act.name, str(target))
    code = _write(target, imported.draft.text, quiet=quiet)
    if code != DONE:
        return code
    if not quiet:
        for line in report_lines(imported.read, source.notices, imported.draft.spec.manques):
            say(line)
        if imported.diagnostics:
            say("\nCe que la vérification dit de ces valeurs :")
    report(imported.diagnostics, quiet=quiet)
    return DONE


def _write(target: Path, text: str, *, quiet: bool) -> int:
    """Write one file, and say so on stdout."""
    from conventions_cli.outputs import write_whole

    fault = write_whole(target, text.encode("utf-8"))
    if fault is not None:
        report([fault], quiet=quiet)
        return exit_code([fault], strict=False)
    click.echo(str(target))
    return DONE
