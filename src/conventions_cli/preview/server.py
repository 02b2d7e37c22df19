"""Serves the page on this machine until Ctrl-C. Only this module imports uvicorn."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn

from conventions_cli.preview.app import ASGIApp, Board, build_app
from conventions_cli.preview.connections import Connection, most
from conventions_cli.preview.many_pages import Rooms, build_house
from conventions_cli.preview.shutdown import Ending
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
    """Serve the page of `board` and its next versions, until `ending.asked`."""

    async def run() -> None:
        stop = threading.Event()
        _follow(board, subject, stop)
        app = build_app(board, token, listening.getsockname()[1])
        await _serve(app, board.ready, board.close, stop, listening, ending)

    asyncio.run(run())


def serve_house(
    rooms: Rooms,
    subject_of: Callable[[Board], Subject],
    ready: Callable[[], None],
    listening: socket.socket,
    token: str,
    ending: Ending,
) -> None:
    """Serve a list and the pages of its specs, until `ending.asked`; each opened page follows its spec."""

    async def run() -> None:
        stop, boards = threading.Event(), list[Board]()

        def opened(board: Board) -> None:
            boards.append(board)
            _follow(board, subject_of(board), stop)

        def close() -> None:
            for board in boards:
                board.close()

        app = build_house(rooms, token, listening.getsockname()[1], opened)
        await _serve(app, ready, close, stop, listening, ending)

    asyncio.run(run())


def _follow(board: Board, subject: Subject, stop: threading.Event) -> None:
    """Keep the page of a board up to date, in a thread; called in the loop that serves it."""
    loop = asyncio.get_running_loop()

    def tell(new: PreviewState) -> None:
        if new.consulted == board.state.consulted:
            return  # same files: the request that wrote them has already published this state
        page = board.extension.write_page(new)
        if not stop.is_set():
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(board.publish, new, page)

    # A daemon: an act that takes long to make does not delay Ctrl-C.
    threading.Thread(target=follow, args=(subject, board.state, stop, tell), name="suivi", daemon=True).start()


async def _serve(
    app: ASGIApp,
    ready: Callable[[], None],
    close: Callable[[], None],
    stop: threading.Event,
    listening: socket.socket,
    ending: Ending,
) -> None:
    debugging = bool(os.environ.get("CONVENTION_DEBUG"))
    if not debugging:  # asyncio would log at length that descriptors were short, or that a visitor left
        asyncio.get_running_loop().set_exception_handler(_silent)
    config = uvicorn.Config(
        app,
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
    server = _Server(config, ready, close, ending)
    try:
        await server.serve(sockets=[listening])
    finally:
        stop.set()


def _silent(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Ignore the messages that the loop would log."""


class _Server(uvicorn.Server):
    """Stops in order when the end is asked, with its streams and waiting connections."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], close: Callable[[], None], ending: Ending
    ) -> None:
        super().__init__(config)
        self.ready, self.close = ready, close
        self.ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self.ending.asked

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.close()
        await super().shutdown(sockets=sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # `Ending` handles them
