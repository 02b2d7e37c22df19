"""`convention batch`: a whole round in one command."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, show, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import (
    FORMATS,
    BareOption,
    DraftOption,
    FinalOption,
    FormatsOption,
    OutputOption,
    Quiet,
    ReferenceOption,
    SetOption,
    Strict,
    TemplateDir,
    chosen_draft,
    chosen_formats,
)
from conventions_cli.cli.streams import (
    DISK,
    DONE,
    FAULTS,
    STDIN,
    InterruptionToldError,
    exit_code,
    expand,
    report,
    say_packs,
)
from conventions_cli.foundation import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conventions_cli.batch import ActResult, Order, Recipe, Report

_MAX_ROWS = 100
_ARCHIVE = "actes.zip"


def batch(
    specs: Annotated[list[str], typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers.")],
    output: OutputOption = Path("build"),
    formats: FormatsOption = FORMATS,
    reference: ReferenceOption = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, max=256, help="Processus en parallèle (par défaut : tous)."),
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Écrire les actes sans faute, même si d’autres en ont.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Ne rien écrire : dire ce qui n’est plus à jour, et finir par 1 s’il y en a."),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Tout produire à nouveau, même ce qui n’a pas changé.")
    ] = False,
    part: Annotated[
        str | None,
        typer.Option("--shard", metavar="K/N", help="Ne produire que la part K sur N, par exemple 2/8."),
    ] = None,
    archive: Annotated[bool, typer.Option("--zip", help=f"Réunir aussi les actes dans {_ARCHIVE}.")] = False,
    bare: BareOption = False,
    draft: DraftOption = False,
    final: FinalOption = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Produire tous les actes d’une promotion, en parallèle, sans refaire ce qui n’a pas changé.

    Toutes les spécifications sont vérifiées avant que rien ne soit écrit. Une faute arrête tout, sauf avec
    --keep-going. Le fichier manifest.json du dossier retient ce qui a été produit, et à partir de quoi.

    \b
    Exemples :
      convention batch specs/fast17 -o actes
      convention batch specs/fast17 -o actes --format docx,md,pdf --keep-going
      convention batch specs/fast17 -o actes --check
      convention batch specs -o actes --shard 2/8 --jobs 4
    """
    from conventions_cli import batch as engine
    from conventions_cli.batch import fitting
    from conventions_cli.cli.progress import Progress

    if STDIN in specs:
        raise refuse("batch ne lit pas l’entrée standard : donner des fichiers ou des dossiers.")
    recipe = engine.Recipe(
        tuple(chosen_formats(formats)),
        tuple(settings or ()),
        template_dir,
        chosen_draft(draft=draft, final=final),
        reference,
        carried=not bare,
    )
    orders = engine.orders_for(_not_empty(expand(specs)))
    clashes = engine.collisions(orders)
    if clashes:
        report(clashes, quiet=quiet)
        say("", "Rien n’est écrit.")
        raise typer.Exit(FAULTS)
    name = "manifest.json"
    if part is not None:
        number, count = _part(part)
        orders = engine.shard(orders, number, count)
        name = f"manifest-{number}-{count}.json"
    if check:
        raise typer.Exit(_say_stale(orders, recipe, output, name))
    with Progress(len(orders), quiet=quiet) as progress:
        try:
            done = engine.run(
                orders,
                recipe,
                output,
                jobs=fitting(jobs, len(orders)),
                keep_going=keep_going,
                strict=strict,
                remember=name,
                afresh=force,
                progress=progress,
            )
        except engine.NothingWritten:
            prepared = f"{_count(progress.done, 'acte')} préparé{'s' if progress.done > 1 else ''}"
            say(f"Interrompu : {prepared} sur {progress.total} ; rien n’est écrit.")
            raise InterruptionToldError from None
    raise typer.Exit(_conclude(done, output, len(orders), archive, keep_going=keep_going, strict=strict, quiet=quiet))


def _not_empty(specs: list[str]) -> list[str]:
    """The specs, at least one: an empty folder is refused like a file that does not exist."""
    from conventions_cli.cli.streams import check_one
    from conventions_cli.pipeline import Options

    empty = [spec for spec in specs if os.path.isdir(spec)]  # noqa: PTH112 - a path for each of thousands
    for spec in empty:
        report(check_one(spec, Options()).diagnostics, quiet=False)
    if empty:
        raise typer.Exit(DISK)
    return specs


def _part(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text, flags=re.ASCII)
    if match is None or int(match[1]) > int(match[2]):
        raise refuse(f"« --shard {text} » n’est pas une part : écrire par exemple 2/8, la deuxième part sur huit.")
    return int(match[1]), int(match[2])


def _say_stale(orders: "Sequence[Order]", recipe: "Recipe", output: Path, name: str) -> int:
    from conventions_cli import batch as engine
    from conventions_cli.french import disk_reason

    try:
        why = engine.stale(orders, recipe, output, name)
    except OSError as fault:
        say(f"Les modèles ou le document de référence ne peuvent pas être lus ({disk_reason(fault)}).")
        return DISK
    for spec, reason in why.items():
        tell(f"{spec} : {reason}.")
    if why:
        say(f"{len(why)} sur {len(orders)} à refaire : lancer la même commande sans --check.")
        return FAULTS
    say(f"À jour : {_count(len(orders), 'acte')}.")
    return DONE


def _conclude(
    done: "Report", output: Path, count: int, archive: bool, *, keep_going: bool, strict: bool, quiet: bool
) -> int:
    """Show the diagnostics, the table and the files written; return the exit code."""
    diagnostics = done.diagnostics
    if done.interrupted:
        report(
            [diagnostic for diagnostic in diagnostics if strict or diagnostic.code is not catalogue.TO_COMPLETE],
            quiet=quiet,
        )
        say(_interrupted(done, output, count, archive=archive))
        raise InterruptionToldError
    say_packs((act.pack for act in done.acts), quiet=quiet)
    report(
        [diagnostic for diagnostic in diagnostics if strict or diagnostic.code is not catalogue.TO_COMPLETE],
        quiet=quiet,
    )
    if done.acts and not quiet:
        from conventions_cli.cli.batch_table import acts_table

        show(acts_table(done.acts, _MAX_ROWS))
    code = exit_code(diagnostics, strict=strict)
    if not done.written:
        say("Rien n’est écrit." if code != DONE or not done.acts else "Aucun fichier.")
        if code == FAULTS and not keep_going and any(not act.faulty for act in done.acts):
            say("Pour écrire les actes sans faute, ajouter --keep-going.")
        return code
    if code == DISK:  # names the files in place along with those that are missing
        return code
    if archive:
        from conventions_cli.batch import write_archive

        fault = write_archive(output / _ARCHIVE, done.written)
        if fault is not None:
            report([fault], quiet=quiet)
            return DISK
    if not quiet:
        say(_written(done.acts, output))
    return code


def _interrupted(done: "Report", output: Path, count: int, *, archive: bool) -> str:
    """A sentence on the files in place when the run was interrupted."""
    number = sum(bool(act.outputs) for act in done.acts)
    written = f"{_count(number, 'acte')} dans « {output} »"
    if number < count:
        return f"Interrompu : {written} ; relancer pour continuer."
    return f"Interrompu : {written}, il n’en manque aucun{f' ; relancer pour {_ARCHIVE}' if archive else ''}."


def _written(acts: "Sequence[ActResult]", output: Path) -> str:
    written = sum(bool(act.outputs) and not act.reused for act in acts)
    reused = sum(act.reused for act in acts)
    if reused and not written:
        return f"Rien à refaire : {_count(reused, 'acte')} à jour dans « {output} »."
    sentence = f"{_count(written, 'acte')} produit{'s' if written > 1 else ''} dans « {output} »"
    return sentence + (f", {reused} déjà à jour." if reused else ".")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"
