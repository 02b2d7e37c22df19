"""Writes nodes as WordprocessingML: the style of each part of an act, and the paragraphs that stay together."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import assert_never

from conventions_cli.document import (
    Article,
    Block,
    Blocks,
    CrossReference,
    Document,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Part,
    Picture,
    Raster,
    Section,
    SectionKind,
    Table,
    contents_of,
    plain_text,
)
from conventions_cli.writers import layout
from conventions_cli.writers.docx import ooxml
from conventions_cli.writers.docx.article_openings import bookmark_of, counted_heading, marks_beside, typed_heading
from conventions_cli.writers.docx.stretches import Stretches
from conventions_cli.writers.docx.wide_tables import table
from conventions_cli.writers.pages import pages_of
from conventions_cli.writers.style_names import HEADINGS, ITEMS, PARAGRAPHS, among_parties

_EMU = 36_000  # in a millimetre

_WEIGHTY = frozenset({"EnTeteActe", "SignatureNom", "TitreSommaire", "TitreCopies", "Titre", "Titre1", "Titre2"})

STYLES = frozenset(
    {*PARAGRAPHS.values(), *ITEMS.values(), *HEADINGS.values()}
    | {"ListePuces", "ListeNumeros", "TableauTexte", "TableauActe", "SignatureQualite", "SignatureNom", "Entete"}
    | {"PiedDePage", "NoteDeBasDePage", "AppelDeNote", "LienHypertexte", "ACompleter"}
)

# Styles that a house document may lack: ours are then added to it.
OPTIONAL_STYLES = frozenset(
    {"TitreSommaire", "TM1", "TitreCopies", "PartieCote", "AdresseImprimee", "EntetePremierePage"}
    | {"Gras", "Italique", "GrasItalique", "Exposant"}
)

_TITLE_MARK = "_titre"  # the beginning of the bookmarks of titles, for the contents


class Body(Stretches):
    """The body of a document as XML, its footnotes, and the links, comments, images and lists the package declares."""

    def __init__(
        self,
        document: Document,
        ranks: Sequence[int] = (),
        earlier: "Body | None" = None,
        names: Sequence[str] = (),
        *,
        typed: bool = False,
        bare: bool = False,
    ) -> None:
        """`ranks`: the number that marks each part, by default its index.

        `earlier`: the body of another act in the same package, whose links, notes, comments, images and lists come
        first; `names`: the names of products, whose hyphens do not break; `typed`: whether the numbers of articles are
        text instead of fields; `bare`: whether addresses are not written after links, as in an act made elsewhere.
        """
        ranks = ranks or range(len(document.parts))
        super().__init__(document, ranks, earlier, names, typed=typed, bare=bare)
        self.images: list[Raster] = list(earlier.images) if earlier else []
        self.lists: list[bool] = list(earlier.lists) if earlier else []
        self.bookmarks = max(ranks, default=0) + 1
        self.counted = 0  # the number shown by the field of the last heading
        with_contents = any(isinstance(part, Section) and part.kind is SectionKind.CONTENTS for part in document.parts)
        self.listed = contents_of(document) if with_contents else None
        self.titles = count()  # numbers the titles in the contents that are not articles
        self.document = document
        followers = [*document.parts[1:], None]
        self.xml = "".join(
            self.part(rank, part, following)
            for rank, part, following in zip(ranks, document.parts, followers, strict=False)
        )

    def part(self, number: int, part: Part, following: Part | None) -> str:
        """An article or a section; a hidden bookmark tells the reader of a returned file where a section starts."""
        after = layout.after_end(part, following)
        if isinstance(part, Article):
            return self.article(part, after)
        match part.kind:
            case SectionKind.SIGNATURES:
                written = self.signatures(part.blocks, leads=layout.keeps_copies(following))
            case SectionKind.CONTENTS:
                written = self.contents(part.blocks)
            case _:
                written = self.blocks(part.blocks, part.kind, after)
        return ooxml.opening_with(ooxml.bookmark(number, f"_acte{number}_{part.kind.value}", ""), written)

    def article(self, article: Article, after: Block | None) -> str:
        """An article: its heading, whose number is a field that references use, then its text."""
        rank, _ = self.articles[article.label]
        marks = (rank, self.bookmarks)
        if self.typed or article.typed:
            counted = typed_heading(article, marks)
        else:
            label, number, form, lead = article.label, article.number, article.form, article.lead
            counted = counted_heading(label, number, form, lead, marks, follows=number == self.counted + 1)
            self.counted = number if str(number) in article.opening else self.counted
        self.bookmarks += marks_beside(article, rank)
        heading = counted + self.inlines(article.title, weighty=True)
        return ooxml.paragraph(heading, "Titre1", keep_next=True) + self.blocks(article.blocks, SectionKind.BODY, after)

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
        match block:
            case Paragraph():
                return self.paragraph(block, kind, previous, following)
            case Heading():
                breaks = kind is SectionKind.ANNEX and layout.opens_page(block, following)
                copies = kind is SectionKind.COPIES and block.level == 2
                style = "TitreCopies" if copies else HEADINGS[block.level]
                content = self.inlines(block.content, weighty=style in _WEIGHTY)
                if block.level == 2 and self.listed is not None:
                    content = ooxml.bookmark(self.bookmarks, f"{_TITLE_MARK}{next(self.titles)}", content)
                    self.bookmarks += 1
                leads = layout.stays_with_next(block, kind, following)
                return ooxml.paragraph(content, style, keep_next=leads, page_break=breaks)
            case ItemList():
                leads = layout.stays_with_next(block, kind, following)
                return self.item_list(block, kind, 0, previous, leads=leads)
            case Table():
                return table(block, layout.widths_of(block), self.cell)
            case Picture():
                return self.picture(block, kind)
            case _:
                assert_never(block)

    def cell(self, content: Inlines, weighty: bool) -> str:
        """The words of a cell. `weighty`: whether its style is already bold, as in the header of a table."""
        return self.inlines(content, weighty=weighty)

    def paragraph(self, block: Paragraph, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """A paragraph, with space above after a list or a table; « d’une part », under the parties, is on the right."""
        after, leads = layout.takes_air(previous), layout.stays_with_next(block, kind, following)
        if kind is SectionKind.PARTIES:
            style = among_parties(block, under_list=after)
            leads = leads and style == "Partie"
            return ooxml.paragraph(self.inlines(block.content), style, keep_next=leads)
        style = PARAGRAPHS[kind]
        content = self.inlines(block.content, weighty=style in _WEIGHTY)
        return ooxml.paragraph(content, style, keep_next=leads, space_before=after)

    def picture(self, block: Picture, kind: SectionKind) -> str:
        """An image on its own line, or its alternative text when there are no bytes to draw."""
        if block.raster is None:
            return ooxml.paragraph(ooxml.run(block.alternative), PARAGRAPHS[kind])
        self.images.append(block.raster)
        number = len(self.images)
        width, height = block.raster.width, block.raster.height
        if kind is SectionKind.HEADER:
            width, height = layout.emblem(block.raster)
        size = (round(width * _EMU), round(height * _EMU))
        drawing = ooxml.picture(number, f"rImage{number}", block.source, block.alternative, size)
        return ooxml.paragraph(drawing, PARAGRAPHS[kind])

    def contents(self, blocks: Blocks) -> str:
        """The contents: a link to each article and title, with its page as a field.

        There is no TOC field around them: LibreOffice 7.4 would print the cached page numbers inside it, while it
        computes separate fields when it opens the file. Word computes them when it prints, or with F9.
        """
        written = []
        for index, block in enumerate(blocks):
            if isinstance(block, Heading) and block.level == 2:
                content = self.inlines(block.content, weighty=True)
                written.append(ooxml.paragraph(content, "TitreSommaire", keep_next=True))
            elif isinstance(block, ItemList) and block == self.listed:
                lines = list(self.entries(block))
                last = len(lines) - 1
                written.extend(
                    ooxml.paragraph(line, "TM1", space_after=number == last) for number, line in enumerate(lines)
                )
            else:
                previous = blocks[index - 1] if index else None
                written.append(self.block(block, SectionKind.CONTENTS, previous, None))
        return "".join(written)

    def entries(self, listed: ItemList) -> Iterator[str]:
        """The lines of the contents: a link and a page each."""
        titles = count()
        for (entry,), page in zip(listed.items, pages_of(self.document), strict=True):
            if not isinstance(entry, Paragraph):
                continue  # contents_of lists paragraphs only
            aim = entry.content[0]
            if isinstance(aim, CrossReference):
                rank, _ = self.articles[aim.label]
                place = bookmark_of(rank, aim.label)
            else:
                place = f"{_TITLE_MARK}{next(titles)}"
            shown = ooxml.field(f"PAGEREF {place} \\h", ooxml.run(str(page)))
            title = ooxml.run(self.names.marked(plain_text(entry.content)))
            yield ooxml.inner_link(place, title + ooxml.tab() + shown)

    def item_list(
        self, block: ItemList, kind: SectionKind, level: int, previous: Block | None = None, *, leads: bool
    ) -> str:
        """A list: the first paragraph of an item has its mark, the others are indented under it.

        An item that begins with a list has its mark on an empty line. `leads`: whether the last line stays with the
        table that follows.
        """
        level = min(level, 8)
        identifier = self.list_id(block, previous)
        style = ITEMS.get(kind, "ListeNumeros" if block.numbered else "ListePuces")
        written = []
        for number, item in enumerate(block.items):
            final = number == len(block.items) - 1
            ends = leads if final else layout.items_stay_together(kind)
            mark: tuple[int, int] | None = (identifier, level)
            if isinstance(item[0], ItemList):
                written.append(ooxml.paragraph("", style, keep_next=True, numbering=mark))
                mark = None
            for index, child in enumerate(item):
                last = index == len(item) - 1
                if isinstance(child, ItemList):
                    before = item[index - 1] if index else None
                    written.append(self.item_list(child, kind, level + 1, before, leads=ends and last))
                    continue
                indent = None if mark else 425 * (level + 1)
                content = self.inlines(child.content)
                keep = ends or not last
                numbering = mark or (0, 0)  # without this, the style of the list would add a mark
                written.append(ooxml.paragraph(content, style, keep_next=keep, numbering=numbering, indent=indent))
                mark = None
        return "".join(written)

    def list_id(self, block: ItemList, previous: Block | None) -> int:
        """The id of a list: the same for all bullets, a new one for a numbered list and for bullets after bullets."""
        if not block.numbered and not (isinstance(previous, ItemList) and not previous.numbered):
            return ooxml.BULLETS
        self.lists.append(block.numbered)
        return ooxml.NUMBERS + len(self.lists)

    def numbers(self, identifier: int) -> bool | None:
        """Whether the list with this id is numbered; None when no list has it."""
        if identifier <= ooxml.NUMBERS:
            return {ooxml.BULLETS: False, ooxml.NUMBERS: True}.get(identifier)
        return self.lists[identifier - ooxml.NUMBERS - 1]

    def signatures(self, blocks: Blocks, *, leads: bool) -> str:
        """The signatories in a grid, with rows for their qualities, for signing, and for their names.

        The grid stays on one page. `leads`: whether it stays on the page of the part that follows.
        """
        written = []
        for block in blocks:
            if not isinstance(block, ItemList) or block.numbered:
                written.append(self.block(block, SectionKind.SIGNATURES, None, blocks[-1]))
                continue
            columns = layout.signature_columns(block.items)
            width = layout.TEXT_WIDTH // max(columns, 2)
            rows = []
            for start in range(0, len(block.items), columns):
                items = block.items[start : start + columns]
                last = start + columns >= len(block.items)
                rows.extend(self.band(items, columns, width, leads=leads or not last))
            written.append(ooxml.table(rows, [width] * columns, caption="Signatures", header=False))
        return "".join(written)

    def band(self, items: Sequence[layout.Item], columns: int, width: int, *, leads: bool) -> list[str]:
        """The rows of signatories who sign side by side, with a dotted line for a missing name."""
        qualities, names = [], []
        for item in items:
            quality, name = layout.signed(item)
            qualities.append(self.quality(quality))
            content = self.inlines(name.content, weighty=True) if name is not None else ""
            names.append(ooxml.paragraph(content, "SignatureNom", keep_next=leads, line=name is None))
        missing = columns - len(items)
        empty = ooxml.paragraph("", "SignatureQualite", keep_next=True)
        after = ooxml.paragraph("", "SignatureNom", keep_next=leads)
        return [
            ooxml.row(ooxml.cell(text, width) for text in (*qualities, *[empty] * missing)),
            ooxml.row((ooxml.cell(empty, width) for _ in range(columns)), height=layout.ROOM_TO_SIGN),
            ooxml.row(ooxml.cell(text, width) for text in (*names, *[after] * missing)),
        ]

    def quality(self, children: layout.Item) -> str:
        """The quality of a signatory."""
        written = []
        for index, child in enumerate(children):
            if isinstance(child, ItemList):
                before = children[index - 1] if index else None
                written.append(self.item_list(child, SectionKind.SIGNATURES, 0, before, leads=True))
            else:
                written.append(ooxml.paragraph(self.inlines(child.content), "SignatureQualite", keep_next=True))
        # A cell must end with a paragraph: the items of a list are paragraphs too.
        return "".join(written)
