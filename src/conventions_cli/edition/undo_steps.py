"""What was done in the page, step by step, to be undone and done again."""

from pathlib import Path

from conventions_cli.editing import Overwritten, rewrite
from conventions_cli.foundation import Diagnostic, Record

_MOST = 50  # steps kept
_MOST_BYTES = 32 * 1024 * 1024


class Step(Record, frozen=True):
    """One change of a file: its bytes before and after, and its words."""

    path: Path
    words: str
    before: bytes
    after: bytes


class History:
    """The steps done, and those undone that may be done again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def undoable(self) -> str:
        """The words of the step that would be undone; empty when there is none."""
        return self._done[-1].words if self._done else ""

    @property
    def redoable(self) -> str:
        """The words of the step that would be done again; empty when there is none."""
        return self._undone[-1].words if self._undone else ""

    def keep(self, step: Step) -> None:
        """Remember a step that was just done; what was undone before it cannot be done again."""
        self._undone.clear()
        self._done.append(step)
        while len(self._done) > _MOST or sum(len(one.before) + len(one.after) for one in self._done) > _MOST_BYTES:
            del self._done[0]

    def undo(self) -> Diagnostic | None:
        """Undo the last step. Returns what went wrong: a file changed since by another program stays as it is."""
        return self._move(self._done, self._undone, back=True)

    def redo(self) -> Diagnostic | None:
        """Do again the last step that was undone. Returns what went wrong, as for `undo`."""
        return self._move(self._undone, self._done, back=False)

    def _move(self, source: list[Step], target: list[Step], *, back: bool) -> Diagnostic | None:
        if not source:
            return None
        step = source[-1]
        read, wanted = (step.after, step.before) if back else (step.before, step.after)
        fault = rewrite([Overwritten(step.path, read, wanted)])
        if fault is None:
            target.append(source.pop())
        return fault
