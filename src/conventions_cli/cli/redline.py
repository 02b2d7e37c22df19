"""`convention redline`: an act as a Word document, with tracked changes against another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.diff import load_both
from conventions_cli.cli.door import say
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, SetOption, TemplateDir
from conventions_cli.cli.streams import DONE, deliver

if TYPE_CHECKING:
    from conventions_cli.comparison import Redline

_LONGEST_AUTHOR = 255  # characters, in Word


def redline(
    before: Annotated[
        str, typer.Argument(metavar="AVANT", help="Acte d’origine : .yaml, .md, .docx, ou - pour l’entrée standard.")
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
            "--date", metavar="DATE", help="Jour des modifications ; sans cette option, celui de SOURCE_DATE_EPOCH."
        ),
    ] = None,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Écrire un acte en DOCX avec les modifications suivies qui y mènent depuis un autre.

    Tout accepter dans Word donne l’acte APRÈS ; tout refuser redonne l’acte AVANT.
    Sans --date ni SOURCE_DATE_EPOCH, les modifications ne portent pas de date.

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
    old, new = load_both(before, after, settings or (), template_dir, quiet=quiet)
    from conventions_cli.comparison import redline as weave

    result = weave(old.document, new.document, name, day)
    code = deliver(output, result.data, quiet=quiet)
    if code != DONE:
        raise typer.Exit(code)
    if not quiet:
        _talk(result)


def _day(date: str | None) -> str:
    """The day of the changes at midnight, universal time; that of SOURCE_DATE_EPOCH, or none."""
    if date is None:
        from conventions_cli.foundation import made_at

        moment = made_at()
        return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*moment) if moment is not None else ""
    from conventions_cli.french import DateError, parse_date

    try:
        return f"{parse_date(date).isoformat()}T00:00:00Z"
    except DateError as fault:
        raise refuse(f"--date : {fault} {fault.hint}") from None


def _talk(result: "Redline") -> None:
    if not result.changes:
        say("Les deux actes sont identiques : le document ne porte aucune modification.")
        return
    say(f"{result.changes} modification{'s' if result.changes > 1 else ''} suivie{'s' if result.changes > 1 else ''}.")
    if result.coarse:
        from conventions_cli.comparison import COARSE

        say(f"Attention : {COARSE}")
