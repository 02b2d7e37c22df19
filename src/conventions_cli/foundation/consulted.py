"""The files a run looks for, found or not, with their state at that moment: what `preview` watches.

Noting costs nothing unless asked for. What a run was made of is outdated when one stamp has changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

Stamp = tuple[int, int, int] | None
_NOTES: ContextVar[dict[Path, Stamp] | None] = ContextVar("consulted", default=None)


def stamp(path: Path) -> Stamp:
    """The state of a file or a folder: time of writing in nanoseconds, size, identity; None when it cannot be seen."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def consult(path: Path) -> None:
    """Note a path that is about to be looked for; the first state seen is kept, so that no change is missed."""
    notes = _NOTES.get()
    if notes is not None and path not in notes:
        notes[path] = stamp(path)


@contextmanager
def noting() -> Iterator[dict[Path, Stamp]]:
    """Note the paths consulted by what runs inside."""
    notes: dict[Path, Stamp] = {}
    previous = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(previous)
