"""`convention publish`: the files to publish for signed acts."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.door import say
from conventions_cli.cli.options import (
    FORMATS,
    BareOption,
    FormatsOption,
    OutputOption,
    Quiet,
    Strict,
    TemplateDir,
    chosen_formats,
)
from conventions_cli.cli.streams import DONE, FAULTS, check_one, deliver_all, exit_code, expand, report, say_packs
from conventions_cli.foundation import Diagnostic

_SHOWN = 5


def publish(
    specs: Annotated[
        list[str], typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers des actes signés.")
    ],
    output: OutputOption = Path("publication"),
    formats: FormatsOption = FORMATS,
    signed: Annotated[
        bool, typer.Option("--signes", help="Laisser de côté les projets, en les nommant, au lieu de tout refuser.")
    ] = False,
    bare: BareOption = False,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Préparer la publication d’actes signés : fichiers, métadonnées JSON, index.

    Le dossier contient chaque acte sous un nom lisible, ses métadonnées en JSON et leur schéma, une page index.html,
    index.json, les empreintes SHA256SUMS et, pour des subventions, leurs données essentielles (SCDL 2.1).

    Un projet, un acte incomplet ou fautif est refusé, et rien n’est alors écrit ; avec --signes, les projets sont
    laissés de côté, et nommés. Dans un dossier qui existe déjà, les
    fichiers de même nom sont remplacés ; les autres sont laissés en place.

    \b
    Exemples :
      convention publish specs/domifa.yaml
      convention publish specs --signes
      convention publish specs -o dossier-2025 --format docx,md,pdf
    """
    wanted = chosen_formats(formats)
    from conventions_cli.pipeline import Options
    from conventions_cli.publication import Candidate, is_draft, prepare

    options = Options((), template_dir, acts_only=True)
    from conventions_cli.templating import use_of

    candidates = [Candidate(spec, check_one(spec, options)) for spec in expand(specs)]
    if signed:
        drafts = [candidate for candidate in candidates if is_draft(candidate)]
        candidates = [candidate for candidate in candidates if all(candidate is not draft for draft in drafts)]
        _say_passed([draft.name for draft in drafts], rest=len(candidates), quiet=quiet)
    usable = (candidate.outcome.value for candidate in candidates)
    say_packs((use_of(checked.pack) for checked in usable if checked is not None), quiet=quiet)
    prepared = prepare(candidates, wanted, options, carried=not bare)
    report(prepared.diagnostics, quiet=quiet)
    code = exit_code(prepared.diagnostics, strict=strict)
    if code != DONE or prepared.value is None:
        _say_nothing_written(prepared.diagnostics, strict=strict)
        raise typer.Exit(code)
    raise typer.Exit(_write(prepared.value, output, quiet=quiet))


def _say_passed(drafts: list[str], *, rest: int, quiet: bool) -> None:
    """Name the drafts that are not published; with nothing left, that is an error. Raises Exit."""
    many = "s" if len(drafts) > 1 else ""
    if not rest:
        say(f"Rien n’est écrit : aucun de ces actes n’est signé ({', '.join(drafts)}).")
        raise typer.Exit(FAULTS)
    if drafts and not quiet:
        say(f"{len(drafts)} projet{many} laissé{many} de côté : {', '.join(drafts)}.")


def _say_nothing_written(diagnostics: tuple[Diagnostic, ...], *, strict: bool) -> None:
    from conventions_cli.reporting import count_line

    why = " (avec --strict, un avertissement suffit)" if strict and exit_code(diagnostics, strict=False) == DONE else ""
    say("", f"Rien n’est écrit : {count_line(diagnostics)}{why}.")


def _write(files: dict[str, bytes], output: Path, *, quiet: bool) -> int:
    from conventions_cli.files import write_all

    code = deliver_all(write_all({output / name: content for name, content in files.items()}), quiet=quiet)
    if code == DONE and not quiet:
        _say_what_stays(files, output)
    return code


def _say_what_stays(files: dict[str, bytes], output: Path) -> None:
    """Name the files of the folder that are not part of this publication."""
    foreign = sorted(path.name for path in output.iterdir() if path.name not in files and not path.name.startswith("."))
    if foreign:
        names = ", ".join(foreign[:_SHOWN]) + (", …" if len(foreign) > _SHOWN else "")
        say(f"« {output} » contient aussi, hors de cette publication et laissés tels quels : {names}.")
