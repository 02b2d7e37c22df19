"""`convention edit`: the act in the browser, and beside it a form that writes its spec."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.live import Words, check_libraries, check_request, serve_at, serve_page, subject_of
from conventions_cli.cli.options import TemplateDir


def edit(
    spec: Annotated[
        str, typer.Argument(metavar="SPEC|DOSSIER", help="Fichier YAML à remplir, ou dossier qui en contient.")
    ],
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help="Port de l’adresse locale ; 0 : un port libre.")
    ] = 0,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Ouvrir la page dans le navigateur, ou non.")] = True,
    template_dir: TemplateDir = None,
) -> None:
    """Remplir une spécification dans le navigateur, l’acte à côté.

    Un formulaire montre chaque valeur, ce qui manque et qui peut le donner. Ce qui est tapé est écrit dans le fichier,
    à sa place, si les règles l’admettent : les commentaires restent, l’acte suit, et tout peut être annulé. Une
    clause s’y modifie à côté de ce qu’elle donne, son effet sur chaque acte du dossier montré avant d’écrire. La page
    n’est lisible que depuis ce poste, à l’adresse affichée, et n’a pas besoin d’internet. Ctrl-C l’arrête. D’un
    dossier, la page est la liste des spécifications, avec leur état ; chacune s’y ouvre.

    \b
    Exemples :
      convention edit specs/domifa.yaml
      convention edit specs/domifa.yaml --no-open --port 8000
      convention edit specs
    """
    check_request(spec, port, "le formulaire")
    check_libraries("le formulaire")
    if Path(spec).is_dir():
        _edit_folder(Path(spec), port, template_dir, opened=opened)
    from conventions_cli.edition import Service
    from conventions_cli.preview import Board, PreviewState

    subject = subject_of(spec, None, template_dir, draft=False)
    service = Service(subject)

    def board_of(state: PreviewState, ready: Callable[[], None], read: Callable[[], None]) -> Board:
        board = Board(state, ready, read, service.extension)
        service.serve(board)
        return board

    words = Words(
        "le formulaire",
        f"Formulaire de « {spec} », lisible depuis ce poste seulement :",
        "Chaque valeur tapée est écrite dans le fichier. Ctrl-C arrête le formulaire.",
        "Formulaire arrêté : ce qui a été écrit est dans le fichier.",
    )
    serve_page(subject, port, words, board_of, opened=opened)


def _edit_folder(folder: Path, port: int, template_dir: Path | None, *, opened: bool) -> None:
    """Serve the list of the specs of a folder, and their pages. Raises typer.Exit."""
    from datetime import date

    from conventions_cli.edition import Folder
    from conventions_cli.foundation import open_folder
    from conventions_cli.preview import serve_house

    open_folder(folder)
    kept = Folder(folder, template_dir, date.today())
    words = Words(
        "le formulaire",
        f"Liste de « {folder} », lisible depuis ce poste seulement :",
        "Chaque valeur tapée est écrite dans son fichier. Ctrl-C arrête le formulaire.",
        "Formulaire arrêté : ce qui a été écrit est dans les fichiers.",
    )
    serve_at(
        port,
        words,
        lambda ready, read, listening, token, ending: serve_house(
            kept.rooms(read), kept.subject_of, ready, listening, token, ending
        ),
        opened=opened,
    )
