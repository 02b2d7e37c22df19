"""The requests of the page about clauses: their list, a clause with its result, a text tried while it is typed.

The text of a clause is not trusted: it is tried in the sandbox, with the budget of `templates check`.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from conventions_cli import pipeline
from conventions_cli.edition.answers import sentence_of
from conventions_cli.edition.clause_effect import Change, effect_answer, effect_of
from conventions_cli.edition.clause_files import bytes_of, find, parts_of, place_of, seal, shown_path, text_of
from conventions_cli.edition.clause_saving import save
from conventions_cli.edition.clause_trial import trial_answer, tried
from conventions_cli.edition.desk import Desk
from conventions_cli.edition.requests import BadRequestError, read_texts
from conventions_cli.files import specs_in
from conventions_cli.foundation import Diagnostic, Record
from conventions_cli.pipeline import Checked
from conventions_cli.preview import ONE_AT_A_TIME, Subject, Written, look
from conventions_cli.templating import Clause, words_for

_BAD = "Cette demande n’est pas de celles que la page fait."
_UNKNOWN = "Cette clause n’est plus dans le plan de l’acte : fermer cette fenêtre, puis l’ouvrir de nouveau."
_UNREADABLE = "Le fichier de cette clause ne peut pas être lu : vérifier ses droits, et qu’il est enregistré en UTF-8."
_MOVED = (
    "Un autre programme a changé cette clause : ce texte n’est pas écrit. Copier ce que vous avez tapé, puis rouvrir "
    "la clause."
)
_FAULTY = "La clause est à corriger d’abord : voir les fautes sous le texte."
_UNSEEN = "L’effet de ce texte n’a pas été montré : le voir d’abord."
_INVALID = "La spécification est à corriger d’abord : ses clauses se montrent avec l’acte."

CLAUSES = frozenset({"clauses", "clause", "essai", "effet", "ecrire-clause", "vocabulaire"})

Answer = dict[str, Any]


class AskedClause(Record, frozen=True):
    """A clause that the page names: its act, and the present bytes of its file."""

    checked: Checked
    clause: Clause
    data: bytes


class RefusedError(Exception):
    """The request cannot be met; the message says why."""


class ClauseDesk:
    """Answers for the clauses of one spec. `opened`: the folder the page was opened on."""

    def __init__(self, subject: Subject, opened: Path, desk: Desk) -> None:
        self.subject, self.opened, self.desk = subject, opened, desk
        self._shown = ""  # the change whose effect was shown last

    @property
    def requests(self) -> Mapping[str, Callable[[bytes], Written]]:
        """By the name of a request, the function that answers it."""
        return {
            "clauses": lambda body: (self._answered(self._listed, body), None),
            "clause": lambda body: (self._answered(self._opened, body, "nom"), None),
            "essai": lambda body: (self._answered(self._tried, body, "nom", "texte"), None),
            "vocabulaire": lambda body: (self._answered(self._words, body), None),
            "effet": lambda body: (self._answered(self._effect, body, "nom", "texte", "empreinte", alone=False), None),
            "ecrire-clause": self._written,
        }

    def _answered(self, work: Callable[..., Answer], body: bytes, *names: str, alone: bool = True) -> bytes:
        """The answer of `work` to a request with these texts. `alone`: whether all other work waits meanwhile."""
        try:
            texts = read_texts(body, *names)
            with ONE_AT_A_TIME if alone else nullcontext():
                answer = work(*texts)
        except BadRequestError:
            answer = {"message": _BAD}
        except RefusedError as fault:
            answer = {"message": str(fault)}
        return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")

    def checked(self) -> Checked:
        """The spec, checked again. Raises RefusedError."""
        outcome = pipeline.check(self.subject.spec, self.subject.options)
        if outcome.value is None:
            raise RefusedError(_INVALID)
        return outcome.value

    def asked_clause(self, name: str) -> AskedClause:
        """The clause of the act with this name in the plan. Raises RefusedError."""
        checked = self.checked()
        clause = find(checked, name)
        if clause is None:
            raise RefusedError(_UNKNOWN)
        try:
            return AskedClause(checked, clause, bytes_of(checked, clause))
        except OSError:
            raise RefusedError(_UNREADABLE) from None

    def _listed(self) -> Answer:
        parts = parts_of(self.checked())
        return {
            "parties": [
                {"titre": part.title, "article": part.label, "clauses": [clause.name for clause in part.clauses]}
                for part in parts  # none is left out: the page names a part by its rank
            ]
        }

    def _opened(self, name: str) -> Answer:
        clause = self.asked_clause(name)
        try:
            text = text_of(clause.data)
        except UnicodeDecodeError:
            raise RefusedError(_UNREADABLE) from None
        place = place_of(clause.checked, clause.clause, self.subject.spec, self.opened, self.subject.template_dir)
        return {
            "nom": name,
            "texte": text,
            "empreinte": seal(clause.data),
            "fichier": shown_path(place.file) if not place.locked else name,
            "copie": place.pack,
            "verrou": place.locked,
            **trial_answer(tried(clause.checked, clause.clause, text)),
        }

    def _tried(self, name: str, text: str) -> Answer:
        clause = self.asked_clause(name)
        return trial_answer(tried(clause.checked, clause.clause, text))

    def _words(self) -> Answer:
        """The names and filters that the clauses of the act may use."""
        checked = self.checked()
        return {
            "mots": [
                {"nom": word.name, "texte": word.whole, "sert": word.purpose, "genre": word.kind, "vaut": word.now}
                | {"filtre": word.applied}
                for word in words_for(checked.pack, checked.spec)
            ]
        }

    def _effect(self, name: str, text: str, shown_seal: str) -> Answer:
        """The effect of the text on every act of the folder."""
        with ONE_AT_A_TIME:
            clause, change = self._change(name, text, shown_seal)
            trial = tried(clause.checked, clause.clause, text)
        if trial.refused:
            return trial_answer(trial) | {"message": _FAULTY}
        files = specs_in(self.opened)
        effect = effect_of(change, self.opened, files, lambda: self.subject.options, ONE_AT_A_TIME)
        self._shown = "" if effect.refused else _sealed(name, text, shown_seal)
        return effect_answer(effect)

    def _change(self, name: str, text: str, shown_seal: str) -> tuple[AskedClause, Change]:
        """The change of a clause, if its file is still the one the page showed. Raises RefusedError."""
        clause = self.asked_clause(name)
        if seal(clause.data) != shown_seal:
            raise RefusedError(_MOVED)
        place = place_of(clause.checked, clause.clause, self.subject.spec, self.opened, self.subject.template_dir)
        if place.locked:
            raise RefusedError(place.locked)
        return clause, Change(clause.clause, place, text)

    def _written(self, body: bytes) -> Written:
        """Write a text whose effect was shown. Returns the answer, and the new state of the spec."""
        answer = self._answered(self._saved, body, "nom", "texte", "empreinte")
        board = self.desk.board
        if board is None or b'"ecrit"' not in answer:
            return answer, None
        with ONE_AT_A_TIME:
            return answer, look(self.subject, board.state.act, board.state)

    def _saved(self, name: str, text: str, shown_seal: str) -> Answer:
        if not self._shown or self._shown != _sealed(name, text, shown_seal):
            raise RefusedError(_UNSEEN)
        clause, change = self._change(name, text, shown_seal)
        saved = save(change, clause.checked.pack, clause.data)
        if isinstance(saved, Diagnostic):
            raise RefusedError(sentence_of(saved))
        self._shown = ""
        self.desk.history.keep(saved.step)
        pipeline.forget()
        return {"ecrit": saved.words}


def _sealed(*texts: str) -> str:
    return seal(json.dumps(texts).encode())
