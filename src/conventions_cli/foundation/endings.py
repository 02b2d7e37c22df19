"""The signals that end a process: held while several files are put in place, and delivered once they all are."""

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
def held() -> Iterator[None]:
    """Let whatever ends this process wait: Ctrl-C, `kill`, a terminal that is closed.

    What came meanwhile is delivered when the context ends, as it would have been: KeyboardInterrupt is then raised from
    there, where the program says so, all being done. Only the main thread hears of signals: nothing is held elsewhere.
    """
    came: list[int] = []
    before = {}

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    try:
        with _blocked():
            for number in ENDINGS:
                handler = signal.getsignal(number)
                if handler is not None and handler is not signal.SIG_IGN:  # `nohup` has its way
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
    """Keep these signals from this thread while their handlers are changed, one by one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
