"""A table of an act: as wide as its texts ask, kept on one page where it can be."""

from collections.abc import Callable

from conventions_cli.document.nodes import Alignment, Inlines, Table
from conventions_cli.document.walk import plain_text
from conventions_cli.writers.docx import ooxml

TEXT_WIDTH = 9354  # twips between the margins of the page, see tools/build_reference.py
_ALIGN = {Alignment.LEFT: "", Alignment.CENTER: "center", Alignment.RIGHT: "right"}


def table(block: Table, widths: list[int], write: Callable[[Inlines], str]) -> str:
    """A table kept on one page when it is short, its header repeated when it is not.

    `widths`: of its columns; `write`: what writes the text of a cell.
    """

    def row(cells: tuple[Inlines, ...], *, keep: bool, header: bool = False) -> str:
        written = []
        for content, width, alignment in zip(cells, widths, block.alignments, strict=True):
            text = ooxml.paragraph(write(content), "TableauTexte", keep_next=keep, align=_ALIGN[alignment])
            written.append(ooxml.cell(text, width))
        return ooxml.row(written, header=header)

    count = len(block.rows)
    rows = [row(block.header, keep=True, header=True)]
    rows.extend(row(cells, keep=number < count <= 15) for number, cells in enumerate(block.rows, start=1))
    caption = " – ".join(plain_text(cell) for cell in block.header if cell)
    return ooxml.table(rows, widths, style="TableauActe", caption=caption)


def widths_of(block: Table) -> list[int]:
    """Column widths by the longest text of each, between 3 cm and what the page allows."""
    columns = zip(block.header, *block.rows, strict=True)
    wanted = [max(1700, 130 * max(len(plain_text(cell)) for cell in column) + 260) for column in columns]
    if sum(wanted) <= TEXT_WIDTH:
        share = (TEXT_WIDTH - sum(wanted)) // (2 * len(wanted))
        return [width + share for width in wanted]
    return [TEXT_WIDTH * width // sum(wanted) for width in wanted]
