"""`convention diff`: what changed between two acts."""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS, STDIN, deliver, exit_code, open_together, report, say_packs
from conventions_cli.foundation import Outcome, Severity, ordered, replace

if TYPE_CHECKING:
    from conventions_cli.cli.acts import LoadedAct, Ways
    from conventions_cli.comparison import Beside

_FORMATS = "text, json, html, markdown"
_MAX_INPUT = 32 * 1024 * 1024
_TEXT_ALONE = "D’un document ODT, seul le texte est comparé, modifications suivies acceptées."


def diff(
    before: Annotated[
        str,
        typer.Argument(metavar="AVANT", help="Acte d’origine : .yaml, .md, .docx, .odt, ou - pour l’entrée standard."),
    ],
    after: Annotated[str, typer.Argument(metavar="APRÈS", help="Acte à lui comparer.")],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=f"Forme : {_FORMATS}.")] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire dans ce fichier.")
    ] = None,
    ignore_format: Annotated[
        bool, typer.Option("--ignore-format", help="Ne pas compter gras, italique, liens et sortes d’espaces.")
    ] = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Comparer deux actes : montants et dates d’abord, puis chaque changement, à son article.

    Chaque acte est une spécification, un Markdown publié ou un DOCX, même revenu de Word.
    Codes de sortie : 0 identiques ; 1 différents, ou l’un des deux est en erreur.

    \b
    Exemples :
      convention diff specs/domifa.yaml build/domifa.docx
      convention diff publies/domifa.md build/domifa.md --format html -o build/comparaison.html
      cd specs && git show HEAD:./domifa.yaml | convention diff - domifa.yaml
    """
    if form not in _FORMATS.split(", "):
        raise refuse(f"la forme « {form} » n’existe pas. Formes : {_FORMATS}.")
    old, new = load_both(before, after, settings or (), template_dir, quiet=quiet)
    from conventions_cli.cli.acts import Kind
    from conventions_cli.comparison import Side, View, compare, writer

    sides = (
        Side(act.name, act.document, act.spec, act.pack.field_names if act.pack is not None else {})
        for act in (old, new)
    )
    compared = compare(*sides, formatting=not ignore_format)
    if old.data is not None or new.data is not None:
        from conventions_cli.verification import Held, between  # late: lxml is slow to import

        contents = (Held(act.data, act.document, act.pending) for act in (old, new))
        beside = between(*contents, same_text=compared.same_text, looks=not ignore_format)
        compared = replace(compared, beside=beside)
    if Kind.ODT in {old.kind, new.kind}:
        compared = replace(
            compared, beside=(*compared.beside, *_unread(old, new)), notices=(*compared.notices, _TEXT_ALONE)
        )
    terminal = sys.stdout.isatty() and output is None
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 0
    content = writer(form)(compared, View(width, terminal and "NO_COLOR" not in os.environ))
    verdict = DONE if compared.same else FAULTS
    raise typer.Exit(_deliver(content, output, shown=form == "text", quiet=quiet) or verdict)


def _unread(old: "LoadedAct", new: "LoadedAct") -> "Iterator[Beside]":
    """The content of an ODT file besides its text that the other act does not have."""
    from conventions_cli.cli.acts import Kind
    from conventions_cli.comparison import Beside

    for act, other in ((old, new), (new, old)):
        for notice in act.notices if act.kind is Kind.ODT else ():
            if notice not in other.notices:
                yield Beside(notice, act.name)


def load_both(
    before: str, after: str, settings: Sequence[str], template_dir: Path | None, *, quiet: bool, spelled: bool = False
) -> "tuple[LoadedAct, LoadedAct]":
    """The two acts named on the command line; their errors are shown, and end the command.

    `spelled`: see `readers.read_docx`.
    """
    if before == after == STDIN:
        raise refuse("l’entrée standard ne peut donner qu’un des deux actes.")
    from conventions_cli.cli.acts import Ways

    open_together((before, after))
    ways = Ways(tuple(settings), template_dir)
    sides = [_load(name, ways, spelled=spelled) for name in (before, after)]
    diagnostics = ordered(diagnostic for side in sides for diagnostic in side.diagnostics)
    report([diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR], quiet=quiet)
    code = exit_code(diagnostics, strict=False)
    old, new = (side.value for side in sides)
    if code != DONE or old is None or new is None:
        say("", "Rien n’est comparé.")
        raise typer.Exit(code or FAULTS)
    if packs := [act.pack for act in (old, new) if act.pack is not None]:
        from conventions_cli.templating import use_of  # late: two documents have no pack

        say_packs(map(use_of, packs), quiet=quiet)
    if not quiet:
        for act in (old, new):
            for notice in act.notices:
                say(f"{act.name} : {notice}")
    return old, new


def _load(name: str, ways: "Ways", *, spelled: bool) -> "Outcome[LoadedAct]":
    from conventions_cli.cli.acts import load_act, read_act

    if name == STDIN:
        return read_act(sys.stdin.buffer.read(_MAX_INPUT + 1), "<entrée standard>", Path.cwd(), ways, spelled=spelled)
    return load_act(name, ways, spelled=spelled)


def _deliver(content: bytes, output: Path | None, *, shown: bool, quiet: bool) -> int:
    if output is None:
        if shown:
            show(content.decode("utf-8"), styled=sys.stdout.isatty())
        else:
            hand(content)
        return DONE
    return deliver(output, content, quiet=quiet)
