"""The files a run looks for, whether they exist or not, with their state at that moment: `preview` watches these.

Nothing is noted unless asked for. The result of a run is out of date when one stamp has changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Stamp = tuple[int, int, int] | None
_NOTES: ContextVar[dict[Path, Stamp] | None] = ContextVar("consulted", default=None)


def stamp(path: Path) -> Stamp:
    """The state of a file or a folder: time of writing in nanoseconds, size, identity; None if it cannot be read."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino


def consult(path: Path) -> None:
    """Note a path that is about to be read; its first state is kept, so that no change is missed."""
    notes = _NOTES.get()
    if notes is not None and path not in notes:
        notes[path] = stamp(path)


@contextmanager
def noting() -> Iterator[dict[Path, Stamp]]:
    """Note the paths consulted while the block runs."""
    notes: dict[Path, Stamp] = {}
    previous = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(previous)
