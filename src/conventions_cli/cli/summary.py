"""`convention summary`: the money and the calendar of a round, in one view."""

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS, STDIN, check_one, deliver, exit_code, expand, report, say_packs
from conventions_cli.foundation import Diagnostic, Record, Severity, has_errors, ordered, replace

if TYPE_CHECKING:
    from conventions_cli.pipeline import Checked, Identity, Options
    from conventions_cli.summary import Counted, LeftOut, Summary
    from conventions_cli.templating import PackUse

_FORMATS = "table, json, csv, xlsx, html, ics"
_TABLES = "actes, annees, programmes, delegataires, echeances"
_BINARY = ("xlsx",)
_DRAFT_AVENANT = "projet d’avenant : l’acte qu’il modifierait reste compté"
_AMENDS = "avenant, dont les montants remplacent ceux de l’acte qu’il modifie"


class _Read(Record, frozen=True):
    """What is kept of a spec once it is read.

    `usable`: without a fault of its own. `apart`: why it is not counted, which is no fault. `unpromised`: what keeps
    its deadlines from being known. `undeclared`: the name of its pack, if that declares no deadline.
    """

    diagnostics: tuple[Diagnostic, ...]
    usable: bool = False
    identities: "tuple[Identity, ...]" = ()
    amends: Path | None = None
    pack: "PackUse | None" = None
    undeclared: str = ""
    apart: str = ""
    unpromised: tuple[Diagnostic, ...] = ()
    counted: "Counted | None" = None


def summary(
    specs: Annotated[
        list[str],
        typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers, ou - pour l’entrée standard."),
    ],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=f"Forme : {_FORMATS}.")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire dans ce fichier.")
    ] = None,
    table: Annotated[
        str, typer.Option("--table", metavar="NOM", help=f"Avec --format csv, le tableau à écrire : {_TABLES}.")
    ] = "actes",
    after: Annotated[
        str | None, typer.Option("--after", metavar="DATE", help="Ne garder que les échéances à partir de ce jour.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="DATE", help="Ne garder que les échéances jusqu’à ce jour.")
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(
            "--today", metavar="DATE", help="Situer les échéances par rapport à ce jour : passée, dans … jours."
        ),
    ] = None,
    acts: Annotated[
        Path | None,
        typer.Option("--acts", metavar="DOSSIER", help="Avec --format html, lier les actes que ce dossier contient."),
    ] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Écarter, en les nommant, les spécifications en erreur.")
    ] = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Montrer l’argent et le calendrier d’une promotion : AE et CP par année, cofinancements, échéances.

    \b
    Exemples :
      convention summary specs
      convention summary specs --after 2026-01-01 --before 2026-12-31
      convention summary specs --format xlsx -o build/promotion.xlsx
      convention summary specs --format ics -o build/echeances.ics
    """
    _check_words(form, table, output)
    days = {"--after": _day(after, "--after"), "--before": _day(before, "--before"), "--today": _day(today, "--today")}
    first, last = days["--after"], days["--before"]
    if first and last and first > last:
        raise refuse("--after est postérieur à --before : aucune échéance ne peut être dans cette période.")
    if acts is not None and not acts.is_dir():
        raise refuse(f"le dossier d’actes « {acts} » n’existe pas.")
    from conventions_cli.pipeline import Options
    from conventions_cli.summary import View, summarise, writer

    members, left_out, found = _gather(specs, Options(settings or (), template_dir, report=False))
    code = exit_code(found, strict=False)
    report([one for one in found if one.severity is Severity.ERROR], quiet=quiet)
    if (code != DONE and not keep_going) or not members:
        _say_nothing(members, left_out, keep_going=keep_going)
        raise typer.Exit(code or FAULTS)
    say_packs((one.pack for one in members), quiet=quiet)
    made = summarise([one.counted for one in members if one.counted is not None], left_out).between(first, last)
    terminal = sys.stdout.isatty() and output is None
    view = View(
        today=days["--today"],
        links=_links(made, acts, output) if acts is not None else {},
        table=table,
        width=shutil.get_terminal_size((100, 24)).columns if terminal else 100,
        color=terminal and "NO_COLOR" not in os.environ,
    )
    content = writer(form)(made, view)
    if not quiet:
        _talk(made, found, form)
        _say_undeclared(members)
    raise typer.Exit(_deliver(content, output, shown=form == "table", quiet=quiet) or code)


def _check_words(form: str, table: str, output: Path | None) -> None:
    if form not in _FORMATS.split(", "):
        raise refuse(f"la forme « {form} » n’existe pas. Formes : {_FORMATS}.")
    if table not in _TABLES.split(", "):
        raise refuse(f"le tableau « {table} » n’existe pas. Tableaux : {_TABLES}.")
    if form in _BINARY and output is None and sys.stdout.isatty():
        raise refuse(f"un classeur ne s’affiche pas dans un terminal : ajouter « -o promotion.{form} ».")


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    from conventions_cli.french import DateError, parse_date

    try:
        return parse_date(text)
    except DateError as fault:
        raise refuse(f"{option} : {fault} {fault.hint}") from None


def _gather(specs: list[str], options: "Options") -> "tuple[list[_Read], list[LeftOut], list[Diagnostic]]":
    """The specs that can be counted, those that cannot, and every finding: each spec's, then those of the set.

    What is asked of one is kept, not the spec.
    """
    from conventions_cli.pipeline import sets
    from conventions_cli.reporting import count_line
    from conventions_cli.summary import LeftOut

    read = {name: _read(name, options) for name in expand(specs)}
    clashes = sets.clashes((name, one.identities) for name, one in read.items())
    amended = sets.superseded({name: one.amends for name, one in read.items() if one.usable})
    members: list[_Read] = []
    left_out: list[LeftOut] = []
    found: list[Diagnostic] = []
    for name, one in read.items():
        diagnostics = ordered((*one.diagnostics, *clashes.get(name, ())))
        found.extend(diagnostics)
        if not one.usable or has_errors(diagnostics):
            errors = count_line(fault for fault in diagnostics if fault.severity is Severity.ERROR)
            left_out.append(LeftOut(name, errors))
        elif one.apart:
            left_out.append(LeftOut(name, one.apart))
        elif name in amended:
            left_out.append(LeftOut(name, f"modifié par un avenant : « {amended[name]} » est compté à sa place"))
        else:
            found.extend(one.unpromised)
            if one.counted is None:
                left_out.append(LeftOut(name, count_line(one.unpromised)))
            else:
                members.append(one)
    return members, left_out, found


def _read(name: str, options: "Options") -> "_Read":
    """Check a spec, and count it if it can be."""
    from conventions_cli.pipeline import promises, sets
    from conventions_cli.summary import Member, count
    from conventions_cli.templating import use_of

    outcome = check_one(name, options)
    if outcome.value is None:
        return _Read(outcome.diagnostics)
    member = sets.member(name, "entree" if name == STDIN else Path(name).stem, outcome.value)
    convention = outcome.value.spec.convention
    read = _Read(
        outcome.diagnostics,
        usable=True,
        identities=tuple(one.bare for one in sets.identities_of(member)),
        amends=sets.amended(member),
        pack=use_of(outcome.value.pack),
        undeclared="" if outcome.value.pack.stating else outcome.value.pack.name,
    )
    if _amends(outcome.value):
        return replace(read, apart=_AMENDS if convention.amende is not None else _DRAFT_AVENANT)
    held = promises(outcome.value)
    counted = None if held.value is None else count(Member(name, member.stem, outcome.value, held.value))
    return replace(read, unpromised=held.diagnostics, counted=counted)


def _amends(checked: "Checked") -> bool:
    """An amending act states the amended amounts whole: adding them would count them twice.

    The new version of an act is counted in its place, from the day its avenant is signed.
    """
    convention = checked.spec.convention
    return convention.amende is not None or (
        convention.avenant is not None and convention.avenant.date_signature is None
    )


def _say_nothing(members: "list[_Read]", left_out: "list[LeftOut]", *, keep_going: bool) -> None:
    if keep_going or not members:
        for one in left_out:
            say(f"Non compris : {one.name} ({one.reason}).")
        say("", "Aucune spécification ne peut être comptée.")
        return
    names = ", ".join(one.name for one in left_out if "avenant" not in one.reason)
    say("", f"Rien n’est compté. Corriger {names}, ou ajouter --keep-going pour ne compter que les autres.")


def _talk(made: "Summary", found: list[Diagnostic], form: str) -> None:
    """What the output does not cover, and what it does not repeat."""
    for one in made.left_out:
        say(f"Non compris : {one.name} ({one.reason}).")
    warnings = sum(one.severity is Severity.WARNING for one in found)
    if warnings:
        say(f"{warnings} avertissement{'s' if warnings > 1 else ''} : « convention validate » les détaille.")
    undated = sum(one.day is None for one in made.deadlines)
    if form == "ics" and undated:
        say(f"{undated} échéance{'s' if undated > 1 else ''} sans date : hors du calendrier, voir « --format table ».")


def _say_undeclared(members: "list[_Read]") -> None:
    """The packs whose acts show no deadline because none is declared: an empty calendar is not said to be whole."""
    for name in dict.fromkeys(one.undeclared for one in members if one.undeclared):
        say(
            f"Le modèle « {name} » ne déclare aucune échéance : ses actes n’en montrent pas. Les déclarer dans "
            f"modele.yaml, sous « echeances: » (docs/guide/modifier-une-clause.md)."
        )


def _links(made: "Summary", acts: Path, output: Path | None) -> dict[str, tuple[tuple[str, str], ...]]:
    """The files of each act that are in the folder, by addresses relative to the page."""
    from urllib.parse import quote

    from conventions_cli.writers import FORMATS

    home = output.parent if output is not None else Path()
    links = {}
    for act in made.acts:
        found = []
        for kind, form in FORMATS.items():
            file = acts / f"{act.stem}.{kind}"
            if file.is_file():
                try:
                    relative = os.path.relpath(file, home)
                except ValueError:  # another drive: no relative address leads there
                    continue
                found.append((form.label, quote(Path(relative).as_posix())))
        links[act.stem] = tuple(found)
    return links


def _deliver(content: bytes, output: Path | None, *, shown: bool, quiet: bool) -> int:
    if output is None:
        if shown:
            show(content.decode("utf-8"), styled=sys.stdout.isatty())
        else:
            hand(content)
        return DONE
    return deliver(output, content, quiet=quiet)
