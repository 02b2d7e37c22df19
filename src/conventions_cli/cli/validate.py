"""`convention validate`: every fault of specs, before anything is rendered."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, Strict, TemplateDir
from conventions_cli.cli.streams import DISK, STDIN, check_one, deliver, exit_code, expand, report, say_packs
from conventions_cli.foundation import Diagnostic, Severity, catalogue, ordered, replace, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conventions_cli.pipeline import Identity, Options, Shared
    from conventions_cli.reporting import Result, Stated
    from conventions_cli.templating import PackUse

_FORMATS = "text, json, github, gitlab, sarif, junit, markdown"
_SHOWING = {"github", "markdown"}  # the forms that name acts, with their amounts


def validate(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers, ou - pour l’entrée standard."),
    ],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=f"Forme du rapport : {_FORMATS}.")] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire le rapport dans ce fichier.")
    ] = None,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
    changed: Annotated[
        bool,
        typer.Option(
            "--modifies",
            help="Les fichiers donnés viennent d’être modifiés : vérifier aussi ce qui en dépend, et passer le reste.",
        ),
    ] = False,
) -> None:
    """Vérifier des spécifications : écriture, champs, droit, montants, codes CHORUS.

    Avec --modifies, des fichiers de toute sorte sont admis : une spécification est vérifiée, comme celles qui héritent
    d’un fichier modifié, et les modèles dont une clause l’est ; ce qui n’est pas à convention est laissé.

    \b
    Exemples :
      convention validate specs/domifa.yaml
      convention validate specs --strict
      convention validate specs --format sarif --output rapport.sarif
    """
    if form not in _FORMATS.split(", "):
        raise refuse(f"la forme de rapport « {form} » n’existe pas. Formes : {_FORMATS}.")
    from conventions_cli.model import SEQUELS
    from conventions_cli.pipeline import Options
    from conventions_cli.reporting import Result

    options, showing = Options(settings or (), template_dir), form in _SHOWING
    shared: dict[str, str] = {}
    if changed:
        results = _check_changed(specs, options, quiet=quiet, showing=showing)
    else:
        every = expand(specs, sequels=SEQUELS.values())
        named = (name for name in every if name in specs)
        inherited = {name: file for name in named if (file := _inherited(name, options)) is not None}
        shared = {name: file.label for name, file in inherited.items()}
        results = [Result(name, file.diagnostics) for name, file in inherited.items()]
        results += _check_all([name for name in every if name not in shared], options, quiet=quiet, showing=showing)
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    text = (
        _text(results, shared, quiet=quiet, to_file=output is not None) if form == "text" else _machine(form, results)
    )
    code = exit_code(diagnostics, strict=strict)
    if form == "github":
        from conventions_cli.cli.step_summary import add_to_summary

        unwritten = add_to_summary(results)
        if unwritten is not None:
            report([unwritten], quiet=quiet)
            code = DISK
    if output is None:
        if form == "text":
            show(text, styled=sys.stdout.isatty())
        else:
            hand(text)
        raise typer.Exit(code)
    raise typer.Exit(deliver(output, text.encode("utf-8", "backslashreplace"), quiet=quiet, named=False) or code)


def _check_changed(names: list[str], options: "Options", *, quiet: bool, showing: bool) -> "list[Result]":
    """Check the files that a change may affect; a fault that several specs inherit from a file is reported once."""
    from conventions_cli.files import concerned, yaml_files
    from conventions_cli.reporting import Result, repository_of
    from conventions_cli.source import parse, read_file
    from conventions_cli.templating import check_pack, own_templates

    if STDIN in names:
        raise refuse("--modifies attend des noms de fichiers, et non l’entrée standard.")
    files = [file for name in names for file in (yaml_files(Path(name)) if Path(name).is_dir() else (Path(name),))]
    affected = concerned(files, Path(os.path.relpath(repository_of(Path.cwd()) or Path.cwd())))
    results = [Result(str(file), read_file(file, str(file)).then(parse).diagnostics) for file in affected.shared]
    for pack in affected.packs:
        folder = Path(os.path.relpath(pack))
        results.append(Result(str(folder), check_pack(pack.name, folder.parent, own_templates(Path()))))
    beside, own = (list(map(str, files)) for files in (affected.beside, affected.specs))
    checked = _check_all([*beside, *own], options, quiet=quiet, showing=showing, apart=True) if own else []
    return list(_reported_once([*results, *checked[len(beside) :]]))


def _reported_once(results: "list[Result]") -> "Iterator[Result]":
    """The results, without the diagnostics that an earlier result has at the same place."""
    reported: set[tuple[str, str, str]] = set()
    for result in results:
        kept = []
        for diagnostic in result.diagnostics:
            place = diagnostic.span.location if diagnostic.span else result.name
            identity = (diagnostic.code.number, os.path.normpath(place), diagnostic.message)
            if identity not in reported:
                reported.add(identity)
                kept.append(diagnostic)
        yield replace(result, diagnostics=tuple(kept))


def _check_all(
    specs: list[str], options: "Options", *, quiet: bool = False, showing: bool = False, apart: bool = False
) -> "list[Result]":
    """Check each spec, then the set. Only the diagnostics of a spec, and its identities, are kept.

    `showing`: whether to keep also the facts of each act. `apart`: whether each folder is produced by itself, so that
    acts of different folders may have the same file name.
    """
    from conventions_cli.pipeline import clashes, identities_of, member
    from conventions_cli.reporting import Result
    from conventions_cli.templating import use_of

    diagnostics_by_name: dict[str, tuple[Diagnostic, ...]] = {}
    identities: dict[str, tuple[Identity, ...]] = {}
    packs: list[PackUse] = []
    stated: dict[str, Stated] = {}
    for name in specs:
        outcome = check_one(name, options)
        diagnostics_by_name[name] = outcome.diagnostics
        if outcome.value is not None:
            packs.append(use_of(outcome.value.act or outcome.value.pack))
            stem = "entree" if name == STDIN else Path(name).stem
            own = identities_of(member(name, stem, outcome.value))
            identities[name] = tuple(_in_folder(identity, name) for identity in own) if apart else own
        if showing:
            from conventions_cli.cli.step_summary import stated_anyway, stated_by

            stated[name] = stated_by(outcome.value) if outcome.value is not None else stated_anyway(name)
    say_packs(packs, quiet=quiet)
    of_the_set = clashes(identities.items())
    return [
        Result(name, ordered((*diagnostics, *of_the_set.get(name, ()))), stated.get(name))
        for name, diagnostics in diagnostics_by_name.items()
    ]


def _in_folder(identity: "Identity", name: str) -> "Identity":
    """An identity; that of a file name becomes unique in its folder only."""
    if identity.code is not catalogue.COLLISION:
        return identity
    return replace(identity, value=f"{Path(name).parent}/{identity.value}")


def _inherited(name: str, options: "Options") -> "Shared | None":
    """A file made to be inherited, checked; None for a spec. A file whose text shows an act is not checked here."""
    from conventions_cli.files import shows_an_act

    if name == STDIN or Path(name).is_dir() or shows_an_act(Path(name)):
        return None
    from conventions_cli.pipeline import check_shared  # late: few files are inherited ones

    return check_shared(Path(name), options)


def _machine(form: str, results: "list[Result]") -> str:
    from conventions_cli.reporting import reporter

    return reporter(form)(results)


def _text(results: "list[Result]", shared: dict[str, str], *, quiet: bool, to_file: bool) -> str:
    """The diagnostics of each spec, its verdict, and a last line with the counts."""
    terminal = sys.stdout.isatty() and not to_file
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 120
    parts = []
    for result in results:
        shown = [diagnostic for diagnostic in result.diagnostics if not quiet or diagnostic.severity is Severity.ERROR]
        if shown:
            from conventions_cli.reporting import text_report

            parts.append(text_report(shown, width=width, color=terminal and "NO_COLOR" not in os.environ))
        if not quiet:
            kind = f"fichier partagé ({shared[result.name]}), " if result.name in shared else ""
            verdict = f"{visible(result.name)} : {kind}{_verdict(result.diagnostics)}.\n"
            parts.append(f"\n{verdict}\n" if shown else verdict)
    if len(results) > 1 and not quiet:
        parts.append(_total(results))
    return "".join(parts)


def _verdict(diagnostics: tuple[Diagnostic, ...]) -> str:
    if not diagnostics:
        return "conforme"
    from conventions_cli.reporting import count_line

    usable = not any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return f"{'utilisable' if usable else 'à corriger'} ({count_line(diagnostics)})"


def _total(results: "list[Result]") -> str:
    from conventions_cli.reporting import count_line

    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    return f"{len(results)} spécifications : {count_line(diagnostics) or 'aucun constat'}.\n"
