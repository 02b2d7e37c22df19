"""Ends a preview: a first signal asks for the end; a second one, or a delay, ends it at once."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

_SECONDS = 5.0  # to end in order after the first signal
_CUT_SHORT = 130


class Ending:
    """Handles the signals to end a command while its block runs, its last messages included.

    `asked` turns true at the first signal. At the second, or when ending takes more than `_SECONDS` (a terminal that
    nobody reads blocks a writer for ever), `clean` is called and the process ends at once, with code 130.
    """

    def __init__(self, clean: Callable[[], None]) -> None:
        self.asked = False
        self._clean = clean
        self._previous: dict[int, object] = {}
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        """Handle the signals, except those that are ignored (`nohup`)."""
        if threading.current_thread() is threading.main_thread():
            for number in _numbers():
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._previous[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Restore the former handlers."""
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # a handler that `signal` returned
        if self._timer is not None:
            self._timer.cancel()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            self._leave()
        self.asked = True
        self._timer = threading.Timer(_SECONDS, self._leave)
        self._timer.daemon = True
        self._timer.start()

    def _leave(self) -> None:
        try:
            self._clean()
        finally:
            os._exit(_CUT_SHORT)


def _numbers() -> list[int]:
    names = ("SIGINT", "SIGBREAK") if sys.platform == "win32" else ("SIGINT", "SIGTERM", "SIGHUP")
    return [int(getattr(signal, name)) for name in names]
