"""The proof of a redline: read back with all changes accepted, then rejected, it has the words of the two acts.

Fields are computed again, as Word does when it prints, except the numbers of pages, which depend on the layout.
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
    """A line of an act that its redline does not give back. `rejected`: with all changes rejected, not accepted.

    `place`: where it stands, in French; `expected`: the line of the act; `actual`: the line of the redline.
    """

    rejected: bool
    place: str
    expected: str
    actual: str


def difference(data: bytes, before: Document, after: Document) -> Difference | None:
    """The first difference between two acts and the acts read back from their redline, if there is one."""
    for revisions, act in ((Revisions.ACCEPTED, after), (Revisions.REJECTED, before)):
        read = read_docx(data, "", revisions, computed=True).value
        redline_lines = lines_of(read.document) if read is not None else iter(())
        place = ""
        for act_line, redline_line in zip_longest(lines_of(act), redline_lines):
            expected, actual = (line[1] if line is not None else "" for line in (act_line, redline_line))
            place = act_line[0] if act_line is not None else place
            if expected != actual:
                return Difference(revisions is Revisions.REJECTED, place, expected, actual)
    return None


def lines_of(document: Document) -> Iterator[tuple[str, str]]:
    """The lines of an act, each after the name of its part: a line for each title, paragraph, item and row.

    The table of contents is left out, as it follows from the titles.
    """
    for part in document.parts:
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS:
            continue
        name = places.part_name(part)
        if isinstance(part, Article):
            yield name, _comparable(f"{part.opening}{_words(part.title)}")
        for line in _lines(part.blocks):
            if words := _comparable(line):
                yield name, words


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


def _comparable(line: str) -> str:
    return _BLANKS.sub(" ", holdable(line)).strip()
