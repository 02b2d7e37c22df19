"""The options several commands share."""

from pathlib import Path
from typing import Annotated

import typer

SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="CLÉ=VALEUR", help="Remplacer une valeur, par exemple finances.montant=200000 (répétable)."
    ),
]
TemplateDir = Annotated[
    Path | None,
    typer.Option(
        "--template-dir",
        metavar="DOSSIER",
        help="Chercher d’abord modèles et clauses dans ce dossier.",
        exists=True,
        file_okay=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Traiter les avertissements comme des erreurs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="N’afficher que les erreurs.")]
