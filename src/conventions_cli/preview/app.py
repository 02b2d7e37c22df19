"""The web application: the page, its assets, its files, and a stream that announces each change.

It answers one person on this machine. Requests for any other host name are refused, so that no web page can reach it
through DNS rebinding. The address holds a secret, so that no other account of the machine can read the act. No address
names a file. A page that only shows takes no request that writes; one that edits takes those its `Extension` lists, as
JSON, from its own origin.
"""

import asyncio
import contextlib
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conventions_cli.foundation import Record, Severity, field
from conventions_cli.preview.live_page import DOWNLOADS, Page, assets, write_page
from conventions_cli.preview.state import Act, PreviewState, files
from conventions_cli.writers import FORMATS

_HEARTBEAT = 15.0  # seconds between two messages, which reveal that a reader has gone
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
UNKNOWN = "Cette adresse n’est pas celle de l’aperçu : reprendre en entier celle que la commande affiche.\n"
_REFUSED_HOST = "Cette adresse ne peut pas servir à lire l’aperçu : reprendre celle que la commande affiche.\n"
_REFUSED_METHOD = "L’aperçu se lit seulement : cette requête est refusée.\n"
_BUG = "Erreur interne de convention : la page ne peut pas être faite.\n"
_NOT_CURRENT = "La spécification est à corriger : aucun fichier ne peut en être tiré pour l’instant.\n"
_TOO_LONG = "Cette requête est trop longue pour la page.\n"
_FOREIGN = "Cette requête ne vient pas de la page elle-même : elle est refusée.\n"
_NOT_JSON = "Cette requête n’est pas de la forme attendue : elle est refusée.\n"
_MOST_SENT = 256 * 1024  # bytes of one request that writes
_SECONDS = 10.0  # the whole of such a request must arrive in that time

T = TypeVar("T")

# The answer to a request that writes: JSON, and the state of the spec when it has changed.
Written = tuple[bytes, PreviewState | None]


def _nothing() -> None:
    """Do nothing."""


class Extension(Record, frozen=True):
    """The additions of a page that edits: its writer, its own files, and the requests that write, by name."""

    write_page: Callable[[PreviewState], Page] = write_page
    assets: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    writes: Mapping[str, Callable[[bytes], Written]] = field(default_factory=dict)


class Board:
    """The current page, and the streams that wait for the next one. Used from the thread of the event loop only.

    `ready` is called once requests are answered, `read` each time the page is read.
    """

    def __init__(
        self,
        state: PreviewState,
        ready: Callable[[], None] = _nothing,
        read: Callable[[], None] = _nothing,
        extension: Extension | None = None,
    ) -> None:
        self.state = state
        self.ready, self.read = ready, read
        self.extension = extension or Extension()
        self.page = self.extension.write_page(state)
        self.closed = False
        self._turned = asyncio.Event()

    def publish(self, state: PreviewState, page: Page) -> None:
        """Replace the page by that of a new state; streams announce it only when it differs."""
        changed = page.version != self.page.version
        self.state, self.page = state, page
        if changed:
            self._turn()

    def close(self) -> None:
        """End every stream: the command stops."""
        self.closed = True
        self._turn()

    async def versions(self) -> AsyncIterator[str | None]:
        """The version of the page, then each new version; None at intervals, when nothing changes."""
        shown_version = ""
        while not self.closed:
            turned = self._turned
            if self.page.version != shown_version:
                shown_version = self.page.version
                yield shown_version
                continue
            try:
                await asyncio.wait_for(turned.wait(), _HEARTBEAT)
            except TimeoutError:
                yield None

    def _turn(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()


def build_app(board: Board, token: str, port: int, *, inner: bool = False) -> ASGIApp:
    """The application that serves this board under `/token/`, for requests that name this machine as their host.

    `inner`: whether it is behind the gate of another application.
    """
    files_by_name, base, writes = {**assets(), **board.extension.assets}, f"/{token}", board.extension.writes

    async def page(_request: Request) -> Response:
        board.read()
        return Response(board.page.text, media_type="text/html; charset=utf-8")

    async def stream(_request: Request) -> Response:
        return StreamingResponse(_events(board), media_type="text/event-stream")

    def asset(name: str) -> Route:
        content, kind = files_by_name[name]

        async def answer(_request: Request) -> Response:
            return Response(content, media_type=kind)

        return Route(f"{base}/{name}", answer)

    def download(kind: str) -> Route:
        async def answer(_request: Request) -> Response:
            state = board.state
            if state.act is None or not state.current:
                return PlainTextResponse(_NOT_CURRENT, 409)
            return await aside(partial(_file, state.act, kind))

        return Route(f"{base}/telecharger/{kind}", answer)

    pages = [Route(f"{base}/", page), Route(f"{base}/flux", stream)]
    app = Starlette(
        routes=[
            *pages,
            *map(asset, files_by_name),
            *map(download, DOWNLOADS),
            *(_written(board, base, name) for name in writes),
        ],
        exception_handlers={HTTPException: _unknown, Exception: _bug},
    )
    app.router.redirect_slashes = False
    return app if inner else Gate(app, token, port, frozenset(f"{base}/{name}" for name in writes).__contains__)


def _written(board: Board, base: str, name: str) -> Route:
    """The route of a request that writes: it takes and answers JSON, and publishes the page when the spec changed."""
    write = board.extension.writes[name]

    async def answer(request: Request) -> Response:
        try:
            body = await asyncio.wait_for(_body(request), _SECONDS)
        except TimeoutError:
            return PlainTextResponse(_NOT_JSON, 408)
        if body is None:
            return PlainTextResponse(_TOO_LONG, 413)
        written: list[tuple[PreviewState, Page]] = []

        def work() -> Response:
            content, state = write(body)
            if state is not None:
                written.append((state, board.extension.write_page(state)))
            return Response(content, media_type="application/json")

        response = await aside(work)
        for state, shown in written:
            board.publish(state, shown)
        return response

    return Route(f"{base}/{name}", answer, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body of a request; None when it is too long."""
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > _MOST_SENT:
            return None
    return bytes(received)


def _file(act: Act, kind: str) -> Response:
    produced = files(act, (kind,))
    outcome = produced.value
    if outcome is None:  # the act has a sign that no PDF can show
        messages = [
            f"{diagnostic.message} {diagnostic.hint}"
            for diagnostic in produced.diagnostics
            if diagnostic.severity is Severity.ERROR
        ]
        return PlainTextResponse("\n".join(messages) or _BUG, 409 if messages else 500)
    name = f'attachment; filename="{act.stem}.{kind}"'  # a stem is a safe name: see outputs.file_stem
    return Response(outcome[kind], media_type=FORMATS[kind].media, headers={"content-disposition": name})


async def aside(work: Callable[[], T]) -> T:
    """Run `work` in a thread that the end of the command does not wait for, as making an act can take long."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(end: Callable[[], None]) -> None:
        if not answer.cancelled():
            end()

    def run() -> None:
        try:
            end = partial(answer.set_result, work())
        except Exception as raised:
            end = partial(answer.set_exception, raised)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, end)

    threading.Thread(target=run, name="fichier", daemon=True).start()
    return await answer


async def _events(board: Board) -> AsyncIterator[str]:
    async for version in board.versions():
        yield f"event: version\ndata: {version}\n\n" if version is not None else ": rien\n\n"


async def _unknown(_request: Request, _fault: Exception) -> Response:
    return PlainTextResponse(UNKNOWN, 404)


async def _bug(_request: Request, _fault: Exception) -> Response:
    return PlainTextResponse(_BUG, 500)


class Gate:
    """Lets in only requests with the expected host, method and secret, and adds the security headers.

    `written`: whether an address accepts POST, then only from the page itself, according to the browser.
    """

    def __init__(self, app: ASGIApp, token: str, port: int, written: Callable[[str], bool] | None = None) -> None:
        self.written = written
        self.app = app
        self.token = token
        names = [f"{name}:{port}" for name in ("127.0.0.1", "localhost")]
        self.hosts = {*names, *(("127.0.0.1", "localhost") if port == 80 else ())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it with a sentence."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        hosts = _named(scope, b"host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return PlainTextResponse(_REFUSED_HOST, 421)
        writes = scope["method"] == "POST" and self.written is not None and self.written(scope["path"])
        if scope["method"] != "GET" and not writes:
            return PlainTextResponse(_REFUSED_METHOD, 405, {"allow": "GET"})
        token = scope["path"].removeprefix("/").partition("/")[0]
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return PlainTextResponse(UNKNOWN, 404)
        return self._refused_write(scope, hosts[0]) if writes else None

    def _refused_write(self, scope: Scope, host: str) -> Response | None:
        """The refusal of a request that writes when it does not come from the page or is not JSON; None otherwise."""
        if _named(scope, b"origin") != [f"http://{host}"] or _named(scope, b"sec-fetch-site") not in (
            [],
            ["same-origin"],
        ):
            return PlainTextResponse(_FOREIGN, 403)
        kinds = [value.partition(";")[0].strip() for value in _named(scope, b"content-type")]
        if kinds != ["application/json"] or _named(scope, b"content-encoding"):
            return PlainTextResponse(_NOT_JSON, 415)
        lengths = _named(scope, b"content-length")
        if len(lengths) != 1 or not (lengths[0].isascii() and lengths[0].isdecimal() and len(lengths[0]) < 10):
            return PlainTextResponse(_NOT_JSON, 411)
        return PlainTextResponse(_TOO_LONG, 413) if int(lengths[0]) > _MOST_SENT else None


def _named(scope: Scope, wanted: bytes) -> list[str]:
    """The values of a header, in lower case."""
    return [value.decode("latin-1").lower() for name, value in scope["headers"] if name.lower() == wanted]
