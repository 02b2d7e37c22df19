"""Reads a body into a flow: paragraphs and tables, in order, with their automatic numbers."""

from collections.abc import Callable

from conventions_cli.readers.archive import ArchiveError
from conventions_cli.readers.docx.elements import SKIPPED, branch, is_contents, math_of, settled, unwrapped, words_of
from conventions_cli.readers.docx.flow import (
    SECTION_BOOKMARK,
    Cell,
    Grid,
    Line,
    Notices,
    RevisionKind,
    Revisions,
    all_lines,
    raw_text,
)
from conventions_cli.readers.docx.inlines import InlineReader
from conventions_cli.readers.docx.numbering import Mark, Numbering
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.runs import CHANGES, DROPPED, Draft
from conventions_cli.readers.docx.styles import Style, has_lines, indent
from conventions_cli.readers.docx.xml import MC, Element, M, W, child, integer, toggle, value

MAX_COLUMNS = 63  # Word's own limit
MAX_CELLS = 100_000


class Reader(InlineReader):
    """Reads a body once; afterwards `flow` holds it."""

    def __init__(self, package: Package, revisions: Revisions, notices: Notices) -> None:
        """Read the parts that a body needs. Raises ArchiveError when one is damaged."""
        super().__init__(package, revisions, notices)
        self.numbering = Numbering(package.first("numbering")[1], self.styles)
        self.cells = 0
        self.contents: list[str] = []

    def read(self, body: Element) -> None:
        """Read the body, then report notes and comments without a call. Raises ArchiveError for too large a table."""
        self.blocks(body)
        self.close_joined()
        self.close()

    def blocks(self, parent: Element) -> None:
        """Read blocks: paragraphs, tables, and the elements that wrap them."""
        for element in parent:
            tag = str(element.tag)
            if tag in _BLOCKS:
                _BLOCKS[tag](self, element)
            elif tag in CHANGES and element.find(f".//{W}p") is not None:
                if self.change(element, CHANGES[tag]):
                    self.nested += 1
                    self.blocks(element)
                    self.nested -= 1
            elif tag not in SKIPPED and not self.range_mark(element):
                self.blocks(element)

    def control(self, element: Element) -> None:
        """A content control; a table of contents is left out, with a notice."""
        if is_contents(element):
            self.contents.append(words_of(element))
        else:
            self.blocks(element)

    def alternate_blocks(self, element: Element) -> None:
        """One branch of an alternative."""
        for child_element in branch(element):
            self.blocks(child_element)

    def chunk(self, element: Element) -> None:
        """Another document inside this one."""
        del element
        self.notices.add("Document inséré dans le document, qui n’est pas lu")

    def equation_block(self, element: Element) -> None:
        """An equation on its own line."""
        self.notices.add("Équation", math_of(element))

    def next_order(self) -> int:
        """The rank of the next block; a note has the rank of its call."""
        if not self.in_note:
            self.order += 1
        return self.order

    def read_paragraph(self, element: Element) -> None:
        """Read a paragraph. If its mark is deleted (or its insertion rejected), it is joined to the next one."""
        properties = self.chosen(child(element, "pPr"), "pPrChange", "pPr")
        style = self.styles.get(value(properties, "pStyle"))
        if style.is_contents:
            self.contents.append(words_of(element))
            return
        before, self.joined = self.joined, None
        if before is None:
            before = Draft(self.next_order(), style)
        elif not before.pieces:  # a whole paragraph is gone with its bookmarks; its section goes on
            before.bookmarks = [name for name in before.bookmarks if name.startswith(SECTION_BOOKMARK)]
        before.style = style
        self.orders[element] = before.order
        before.bookmarks.extend(self.waiting)
        self.waiting = []
        changed = child(element, "pPr", "pPrChange")
        if changed is not None:
            self.event(RevisionKind.FORMATTING, changed, words_of(element))
        outer, self.paragraph = self.paragraph, before
        self.inner(element)
        self.flush_fields()
        self.paragraph = outer
        if before.hidden:
            self.notices.add("Texte masqué", "".join(before.hidden))
            before.hidden = []
        self.texts.append(" ")
        if self.mark_vanishes(element):
            self.joined = before
            return
        self.flow.append(self.line(before, properties))

    def mark_vanishes(self, element: Element) -> bool:
        """Whether the mark of this paragraph is deleted; record its tracked changes."""
        run = child(element, "pPr", "rPr")
        vanishes = False
        for content in run if run is not None else ():
            if content.tag in CHANGES:
                kind = CHANGES[content.tag]
                self.event(kind, content, "\n")
                vanishes = vanishes or kind in DROPPED[self.revisions]
        return vanishes

    def close_joined(self) -> None:
        """End a paragraph that waits to be joined to the next one, when no other comes."""
        if self.joined is not None:
            if self.joined.pieces:
                self.flow.append(self.line(self.joined, None))
            else:
                self.waiting = self.joined.bookmarks + self.waiting
            self.joined = None

    def line(self, read: Draft, properties: Element | None) -> Line:
        """The line of a paragraph that has been read; its automatic number is counted here."""
        style = read.style
        left = indent(properties)
        outline = value(properties, "outlineLvl")
        heading = style.heading
        if outline is not None:
            heading = integer(outline, 9) + 1 if 0 <= integer(outline, 9) < 9 else None
        mark = self.mark(properties, style)
        if left is None:
            left = mark.left if mark is not None else style.left
        pieces = settled(read.pieces)
        bold = read.bold and bool(raw_text(pieces).strip())
        align = value(properties, "jc") or style.align
        return Line(read.order, pieces, style, heading, mark, left, align, bold, read.bookmarks, read.picture)

    def mark(self, properties: Element | None, style: Style) -> Mark | None:
        """The automatic number of a paragraph, by its own properties, or its style's."""
        number, level = value(properties, "numPr", "numId"), value(properties, "numPr", "ilvl")
        of_style = style.numbering
        identifier = integer(number) if number is not None else of_style[0] if of_style else 0
        if identifier <= 0:
            return None
        if level is not None:
            at = integer(level)
        elif number is None and of_style and of_style[1] is not None:
            at = of_style[1]
        else:
            at = self.numbering.level_of_style(identifier, style.identifier)
        return self.numbering.count(identifier, at)

    def read_table(self, element: Element) -> None:
        """Read a table; each cell has a flow of its own."""
        self.close_joined()
        order = self.next_order()
        properties = child(element, "tblPr")
        style = self.styles.get(value(properties, "tblStyle"), "table")
        borders = child(properties, "tblBorders")
        grid = Grid(order, [], bordered=style.bordered if borders is None else has_lines(borders))
        grid.bookmarks, self.waiting = self.waiting, []
        for row in unwrapped(element, f"{W}tr"):
            about = child(row, "trPr")
            if not self.keeps_row(row, about):
                continue
            grid.has_header = grid.has_header or (not grid.rows and bool(toggle(about, "tblHeader")))
            before = max(0, min(MAX_COLUMNS, integer(value(about, "gridBefore"))))
            cells = [self.read_cell(cell) for cell in unwrapped(row, f"{W}tc") if self.keeps_cell(cell)]
            if cells:
                grid.rows.append((before, cells))
        self.cells += grid.width * len(grid.rows)
        if self.cells > MAX_CELLS:
            raise ArchiveError("Le document contient un tableau démesuré.", "Donner l’acte seul.")
        grid.bookmarks.extend(name for line in all_lines([grid]) for name in line.bookmarks)
        if grid.rows:
            self.flow.append(grid)
        else:
            self.waiting = grid.bookmarks + self.waiting

    def keeps_row(self, row: Element, about: Element | None) -> bool:
        """Whether to read a row; its tracked change is recorded, once."""
        is_kept = True
        for tag, kind in CHANGES.items():
            element = about.find(tag) if about is not None else None
            if element is not None:
                is_kept = is_kept and kind not in DROPPED[self.revisions]
                within = any(len(inner) for inner in row.iter(tag))
                self.changed.add(element)
                if not (is_kept and within):
                    self.change(row, kind, element)
        return is_kept

    def keeps_cell(self, cell: Element) -> bool:
        """Whether to read a cell."""
        about = child(cell, "tcPr")
        for name, kind in (("cellIns", RevisionKind.INSERTION), ("cellDel", RevisionKind.DELETION)):
            element = child(about, name)
            if element is not None and not self.change(cell, kind, element):
                return False
        return True

    def read_cell(self, element: Element) -> Cell:
        """A cell, in a flow of its own."""
        outer = self.flow, self.joined
        self.flow, self.joined = [], None
        self.blocks(element)
        self.close_joined()
        inner, (self.flow, self.joined) = self.flow, outer
        about = child(element, "tcPr")
        span = max(1, min(MAX_COLUMNS, integer(value(about, "gridSpan"), 1)))
        return Cell(inner, span, has_lines(child(about, "tcBorders")))


_BLOCKS: dict[str, Callable[[Reader, Element], None]] = {
    f"{W}p": Reader.read_paragraph,
    f"{W}r": Reader.read_paragraph,  # misplaced between paragraphs: its words are kept
    f"{W}tbl": Reader.read_table,
    f"{W}sdt": Reader.control,
    f"{W}altChunk": Reader.chunk,
    f"{MC}AlternateContent": Reader.alternate_blocks,
    f"{M}oMathPara": Reader.equation_block,
}
