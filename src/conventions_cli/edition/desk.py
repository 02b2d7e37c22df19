"""Makes the changes that the page asks for, by the engine of `convention set`, undoes them, and answers key by key.

A value is written only if the file still has the value that the page showed: what another program wrote meanwhile is
kept. The page sends together all its values not yet written; those that the rules refuse wait in the page.
"""

import json
from collections.abc import Sequence
from typing import Any

from conventions_cli.editing import Change, change, open_file
from conventions_cli.edition.answers import as_seen, by_key, changes_answer, now, sentence_of, unprintable
from conventions_cli.edition.elsewhere import write_elsewhere
from conventions_cli.edition.form_context import laid_over
from conventions_cli.edition.requests import BadRequestError, EditRequest, ValueChange, read_asked
from conventions_cli.edition.undo_steps import History, Step
from conventions_cli.foundation import Diagnostic, Outcome
from conventions_cli.model import label_of
from conventions_cli.preview import ONE_AT_A_TIME, Board, PreviewState, Subject, Written, look
from conventions_cli.source import load_text, read_file

_SHOWN = 3  # faults listed for a file that cannot be read
_TRIES = 3  # for a file that changes between its reading and its writing
_BAD = json.dumps({"messages": ["Cette demande n’est pas de celles que la page fait."]}).encode()


class Desk:
    """Makes the changes of one spec; `board`: the one that shows its page."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.history = History()
        self.board: Board | None = None

    def write(self, body: bytes) -> Written:
        """Do what a request asks. Returns the answer for the page, and the new state when a file has changed."""
        try:
            request = read_asked(body)
        except BadRequestError:
            return _BAD, None
        with ONE_AT_A_TIME:
            answer = self._answer_to(request)
            state = self._state() if answer.pop("change") else None
        return json.dumps(answer, ensure_ascii=False).encode(), state

    def _answer_to(self, request: EditRequest) -> dict[str, Any]:
        if request.undo or request.redo:
            return self._moved(request)
        refused = unprintable(request.changes)
        if refused:
            return changes_answer(faults=refused)
        elsewhere = [change for change in request.changes if change.where]
        if elsewhere:
            return write_elsewhere(self.subject, elsewhere[0], self._save)
        return self._written(request.changes)

    def _state(self) -> PreviewState:
        before = self.board.state if self.board is not None else None
        return look(self.subject, before.act if before is not None else None, before)

    def _moved(self, request: EditRequest) -> dict[str, Any]:
        words = self.history.undoable if request.undo else self.history.redoable
        fault = self.history.undo() if request.undo else self.history.redo()
        done = "Défait" if request.undo else "Refait"
        sentence = f"{done}\u00a0: {words}." if words else f"Rien à {'défaire' if request.undo else 'refaire'}."
        messages = [sentence] if fault is None else [f"{fault.message} {fault.hint}".strip()]
        return {
            "change": fault is None and bool(words),
            "ecrits": {},
            "conflits": {},
            "fautes": {},
            "messages": messages,
        }

    def _written(self, changes: Sequence[ValueChange]) -> dict[str, Any]:
        """Write the values; if the rules refuse them together, write only the latest ones."""
        conflicts: dict[str, str] = {}
        for _ in range(_TRIES):
            source = read_file(self.subject.spec, str(self.subject.spec))
            read = source.then(lambda text: load_text(text, self.subject.spec.parent))
            tree = read.value
            if source.value is None or tree is None:
                why = [sentence_of(diagnostic) for diagnostic in read.diagnostics][:_SHOWN]
                return changes_answer(messages=["Le fichier ne peut pas être lu\u00a0: rien n’est écrit.", *why])
            shown_tree = laid_over(tree)
            conflicts = {change.key: now(shown_tree, change) for change in changes if not as_seen(shown_tree, change)}
            pending = [change for change in changes if change.key not in conflicts]
            latest = [change for change in pending if change.latest]
            if not pending:
                break
            accepted, refused = pending, self._changed(pending)
            if refused.value is None and latest and len(latest) < len(pending):
                alone = self._changed(latest)
                accepted, refused = (latest, alone) if alone.value is not None else (pending, refused)
            edit = refused.value
            if edit is None:
                return changes_answer(conflicts, faults=by_key(refused.diagnostics, pending, str(self.subject.spec)))
            if edit.file.source.text != source.value.text:
                continue  # the file changed between the two readings: compare again with the values the page showed
            answer = self._put(edit, accepted, conflicts)
            if answer is not None:
                return answer
        if conflicts:
            return changes_answer(conflicts)
        return changes_answer(
            messages=["Le fichier change sans cesse\u00a0: rien n’est écrit. Recommencer dans un instant."]
        )

    def _changed(self, values: Sequence[ValueChange]) -> Outcome[Change]:
        settings = [f"{value.key}={value.new}" for value in values if value.new]
        # Lists are emptied from their end: the items before keep their numbers.
        removed = sorted((value.key for value in values if not value.new), key=_natural, reverse=True)
        return change(self.subject.spec, settings, removed, self.subject.template_dir)

    def _put(self, edit: Change, changes: Sequence[ValueChange], conflicts: dict[str, str]) -> dict[str, Any] | None:
        """Write the new text. Returns the answer, or None when the file has changed since it was read."""
        values = {change.key: change.new for change in changes}
        if edit.text == edit.file.source.text:
            return changes_answer(conflicts, written=values)
        fault = self._save(edit, changes)
        if fault is not None:
            present, _ = open_file(edit.file.path)
            moved = present is not None and present.data != edit.file.data
            return None if moved else changes_answer(conflicts, messages=[sentence_of(fault)])
        return changes_answer(conflicts, written=values, messages=edit.notes, changed=True)

    def _save(self, edit: Change, changes: Sequence[ValueChange]) -> Diagnostic | None:
        """Write the new text, and remember how to undo this. Returns a diagnostic when it cannot be written."""
        fault = edit.file.write(edit.text)
        if fault is None:
            words = ", ".join(dict.fromkeys(_named(change.key) for change in changes))
            self.history.keep(Step(edit.file.path, words, edit.file.data, edit.file.amended(edit.text)))
        return fault


def _natural(key: str) -> list[tuple[bool, int, str]]:
    return [(step.isdecimal(), int(step) if step.isdecimal() else 0, step) for step in key.split(".")]


def _named(key: str) -> str:
    path = tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in key.split("."))
    return label_of(path)
