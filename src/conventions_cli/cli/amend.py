"""`convention amend`: the avenant that leads from a signed act to its new version."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import (
    FORMATS,
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
    DONE,
    FAULTS,
    STDIN,
    check_one,
    deliver_all,
    exit_code,
    open_together,
    report,
    say_packs,
)
from conventions_cli.foundation import Diagnostic, ordered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conventions_cli.amendment import Prepared
    from conventions_cli.comparison import Fact
    from conventions_cli.foundation import Outcome
    from conventions_cli.pipeline import Options

_AT_MOST = 99
_ADDED = re.compile(r"-(?:avenant-\d+|consolide)$")  # what this command adds to the names of its files
_ACTS = frozenset({".docx", ".odt", ".md", ".txt"})  # what `convention import` reads
_LONGEST = 80  # characters of a value shown on the terminal


def amend(
    specs: Annotated[
        list[str],
        typer.Argument(
            metavar="[ANCIENNE] NOUVELLE",
            help="L’acte signé (sa spécification, ou le .docx ou l’.odt qui la porte), puis sa nouvelle version "
            "(seule, si elle nomme l’acte signé).",
        ),
    ],
    number: Annotated[int | None, typer.Option("--avenant", metavar="N", help="Numéro de l’avenant.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="Date de l’avenant ; sans elle, c’est un projet.")
    ] = None,
    nor: Annotated[str | None, typer.Option("--nor", metavar="NOR", help="NOR de l’avenant.")] = None,
    output: OutputOption = Path("build"),
    formats: FormatsOption = FORMATS,
    reference: ReferenceOption = None,
    draft: DraftOption = False,
    final: FinalOption = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    old_templates: Annotated[
        Path | None,
        typer.Option(
            "--old-template-dir", metavar="DOSSIER", help="Modèles et clauses de l’acte signé, s’ils ont changé."
        ),
    ] = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Produire l’avenant à un acte signé : ce qui change, article par article, et la version consolidée.

    La nouvelle version est une spécification entière : celle de l’acte signé, avec d’autres valeurs. Elle garde la date
    et le NOR de l’acte ; ceux de l’avenant se donnent par --date et --nor, ou sous « avenant: ».

    \b
    Exemples :
      convention amend specs/domifa.yaml specs/domifa-2.yaml --avenant 1
      convention amend specs/domifa.yaml specs/domifa-2.yaml --avenant 1 --date 2026-03-01 --final
      convention amend specs/domifa-2.yaml
      convention amend signes/domifa.docx --set duree.fin=2027-06-30 --avenant 1
    """
    if len(specs) > 2:
        raise refuse("donner au plus deux spécifications : celle de l’acte signé, puis sa nouvelle version.")
    if number is not None and not 1 <= number <= _AT_MOST:
        raise refuse(f"--avenant attend un nombre de 1 à {_AT_MOST}.")
    if len(specs) > 1 and _is_act(specs[1]):
        raise refuse("la nouvelle version est une spécification (.yaml), et non un document.")
    if specs == [STDIN, STDIN]:
        raise refuse("l’entrée standard ne peut donner qu’une des deux spécifications.")
    if old_templates is not None and not old_templates.is_dir():
        raise refuse(f"le dossier de modèles « {old_templates} » n’existe pas.")
    state, wanted = chosen_draft(draft=draft, final=final), chosen_formats(formats)
    from conventions_cli.pipeline import Options

    stated = {"numero": number, "date_signature": day, "nor": nor}
    own = [f"avenant.{key}={value}" for key, value in stated.items() if value is not None]
    options = Options((*(settings or ()), *own), template_dir, state)
    prepared = _prepare(specs, options, Options((), old_templates or template_dir))
    report(prepared.diagnostics, quiet=quiet)
    code = exit_code(prepared.diagnostics, strict=strict)
    if code != DONE or prepared.value is None:
        _say_nothing_written(prepared.diagnostics, strict=strict)
        raise typer.Exit(code or FAULTS)
    files = _files(prepared.value, _stem(specs[-1], prepared.value), wanted, reference)
    if files.value is None:
        report(files.diagnostics, quiet=quiet)
        raise typer.Exit(exit_code(files.diagnostics, strict=False) or FAULTS)
    from conventions_cli.templating import use_of

    say_packs(map(use_of, prepared.value.packs), quiet=quiet)
    raise typer.Exit(_write(files.value, output, prepared.value, quiet=quiet))


def _prepare(specs: list[str], options: "Options", earlier: "Options") -> "Outcome[Prepared]":
    from conventions_cli.amendment import prepare
    from conventions_cli.foundation import Outcome

    *first, last = specs
    if _is_act(specs[0]):
        return _from_act(Path(specs[0]), last if first else None, options, earlier)
    open_together(specs)
    new = check_one(last, options)
    old = check_one(first[0], earlier) if first else None
    diagnostics = ordered((*new.diagnostics, *(old.diagnostics if old is not None else ())))
    if new.value is None or (old is not None and old.value is None):
        return Outcome(None, diagnostics)
    stated = new.value.spec.convention.avenant
    if stated is None:
        raise refuse("donner le numéro de l’avenant : --avenant 1.")
    if old is None and (stated is None or stated.de is None):
        raise refuse(f"donner l’acte signé d’abord : convention amend ACTE-SIGNÉ.yaml {last} --avenant 1.")
    before = (first[0], old.value) if old is not None and old.value is not None else None
    folder = Path.cwd() if last == STDIN else Path(last).parent
    prepared = prepare(last, new.value, folder, options, before=before, before_options=earlier)
    return Outcome(prepared.value, ordered((*diagnostics, *prepared.diagnostics)))


def _is_act(name: str) -> bool:
    return Path(name).suffix.lower() in _ACTS


def _from_act(act: Path, spec: str | None, options: "Options", earlier: "Options") -> "Outcome[Prepared]":
    """The avenant to the act of a Word file; the new version is `spec`, or the spec of the act with `--set`.

    Both versions use the clauses found near the act, unless others are given.
    """
    from conventions_cli import pipeline
    from conventions_cli.amendment import prepare_chain
    from conventions_cli.foundation import Outcome, replace
    from conventions_cli.source import normalized_yaml
    from conventions_cli.verification import signed_act

    past = signed_act(act, earlier)
    if past.value is None:
        return Outcome(None, past.diagnostics)
    if past.value.beside:
        say(f"Le texte de « {act.name} » est celui de la spécification qu’il porte, mais : {past.value.beside}", "")
    if spec is None:
        last = past.value.versions[-1][1].spec
        options = replace(options, template_dir=options.template_dir or past.value.clauses, picture=last.held_picture)
        text = normalized_yaml(last.tree.without("avenant"))
        new = pipeline.check_bytes(text.encode(), str(act), act.parent, options)
    else:
        new = check_one(spec, options)
    if new.value is None:
        return Outcome(None, new.diagnostics)
    if new.value.spec.convention.avenant is None:
        raise refuse("donner le numéro de l’avenant : --avenant 1.")
    prepared = prepare_chain([*past.value.versions, (spec or str(act), new.value)], options)
    return Outcome(prepared.value, ordered((*new.diagnostics, *prepared.diagnostics)))


def _stem(spec: str, prepared: "Prepared") -> str:
    from conventions_cli.files import file_stem

    if spec != STDIN:
        own = Path(spec).stem
        return file_stem(_ADDED.sub("", own) if _is_act(spec) else own)
    services = prepared.checked.spec.convention.services_connus
    return file_stem(str(services[0].nom)) if services and isinstance(services[0].nom, str) else "convention"


def _files(prepared: "Prepared", stem: str, wanted: list[str], reference: Path | None) -> "Outcome[dict[str, bytes]]":
    """Every file by name: the avenant in each form, then the consolidated version."""
    from conventions_cli import pipeline
    from conventions_cli.foundation import Outcome

    amende = prepared.checked.spec.convention.amende
    number = amende.numero if amende is not None else 1
    files: dict[str, bytes] = {}
    for name, document in (
        (f"{stem}-avenant-{number}", prepared.document),
        (f"{stem}-consolide", prepared.consolidated),
    ):
        outcome = pipeline.write(document, wanted, reference)
        if outcome.value is None:
            return Outcome(None, outcome.diagnostics)
        files |= {f"{name}.{form}": data for form, data in outcome.value.items()}
    return Outcome(files)


def _say_nothing_written(diagnostics: "Sequence[Diagnostic]", *, strict: bool) -> None:
    from conventions_cli.reporting import count_line

    why = " (avec --strict, un avertissement suffit)" if strict and exit_code(diagnostics, strict=False) == DONE else ""
    say("", f"Rien n’est écrit : {count_line(diagnostics)}{why}.")


def _write(files: dict[str, bytes], output: Path, prepared: "Prepared", *, quiet: bool) -> int:
    from conventions_cli.files import write_all

    code = deliver_all(write_all({output / name: content for name, content in files.items()}), quiet=quiet)
    if code == DONE and not quiet:
        _tell(prepared)
    return code


def _tell(prepared: "Prepared") -> None:
    """Tell the changes, amounts and dates first, then the changes that no article of the avenant states."""
    spec = prepared.checked.spec
    count = len(prepared.titles)
    say(f"{'PROJET d’avenant' if spec.draft else 'Avenant'}, {count} modification{'s' if count > 1 else ''} :")
    for fact in prepared.facts:
        say(f"  {_fact(fact)}")
    for title in prepared.titles:
        say(f"  - {title}")
    if prepared.besides or prepared.aside:
        say("Sans modification de la convention :")
        for besides in prepared.besides:
            say(f"  - {besides}")
        for fact in prepared.aside:
            say(f"    {_fact(fact)}")
    if spec.draft and spec.manques:
        say("À compléter avant la signature :")
        for missing in spec.manques:
            say(f"  - {missing.libelle} ({missing.cle})")


def _fact(fact: "Fact") -> str:
    label = f"{fact.label} : " if fact.label else ""
    return f"{label}{_short(fact.before)} → {_short(fact.after)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…") or "(rien)"
