"""The signals that end a process: delayed while several files are put in place, and delivered afterwards."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

ENDINGS = tuple(
    number
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK", "SIGXCPU", "SIGUSR1", "SIGUSR2", "SIGALRM")
    if (number := getattr(signal, name, None)) is not None
)


@contextlib.contextmanager
def endings_held() -> Iterator[None]:
    """Delay the signals that end this process: Ctrl-C, `kill`, a closed terminal.

    Signals that came meanwhile are delivered when the context ends, with their usual effect: KeyboardInterrupt is then
    raised there, after all the work is done. Only the main thread receives signals: in others, nothing is delayed.
    """
    came: list[int] = []
    before = {}

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    try:
        with _blocked():
            for number in ENDINGS:
                handler = signal.getsignal(number)
                if handler is not None and handler is not signal.SIG_IGN:  # ignored signals (`nohup`) stay ignored
                    before[number] = signal.signal(number, note)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        with _blocked():
            for number, handler in before.items():
                signal.signal(number, handler)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)


@contextlib.contextmanager
def _blocked() -> Iterator[None]:
    """Block these signals in this thread while their handlers are changed, one by one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
