"""`convention summary`: the money and the calendar of a round, in one view."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir, day_given
from conventions_cli.cli.streams import DONE, FAULTS, STDIN, check_one, deliver, exit_code, expand, report, say_packs
from conventions_cli.foundation import Diagnostic, Record, Severity, has_errors, ordered, replace

if TYPE_CHECKING:
    from conventions_cli.pipeline import Checked, Identity, Options
    from conventions_cli.summary import Counted, LeftOut, Summary
    from conventions_cli.templating import PackUse

_FORMATS = "table, json, csv, xlsx, html, ics"
_TABLES = "actes, annees, programmes, delegataires, echeances, liste"
_YEAR = 366  # days
_BINARY = ("xlsx",)
_DRAFT_AVENANT = "projet d’avenant : l’acte qu’il modifierait reste compté"
_AMENDS = "avenant, dont les montants remplacent ceux de l’acte qu’il modifie"


class _Read(Record, frozen=True):
    """The facts about a spec that are kept once it is read.

    `usable`: whether it has no error of its own. `apart`: the reason why a spec without errors is not counted.
    `unpromised`: the reasons why its deadlines are unknown. `undeclared`: the name of a pack without any deadline.
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
    reminders: Annotated[
        str,
        typer.Option(
            "--rappels",
            metavar="JOURS",
            help="Avec --format ics, rappeler chaque échéance tant de jours avant, avec des virgules, ou « aucun ».",
        ),
    ] = "7",
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
    remind = _reminders(reminders)
    options_given = {"--after": after, "--before": before, "--today": today}
    days = {option: day_given(text, option) for option, text in options_given.items()}
    first, last = days["--after"], days["--before"]
    if first and last and first > last:
        raise refuse("--after est postérieur à --before : aucune échéance ne peut être dans cette période.")
    if acts is not None and not acts.is_dir():
        raise refuse(f"le dossier d’actes « {acts} » n’existe pas.")
    from conventions_cli.pipeline import Options
    from conventions_cli.summary import View, summarise, writer

    members, left_out, diagnostics = _gather(specs, Options(settings or (), template_dir, acts_only=True))
    code = exit_code(diagnostics, strict=False)
    report([diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR], quiet=quiet)
    if (code != DONE and not keep_going) or not members:
        _say_nothing(members, left_out, keep_going=keep_going)
        raise typer.Exit(code or FAULTS)
    say_packs((member.pack for member in members), quiet=quiet)
    figures = summarise([member.counted for member in members if member.counted is not None], left_out).between(
        first, last
    )
    terminal = sys.stdout.isatty() and output is None
    view = View(
        today=days["--today"],
        links=_links(figures, acts, output) if acts is not None else {},
        table=table,
        reminders=remind,
        columns=_list_columns(specs) if form in {"csv", "xlsx"} else (),
        width=shutil.get_terminal_size((100, 24)).columns if terminal else 100,
        color=terminal and "NO_COLOR" not in os.environ,
    )
    content = writer(form)(figures, view)
    if not quiet:
        _talk(figures, diagnostics, form)
        _say_undeclared(members)
    raise typer.Exit(_deliver(content, output, shown=form == "table", quiet=quiet) or code)


def _list_columns(specs: list[str]) -> tuple[tuple[str, str], ...]:
    """The columns of the list that the round of a folder came from; none when it came from no list."""
    from conventions_cli.drafting import KEPT, kept_columns

    files = [Path(spec) / KEPT for spec in specs if spec != STDIN]
    return next((kept_columns(file) or () for file in files if file.is_file()), ())


def _check_words(form: str, table: str, output: Path | None) -> None:
    if form not in _FORMATS.split(", "):
        raise refuse(f"la forme « {form} » n’existe pas. Formes : {_FORMATS}.")
    if table not in _TABLES.split(", "):
        raise refuse(f"le tableau « {table} » n’existe pas. Tableaux : {_TABLES}.")
    if form in _BINARY and output is None and sys.stdout.isatty():
        raise refuse(f"un classeur ne s’affiche pas dans un terminal : ajouter « -o promotion.{form} ».")


def _reminders(text: str) -> tuple[int, ...]:
    """The days of `--rappels`, once each. Refuses other texts, and more than a year."""
    words = [word.strip() for word in text.split(",")]
    if words == ["aucun"]:
        return ()
    if not all(word.isascii() and word.isdecimal() and len(word) < 4 and int(word) <= _YEAR for word in words):
        raise refuse(f"--rappels : « {text} » n’est pas un nombre de jours. Écrire par exemple « 30,7 », ou « aucun ».")
    return tuple(dict.fromkeys(map(int, words)))


def _gather(specs: list[str], options: "Options") -> "tuple[list[_Read], list[LeftOut], list[Diagnostic]]":
    """The specs that are counted, those left out, and the diagnostics of each spec, then of the set.

    Only the facts needed are kept of each spec.
    """
    from conventions_cli.pipeline import sets
    from conventions_cli.reporting import count_line
    from conventions_cli.summary import LeftOut

    read = {name: _read(name, options) for name in expand(specs)}
    clashes = sets.clashes((name, entry.identities) for name, entry in read.items())
    amended = sets.superseded({name: entry.amends for name, entry in read.items() if entry.usable})
    members: list[_Read] = []
    left_out: list[LeftOut] = []
    collected: list[Diagnostic] = []
    for name, entry in read.items():
        diagnostics = ordered((*entry.diagnostics, *clashes.get(name, ())))
        collected.extend(diagnostics)
        if not entry.usable or has_errors(diagnostics):
            errors = count_line(fault for fault in diagnostics if fault.severity is Severity.ERROR)
            left_out.append(LeftOut(name, errors))
        elif entry.apart:
            left_out.append(LeftOut(name, entry.apart))
        elif name in amended:
            left_out.append(LeftOut(name, f"modifié par un avenant : « {amended[name]} » est compté à sa place"))
        else:
            collected.extend(entry.unpromised)
            if entry.counted is None:
                left_out.append(LeftOut(name, count_line(entry.unpromised)))
            else:
                members.append(entry)
    return members, left_out, collected


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
        identities=tuple(identity.bare for identity in sets.identities_of(member)),
        amends=sets.amended(member),
        pack=use_of(outcome.value.pack),
        undeclared="" if outcome.value.pack.stating else outcome.value.pack.name,
    )
    if _amends(outcome.value):
        return replace(read, apart=_AMENDS if convention.amende is not None else _DRAFT_AVENANT)
    declared = promises(outcome.value)
    counted = None if declared.value is None else count(Member(name, member.stem, outcome.value, declared.value))
    return replace(read, unpromised=declared.diagnostics, counted=counted)


def _amends(checked: "Checked") -> bool:
    """Whether a spec is an amendment that is not counted: it repeats the amounts of its act, which would be doubled.

    The new version of an act is counted in its place from the day its avenant is signed.
    """
    convention = checked.spec.convention
    return convention.amende is not None or (
        convention.avenant is not None and convention.avenant.date_signature is None
    )


def _say_nothing(members: "list[_Read]", left_out: "list[LeftOut]", *, keep_going: bool) -> None:
    if keep_going or not members:
        for excluded in left_out:
            say(f"Non compris : {excluded.name} ({excluded.reason}).")
        say("", "Aucune spécification ne peut être comptée.")
        return
    names = ", ".join(excluded.name for excluded in left_out if "avenant" not in excluded.reason)
    say("", f"Rien n’est compté. Corriger {names}, ou ajouter --keep-going pour ne compter que les autres.")


def _talk(figures: "Summary", diagnostics: list[Diagnostic], form: str) -> None:
    """Tell what the output leaves out."""
    for excluded in figures.left_out:
        say(f"Non compris : {excluded.name} ({excluded.reason}).")
    warnings = sum(diagnostic.severity is Severity.WARNING for diagnostic in diagnostics)
    if warnings:
        say(f"{warnings} avertissement{'s' if warnings > 1 else ''} : « convention validate » les détaille.")
    undated = sum(deadline.day is None for deadline in figures.deadlines)
    if form == "ics" and undated:
        say(f"{undated} échéance{'s' if undated > 1 else ''} sans date : hors du calendrier, voir « --format table ».")


def _say_undeclared(members: "list[_Read]") -> None:
    """Name the packs that declare no deadline: an empty calendar must not pass for a complete one."""
    for name in dict.fromkeys(member.undeclared for member in members if member.undeclared):
        say(
            f"Le modèle « {name} » ne déclare aucune échéance : ses actes n’en montrent pas. Les déclarer dans "
            f"modele.yaml, sous « echeances: » (docs/guide/modifier-une-clause.md)."
        )


def _links(figures: "Summary", acts: Path, output: Path | None) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each act, its files in the folder, with addresses relative to the page."""
    from urllib.parse import quote

    from conventions_cli.writers import FORMATS

    home = output.parent if output is not None else Path()
    links = {}
    for act in figures.acts:
        act_links = []
        for kind, form in FORMATS.items():
            file = acts / f"{act.stem}.{kind}"
            if file.is_file():
                try:
                    relative = os.path.relpath(file, home)
                except ValueError:  # another drive: there is no relative address
                    continue
                act_links.append((form.label, quote(Path(relative).as_posix())))
        links[act.stem] = tuple(act_links)
    return links


def _deliver(content: bytes, output: Path | None, *, shown: bool, quiet: bool) -> int:
    if output is None:
        if shown:
            show(content.decode("utf-8"), styled=sys.stdout.isatty())
        else:
            hand(content)
        return DONE
    return deliver(output, content, quiet=quiet)
