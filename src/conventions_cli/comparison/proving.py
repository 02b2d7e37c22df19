"""The proof of a redline: read back with everything accepted, then refused, it says what the two acts say.

Fields are computed again, as Word does when it prints; those of pages alone are not, which depend on the layout.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import assert_never

from conventions_cli.comparison import places
from conventions_cli.document import (
    Article,
    Block,
    Blocks,
    Document,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Picture,
    Section,
    SectionKind,
    Table,
    plain_text,
)
from conventions_cli.foundation import Record
from conventions_cli.readers import Revisions, read_docx
from conventions_cli.writers import holdable

_BLANKS = re.compile(r"[ \t\n\r]+")
_SIGN = "–"


class Difference(Record, frozen=True):
    """A line of an act that its redline does not give back; `rejected`: once all is refused, not accepted.

    `place`: where it stands, in French; `expected`: what the act says there; `found`: what the redline says.
    """

    rejected: bool
    place: str
    expected: str
    found: str


def difference(data: bytes, before: Document, after: Document) -> Difference | None:
    """The first difference between two acts and what a redline of them gives, if there is one."""
    for revisions, act in ((Revisions.ACCEPTED, after), (Revisions.REJECTED, before)):
        read = read_docx(data, "", revisions, computed=True).value
        given = lines_of(read.document) if read is not None else iter(())
        place = ""
        for wanted, got in zip_longest(lines_of(act), given):
            expected, found = (line[1] if line is not None else "" for line in (wanted, got))
            place = wanted[0] if wanted is not None else place
            if expected != found:
                return Difference(revisions is Revisions.REJECTED, place, expected, found)
    return None


def lines_of(document: Document) -> Iterator[tuple[str, str]]:
    """What an act says, a line for each paragraph, item and row, each with its part; the contents follow from it."""
    for part in document.parts:
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS:
            continue
        name = places.part_name(part)
        if isinstance(part, Article):
            yield name, _said(f"{part.opening}{_words(part.title)}")
        for line in _lines(part.blocks):
            if said := _said(line):
                yield name, said


def _lines(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph() | Heading():
            yield _words(block.content)
        case ItemList():
            for number, item in enumerate(block.items, start=1):
                mark = f"{number}." if block.numbered else _SIGN
                for order, line in enumerate(line for child in item for line in _of_block(child)):
                    yield line if order else f"{mark} {line}"
        case Table():
            yield from (" | ".join(_words(cell) for cell in row) for row in (block.header, *block.rows))
        case Picture():
            yield block.alternative
        case _:
            assert_never(block)


def _words(inlines: Inlines) -> str:
    return plain_text(inlines, notes=True)


def _said(line: str) -> str:
    return _BLANKS.sub(" ", holdable(line)).strip()
