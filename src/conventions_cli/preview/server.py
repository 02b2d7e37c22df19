"""Serve the page on this machine until Ctrl-C. The only place that knows uvicorn."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from conventions_cli.preview.app import Board, build_app
from conventions_cli.preview.page import write_page
from conventions_cli.preview.state import PreviewState, Subject
from conventions_cli.preview.watch import follow

HOST = "127.0.0.1"
_SECONDS_TO_STOP = 1


def listen(port: int) -> socket.socket:
    """A socket of this machine only; port 0: a free one. Raises OSError when the port is taken or refused."""
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


def serve(
    subject: Subject, state: PreviewState, listening: socket.socket, token: str, ready: Callable[[], None]
) -> None:
    """Serve `state` and those that follow, until the person stops it; `ready` is called once requests are answered."""
    asyncio.run(_serve(subject, state, listening, token, ready))


async def _serve(
    subject: Subject, state: PreviewState, listening: socket.socket, token: str, ready: Callable[[], None]
) -> None:
    board, loop, stop = Board(state), asyncio.get_running_loop(), threading.Event()

    def tell(new: PreviewState) -> None:
        page = write_page(new)
        if not stop.is_set():
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(board.publish, new, page)

    # A daemon: an act that takes long to make does not hold Ctrl-C.
    follower = threading.Thread(target=follow, args=(subject, state, stop, tell), name="suivi", daemon=True)
    config = uvicorn.Config(
        build_app(board, token, listening.getsockname()[1]),
        log_config=None,
        log_level="error" if os.environ.get("CONVENTION_DEBUG") else "critical",
        access_log=False,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    server = _Server(config, board, ready)
    follower.start()
    try:
        await server.serve(sockets=[listening])
    finally:
        stop.set()


class _Server(uvicorn.Server):
    """Stops at the first Ctrl-C, streams included, as an ordinary end: nothing is raised."""

    def __init__(self, config: uvicorn.Config, board: Board, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.board = board
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        del sig, frame
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.board.close()
        await super().shutdown(sockets=sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        wanted = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            wanted.append(signal.SIGBREAK)
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        previous = {one: signal.signal(one, self.handle_exit) for one in wanted}
        try:
            yield
        finally:
            for one, handler in previous.items():
                signal.signal(one, handler)
