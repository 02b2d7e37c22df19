"""The headers, footers and watermark of an act."""

from enum import StrEnum

from conventions_cli.foundation import Record


class PageField(StrEnum):
    """A number counted by the program that prints the act; the values are the instructions of Word fields."""

    PAGE = "PAGE"
    PAGES = "NUMPAGES"


_Lines = tuple[tuple[str | PageField, ...], ...]


class PageHeads(Record, frozen=True):
    """The lines of headers and footers, in pieces; a tabulation separates two columns.

    `first_head`, `first_foot`: those of the first page; `watermark`: the word across pages, or empty; `first_apart`:
    whether the first page has its own header and footer.
    """

    head: _Lines = ()
    first_head: _Lines = ()
    foot: _Lines = ()
    first_foot: _Lines = ()
    watermark: str = ""
    first_apart: bool = True
