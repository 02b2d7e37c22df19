"""Serve the page on this machine until Ctrl-C. The only place that knows uvicorn."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn

from conventions_cli.preview.app import Board, build_app
from conventions_cli.preview.connections import Connection, most
from conventions_cli.preview.ending import Ending
from conventions_cli.preview.state import PreviewState, Subject
from conventions_cli.preview.watch import follow

HOST = "127.0.0.1"
_SECONDS_TO_STOP = 1


def listen(port: int) -> socket.socket:
    """A socket that only this machine can reach; port 0: any free port. Raises OSError if the port is refused."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except BaseException:
        listening.close()
        raise
    return listening


def serve(board: Board, subject: Subject, listening: socket.socket, token: str, ending: Ending) -> None:
    """Serve the page of `board` and the next ones, until an end is asked for."""
    asyncio.run(_serve(board, subject, listening, token, ending))


async def _serve(board: Board, subject: Subject, listening: socket.socket, token: str, ending: Ending) -> None:
    loop, stop = asyncio.get_running_loop(), threading.Event()
    debugging = bool(os.environ.get("CONVENTION_DEBUG"))
    if not debugging:  # no descriptor left for a moment, a visitor gone: asyncio would log pages about it
        loop.set_exception_handler(_unsaid)

    def tell(new: PreviewState) -> None:
        page = board.extension.write_page(new)
        if not stop.is_set():
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(board.publish, new, page)

    # A daemon: an act that takes long to make does not delay Ctrl-C.
    follower = threading.Thread(target=follow, args=(subject, board.state, stop, tell), name="suivi", daemon=True)
    config = uvicorn.Config(
        build_app(board, token, listening.getsockname()[1]),
        log_config=None,
        log_level="error" if debugging else "critical",
        access_log=False,
        backlog=max(1, most() // 4),  # also the number of connections asyncio accepts in one go
        http=Connection,
        ws="none",
        loop="asyncio",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    server = _Server(config, board, ending)
    follower.start()
    try:
        await server.serve(sockets=[listening])
    finally:
        stop.set()


def _unsaid(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Drop what the loop would log."""


class _Server(uvicorn.Server):
    """Stops in order when an end is asked for, streams and waiting connections included."""

    def __init__(self, config: uvicorn.Config, board: Board, ending: Ending) -> None:
        super().__init__(config)
        self.board = board
        self.ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.board.ready()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self.ending.asked

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.board.close()
        await super().shutdown(sockets=sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # `Ending` handles them
