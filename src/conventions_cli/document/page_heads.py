"""What stands around the pages of an act that was read from a file: heads, feet, the word across them."""

from enum import StrEnum

from conventions_cli.foundation import Record


class PageField(StrEnum):
    """A number that the program which prints the act counts."""

    PAGE = "PAGE"
    PAGES = "NUMPAGES"


_Lines = tuple[tuple[str | PageField, ...], ...]


class PageHeads(Record, frozen=True):
    """The lines at the head and at the foot of the first page, and of the others, in pieces; tabulations
    are between columns.

    `watermark`: the word across them. `first_apart`: whether the first page has its own head and foot.
    """

    head: _Lines = ()
    first_head: _Lines = ()
    foot: _Lines = ()
    first_foot: _Lines = ()
    watermark: str = ""
    first_apart: bool = True
