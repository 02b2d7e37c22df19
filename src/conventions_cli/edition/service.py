"""What makes the page of a spec one that edits it: its form, its own files, the requests that write."""

from pathlib import Path

from conventions_cli.edition.desk import Desk
from conventions_cli.edition.form import form_of
from conventions_cli.edition.form_page import buttons_html, form_html
from conventions_cli.edition.origins import Origins
from conventions_cli.preview import ONE_AT_A_TIME, Beside, Board, Extension, Page, PreviewState, Subject, write_page

_STATIC = Path(__file__).parent / "static"
_FILES = {"edition.css": "text/css; charset=utf-8", "edition.js": "text/javascript; charset=utf-8"}


WRITES = frozenset({"ecrire", "origine"})


class Service:
    """The edition of one spec."""

    def __init__(self, subject: Subject, *, listed: bool = False) -> None:
        """`listed`: whether the page stands under a list, to which it leads back."""
        self.subject, self.listed = subject, listed
        self.desk = Desk(subject)
        self.origins = Origins(subject)

    @property
    def extension(self) -> Extension:
        """What the server is to answer besides the preview."""
        return Extension(
            self.write_page,
            {name: ((_STATIC / name).read_bytes(), kind) for name, kind in _FILES.items()},
            {"ecrire": self.desk.write, "origine": self.origins.find},
        )

    def serve(self, board: Board) -> None:
        """Take the board whose page this is."""
        self.desk.board = self.origins.board = board

    def write_page(self, state: PreviewState) -> Page:
        """The page of a state, with its form."""
        with ONE_AT_A_TIME:
            form = form_of(self.subject, state)
        history = self.desk.history
        return write_page(
            state,
            Beside(
                "Édition",
                form_html(form),
                buttons_html(history.undoable, history.redoable),
                (("p_formulaire", "Aller au formulaire"),),
                tuple(_FILES),
                '<a class="e_retour" href="../">Retour à la liste</a> ' if self.listed else "",
            ),
        )
