"""The page of each diagnostic code: how its file is read and shown."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.pages.explanations import page_markdown, page_text

__getattr__ = door(__name__)
