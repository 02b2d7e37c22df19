"""Acts made elsewhere, in other formats than Word: their blocks or lines as a flow, cut into parts as a Word file is.

What makes a title, an article, a signature is known in one place, `docx/structure.py`, whatever the file says it with.
"""

from collections.abc import Iterator

from conventions_cli.document import (
    Alignment,
    Block,
    Blocks,
    Document,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    Paragraph,
    Picture,
    Table,
    Text,
    normalize,
)
from conventions_cli.readers.docx.flow import Cell, Flow, Grid, Line, Notices
from conventions_cli.readers.docx.numbering import Mark
from conventions_cli.readers.docx.structure import foreign_parts
from conventions_cli.readers.docx.styles import Style
from conventions_cli.readers.markdown import MarkdownFault, read_blocks

_ALIGNED = {Alignment.LEFT: "", Alignment.CENTER: "center", Alignment.RIGHT: "right"}
_ITEM = Style(name="list paragraph")
_STEP = 720  # twips from a level of list to the next


def act_of(flow: Flow, notices: Notices, *, spelled: bool = False) -> Document:
    """The act that a flow holds, in normal form; `spelled`: see `read_docx`."""
    labels: dict[str, int] = {}
    return normalize(Document(tuple(piece.part(labels) for piece in foreign_parts(flow, notices, spelled=spelled))))


def read_foreign_markdown(text: str) -> tuple[Document | None, tuple[MarkdownFault, ...]]:
    """Read a Markdown act made elsewhere, without the comments our writer adds.

    No document when something in it is not of the dialect of our clauses.
    """
    result = read_blocks(text)
    return (None, result.faults) if result.faults else (act_of(flow_of(result.blocks), Notices()), ())


def flow_of(blocks: Blocks) -> Flow:
    """Blocks as a flow. A heading of level 1 is a title where it is the only one."""
    shift = 1 if sum(isinstance(block, Heading) and block.level == 1 for block in blocks) == 1 else 0
    flow: Flow = []
    for block in blocks:
        flow.extend(_items(block, len(flow), shift))
    return flow


def _items(block: Block, order: int, shift: int) -> Iterator[Line | Grid]:
    match block:
        case Heading():
            yield Line(order, list(block.content), Style(), heading=block.level - shift)
        case Paragraph():
            yield paragraph(order, block.content)
        case ItemList():
            yield from _marked(block, order, 0)
        case Table():
            rows = [
                (0, [Cell([_aligned(order, cell, at)]) for cell, at in zip(row, block.alignments, strict=True)])
                for row in (block.header, *block.rows)
            ]
            yield Grid(order, rows, has_header=True)
        case Picture():
            yield Line(order, [], Style(), picture=block)


def paragraph(order: int, content: Inlines) -> Line:
    """A paragraph as a line, in bold where all its words are."""
    words = [
        one
        for one in content
        if not isinstance(one, LineBreak) and not (isinstance(one, Text) and not one.text.strip())
    ]
    return Line(
        order, list(content), Style(), bold=bool(words) and all(isinstance(one, Text) and one.strong for one in words)
    )


def _aligned(order: int, content: Inlines, alignment: Alignment) -> Line:
    return Line(order, list(content), Style(), alignment=_ALIGNED[alignment])


def _marked(block: ItemList, order: int, level: int) -> Iterator[Line]:
    """The items of a list, those of the lists inside them a level deeper."""
    family = order * 10 + level
    for rank, item in enumerate(block.items, start=1):
        for at, child in enumerate(item):
            if isinstance(child, ItemList):
                yield from _marked(child, order, level + 1)
                continue
            label = f"{rank}. " if block.numbered else ""
            mark = Mark(family, family, level, not block.numbered, label, True, rank, _STEP * (level + 1))
            yield Line(order, list(child.content), _ITEM, mark=None if at else mark, left=_STEP * (level + 1))
