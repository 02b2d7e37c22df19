"""The text of an article as the lines a jurist counts: alinéas, and the tables, images and headings between them.

Every paragraph, every item of a list and every phrase that introduces a list is an alinéa; tables, images and headings
are not (Guide de légistique: an alinéa begins at each new line of the text). Blocks cut into lines and joined again are
the same, except that two consecutive lists of one kind become one.
"""

from collections.abc import Iterator, Sequence

from conventions_cli.document import Block, Blocks, Heading, ItemList, Paragraph, Picture, Table
from conventions_cli.foundation import Record

LineBlock = Paragraph | Heading | Table | Picture


class Line(Record, frozen=True):
    """A line: its block, and the lists it is in.

    `lists`: for each list around it, the outermost first, whether that list is numbered. `opens`: the depth of the
    outermost item that begins here; 0 for the later paragraphs of an item, and outside lists.
    """

    block: LineBlock
    lists: tuple[bool, ...] = ()
    opens: int = 0

    @property
    def is_alinea(self) -> bool:
        """Whether the line counts as an alinéa."""
        return isinstance(self.block, Paragraph)


Lines = tuple[Line, ...]


def lines_of(blocks: Blocks) -> Lines:
    """The lines of a run of blocks."""
    return tuple(line for block in blocks for line in _lines(block, (), 0))


def _lines(block: Block, lists: tuple[bool, ...], opens: int) -> Iterator[Line]:
    if not isinstance(block, ItemList):
        yield Line(block, lists, opens)
        return
    inside = (*lists, block.numbered)
    for number, item in enumerate(block.items):
        for order, child in enumerate(item):
            first = opens if opens and not number else len(inside)
            yield from _lines(child, inside, 0 if order else first)


def blocks_of(lines: Sequence[Line]) -> Blocks:
    """The blocks of a run of lines."""
    return tuple(_blocks(lines, 0))


def _blocks(lines: Sequence[Line], depth: int) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if len(line.lists) == depth:
            yield line.block
            at += 1
            continue
        end = at + 1
        while end < len(lines) and len(lines[end].lists) > depth and lines[end].lists[depth] == line.lists[depth]:
            end += 1
        yield _list(lines[at:end], depth)
        at = end


def _list(lines: Sequence[Line], depth: int) -> ItemList:
    items: list[list[Line]] = []
    for line in lines:
        if not items or 0 < line.opens <= depth + 1:
            items.append([])
        items[-1].append(line)
    built = (
        tuple(block for block in _blocks(item, depth + 1) if isinstance(block, (Paragraph, ItemList))) for item in items
    )
    return ItemList(tuple(built), lines[0].lists[depth])


def alinea_number(lines: Sequence[Line], index: int) -> int:
    """The number, from 1, of the alinéa at an index."""
    return sum(line.is_alinea for line in lines[: index + 1])


def raised(lines: Sequence[Line]) -> Lines:
    """The lines, moved up so that the shallowest is in one list only: they can then be quoted alone."""
    depths = [len(line.lists) for line in lines if line.lists]
    if not depths:
        return tuple(lines)
    lift = min(depths) - 1
    return tuple(
        Line(line.block, line.lists[lift:], max(line.opens - lift, 1) if line.opens else 0) if line.lists else line
        for line in lines
    )
