"""The changes made in the page, as steps that can be undone and redone."""

from pathlib import Path

from conventions_cli.editing import Overwritten, rewrite
from conventions_cli.foundation import Diagnostic, Record

_MOST = 50  # steps in memory
_MOST_BYTES = 32 * 1024 * 1024


class Step(Record, frozen=True):
    """One change of a file: its bytes before and after, and words that describe it."""

    path: Path
    words: str
    before: bytes
    after: bytes


class History:
    """The steps done, and the undone steps that can be redone."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def undoable(self) -> str:
        """The words of the step that would be undone; empty when there is none."""
        return self._done[-1].words if self._done else ""

    @property
    def redoable(self) -> str:
        """The words of the step that would be redone; empty when there is none."""
        return self._undone[-1].words if self._undone else ""

    def keep(self, step: Step) -> None:
        """Remember a step that was just done; the undone steps are forgotten."""
        self._undone.clear()
        self._done.append(step)
        while len(self._done) > _MOST or sum(len(step.before) + len(step.after) for step in self._done) > _MOST_BYTES:
            del self._done[0]

    def undo(self) -> Diagnostic | None:
        """Undo the last step. Returns a diagnostic, and writes nothing, when another program has changed the file."""
        return self._move(self._done, self._undone, back=True)

    def redo(self) -> Diagnostic | None:
        """Redo the last undone step. Returns a diagnostic in the same case as `undo`."""
        return self._move(self._undone, self._done, back=False)

    def _move(self, source: list[Step], target: list[Step], *, back: bool) -> Diagnostic | None:
        if not source:
            return None
        step = source[-1]
        present, target_bytes = (step.after, step.before) if back else (step.before, step.after)
        fault = rewrite([Overwritten(step.path, present, target_bytes)])
        if fault is None:
            target.append(source.pop())
        return fault
