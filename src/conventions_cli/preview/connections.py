"""The connections of the page: few, and closed soon when no request comes.

Any account of the machine can connect. Connections without a request, or with one that comes byte by byte, would use up
the descriptors that the page and its files need. They are closed after `SECONDS`, and when there are more than `MOST`,
the one that has waited longest is closed first.
"""

import asyncio
import sys
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # allowed from the connection, or from the last answer, to a whole request
_MOST = 32
_FEW = 4


def most() -> int:
    """The most connections: a quarter of the descriptors the process may open, 32 at most."""
    if sys.platform == "win32":
        return _MOST
    import resource

    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _MOST if limit < 0 else max(_FEW, min(_MOST, limit // 4))


class Connection(H11Protocol):
    """A connection, which waits for a request or is being answered."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deadline: asyncio.TimerHandle | None = None
        self._most = most()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request; if there are too many connections, the one that has waited longest is closed.

        That is done two turns of the loop later, when requests that came with their connections have been read: a busy
        machine takes so many connections in one turn that a visitor with a request could be the oldest one unread.
        """
        super().connection_made(transport)
        self._reckon()
        self.loop.call_soon(self.loop.call_soon, self._make_room)

    def _make_room(self) -> None:
        here = [
            connection
            for connection in self.connections
            if isinstance(connection, Connection) and not connection.transport.is_closing()
        ]
        if len(here) > self._most:
            waiting = [
                (connection._deadline.when(), id(connection), connection)
                for connection in here
                if connection._deadline is not None
            ]
            if waiting:
                min(waiting)[2].transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read on; a whole request ends the wait."""
        super().data_received(data)
        self._reckon()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._reckon()

    def connection_lost(self, exc: Exception | None) -> None:
        """End the wait."""
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
