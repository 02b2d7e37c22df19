"""Nodes to WordprocessingML: which style each part of an act takes, what stays with what."""

from collections.abc import Sequence
from typing import assert_never

from conventions_cli.document.addresses import uri
from conventions_cli.document.forms import Portion, Written, portions_of
from conventions_cli.document.needs import Needs
from conventions_cli.document.nodes import (
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
    Picture,
    Raster,
    Section,
    SectionKind,
    Table,
    Text,
)
from conventions_cli.document.passes import contents_of
from conventions_cli.document.walk import plain_text
from conventions_cli.writers.docx import ooxml
from conventions_cli.writers.docx.headings import bookmark_of, counted_heading, label_rest
from conventions_cli.writers.docx.known import known_of, words_of
from conventions_cli.writers.docx.tables import TEXT_WIDTH, table, widths_of

_EMU = 36_000  # to the millimetre
_MAX_TIP = 260  # characters of a tooltip, in Word

_PARAGRAPHS = {
    SectionKind.DRAFT: "Projet",
    SectionKind.HEADER: "EnTeteActe",
    SectionKind.TITLE: "Reference",
    SectionKind.CONTENTS: "Normal",
    SectionKind.PARTIES: "Parties",
    SectionKind.VISAS: "Visa",
    SectionKind.BODY: "Normal",
    SectionKind.SIGNATURES: "SignatureLieu",
    SectionKind.COPIES: "Copies",
    SectionKind.ANNEX: "Normal",
}
_ITEMS = {SectionKind.PARTIES: "Partie", SectionKind.COPIES: "Copies"}
_HEADINGS = {1: "Titre", 2: "Titre1", 3: "Titre2", 4: "Titre3"}

STYLES = frozenset(
    {*_PARAGRAPHS.values(), *_ITEMS.values(), *_HEADINGS.values()}
    | {"ListePuces", "ListeNumeros", "TableauTexte", "TableauActe", "SignatureQualite", "SignatureNom", "Entete"}
    | {"PiedDePage", "NoteDeBasDePage", "AppelDeNote", "LienHypertexte", "ACompleter"}
)


# Styles an act takes only when it has contents: a house document may do without them.
OPTIONAL_STYLES = frozenset({"TitreSommaire", "TM1"})


class Relations:
    """The links of one part of the package: each address has one relationship."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}

    def id_of(self, address: str) -> str:
        """The relationship id of an address."""
        return self.addresses.setdefault(address, f"rLien{len(self.addresses) + 1}")


class Body:
    """The body of a document, its footnotes, and what the package must declare for them."""

    def __init__(self, document: Document, ranks: Sequence[int] = (), earlier: "Body | None" = None) -> None:
        """`ranks`: the number each part is marked with, that of its place if none is given.

        `earlier`: the body of another act, whose links, notes, comments, images and lists these follow in one package.
        """
        ranks = ranks or range(len(document.parts))
        self.relations: Relations = earlier.relations if earlier else Relations()
        self.note_relations: Relations = earlier.note_relations if earlier else Relations()
        self.notes: list[str] = list(earlier.notes) if earlier else []
        self.comments: list[str] = list(earlier.comments) if earlier else []
        self.images: list[Raster] = list(earlier.images) if earlier else []
        self.lists: list[bool] = list(earlier.lists) if earlier else []
        self.articles = {
            part.label: (rank, part)
            for rank, part in zip(ranks, document.parts, strict=True)
            if isinstance(part, Article)
        }
        self.bookmarks = max(ranks, default=0) + 1
        self.document = document
        self.xml = "".join(self.part(rank, part) for rank, part in zip(ranks, document.parts, strict=True))

    def part(self, number: int, part: Section | Article) -> str:
        """An article or a section; a hidden bookmark tells the reader of a returned file where a section starts."""
        if isinstance(part, Article):
            return self.article(part)
        match part.kind:
            case SectionKind.SIGNATURES:
                written = self.signatures(part.blocks)
            case SectionKind.CONTENTS:
                written = self.contents(part.blocks)
            case _:
                written = self.blocks(part.blocks, part.kind)
        return ooxml.opening_with(ooxml.bookmark(number, f"_acte{number}_{part.kind.value}", ""), written)

    def article(self, article: Article) -> str:
        """The heading, whose number is a field other places refer to, then the text."""
        rank, _ = self.articles[article.label]
        counted = counted_heading(article.label, article.number, article.form, article.lead, (rank, self.bookmarks))
        self.bookmarks += len(label_rest(rank, article.label))
        heading = counted + self.inlines(article.title)
        return ooxml.paragraph(heading, "Titre1", keep_next=True) + self.blocks(article.blocks, SectionKind.BODY)

    def blocks(self, blocks: Blocks, kind: SectionKind) -> str:
        """Blocks in order; what introduces a list or a table stays with it."""
        written = []
        previous: Block | None = None
        portions = portions_of(blocks)
        for portion, later in zip(portions, (*portions[1:], None), strict=False):
            following = later.blocks[0] if later is not None else None
            text = self.portion(portion, kind, previous, following)
            written.append(self.known_blocks(portion.blocks, kind, previous, following) if text is None else text)
            previous = portion.blocks[-1]
        return "".join(written)

    def portion(
        self, portion: Portion, kind: SectionKind, previous: Block | None, following: Block | None
    ) -> str | None:
        """What a clause gives, from what its form gave with the same neighbours, links and numbers; else None."""
        circumstances = None
        if portion.form is not None:
            circumstances = self.circumstances(portion.form.needs, portion.blocks[0], kind, previous, following)
        if circumstances is None:
            return None
        widths = [widths_of(block) for block in portion.blocks if isinstance(block, Table)]

        def write(form: Blocks) -> Written:
            first, left = len(self.notes), iter(widths)
            pieces = []
            before = previous
            for block, after in zip(form, (*form[1:], following), strict=True):
                if isinstance(block, Table):
                    pieces.append(table(block, next(left), self.inlines))
                else:
                    pieces.append(self.block(block, kind, before, after))
                before = block
            notes = self.notes[first:]
            del self.notes[first:]
            return Written("".join(pieces), tuple(notes))

        written = portion.written((*circumstances, *map(tuple, widths)), write)
        if written is None:
            return None
        self.notes.extend(written.notes)
        return written.text

    def known_blocks(self, blocks: Blocks, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """The same, block by block."""
        written = []
        for block, after in zip(blocks, (*blocks[1:], following), strict=True):
            written.append(self.known_block(block, kind, previous, after))
            previous = block
        return "".join(written)

    def known_block(self, block: Block, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """One block; in an act that gives it the same neighbours, links and numbers as another did, it is known."""
        known = known_of(block)
        circumstances = self.circumstances(known.needs, block, kind, previous, following)
        if circumstances is None:
            return self.block(block, kind, previous, following)
        written = known.written.get(circumstances)
        if written is None:
            first = len(self.notes)
            xml = self.block(block, kind, previous, following)
            written = known.written[circumstances] = Written(xml, tuple(self.notes[first:]))
        else:
            self.notes.extend(written.notes)
        return written.text

    def circumstances(
        self, needs: Needs, first: Block, kind: SectionKind, previous: Block | None, following: Block | None
    ) -> tuple[object, ...] | None:
        """What the XML of blocks depends on, besides their words; None when it can be written once only."""
        follows_a_list = isinstance(first, ItemList) and isinstance(previous, ItemList)  # and so is numbered apart
        if not needs.repeatable or follows_a_list:
            return None
        return (kind.value, type(previous), type(following), *self.given(needs))

    def given(self, needs: Needs) -> tuple[object, ...]:
        """What this document gives a block: the identifiers of its links, the numbers of its notes and articles."""
        if not (needs.links or needs.note_links or needs.notes or needs.references):
            return ()
        return (
            tuple(self.relations.id_of(address) for address in needs.links),
            tuple(self.note_relations.id_of(address) for address in needs.note_links),
            len(self.notes) if needs.notes else None,
            tuple(self.articles[label][0] for label in needs.references),
        )

    def block(self, block: Block, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """One block, knowing its neighbours."""
        match block:
            case Paragraph():
                return self.paragraph(block, kind, previous, following)
            case Heading():
                breaks = kind is SectionKind.ANNEX and block.level == 2
                content = self.inlines(block.content)
                return ooxml.paragraph(content, _HEADINGS[block.level], keep_next=True, page_break=breaks)
            case ItemList():
                leads = isinstance(following, Table) or (
                    kind is SectionKind.PARTIES and isinstance(following, Paragraph)  # « d’une part » stays with them
                )
                return self.item_list(block, kind, 0, previous, leads=leads)
            case Table():
                return table(block, widths_of(block), self.inlines)
            case Picture():
                return self.picture(block, kind)
            case _:
                assert_never(block)

    def paragraph(self, block: Paragraph, kind: SectionKind, previous: Block | None, following: Block | None) -> str:
        """A paragraph. After a list or a table it takes some air; « d’une part », under the parties, goes right."""
        leads = isinstance(following, (ItemList, Table)) or plain_text(block.content).endswith(":")
        after = isinstance(previous, (ItemList, Table))
        side = kind is SectionKind.PARTIES and isinstance(previous, ItemList)
        content = self.inlines(block.content)
        align = "right" if side else ""
        return ooxml.paragraph(
            content, _PARAGRAPHS[kind], keep_next=leads, align=align, space_before=after and not side
        )

    def picture(self, block: Picture, kind: SectionKind) -> str:
        """An image on a line of its own; its alternative text where there is none."""
        if block.raster is None:
            return ooxml.paragraph(ooxml.run(block.alternative), _PARAGRAPHS[kind])
        self.images.append(block.raster)
        number = len(self.images)
        size = (round(block.raster.width * _EMU), round(block.raster.height * _EMU))
        drawing = ooxml.picture(number, f"rImage{number}", block.source, block.alternative, size)
        return ooxml.paragraph(drawing, _PARAGRAPHS[kind])

    def contents(self, blocks: Blocks) -> str:
        """The contents as a field Word can compute again, with its entries as they stand; no page numbers.

        Nobody knows the pages before Word lays them out: the field leaves them out (`\\n`), so that what is shown at
        first opening is what it gives when it is updated.
        """
        written = []
        listed = contents_of(self.document)
        for index, block in enumerate(blocks):
            if isinstance(block, Heading) and block.level == 2:
                written.append(ooxml.paragraph(self.inlines(block.content), "TitreSommaire", keep_next=True))
            elif isinstance(block, ItemList) and block == listed:
                entries = [self.entry(child) for item in block.items for child in item if isinstance(child, Paragraph)]
                lines = ooxml.spread_field('TOC \\o "1-1" \\n \\h \\z', entries)
                last = len(lines) - 1
                written.extend(
                    ooxml.paragraph(line, "TM1", space_after=number == last) for number, line in enumerate(lines)
                )
            else:
                previous = blocks[index - 1] if index else None
                written.append(self.block(block, SectionKind.CONTENTS, previous, None))
        return "".join(written)

    def entry(self, block: Paragraph) -> str:
        """A line of the contents: a link to the article, or the words alone."""
        reference = block.content[0] if len(block.content) == 1 else None
        if not isinstance(reference, CrossReference):
            return self.inlines(block.content)
        rank, _ = self.articles[reference.label]
        return ooxml.inner_link(bookmark_of(rank, reference.label), ooxml.run(reference.text))

    def item_list(
        self, block: ItemList, kind: SectionKind, level: int, previous: Block | None = None, *, leads: bool
    ) -> str:
        """A list: the first paragraph of an item bears its mark, the others are set under it.

        An item that opens with a list has a mark on a line of its own. `leads`: the last line introduces the table
        that follows, and stays with it.
        """
        level = min(level, 8)
        identifier = self.list_id(block, previous)
        style = _ITEMS.get(kind, "ListeNumeros" if block.numbered else "ListePuces")
        written = []
        for number, item in enumerate(block.items):
            final = number == len(block.items) - 1
            # Copies stand on one page: the last addressee alone on a sheet would be lost.
            ends = leads if final else kind is SectionKind.COPIES
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
                written.append(ooxml.paragraph(content, style, keep_next=keep, numbering=mark, indent=indent))
                mark = None
        return "".join(written)

    def list_id(self, block: ItemList, previous: Block | None) -> int:
        """1 for bullets; an id of its own for a numbered list, and for bullets that follow other bullets."""
        if not block.numbered and not (isinstance(previous, ItemList) and not previous.numbered):
            return 1
        self.lists.append(block.numbered)
        return 1 + len(self.lists)

    def signatures(self, blocks: Blocks) -> str:
        """The list of signatories side by side, two or three to a row, with room to sign; the rest as it comes."""
        written = []
        for block in blocks:
            if not isinstance(block, ItemList) or block.numbered:
                written.append(self.block(block, SectionKind.SIGNATURES, None, blocks[-1]))
                continue
            count = len(block.items)
            columns = 1 if count == 1 else 2 if count in {2, 4} else 3
            width = TEXT_WIDTH // max(columns, 2)
            rows = []
            for start in range(0, count, columns):
                items = block.items[start : start + columns]
                cells = [ooxml.cell(self.signature(item), width) for item in items]
                cells.extend(
                    ooxml.cell(ooxml.paragraph("", "SignatureQualite"), width) for _ in range(columns - len(items))
                )
                rows.append(ooxml.row(cells))
            widths = [width] * columns
            written.append(ooxml.table(rows, widths, caption="Signatures", header=False))
        return "".join(written)

    def signature(self, item: tuple[Paragraph | ItemList, ...]) -> str:
        """One block: in what quality, then the name, with room to sign above it (or below, when there is no name)."""
        written = []
        for index, child in enumerate(item):
            if isinstance(child, ItemList):
                before = item[index - 1] if index else None
                written.append(self.item_list(child, SectionKind.SIGNATURES, 0, before, leads=False))
                continue
            named = index == len(item) - 1 and index > 0
            written.append(
                ooxml.paragraph(self.inlines(child.content), "SignatureNom" if named else "SignatureQualite")
            )
        if len(item) == 1:
            written.append(ooxml.paragraph("", "SignatureNom"))
        return "".join(written)

    def inlines(self, inlines: Inlines, style: str = "", *, in_note: bool = False) -> str:
        """A stretch of inlines. Words alone, which acts of one round share, are written once."""
        words = words_of(inlines, style)
        if words is not None:
            return words
        return "".join(self.inline(inline, style, in_note) for inline in inlines)

    def inline(self, inline: Inline, style: str, in_note: bool) -> str:
        """One inline."""
        match inline:
            case Text():
                return ooxml.run(inline.text, style=style, strong=inline.strong, emphasis=inline.emphasis)
            case LineBreak():
                return ooxml.line_break()
            case Link():
                relations = self.note_relations if in_note else self.relations
                content = self.inlines(inline.content, "LienHypertexte", in_note=in_note)
                tip = inline.url if uri(inline.url) != inline.url and len(inline.url) <= _MAX_TIP else ""
                return ooxml.hyperlink(relations.id_of(inline.url), content, tip)
            case Footnote():
                self.notes.append("")
                number = len(self.notes)
                self.notes[number - 1] = ooxml.footnote(number, self.inlines(inline.content, in_note=True))
                return ooxml.footnote_call(number)
            case CrossReference():
                return self.reference(inline)
            case Missing():
                return self.missing(inline, in_note)
            case _:
                assert_never(inline)

    def missing(self, inline: Missing, in_note: bool) -> str:
        """A value to complete: highlighted, with a comment that names its key (notes hold no comments)."""
        text = ooxml.run(inline.text, style="ACompleter", highlight=True)
        if in_note or not inline.key:
            return text
        number = len(self.comments)
        self.comments.append(ooxml.comment(number, f"Clé à compléter dans la spécification\u00a0: {inline.key}"))
        return ooxml.commented(number, text)

    def reference(self, inline: CrossReference) -> str:
        """« article 6 », its number being a field that follows the article."""
        rank, _ = self.articles[inline.label]
        shown = inline.text.split("\u00a0")[-1]
        words = inline.text[: len(inline.text) - len(shown)]
        return ooxml.run(words) + ooxml.field(f"REF {bookmark_of(rank, inline.label)} \\h", ooxml.run(shown))
