"""The changes the page asks for: made by the engine of `convention set`, undone, and told key by key.

A value is written only over the value the page showed: a file that an editor changed meanwhile keeps what was changed
there. Values that answer one another are written together; those the rules refuse wait in the page.
"""

import json
from collections.abc import Sequence
from typing import Any

from conventions_cli.editing import Change, change, open_file
from conventions_cli.edition.answers import as_seen, by_key, now, sentence_of, told, unprintable
from conventions_cli.edition.elsewhere import lay_elsewhere
from conventions_cli.edition.known import laid_over
from conventions_cli.edition.requests import Asked, BadRequestError, Laid, read_asked
from conventions_cli.edition.undo_steps import History, Step
from conventions_cli.foundation import Diagnostic, Outcome
from conventions_cli.model import label_of
from conventions_cli.preview import ONE_AT_A_TIME, Board, PreviewState, Subject, Written, look
from conventions_cli.source import load_text, read_file

_SHOWN = 3  # faults of a file that cannot be read
_TRIES = 3  # when the file changes between its reading and its writing
_BAD = json.dumps({"messages": ["Cette demande n’est pas de celles que la page fait."]}).encode()


class Desk:
    """Makes the changes asked of one spec, whose page is on a board."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.history = History()
        self.board: Board | None = None

    def write(self, body: bytes) -> Written:
        """Do what a request asks: the answer for the page, and the new state when a file has changed."""
        try:
            asked = read_asked(body)
        except BadRequestError:
            return _BAD, None
        with ONE_AT_A_TIME:
            answer = self._done(asked)
            state = self._state() if answer.pop("change") else None
        return json.dumps(answer, ensure_ascii=False).encode(), state

    def _done(self, asked: Asked) -> dict[str, Any]:
        if asked.undo or asked.redo:
            return self._stepped(asked)
        refused = unprintable(asked.changes)
        if refused:
            return told(faults=refused)
        elsewhere = [one for one in asked.changes if one.where]
        if elsewhere:
            return lay_elsewhere(self.subject, elsewhere[0], self._kept)
        return self._laid(asked.changes)

    def _state(self) -> PreviewState:
        before = self.board.state if self.board is not None else None
        return look(self.subject, before.act if before is not None else None, before)

    def _stepped(self, asked: Asked) -> dict[str, Any]:
        words = self.history.undoable if asked.undo else self.history.redoable
        fault = self.history.undo() if asked.undo else self.history.redo()
        done = "Défait" if asked.undo else "Refait"
        said = f"{done}\u00a0: {words}." if words else f"Rien à {'défaire' if asked.undo else 'refaire'}."
        messages = [said] if fault is None else [f"{fault.message} {fault.hint}".strip()]
        return {
            "change": fault is None and bool(words),
            "ecrits": {},
            "conflits": {},
            "fautes": {},
            "messages": messages,
        }

    def _laid(self, changes: Sequence[Laid]) -> dict[str, Any]:
        """Write the values; if the rules refuse them together, those of just now alone."""
        conflicts: dict[str, str] = {}
        for _ in range(_TRIES):
            source = read_file(self.subject.spec, str(self.subject.spec))
            read = source.then(lambda text: load_text(text, self.subject.spec.parent))
            tree = read.value
            if source.value is None or tree is None:
                why = [sentence_of(one) for one in read.diagnostics][:_SHOWN]
                return told(messages=["Le fichier ne peut pas être lu\u00a0: rien n’est écrit.", *why])
            shown = laid_over(tree)
            conflicts = {one.key: now(shown, one) for one in changes if not as_seen(shown, one)}
            left = [one for one in changes if one.key not in conflicts]
            latest = [one for one in left if one.latest]
            if not left:
                break
            kept, refused = left, self._changed(left)
            if refused.value is None and latest and len(latest) < len(left):
                alone = self._changed(latest)
                kept, refused = (latest, alone) if alone.value is not None else (left, refused)
            laid = refused.value
            if laid is None:
                return told(conflicts, faults=by_key(refused.diagnostics, left, str(self.subject.spec)))
            if laid.file.source.text != source.value.text:
                continue  # changed while it was read: look again at what the page has seen
            answer = self._put(laid, kept, conflicts)
            if answer is not None:
                return answer
        if conflicts:
            return told(conflicts)
        return told(messages=["Le fichier change sans cesse\u00a0: rien n’est écrit. Recommencer dans un instant."])

    def _changed(self, laid: Sequence[Laid]) -> Outcome[Change]:
        settings = [f"{one.key}={one.new}" for one in laid if one.new]
        # From the last item of a list to the first: those before keep their numbers.
        removed = sorted((one.key for one in laid if not one.new), key=_natural, reverse=True)
        return change(self.subject.spec, settings, removed, self.subject.template_dir)

    def _put(self, laid: Change, kept: Sequence[Laid], conflicts: dict[str, str]) -> dict[str, Any] | None:
        """Write the new text; None when the file has changed since it was read."""
        written = {one.key: one.new for one in kept}
        if laid.text == laid.file.source.text:
            return told(conflicts, written=written)
        fault = self._kept(laid, kept)
        if fault is not None:
            present, _ = open_file(laid.file.path)
            moved = present is not None and present.data != laid.file.data
            return None if moved else told(conflicts, messages=[sentence_of(fault)])
        return told(conflicts, written=written, messages=laid.notes, changed=True)

    def _kept(self, laid: Change, kept: Sequence[Laid]) -> Diagnostic | None:
        """Write a text, and remember how to undo it. Returns what went wrong."""
        fault = laid.file.write(laid.text)
        if fault is None:
            words = ", ".join(dict.fromkeys(_named(one.key) for one in kept))
            self.history.keep(Step(laid.file.path, words, laid.file.data, laid.file.amended(laid.text)))
        return fault


def _natural(key: str) -> list[tuple[bool, int, str]]:
    return [(step.isdecimal(), int(step) if step.isdecimal() else 0, step) for step in key.split(".")]


def _named(key: str) -> str:
    path = tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in key.split("."))
    return label_of(path)
