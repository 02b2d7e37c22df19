"""`convention preview`: the act of a spec in the browser, while the spec is being written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import DraftOption, SetOption, TemplateDir
from conventions_cli.cli.streams import DISK, DONE, STDIN, report
from conventions_cli.foundation import catalogue

if TYPE_CHECKING:
    import socket

    from conventions_cli.preview import Handed

_MAX_PORT = 65535


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
    _check_words(spec, port)
    _check_libraries()
    from conventions_cli.preview import Subject, look

    subject = Subject(Path(spec), tuple(settings or ()), template_dir, True if draft else None)
    state = look(subject)
    unreadable = [
        diagnostic
        for diagnostic in state.diagnostics
        if diagnostic.code is catalogue.UNREADABLE
        and diagnostic.span is not None
        and diagnostic.span.source.name == state.name
    ]
    if unreadable:
        report(unreadable, quiet=False)
        raise typer.Exit(DISK)
    listening = _listen(port)

    import secrets

    from conventions_cli.preview import Board, Ending, Handed, serve

    token, handed = secrets.token_urlsafe(16), Handed()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/{token}/"

    def ready() -> None:
        say(f"Aperçu de « {spec} », lisible depuis ce poste seulement :")
        tell(address)
        say("La page suit le fichier à chaque enregistrement. Ctrl-C arrête l’aperçu.")
        if opened:
            _open(address, handed)

    with Ending(handed.remove) as ending:
        try:
            serve(Board(state, ready, handed.remove), subject, listening, token, ending)
        finally:
            handed.remove()
        # Ctrl-C is the ordinary end of a preview: 0, not 130.
        say("", "Aperçu arrêté.")
    raise typer.Exit(DONE)


def _check_words(spec: str, port: int) -> None:
    if spec == STDIN:
        raise refuse("l’aperçu suit un fichier, et non l’entrée standard. Donner le chemin d’un fichier .yaml.")
    if not 0 <= port <= _MAX_PORT:
        raise refuse(f"le port {port} n’existe pas : donner un nombre de 0 à {_MAX_PORT}.")


def _check_libraries() -> None:
    """Tell what to install when a library of the page is missing; exit code 3."""
    from conventions_cli.cli.checkup import lacking_for_preview

    absent = lacking_for_preview()
    if absent:
        say(
            f"L’aperçu a besoin de bibliothèques qui ne sont pas installées : {', '.join(absent)}.",
            f"Taper : pip install {' '.join(absent)}",
            f"ou, si convention a été installé par pipx : pipx inject conventions-cli {' '.join(absent)}",
        )
        raise typer.Exit(DISK)


def _listen(port: int) -> "socket.socket":
    from conventions_cli.french import disk_reason
    from conventions_cli.preview import listen

    try:
        return listen(port)
    except OSError as fault:
        reason = disk_reason(fault)
        raise refuse(f"le port {port} ne peut pas être pris ({reason}). En donner un autre, ou aucun.") from None


def _open(address: str, handed: "Handed") -> None:
    """Open a graphical browser if there is one; a text browser would take over this terminal."""
    import os
    import sys
    import threading
    import webbrowser

    if not (sys.platform in {"win32", "darwin"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    try:
        page = handed.write(address)
    except OSError:
        say("Le navigateur n’a pas pu être ouvert : y copier cette adresse, en entier.")
        return
    threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()
