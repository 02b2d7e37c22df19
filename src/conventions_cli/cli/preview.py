"""`convention preview`: the act of a spec in the browser, while the spec is being written."""

from typing import Annotated

import typer

from conventions_cli.cli.live import Words, check_libraries, check_request, serve_page, subject_of
from conventions_cli.cli.options import DraftOption, SetOption, TemplateDir


def preview(
    spec: Annotated[str, typer.Argument(metavar="SPEC", help="Fichier YAML à suivre.")],
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help="Port de l’adresse locale ; 0 : un port libre.")
    ] = 0,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Ouvrir la page dans le navigateur, ou non.")] = True,
    draft: DraftOption = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
) -> None:
    """Voir l’acte dans le navigateur pendant qu’on écrit sa spécification.

    La page suit la spécification, les fichiers dont elle hérite, les clauses et l’image à chaque enregistrement :
    l’acte à gauche, les constats, ce qui reste à compléter et les montants à droite. Elle n’est lisible que depuis ce
    poste, à l’adresse affichée, et n’a pas besoin d’internet. Ctrl-C l’arrête.

    \b
    Exemples :
      convention preview specs/domifa.yaml
      convention preview specs/domifa.yaml --no-open --port 8000
      convention preview specs/domifa.yaml --template-dir nos-modeles
    """
    check_request(spec, port, "l’aperçu")
    check_libraries("l’aperçu")
    from conventions_cli.preview import Board

    words = Words(
        "l’aperçu",
        f"Aperçu de « {spec} », lisible depuis ce poste seulement :",
        "La page suit le fichier à chaque enregistrement. Ctrl-C arrête l’aperçu.",
        "Aperçu arrêté.",
    )
    serve_page(subject_of(spec, settings, template_dir, draft=draft), port, words, Board, opened=opened)
