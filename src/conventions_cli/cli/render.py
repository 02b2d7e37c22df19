"""`convention render`: a spec in, the act out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say
from conventions_cli.cli.options import (
    FORMATS,
    BareOption,
    DraftOption,
    FinalOption,
    FormatsOption,
    OpenOption,
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
    DONE,
    FAULTS,
    STDIN,
    check_one,
    deliver_all,
    exit_code,
    expand,
    open_files,
    report,
    say_missing,
    say_packs,
)
from conventions_cli.foundation import Diagnostic, Record, catalogue, replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conventions_cli.batch import Recipe
    from conventions_cli.model import Manque
    from conventions_cli.pipeline import Checked, Options


class _Job(Record, frozen=True):
    """The act of one spec, ready to be written."""

    name: str
    stem: str
    files: dict[str, bytes]
    checked: "Checked"


class Files(Record, frozen=True):
    """What to write and where. `formats` are those the person asked for; `reference`: the house document of styles.

    `carried`: whether each file holds the spec it is made from; `opened`: whether to open the first of each act.
    """

    formats: list[str]
    reference: Path | None
    folder: Path
    carried: bool = True
    opened: bool = False


def render(
    specs: Annotated[
        list[str], typer.Argument(metavar="SPEC…", help="Fichiers YAML ou dossiers, ou - pour l’entrée standard.")
    ],
    output: OutputOption = Path("build"),
    formats: FormatsOption = FORMATS,
    reference: ReferenceOption = None,
    bare: BareOption = False,
    opened: OpenOption = False,
    draft: DraftOption = False,
    final: FinalOption = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Produire l’acte d’une ou plusieurs spécifications, en DOCX et en Markdown.

    \b
    Exemples :
      convention render specs/domifa.yaml
      convention render specs/domifa.yaml --format docx -o actes
      convention render specs/domifa.yaml --set date_signature=2025-09-01
      cd specs && cat domifa.yaml | convention render - --draft
    """
    state, wanted = chosen_draft(draft=draft, final=final), chosen_formats(formats)
    from conventions_cli.pipeline import Options

    options = Options(settings or (), template_dir, state, acts_only=True)
    specs = expand(specs)
    if len(specs) > 1 and STDIN not in specs:
        from conventions_cli.batch import Recipe

        recipe = Recipe(tuple(wanted), tuple(settings or ()), template_dir, state, reference, carried=not bare)
        raise typer.Exit(_render_several(specs, recipe, output, strict=strict, quiet=quiet, opened=opened))
    files = Files(wanted, reference, output, carried=not bare, opened=opened)
    raise typer.Exit(produce(specs, files, options, strict=strict, quiet=quiet))


def produce(specs: list[str], files: Files, options: "Options", *, strict: bool, quiet: bool) -> int:
    """Check the specs, make their documents, and write them all or none; return the exit code."""
    from conventions_cli.templating import use_of

    jobs: list[_Job] = []
    collected: list[Diagnostic] = []
    for spec in specs:
        job, diagnostics = _prepare(spec, files, options)
        collected.extend(diagnostics)
        if job is not None:
            jobs.append(job)
    say_packs((use_of(job.checked.pack) for job in jobs), quiet=quiet)
    collected.extend(_collisions(jobs))
    # Missing values of a draft are listed once the files are written, by person who can give them.
    report(
        [diagnostic for diagnostic in collected if strict or diagnostic.code is not catalogue.TO_COMPLETE], quiet=quiet
    )
    code = exit_code(collected, strict=strict)
    if code != DONE:
        _say_nothing_written(collected, strict)
        if options.draft is False and code == FAULTS:
            _list_missing([spec for spec in specs if spec != STDIN], replace(options, draft=True))
        return code
    return _write(jobs, files, quiet=quiet)


def _render_several(
    specs: list[str], recipe: "Recipe", output: Path, *, strict: bool, quiet: bool, opened: bool
) -> int:
    """Several specs at once: all or nothing, over the processors when there are many."""
    from conventions_cli import batch
    from conventions_cli.batch import fitting
    from conventions_cli.files import Written
    from conventions_cli.pipeline import Options

    orders = batch.orders_for(specs)
    jobs = fitting(None, len(orders))
    done = batch.run(orders, recipe, output, jobs=jobs, strict=strict, remember=None, as_a_set=False)
    diagnostics = list(done.diagnostics)
    say_packs((act.pack for act in done.acts), quiet=quiet)
    report(
        [diagnostic for diagnostic in diagnostics if strict or diagnostic.code is not catalogue.TO_COMPLETE],
        quiet=quiet,
    )
    code = exit_code(diagnostics, strict=strict)
    if code != DONE and done.written:  # the disk failed in the middle: the files in place are named
        deliver_all(Written(done.written, None, done.interrupted), quiet=quiet)
        return code
    if code != DONE:
        _say_nothing_written(diagnostics, strict)
        if recipe.draft is False and code == FAULTS:
            _list_missing(specs, Options(recipe.settings, recipe.template_dir, True, acts_only=True))
        return code
    code = deliver_all(Written(done.written, None, done.interrupted), quiet=quiet)
    if opened and code == DONE:
        open_files([path for path in done.written if path.suffix == f".{recipe.formats[0]}"])
    for act in done.acts:
        if not quiet and act.draft:
            _say_draft(act.order.spec, act.missing)
    return code


def _prepare(spec: str, files: Files, options: "Options") -> tuple[_Job | None, tuple[Diagnostic, ...]]:
    from conventions_cli import pipeline
    from conventions_cli.files import file_stem
    from conventions_cli.foundation import ordered
    from conventions_cli.pipeline import member

    checked = check_one(spec, options)
    if checked.value is None:
        return None, checked.diagnostics
    assembled = pipeline.assemble(checked.value)
    read_again: tuple[Diagnostic, ...] = ()
    if assembled.value is not None and checked.value.pack.own:
        from conventions_cli.linting import reread  # late: few users have packs of their own

        read_again = reread(checked.value, assembled.value)
    rendered = assembled.then(
        lambda document: pipeline.write(document, files.formats, files.reference, carried=files.carried)
    )
    diagnostics = ordered((*checked.diagnostics, *read_again, *rendered.diagnostics))
    if rendered.value is None:
        return None, diagnostics
    if spec == STDIN:
        services = checked.value.spec.convention.services_connus
        stem = file_stem(str(services[0].nom)) if services and isinstance(services[0].nom, str) else "convention"
    else:
        stem = Path(spec).stem
    return _Job(spec, member(spec, stem, checked.value).stem, rendered.value, checked.value), diagnostics


def _collisions(jobs: list[_Job]) -> list[Diagnostic]:
    """The diagnostics of specs whose acts have the same file name; `validate` runs the other checks of sets."""
    from conventions_cli.pipeline import Member, check_set

    clashes = check_set([Member(job.name, job.stem, job.checked) for job in jobs])
    return [
        diagnostic
        for diagnostics in clashes.values()
        for diagnostic in diagnostics
        if diagnostic.code is catalogue.COLLISION
    ]


def _say_nothing_written(diagnostics: list[Diagnostic], strict: bool) -> None:
    from conventions_cli.reporting import count_line

    why = " (avec --strict, un avertissement suffit)" if strict and exit_code(diagnostics, strict=False) == DONE else ""
    say("", f"Rien n’est écrit : {count_line(diagnostics)}{why}.")


def _write(jobs: list[_Job], wanted: Files, *, quiet: bool) -> int:
    from conventions_cli.files import write_all

    files = {wanted.folder / f"{job.stem}.{kind}": content for job in jobs for kind, content in job.files.items()}
    code = deliver_all(write_all(files), quiet=quiet)
    if code == DONE and wanted.opened:
        open_files([wanted.folder / f"{job.stem}.{wanted.formats[0]}" for job in jobs])
    if code == DONE and not quiet:
        for job in jobs:
            if job.checked.spec.draft:
                _say_draft(job.name, job.checked.missing)
    return code


def _list_missing(specs: list[str], options: "Options") -> None:
    """List the missing values of each refused spec, as its draft would."""
    for spec in specs:
        checked = check_one(spec, options).value
        if checked is not None and checked.missing:
            say(f"{spec} : avant la signature, il manque :")
            say_missing(checked.missing)


def _say_draft(name: str, missing: "Sequence[Manque]") -> None:
    """List the missing values of a draft, by person who can give them."""
    say(f"{name} : PROJET." + (" À compléter :" if missing else ""))
    say_missing(missing)
