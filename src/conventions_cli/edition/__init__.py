"""The form beside the act: what it holds, the changes it makes, and what the server of the preview answers for it.

`form` says what the form holds, as parts; `form_page` writes it as HTML; `desk` makes its changes, through the engine
of `convention set`, and undoes them; `clicked_word` finds the value behind a word of the act; `service` joins them.
`folder` lists the specs of a folder.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.edition.folder import Folder
    from conventions_cli.edition.service import Service

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
