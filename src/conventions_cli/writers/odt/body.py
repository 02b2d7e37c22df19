"""Writes nodes as an OpenDocument text: the style of each part of an act, and the paragraphs that stay together."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from conventions_cli.document import (
    Alignment,
    Article,
    Block,
    Blocks,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Part,
    Picture,
    Raster,
    Section,
    SectionKind,
    Table,
    Text,
    contents_of,
    plain_text,
    printed_address,
    uri,
)
from conventions_cli.writers import layout
from conventions_cli.writers.odt import odf
from conventions_cli.writers.odt.automatic import Automatic
from conventions_cli.writers.odt.styles import BULLETS, FIRST_PAGE, NUMBERS
from conventions_cli.writers.pages import pages_of
from conventions_cli.writers.product_names import HeldNames
from conventions_cli.writers.style_names import HEADINGS, ITEMS, PARAGRAPHS, among_parties

_ALIGN = {Alignment.LEFT: "", Alignment.CENTER: "center", Alignment.RIGHT: "end"}
_DEEPEST = 10  # levels of a list


class Body:
    """The text of a document as XML, the automatic styles it needs, its images."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = HeldNames(document.metadata.names)
        self.automatic = Automatic()
        self.images: list[Raster] = []
        self.printed: set[str] = set()  # the addresses printed so far
        self.notes = self.comments = self.tables = 0
        self.articles = {part.label: rank for rank, part in enumerate(document.parts) if isinstance(part, Article)}
        self.numbers = {part.label: layout.counted(part) for part in document.parts if isinstance(part, Article)}
        self.count = 0  # the number of the last article whose number is a field
        with_contents = any(isinstance(part, Section) and part.kind is SectionKind.CONTENTS for part in document.parts)
        self.listed = contents_of(document) if with_contents else None
        self.titles = 0
        self.xml = "".join(
            self.part(rank, part, following)
            for rank, (part, following) in enumerate(zip(document.parts, (*document.parts[1:], None), strict=False))
        )

    def part(self, rank: int, part: Part, following: Part | None) -> str:
        """An article or a section; a bookmark tells the reader of a returned file where a section starts."""
        after = layout.after_end(part, following)
        if isinstance(part, Article):
            return self.article(rank, part, after)
        match part.kind:
            case SectionKind.SIGNATURES:
                written = self.signatures(part.blocks, leads=layout.keeps_copies(following))
            case SectionKind.CONTENTS:
                written = self.contents(part.blocks)
            case _:
                written = self.blocks(part.blocks, part.kind, after)
        return odf.opening_with(odf.bookmark(f"_acte{rank}_{part.kind.value}"), written)

    def paragraph(self, content: str, style: str, **changes: bool | str) -> str:
        """A paragraph of a style. `changes`: see `Automatic.paragraph`."""
        return odf.paragraph(content, self.automatic.paragraph(style, self.first_page(), **changes))

    def first_page(self) -> str:
        """The kind of page to start: that of the first page for the first paragraph, else empty."""
        return "" if self.automatic.opened else FIRST_PAGE

    def heading(self, content: str, style: str, level: int, **changes: bool | str) -> str:
        """A heading of a style and a level, from 1."""
        return odf.heading(content, self.automatic.paragraph(style, self.first_page(), **changes), level)

    # Parts

    def article(self, rank: int, article: Article, after: Block | None) -> str:
        """An article: its heading, whose number is a field that references use, then its text."""
        counted = self.numbers[article.label]
        figure = odf.words(counted.figure)
        if counted.figure and not article.typed:
            figure = odf.counted(rank, article.number, follows=article.number == self.count + 1)
            self.count = article.number
        number = odf.bookmark(_mark(rank, article.label), figure + odf.span(counted.raised, "Exposant"))
        opening = odf.words(counted.before) + number + odf.words(counted.after)
        heading = self.heading(opening + self.title_words(article.title), "Titre1", 1)
        return heading + self.blocks(article.blocks, SectionKind.BODY, after)

    def blocks(self, blocks: Blocks, kind: SectionKind, after: Block | None = None) -> str:
        """Blocks in order; the text before a list or a table stays with it. `after`: the block after the last."""
        written = []
        previous: Block | None = None
        for block, following in zip(blocks, (*blocks[1:], after), strict=False):
            written.append(self.block(block, kind, previous, following))
            previous = block
        return "".join(written)

    def block(self, block: Block, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """A block, written according to its neighbours."""
        leads = layout.stays_with_next(block, kind, following)
        match block:
            case Paragraph():
                return self.text_block(block, kind, previous, leads=leads)
            case Heading() if block.level == 1:
                return self.paragraph(self.inlines(block.content), "Titre")
            case Heading():
                return self.title(block, kind, following)
            case ItemList():
                return self.item_list(block, kind, 1, leads=leads)
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block, kind)
            case _:
                assert_never(block)

    def text_block(self, block: Paragraph, kind: SectionKind, previous: Block | None, *, leads: bool) -> str:
        """A paragraph, with space above after a list or a table; « d’une part », under the parties, is on the right."""
        content, air = self.inlines(block.content), layout.takes_air(previous)
        if kind is not SectionKind.PARTIES:
            return self.paragraph(content, PARAGRAPHS[kind], keeps=leads, air=air)
        style = among_parties(block, under_list=air)
        return self.paragraph(content, style, keeps=leads and style == "Partie")

    def title(self, block: Heading, kind: SectionKind, following: Block | None) -> str:
        """A heading below level 1; that of an annex may start a page."""
        copies = kind is SectionKind.COPIES and block.level == 2
        content = self.title_words(block.content)
        if block.level == 2 and self.listed is not None and kind is not SectionKind.CONTENTS:
            content = odf.bookmark(f"_titre{self.titles}", content)
            self.titles += 1
        breaks = kind is SectionKind.ANNEX and layout.opens_page(block, following)
        style = "TitreCopies" if copies else HEADINGS[block.level]
        return self.heading(content, style, block.level - 1, breaks=breaks)

    def picture(self, block: Picture, kind: SectionKind) -> str:
        """An image on its own line, or its alternative text when there are no bytes to draw."""
        style = PARAGRAPHS[kind]
        if block.raster is None:
            return self.paragraph(odf.words(block.alternative), style)
        self.images.append(block.raster)
        number = len(self.images)
        size = (block.raster.width, block.raster.height)
        if kind is SectionKind.HEADER:
            size = layout.emblem(block.raster)
        drawn = odf.picture(block.source, f"Pictures/image{number}.{block.raster.kind}", block.alternative, size)
        return self.paragraph(drawn, style)

    def contents(self, blocks: Blocks) -> str:
        """The contents: a link to each article and title, with its page as a field."""
        written = []
        for block in blocks:
            if isinstance(block, Heading) and block.level == 2:
                written.append(self.paragraph(self.inlines(block.content), "TitreSommaire"))
            elif isinstance(block, ItemList) and block == self.listed:
                lines = list(self.entries(block))
                written += [self.paragraph(line, "TM1", below=line is lines[-1]) for line in lines]
            else:
                written.append(self.block(block, SectionKind.CONTENTS, None, None))
        return "".join(written)

    def entries(self, listed: ItemList) -> Iterator[str]:
        """The lines of the contents: a link and a page each."""
        titles = 0
        for (entry,), page in zip(listed.items, pages_of(self.document), strict=True):
            if not isinstance(entry, Paragraph):
                continue  # contents_of lists paragraphs only
            aim = entry.content[0]
            if isinstance(aim, CrossReference):
                place = self.mark_of(aim.label)
            else:
                place = f"_titre{titles}"
                titles += 1
            shown = odf.words(self.names.marked(plain_text(entry.content)))
            yield odf.link(f"#{place}", shown + odf.TAB + odf.reference(place, str(page), "page"))

    def item_list(self, block: ItemList, kind: SectionKind, level: int, *, leads: bool = False) -> str:
        """A list: the first paragraph of an item has its mark, the others are indented under it.

        An item that begins with a list has its mark on an empty line. `leads`: whether the last line stays with the
        table that follows.
        """
        style = ITEMS.get(kind, "ListeNumeros" if block.numbered else "ListePuces")
        together = layout.items_stay_together(kind)
        items = []
        for number, item in enumerate(block.items):
            ends = leads if number == len(block.items) - 1 else together
            written = [self.list_line("", style, keeps=True)] if isinstance(item[0], ItemList) else []
            for index, child in enumerate(item):
                last = index == len(item) - 1
                if isinstance(child, ItemList):
                    deeper = min(level + 1, _DEEPEST)
                    written.append(self.item_list(child, kind, deeper, leads=ends and last))
                else:
                    content = self.inlines(child.content)
                    written.append(self.list_line(content, style, keeps=ends or not last))
            items.append("".join(written))
        return odf.item_list(items, NUMBERS if block.numbered else BULLETS, counted=block.numbered)

    def list_line(self, content: str, style: str, *, keeps: bool) -> str:
        """A paragraph of a list, which takes its indents from the list."""
        return self.paragraph(content, style, keeps=keeps, listed=style == "Partie")

    # Tables

    def table(self, block: Table) -> str:
        """A table as wide as the text, whose header is repeated on each page."""
        self.tables += 1
        widths = layout.widths_of(block)
        short = len(block.rows) <= layout.KEPT_ROWS
        columns = "".join(
            odf.element("table:table-column", {"table:style-name": name}) for name in self.columns(widths)
        )
        head = odf.element("table:table-header-rows", {}, self.row(block, block.header, "TableauTitre", keeps=True))
        rows = "".join(
            self.row(block, cells, "TableauTexte", keeps=layout.keeps_row(block, number))
            for number, cells in enumerate(block.rows, start=1)
        )
        caption = " – ".join(plain_text(cell) for cell in block.header if cell)
        title = odf.element("table:title", {}, odf.escape(caption)) if caption else ""
        stated = {"table:name": f"Tableau{self.tables}", "table:style-name": self.automatic.table(whole=short)}
        return odf.element("table:table", stated, title + columns + head + rows)

    def columns(self, widths: Sequence[int]) -> Iterator[str]:
        """The styles of columns. `widths`: in twips."""
        return (self.automatic.column(width) for width in widths)

    def row(self, block: Table, cells: Sequence[Inlines], style: str, *, keeps: bool) -> str:
        """A row, which stays on one page."""
        look = self.automatic.cell(lined=True, head=style == "TableauTitre")
        written = [
            _cell(self.paragraph(self.inlines(content), style, keeps=keeps, align=_ALIGN[alignment]), look)
            for content, alignment in zip(cells, block.alignments, strict=True)
        ]
        return odf.element("table:table-row", {"table:style-name": self.automatic.row()}, "".join(written))

    def signatures(self, blocks: Blocks, *, leads: bool) -> str:
        """The signatories in a grid, with rows for their qualities, for signing, and for their names."""
        written = []
        for block in blocks:
            if not isinstance(block, ItemList) or block.numbered:
                written.append(self.block(block, SectionKind.SIGNATURES, None, blocks[-1]))
                continue
            columns = layout.signature_columns(block.items)
            width = layout.TEXT_WIDTH // max(columns, 2)
            rows = ""
            for start in range(0, len(block.items), columns):
                items = block.items[start : start + columns]
                last = start + columns >= len(block.items)
                rows += self.band(items, columns, leads=leads or not last)
            self.tables += 1
            stated = {
                "table:name": f"Tableau{self.tables}",
                "table:style-name": self.automatic.table(whole=True, keeps=leads, width=width * columns),
            }
            listed = "".join(
                odf.element("table:table-column", {"table:style-name": name})
                for name in self.columns([width] * columns)
            )
            title = odf.element("table:title", {}, "Signatures")
            written.append(odf.element("table:table", stated, title + listed + rows))
        return "".join(written)

    def band(self, items: Sequence[layout.Item], columns: int, *, leads: bool) -> str:
        """The rows of signatories who sign side by side, with a dotted line for a missing name."""
        bare = self.automatic.cell()
        qualities, names = [], []
        for item in items:
            quality, name = layout.signed(item)
            qualities.append(self.quality(quality))
            content = self.inlines(name.content) if name is not None else ""
            names.append(self.paragraph(content, "SignatureNom", keeps=leads, line=name is None))
        missing = columns - len(items)
        empty = self.paragraph("", "SignatureQualite")
        after = self.paragraph("", "SignatureNom", keeps=leads)

        def row(texts: Sequence[str], height: int = 0) -> str:
            cells = "".join(_cell(text, bare) for text in texts)
            return odf.element("table:table-row", {"table:style-name": self.automatic.row(height)}, cells)

        room = row([empty] * columns, layout.ROOM_TO_SIGN)
        return row([*qualities, *[empty] * missing]) + room + row([*names, *[after] * missing])

    def quality(self, children: layout.Item) -> str:
        """The quality of a signatory."""
        return "".join(
            self.item_list(child, SectionKind.SIGNATURES, 1, leads=True)
            if isinstance(child, ItemList)
            else self.paragraph(self.inlines(child.content), "SignatureQualite")
            for child in children
        )

    # Stretches of text

    def inlines(self, inlines: Inlines, *, in_note: bool = False) -> str:
        """A stretch of inlines."""
        return "".join(
            self.inline(inline, following, in_note=in_note)
            for inline, following in zip(inlines, (*inlines[1:], None), strict=False)
        )

    def inline(self, inline: Inline, following: Inline | None, *, in_note: bool) -> str:
        """An inline. `following`: the inline after it."""
        match inline:
            case Text():
                style = {(True, True): "GrasItalique", (True, False): "Gras", (False, True): "Italique"}
                return odf.span(self.names.marked(inline.text), style.get((inline.strong, inline.emphasis), ""))
            case LineBreak():
                return odf.LINE_BREAK
            case Link():
                return self.link(inline, following, in_note=in_note)
            case Footnote():
                self.notes += 1
                return odf.note(self.notes, self.inlines(inline.content, in_note=True))
            case CrossReference():
                return self.reference(inline)
            case Missing():
                return self.missing(inline, in_note=in_note)
            case _:
                assert_never(inline)

    def link(self, link: Link, following: Inline | None, *, in_note: bool) -> str:
        """A link, followed by its address for readers on paper, once in the act."""
        # An address that is no URI is kept in the title, for the reader of our files.
        title = link.url if uri(link.url) != link.url else ""
        written = odf.link(uri(link.url), self.inlines(link.content, in_note=in_note), title)
        shown = printed_address(link.url)
        printed = shown in self.printed or not layout.prints_address(link, following)
        self.printed.add(shown)
        return written if printed else written + odf.span(f" ({shown})", "AdresseImprimee")

    def missing(self, inline: Missing, *, in_note: bool) -> str:
        """A value to complete: highlighted, with a comment that names its key (notes hold no comments)."""
        text = odf.span(inline.text, "ACompleter")
        if in_note or not inline.key:
            return text
        self.comments += 1
        return odf.commented(self.comments, text, f"Clé à compléter dans la spécification\u00a0: {inline.key}")

    def title_words(self, inlines: Inlines) -> str:
        """The words of a heading. References are links there, since validators disagree about fields in headings."""
        return "".join(
            odf.link(f"#{self.mark_of(inline.label)}", odf.words(inline.text))
            if isinstance(inline, CrossReference)
            else self.inline(inline, following, in_note=False)
            for inline, following in zip(inlines, (*inlines[1:], None), strict=False)
        )

    def mark_of(self, label: str) -> str:
        """The bookmark of an article."""
        return _mark(self.articles[label], label)

    def reference(self, inline: CrossReference) -> str:
        """« article 6 », where the number is a field that follows the article; only a link if its heading differs."""
        place = self.mark_of(inline.label)
        shown = inline.text.split("\u00a0")[-1]
        counted = self.numbers[inline.label]
        if shown != counted.figure + counted.raised:
            return odf.link(f"#{place}", odf.words(inline.text))
        words = inline.text[: len(inline.text) - len(shown)]
        return odf.words(words) + odf.reference(place, shown)


def _mark(rank: int, label: str) -> str:
    return f"art{rank}_{label.replace('-', '_')}"


def _cell(content: str, style: str) -> str:
    return odf.element("table:table-cell", {"table:style-name": style, "office:value-type": "string"}, content)
