"""The web application: the page, its assets, its files, and a stream that announces each change.

It answers one person on this machine. Requests for any other host name are refused, so that no web page can reach it
through DNS rebinding. The address holds a secret, so that no other account of the machine can read the act. No request
writes anything, and no address names a file.
"""

import asyncio
import contextlib
import secrets
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conventions_cli.foundation import Severity
from conventions_cli.preview.live_page import DOWNLOADS, Page, assets, write_page
from conventions_cli.preview.state import Act, PreviewState, files
from conventions_cli.writers import FORMATS

_HEARTBEAT = 15.0  # seconds between two signs of life, which show when a reader has gone
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
_UNKNOWN = "Cette adresse n’est pas celle de l’aperçu : reprendre en entier celle que la commande affiche.\n"
_REFUSED_HOST = "Cette adresse ne peut pas servir à lire l’aperçu : reprendre celle que la commande affiche.\n"
_REFUSED_METHOD = "L’aperçu se lit seulement : cette requête est refusée.\n"
_BUG = "Erreur interne de convention : la page ne peut pas être faite.\n"
_NOT_CURRENT = "La spécification est à corriger : aucun fichier ne peut en être tiré pour l’instant.\n"


def _nothing() -> None:
    """Do nothing."""


class Board:
    """The current page, and the streams that wait for the next one. Used from the thread of the event loop only.

    `ready` is called once requests are answered, `read` each time the page is read.
    """

    def __init__(self, state: PreviewState, ready: Callable[[], None] = _nothing, read: Callable[[], None] = _nothing):
        self.state = state
        self.ready, self.read = ready, read
        self.page = write_page(state)
        self.closed = False
        self._turned = asyncio.Event()

    def publish(self, state: PreviewState, page: Page) -> None:
        """Replace the page by that of a new state; streams are told only when it differs."""
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


def build_app(board: Board, token: str, port: int) -> ASGIApp:
    """The application that serves this board under `/token/`, for requests that name this machine as their host."""
    files_by_name, base = assets(), f"/{token}"

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
            return await _aside(partial(_file, state.act, kind))

        return Route(f"{base}/telecharger/{kind}", answer)

    pages = [Route(f"{base}/", page), Route(f"{base}/flux", stream)]
    app = Starlette(
        routes=[*pages, *map(asset, files_by_name), *map(download, DOWNLOADS)],
        exception_handlers={HTTPException: _unknown, Exception: _bug},
    )
    app.router.redirect_slashes = False
    return Gate(app, token, port)


def _file(act: Act, kind: str) -> Response:
    made = files(act, (kind,))
    outcome = made.value
    if outcome is None:  # a sign of the act that no PDF can show
        said = [f"{one.message} {one.hint}" for one in made.diagnostics if one.severity is Severity.ERROR]
        return PlainTextResponse("\n".join(said) or _BUG, 409 if said else 500)
    name = f'attachment; filename="{act.stem}.{kind}"'  # a stem is a safe name: see outputs.file_stem
    return Response(outcome[kind], media_type=FORMATS[kind].media, headers={"content-disposition": name})


async def _aside(work: Callable[[], Response]) -> Response:
    """Run `work` in a thread that the end of the command does not wait for, as making an act can take long."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Response] = loop.create_future()

    def settle(response: Response | None, fault: Exception | None) -> None:
        if answer.cancelled():
            return
        if response is None:
            answer.set_exception(fault or RuntimeError())
        else:
            answer.set_result(response)

    def run() -> None:
        response, fault = None, None
        try:
            response = work()
        except Exception as raised:
            fault = raised
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, response, fault)

    threading.Thread(target=run, name="fichier", daemon=True).start()
    return await answer


async def _events(board: Board) -> AsyncIterator[str]:
    async for version in board.versions():
        yield f"event: version\ndata: {version}\n\n" if version is not None else ": rien\n\n"


async def _unknown(_request: Request, _fault: Exception) -> Response:
    return PlainTextResponse(_UNKNOWN, 404)


async def _bug(_request: Request, _fault: Exception) -> Response:
    return PlainTextResponse(_BUG, 500)


class Gate:
    """Lets in only requests with the expected host, method and secret, and adds the security headers."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
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
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return PlainTextResponse(_REFUSED_HOST, 421)
        if scope["method"] != "GET":
            return PlainTextResponse(_REFUSED_METHOD, 405, {"allow": "GET"})
        token = scope["path"].removeprefix("/").partition("/")[0]
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            return PlainTextResponse(_UNKNOWN, 404)
        return None
