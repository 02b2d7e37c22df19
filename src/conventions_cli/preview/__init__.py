"""The live page of a spec: its content (`state`), its HTML (`live_page`), its server (`app`, `server`, `watch`).

`state` and the modules of the page are pure: a spec in, values and texts out. The three libraries of the server are
imported in `app`, `server` and `watch` only (`checkup.PREVIEW`).
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.preview.app import Board, Extension, Written
    from conventions_cli.preview.handing import Handed
    from conventions_cli.preview.live_page import Beside, Page, assets, write_page
    from conventions_cli.preview.many_pages import Rooms
    from conventions_cli.preview.panels import panel
    from conventions_cli.preview.server import listen, serve, serve_house
    from conventions_cli.preview.shutdown import Ending
    from conventions_cli.preview.state import ONE_AT_A_TIME, PreviewState, Subject, look, outdated
    from conventions_cli.preview.wording import letters, sentence

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
