"""The form beside the act: its parts, the changes it makes, and the answers of the preview server to its requests.

`form` builds the form as parts; `form_page` writes these parts as HTML; `desk` makes changes, through the engine of
`convention set`, and undoes them; `clicked_word` finds the value behind a word of the act; `service` joins these four.
`folder` lists the specs of a folder.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.edition.folder import Folder
    from conventions_cli.edition.service import Service

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
