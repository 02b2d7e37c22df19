"""The options that several commands share."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from conventions_cli import writers
from conventions_cli.cli.french import refuse

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="CLÉ=VALEUR", help="Remplacer une valeur, par exemple finances.montant=200000 (répétable)."
    ),
]


def _folder(value: Path | None) -> Path | None:
    if value is not None and not value.is_dir():
        raise refuse(f"le dossier de modèles « {value} » n’existe pas.")
    return value


TemplateDir = Annotated[
    Path | None,
    typer.Option(
        "--template-dir",
        metavar="DOSSIER",
        help="Chercher d’abord modèles et clauses dans ce dossier.",
        callback=_folder,
    ),
]
FormatsOption = Annotated[
    list[str],
    typer.Option("--format", metavar="LISTE", help=f"Formats, avec des virgules : {', '.join(writers.FORMATS)}."),
]
FORMATS = ["docx,md"]  # when none is asked for
OutputOption = Annotated[Path, typer.Option("-o", "--output", metavar="DOSSIER", help="Dossier où écrire.")]
ReferenceOption = Annotated[
    Path | None,
    typer.Option(
        "--reference", metavar="FICHIER", help="Prendre les styles de ce document Word ; le PDF en prend la police."
    ),
]
BareOption = Annotated[
    bool,
    typer.Option(
        "--sans-specification", help="Ne pas joindre aux DOCX, ODT et PDF la spécification dont ils viennent."
    ),
]
OpenOption = Annotated[
    bool, typer.Option("--open", help="Ouvrir l’acte produit, dans le premier des formats demandés.")
]
DraftOption = Annotated[
    bool, typer.Option("--draft", help="Produire un PROJET, même daté ; ce qui manque est signalé.")
]
FinalOption = Annotated[bool, typer.Option("--final", help="Refuser de produire tant qu’une information manque.")]


def day_given(text: str | None, option: str) -> date | None:
    """The day given to an option; None without one. Refuses a text that is no date."""
    if text is None:
        return None
    from conventions_cli.french import DateError, parse_date

    try:
        return parse_date(text)
    except DateError as fault:
        raise refuse(f"{option} : {fault} {fault.hint}") from None


def chosen_formats(values: Sequence[str]) -> list[str]:
    """The formats of `--format`, given once or several times, once each. Refuses those that do not exist."""
    value = ",".join(values)
    wanted = [name.strip().lower() for name in value.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in writers.FORMATS]
    if unknown or not wanted:
        known = ", ".join(writers.FORMATS)
        raise refuse(f"le format « {', '.join(unknown) or value} » n’existe pas. Formats : {known}.")
    return list(dict.fromkeys(wanted))


def chosen_draft(*, draft: bool, final: bool) -> bool | None:
    """The value of `--draft` and `--final`: True, False, or None to follow the date of signature."""
    if draft and final:
        raise refuse("--draft et --final s’excluent : choisir l’un des deux.")
    return True if draft else False if final else None


Strict = Annotated[bool, typer.Option("--strict", help="Traiter les avertissements comme des erreurs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="N’afficher que les erreurs.")]
BakOption = Annotated[
    bool, typer.Option("--bak", help="Garder de chaque fichier réécrit une copie, NOM.bak, que « undo » rend.")
]
