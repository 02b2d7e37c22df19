"""The live page of a spec: its content (`state`), its HTML (`live_page`), its server (`app`, `server`, `watch`).

`state` and the modules of the page are pure: a spec in, values and texts out. The three libraries of the server are
imported in `app`, `server` and `watch` only (`checkup.PREVIEW`).
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.preview.app import Board
    from conventions_cli.preview.ending import Ending
    from conventions_cli.preview.handing import Handed
    from conventions_cli.preview.server import listen, serve
    from conventions_cli.preview.state import Subject, look

__getattr__ = door(__name__)
