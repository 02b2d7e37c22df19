"""Acts made elsewhere, in other formats than Word: their blocks or lines become a flow, cut into parts as a Word file.

Only `docx/structure.py` recognises titles, articles and signatures, whatever the format.
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
    """The act in a flow, in normal form; `spelled`: see `read_docx`."""
    labels: dict[str, int] = {}
    return normalize(Document(tuple(piece.part(labels) for piece in foreign_parts(flow, notices, spelled=spelled))))


def read_foreign_markdown(text: str) -> tuple[Document | None, tuple[MarkdownFault, ...]]:
    """Reads a Markdown act made elsewhere, without the comments of our writer.

    Returns no document when some of it is not in the dialect of our clauses.
    """
    result = read_blocks(text)
    return (None, result.faults) if result.faults else (act_of(flow_of(result.blocks), Notices()), ())


def flow_of(blocks: Blocks) -> Flow:
    """Blocks as a flow. A heading of level 1 is the title of the act if it is the only one."""
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
    """A paragraph as a line, which is bold when all its words are."""
    words = [
        inline
        for inline in content
        if not isinstance(inline, LineBreak) and not (isinstance(inline, Text) and not inline.text.strip())
    ]
    return Line(
        order,
        list(content),
        Style(),
        bold=bool(words) and all(isinstance(inline, Text) and inline.strong for inline in words),
    )


def _aligned(order: int, content: Inlines, alignment: Alignment) -> Line:
    return Line(order, list(content), Style(), alignment=_ALIGNED[alignment])


def _marked(block: ItemList, order: int, level: int) -> Iterator[Line]:
    """The items of a list as lines; nested lists are one level deeper."""
    family = order * 10 + level
    for rank, item in enumerate(block.items, start=1):
        for at, child in enumerate(item):
            if isinstance(child, ItemList):
                yield from _marked(child, order, level + 1)
                continue
            label = f"{rank}. " if block.numbered else ""
            mark = Mark(family, family, level, not block.numbered, label, True, rank, _STEP * (level + 1))
            yield Line(order, list(child.content), _ITEM, mark=None if at else mark, left=_STEP * (level + 1))
