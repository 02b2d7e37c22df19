"""`convention redline`: an act as a Word document, with tracked changes against another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.diff import load_both
from conventions_cli.cli.door import say
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS, deliver, report
from conventions_cli.foundation import Diagnostic, SourceText, Span, catalogue, replace

if TYPE_CHECKING:
    from conventions_cli.cli.acts import LoadedAct
    from conventions_cli.comparison import Difference, Redline
    from conventions_cli.document import PageHeads

_LONGEST_AUTHOR = 255  # characters, in Word
_LONGEST_SHOWN = 120  # of a line that differs


def redline(
    before: Annotated[
        str,
        typer.Argument(metavar="AVANT", help="Acte d’origine : .yaml, .md, .docx, .odt, ou - pour l’entrée standard."),
    ],
    after: Annotated[str, typer.Argument(metavar="APRÈS", help="Acte modifié.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER.docx", help="Document à écrire (obligatoire).")
    ] = None,
    author: Annotated[
        str, typer.Option("--author", metavar="NOM", help="Au nom de qui les modifications sont faites.")
    ] = "convention",
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help="Jour des modifications ; sans cette option, celui de SOURCE_DATE_EPOCH, ou de l’acte.",
        ),
    ] = None,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Écrire un acte en DOCX avec les modifications suivies qui y mènent depuis un autre.

    Tout accepter dans Word donne l’acte APRÈS ; tout refuser redonne l’acte AVANT.
    Sans --date ni SOURCE_DATE_EPOCH, les modifications sont datées de la signature de l’acte APRÈS, ou de son fichier.

    \b
    Exemples :
      convention redline specs/domifa.yaml specs/domifa-v2.yaml -o build/domifa-modifications.docx
      convention redline build/domifa.docx specs/domifa-v2.yaml -o build/m.docx --author "DGCS" --date 2025-09-01
    """
    if output is None:
        raise refuse("il manque le document à écrire : ajouter « -o modifications.docx ».")
    if output.suffix.lower() != ".docx":
        raise refuse(f"« {output} » ne finit pas par .docx.")
    name = author.strip()
    if not name or len(name) > _LONGEST_AUTHOR or not name.isprintable():
        raise refuse(f"--author attend un nom d’au plus {_LONGEST_AUTHOR} caractères, sur une ligne.")
    day = _day(date)
    old, new = load_both(before, after, settings or (), template_dir, quiet=quiet, spelled=True)
    old, new = _as_shown(old), _as_shown(new)
    from conventions_cli.cli.acts import Kind
    from conventions_cli.comparison import redline as weave

    heads = _heads(new)
    result = weave(old.document, new.document, name, day, foreign=(old.foreign, new.foreign), heads=heads)
    if result.difference is not None:
        report([_unproved(result.difference, before, after)], quiet=quiet)
        say("", "Rien n’est écrit.")
        raise typer.Exit(FAULTS)
    code = deliver(output, result.data, quiet=quiet)
    if code != DONE:
        raise typer.Exit(code)
    if not quiet:
        _talk(result)
        if new.kind is Kind.ODT:
            say(f"{new.name} : sa mise en page n’est pas reprise.")
        if new.data is not None:
            both = (new.foreign, new.foreign)
            _tell_lost(new, weave(new.document, new.document, name, day, foreign=both, heads=heads).data)


def _day(date: str | None) -> str:
    """The day of the changes at midnight, universal time; empty when none is stated."""
    if date is None:
        return ""
    from conventions_cli.french import DateError, parse_date

    try:
        return f"{parse_date(date).isoformat()}T00:00:00Z"
    except DateError as fault:
        raise refuse(f"--date : {fault} {fault.hint}") from None


def _as_shown(act: "LoadedAct") -> "LoadedAct":
    """An act with the details of a Word file that comparisons ignore: images, non-breaking hyphens."""
    if act.data is None:
        return act
    from conventions_cli.readers import ArchiveError, held_words, with_rasters

    try:
        drawn = with_rasters(act.document, act.data)
        return replace(act, document=replace(drawn, metadata=replace(drawn.metadata, names=held_words(act.data))))
    except ArchiveError:  # a part of the file that the text does not need
        return act


def _heads(act: "LoadedAct") -> "PageHeads | None":
    """The headers and footers of an act read from a Word file; None for another act, or if they cannot be read."""
    if act.data is None:
        return None
    from conventions_cli.readers import ArchiveError, read_page_heads

    try:
        return read_page_heads(act.data)
    except ArchiveError:
        return None


def _tell_lost(act: "LoadedAct", document: bytes) -> None:
    """Tell the layout of the original Word file that the written document does not have."""
    from conventions_cli.verification import Held, lost

    lost_features = lost(Held(act.data, act.document), document)
    if lost_features:
        say(f"{act.name} : sa mise en page n’est pas reprise en entier ({', '.join(lost_features)}).")


def _unproved(difference: "Difference", before: str, after: str) -> Diagnostic:
    """The diagnostic of a document that does not give one of the acts back."""
    act, done = (before, "refusées") if difference.rejected else (after, "acceptées")
    message = (
        f"Toutes {done}, les modifications suivies ne redonnent pas « {act} »\u00a0: {difference.place}, "
        f"« {_short(difference.actual)} » au lieu de « {_short(difference.expected)} »."
    )
    hint = "Comparer avec « convention diff », et signaler ce défaut de la commande avec les deux actes."
    return Diagnostic(catalogue.REDLINE_UNPROVED, message, Span.whole(SourceText(act, "")), hint)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _talk(result: "Redline") -> None:
    if not result.changes:
        say("Les deux actes sont identiques : le document ne porte aucune modification.")
        return
    say(f"{result.changes} modification{'s' if result.changes > 1 else ''} suivie{'s' if result.changes > 1 else ''}.")
    if result.coarse:
        from conventions_cli.comparison import COARSE

        say(f"Attention : {COARSE}")
