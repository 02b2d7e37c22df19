"""The options several commands share."""

from pathlib import Path
from typing import Annotated

import typer

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
Strict = Annotated[bool, typer.Option("--strict", help="Traiter les avertissements comme des erreurs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="N’afficher que les erreurs.")]
