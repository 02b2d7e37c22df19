"""Writes the tables of an act: as wide as the text, and on one page when they are short."""

from collections.abc import Callable, Sequence

from conventions_cli.document import Alignment, Inlines, Table, plain_text
from conventions_cli.writers import layout
from conventions_cli.writers.docx import ooxml

_ALIGN = {Alignment.LEFT: "", Alignment.CENTER: "center", Alignment.RIGHT: "right"}


def table(block: Table, widths: Sequence[int], write: Callable[[Inlines, bool], str]) -> str:
    """A table whose header is repeated on each page.

    `widths`: the widths of its columns, in twips; `write`: writes the text of a cell, given whether its style is bold.
    """

    def row(cells: tuple[Inlines, ...], *, keep: bool, header: bool = False) -> str:
        written = []
        for content, width, alignment in zip(cells, widths, block.alignments, strict=True):
            text = ooxml.paragraph(write(content, header), "TableauTexte", keep_next=keep, align=_ALIGN[alignment])
            written.append(ooxml.cell(text, width))
        return ooxml.row(written, header=header)

    rows = [row(block.header, keep=bool(block.rows), header=True)]
    rows.extend(row(cells, keep=layout.keeps_row(block, number)) for number, cells in enumerate(block.rows, start=1))
    caption = " – ".join(plain_text(cell) for cell in block.header if cell)
    return ooxml.table(rows, widths, style="TableauActe", caption=caption)
