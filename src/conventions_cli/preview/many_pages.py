"""Several pages behind one gate: a list, and under each of its numbers the page of a spec, prepared on first request.

No address names a file: the numbers are those of the list.
"""

import re
from collections.abc import Callable

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conventions_cli.foundation import Record
from conventions_cli.preview.app import UNKNOWN, Board, Gate, aside, build_app

Asset = tuple[bytes, str]


class Rooms(Record, frozen=True):
    """The pages of a house. `listed`: its list as HTML; `board`: the board of a number, None when there is none.

    Both may take long, and run in their own threads; `board` is called once for each number. `assets`: its own files;
    `writes`: the names of the requests that write, on the page of each spec.
    """

    listed: Callable[[], str]
    board: Callable[[int], Board | None]
    assets: dict[str, Asset]
    writes: frozenset[str]


class House:
    """Answers with the list, its files, or the answer of the page of a spec."""

    def __init__(self, rooms: Rooms, token: str, port: int, opened: Callable[[Board], None]) -> None:
        """`opened`: called in the loop with each new board."""
        self.rooms, self.token, self.port, self.opened = rooms, token, port, opened
        self._apps: dict[int, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that the gate let in."""
        rest = scope["path"].removeprefix(f"/{self.token}/") if scope["path"] != f"/{self.token}" else None
        head, slash, inner = (rest or "").partition("/")
        if rest == "":
            text = await aside(self.rooms.listed)
            await Response(text, media_type="text/html; charset=utf-8")(scope, receive, send)
        elif rest in self.rooms.assets:
            content, kind = self.rooms.assets[rest]
            await Response(content, media_type=kind)(scope, receive, send)
        elif slash and head.isascii() and head.isdecimal() and len(head) < 6 and (app := await self._app(int(head))):
            path = f"/{self.token}/{inner}"
            await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)
        else:
            await PlainTextResponse(UNKNOWN, 404)(scope, receive, send)

    async def _app(self, number: int) -> ASGIApp | None:
        if number not in self._apps:
            board = await aside(lambda: self.rooms.board(number))
            if board is None:
                return None
            if number not in self._apps:  # another request may have opened it meanwhile
                self._apps[number] = build_app(board, self.token, self.port, inner=True)
                self.opened(board)
        return self._apps[number]


def build_house(rooms: Rooms, token: str, port: int, opened: Callable[[Board], None]) -> ASGIApp:
    """The house, behind its gate."""
    names = "|".join(map(re.escape, sorted(rooms.writes)))
    written = re.compile(rf"/{re.escape(token)}/[0-9]{{1,5}}/(?:{names})").fullmatch
    return Gate(House(rooms, token, port, opened), token, port, lambda path: bool(names and written(path)))
