"""What a page follows: it waits until one of the files it came from has changed. The only place that knows watchfiles.

A change is one of a *stamp* (`consulted`), taken when the file was read or found absent: none is missed between a
reading and the next waiting, and a folder where other things happen wakes nobody. The notices of the system only make
it quick; where they do not come (network drives, limits reached), the stamps are compared each second.
"""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from watchfiles import watch

from conventions_cli.foundation import Stamp, stamp
from conventions_cli.preview.state import PreviewState, Subject, look

_MILLISECONDS = 1000  # between two comparisons, when the system says nothing
_SETTLE = 40  # milliseconds without a notice before reading: an editor writes in several times
_LONGEST = 400  # milliseconds for a file that never stops changing


def follow(subject: Subject, state: PreviewState, stop: threading.Event, tell: Callable[[PreviewState], None]) -> None:
    """Look at the spec again each time something it comes from has changed, until `stop`; `tell` each new state."""
    while wait(state.consulted, stop):
        state = look(subject, state.act)
        tell(state)


def wait(consulted: Mapping[Path, Stamp], stop: threading.Event) -> bool:
    """Wait for a change of one of these files; False when `stop` comes first."""
    while not stop.is_set():
        if outdated(consulted):
            return True
        try:
            if _notice(consulted, stop):
                return True
        except (OSError, RuntimeError):  # the system gives no notice of these folders: the stamps are enough
            stop.wait(_MILLISECONDS / 1000)
    return False


def outdated(consulted: Mapping[Path, Stamp]) -> bool:
    """Whether one of these files is no longer as it was seen."""
    return any(stamp(path) != seen for path, seen in consulted.items())


def _notice(consulted: Mapping[Path, Stamp], stop: threading.Event) -> bool:
    """Whether a change came, under the notices of the folders these files are in, or would be in."""
    notices = watch(
        *folders(consulted),
        watch_filter=None,
        debounce=_LONGEST,
        step=_SETTLE,
        stop_event=stop,
        rust_timeout=_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=False,
        recursive=False,
    )
    return any(outdated(consulted) for _ in notices)


def folders(consulted: Mapping[Path, Stamp]) -> tuple[Path, ...]:
    """The folders to watch: for a file that does not exist yet, the nearest one above it that does."""
    found = set()
    for path in consulted:
        folder = path.absolute().parent
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        found.add(folder)
    return tuple(sorted(found))
