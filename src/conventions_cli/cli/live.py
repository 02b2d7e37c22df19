"""The code that `preview` and `edit` share: the page of a spec, served to this machine until Ctrl-C."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.streams import DISK, DONE, STDIN, report
from conventions_cli.foundation import Record, catalogue

if TYPE_CHECKING:
    import socket

    from conventions_cli.preview import Board, Ending, Handed, PreviewState, Subject

_MAX_PORT = 65535


class Words(Record, frozen=True):
    """The words of a command about its page: its name, with an article; the files it follows; how it ends."""

    page: str
    opened: str
    follows: str
    ended: str


def check_request(spec: str, port: int, page: str) -> None:
    """Refuse the standard input, and a port that does not exist."""
    if spec == STDIN:
        raise refuse(f"{page} suit un fichier, et non l’entrée standard. Donner le chemin d’un fichier .yaml.")
    if not 0 <= port <= _MAX_PORT:
        raise refuse(f"le port {port} n’existe pas : donner un nombre de 0 à {_MAX_PORT}.")


def check_libraries(page: str) -> None:
    """Tell what to install when a library of the page is missing; exit code 3."""
    from conventions_cli.cli.checkup import lacking_for_preview

    absent = lacking_for_preview()
    if absent:
        say(
            f"{page[:1].upper()}{page[1:]} a besoin de bibliothèques qui ne sont pas installées : {', '.join(absent)}.",
            f"Taper : pip install {' '.join(absent)}",
            f"ou, si convention a été installé par pipx : pipx inject conventions-cli {' '.join(absent)}",
        )
        raise typer.Exit(DISK)


def serve_page(
    subject: "Subject",
    port: int,
    words: Words,
    board_of: "Callable[[PreviewState, Callable[[], None], Callable[[], None]], Board]",
    *,
    opened: bool,
) -> None:
    """Serve the page of a spec until an end is asked for. `board_of`: its board, given its state, and what is called
    once it answers, then each time the page is read. Raises typer.Exit.
    """
    from conventions_cli.preview import look

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
        if not subject.spec.exists():
            say(f"Pour commencer cette spécification, taper : convention new {shlex.quote(str(subject.spec))}")
        raise typer.Exit(DISK)
    from conventions_cli.preview import serve

    serve_at(
        port,
        words,
        lambda ready, read, listening, token, ending: serve(
            board_of(state, ready, read), subject, listening, token, ending
        ),
        opened=opened,
    )


def serve_at(
    port: int,
    words: Words,
    serving: "Callable[[Callable[[], None], Callable[[], None], socket.socket, str, Ending], None]",
    *,
    opened: bool,
) -> None:
    """Take a port, and serve there until an end is asked for. Raises typer.Exit.

    `serving`: given what to call once it answers, then each time the page is read, the socket, the secret, the end.
    """
    listening = _listen(port)

    import secrets

    from conventions_cli.preview import Ending, Handed

    token, handed = secrets.token_urlsafe(16), Handed()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/{token}/"

    def ready() -> None:
        say(words.opened)
        tell(address)
        say(words.follows)
        if opened:
            _open(address, handed)

    with Ending(handed.remove) as ending:
        try:
            serving(ready, handed.remove, listening, token, ending)
        finally:
            handed.remove()
        # Ctrl-C is the ordinary end of a page: 0, not 130.
        say("", words.ended)
    raise typer.Exit(DONE)


def subject_of(spec: str, settings: list[str] | None, template_dir: Path | None, *, draft: bool) -> "Subject":
    """The spec to show, as the options say."""
    from conventions_cli.preview import Subject

    return Subject(Path(spec), tuple(settings or ()), template_dir, True if draft else None)


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
