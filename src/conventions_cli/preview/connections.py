"""The connections of the page: few, and short as long as nothing is asked.

Any account of the machine can connect. What connects and asks nothing, or asks drop by drop, would take the descriptors
that the page and its files need; so it is cut after `SECONDS`, and when there are more than `MOST` the one that has
waited longest leaves its place.
"""

import asyncio
import sys
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # from the connection, or from the last answer, to a whole request
_MOST = 32
_FEW = 4


def most() -> int:
    """How many connections there may be: a quarter of what the process may open, 32 at most."""
    if sys.platform == "win32":
        return _MOST
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _MOST if limit < 0 else max(_FEW, min(_MOST, limit // 4))


class Connection(H11Protocol):
    """One connection: it is waited for, or answered."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._most = most()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; where there are too many, the oldest that waits is cut.

        Not at once: what it asked may have come with it, and is read one turn of the loop later. A busy machine takes
        so many connections in one turn that a visitor who asked would be the oldest of those not read yet.
        """
        super().connection_made(transport)
        self._reckon()
        self.loop.call_soon(self.loop.call_soon, self._make_room)

    def _make_room(self) -> None:
        here = [one for one in self.connections if isinstance(one, Connection) and not one.transport.is_closing()]
        if len(here) > self._most:
            waiting = [(one._deadline.when(), id(one), one) for one in here if one._deadline is not None]
            if waiting:
                min(waiting)[2].transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is whole ends the wait."""
        super().data_received(data)
        self._reckon()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._reckon()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the wait."""
        super().connection_lost(exc)
        self._forget()

    def _reckon(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()
        elif self._deadline is None and not self.transport.is_closing():
            self._deadline = self.loop.call_later(SECONDS, self.transport.abort)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
