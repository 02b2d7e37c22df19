"""Waits until one of the files that a page depends on has changed. Only this module imports watchfiles.

A file has changed when its *stamp* (`consulted`) has. The stamp is taken when the file is read or is absent, so that no
change is missed between a reading and the next wait, and other changes in the folder have no effect. Notices of the
system only make it faster; without them (network drives, limits reached), stamps are compared each second.
"""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from watchfiles import watch

from conventions_cli.foundation import Stamp
from conventions_cli.preview.state import PreviewState, Subject, look, outdated

_MILLISECONDS = 1000  # between two comparisons, when the system gives no notice
_SETTLE = 40  # milliseconds without a notice before reading: editors write in several steps
_LONGEST = 400  # milliseconds for a file that never stops changing


def follow(subject: Subject, state: PreviewState, stop: threading.Event, tell: Callable[[PreviewState], None]) -> None:
    """Read the spec again each time a file it depends on has changed, until `stop`; call `tell` with each new state."""
    while wait(state.consulted, stop):
        state = look(subject, state.act, state)
        tell(state)


def wait(consulted: Mapping[Path, Stamp], stop: threading.Event) -> bool:
    """Wait for a change of one of these files; False when `stop` comes first."""
    while not stop.is_set():
        if outdated(consulted):
            return True
        try:
            if _notice(consulted, stop):
                return True
        except (OSError, RuntimeError):  # no notices for these folders: stamps are enough
            stop.wait(_MILLISECONDS / 1000)
    return False


def _notice(consulted: Mapping[Path, Stamp], stop: threading.Event) -> bool:
    """Wait for notices about the folders of these files; whether one of the files changed."""
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
    """The folders to watch; for a file in a folder that does not exist, the nearest existing folder above."""
    watched = set()
    for path in consulted:
        folder = path.absolute().parent
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        watched.add(folder)
    return tuple(sorted(watched))
