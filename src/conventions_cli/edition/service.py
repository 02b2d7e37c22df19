"""The page that edits a spec: its form, its own files, its requests."""

import json
from base64 import b64encode
from pathlib import Path

from conventions_cli.edition.clause_desk import CLAUSES, ClauseDesk
from conventions_cli.edition.clicked_word import Origins
from conventions_cli.edition.demands import asked_of, demand_of, proposed, read_answer, values_answer
from conventions_cli.edition.desk import Desk
from conventions_cli.edition.form import form_of
from conventions_cli.edition.form_page import buttons_html, form_html
from conventions_cli.edition.form_parts import Form
from conventions_cli.edition.requests import BadRequestError, read_file_sent, read_text
from conventions_cli.edition.workbooks import read_workbook_values, workbook_of
from conventions_cli.preview import (
    ONE_AT_A_TIME,
    Beside,
    Board,
    Extension,
    Page,
    PreviewState,
    Subject,
    Written,
    write_page,
)
from conventions_cli.tables import ListError

_STATIC = Path(__file__).parent / "static"
_FILES = {
    "edition.css": "text/css; charset=utf-8",
    "edition.js": "text/javascript; charset=utf-8",
    "clauses.css": "text/css; charset=utf-8",
    "clauses.js": "text/javascript; charset=utf-8",
}


CLAUSE_BUTTON = (
    '<button type="button" class="bouton k_bouton" id="k_ouvrir" aria-haspopup="dialog">Modifier une clause</button>\n'
)
_BUG = "Erreur interne de convention : le formulaire ne peut pas être fait"
WRITES = frozenset({"ecrire", "origine", "reponse", "classeur", "reponse-classeur", *CLAUSES})


class Service:
    """The edition of one spec."""

    def __init__(self, subject: Subject, *, listed: bool = False, opened: Path | None = None) -> None:
        """`listed`: whether the page belongs to a list of specs, and links back to it.

        `opened`: the folder that the person opened; None for that of the spec.
        """
        self.subject, self.listed = subject, listed
        self.desk = Desk(subject)
        self.clauses = ClauseDesk(subject, opened or subject.spec.parent, self.desk)
        self.origins = Origins(subject)

    @property
    def extension(self) -> Extension:
        """What the server answers besides the preview: the page, its files, its requests."""
        return Extension(
            self.write_page,
            {name: ((_STATIC / name).read_bytes(), kind) for name, kind in _FILES.items()},
            {"ecrire": self.desk.write, "origine": self.origins.find, "reponse": self.read_answer}
            | {"classeur": self.workbook, "reponse-classeur": self.read_workbook}
            | dict(self.clauses.requests),
        )

    def serve(self, board: Board) -> None:
        """Set the board that shows this page."""
        self.desk.board = self.origins.board = board

    def read_answer(self, body: bytes) -> Written:
        """The values of a pasted answer; nothing is written."""
        try:
            text = read_text(body)
        except BadRequestError:
            return values_answer(()), None
        with ONE_AT_A_TIME:
            form = form_of(self.subject, self.desk.board.state) if self.desk.board is not None else Form()
            return values_answer(read_answer(text, form)), None

    def workbook(self, body: bytes) -> Written:
        """The workbook that asks one person for values, in base 64; empty when they can supply none."""
        try:
            who = read_text(body)
        except BadRequestError:
            return b'{"contenu": ""}', None
        board = self.desk.board
        with ONE_AT_A_TIME:
            asked_fields = asked_of(form_of(self.subject, board.state), who) if board is not None else []
        workbook = workbook_of(asked_fields, self._act(board.state)) if board is not None and asked_fields else b""
        return json.dumps({"contenu": b64encode(workbook).decode()}).encode(), None

    def read_workbook(self, body: bytes) -> Written:
        """The values of a returned workbook; nothing is written."""
        try:
            values = read_workbook_values(*read_file_sent(body))
        except BadRequestError:
            return values_answer(()), None
        except ListError as fault:
            return values_answer((), f"{fault.message} {fault.hint}".strip()), None
        with ONE_AT_A_TIME:
            form = form_of(self.subject, self.desk.board.state) if self.desk.board is not None else Form()
            return values_answer(proposed(values, form)), None

    def write_page(self, state: PreviewState) -> Page:
        """The page of a state, with its form."""
        with ONE_AT_A_TIME:
            try:
                form = form_of(self.subject, state)
            except Exception as fault:  # a bug: the act and its remarks are still shown
                form = Form(unreadable=f"{_BUG} ({type(fault).__name__}).")
        history = self.desk.history
        return write_page(
            state,
            Beside(
                "Édition",
                form_html(form, self._demands(form, state)),
                buttons_html(history.undoable, history.redoable) + CLAUSE_BUTTON,
                (("p_formulaire", "Aller au formulaire"),),
                tuple(_FILES),
                '<a class="e_retour" href="../">Retour à la liste</a> ' if self.listed else "",
            ),
        )

    def _act(self, state: PreviewState) -> str:
        services = state.act.convention.services_connus if state.act is not None else ()
        return " et ".join(str(service.nom) for service in services) or self.subject.spec.stem

    def _demands(self, form: Form, state: PreviewState) -> dict[str, str]:
        """By person, the text that asks them for values."""
        act = self._act(state)
        return {who: demand_of(form, who, act) for who in dict.fromkeys(lack.supplier for lack in form.lacks)}
