"""Writes a tree as one self-contained web page: accessible, printable, without script or network.

Text is escaped here and nowhere else. Links to articles are anchors of the page; notes link back to their calls.
"""

import base64
import re
from html import escape
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
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    plain_text,
    printed_address,
)
from conventions_cli.foundation import page_text
from conventions_cli.writers import layout
from conventions_cli.writers.linked_visas import leading_to_texts
from conventions_cli.writers.product_names import HELD, HeldNames

# The colours of every page the product writes.
PALETTE = """
:root { color-scheme: light; --bleu: #000091; --texte: #161616; }
"""

_PAGE_STYLE = """
body { margin: 0; background: #fff; color: var(--texte); font: 1rem/1.6 Arial, "Liberation Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
@page { size: A4; margin: 25mm 22.5mm 23mm; }
@media print { body { font-size: 10.5pt; line-height: 1.3; } main { max-width: none; padding: 0; } }
"""

# The look of an act; another page may nest these rules.
ACT_STYLE = """
h1 { font-size: 1.35rem; line-height: 1.3; text-align: center; margin: 1rem 0 1.5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
h4 { font-size: 1rem; font-style: italic; font-weight: 400; margin: 1.2rem 0 .4rem; }
a { color: inherit; }
a:focus-visible { outline: 3px solid #0a76f6; outline-offset: 2px; }
ul { list-style: "–  "; padding-left: 1.5rem; }
li { margin: .35rem 0; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
caption { text-align: left; font-weight: 700; padding-bottom: .35rem; }
th, td { border: 1px solid #6a6a6a; padding: .35rem .8rem; text-align: left; font-weight: 400; }
thead th { background: #f2f2f2; font-weight: 700; }
.droite { text-align: right; font-variant-numeric: tabular-nums; }
.centre { text-align: center; }
mark { background: #ffe552; color: var(--texte); font-weight: 700; padding: 0 .15em; }
.insecable { white-space: nowrap; }
.projet { border: 2px solid; padding: .5rem 1rem; text-align: center; }
.entete { font-weight: 700; }
.entete img { max-width: 100%; height: auto; }
.sommaire { border-left: 2px solid; padding-left: 1.25rem; }
.sommaire ul { list-style: none; padding: 0; }
.titre p { text-align: center; }
.partie { margin-left: 2.25rem; }
.cote { text-align: right; }
.signatures ul { list-style: none; padding: 0; display: grid; column-gap: 2rem; }
.signatures .une { grid-template-columns: 1fr 1fr; }
.signatures .deux { grid-template-columns: repeat(2, 1fr); }
.signatures .trois { grid-template-columns: repeat(3, 1fr); }
.signatures li { display: grid; grid-template-rows: subgrid; grid-row: span 2; margin: 0; }
.signatures .qualite p { margin: 0; }
.signatures .nom { font-weight: 700; margin: 30mm 0 1rem; min-height: 1.6em; }
.signatures .inconnu { border-bottom: 1px dotted; }
.copies { font-size: .875rem; }
.copies h2 { font-size: 1em; }
sup { font-size: .7em; line-height: 0; }
.notes { border-top: 1px solid #6a6a6a; margin-top: 3rem; font-size: .9rem; }
@media print {
  p, ul, ol { margin-block: .55em; }
  h1 { font-size: 13.5pt; }
  h2 { font-size: 11pt; margin-top: 1.4em; }
  h3, h4 { font-size: 10.5pt; margin-top: 1em; }
  h2, h3, h4, .signatures > p { break-after: avoid; }
  tr, .signatures, .copies, .partie, table:not(:has(tbody tr:nth-child(9))) { break-inside: avoid; }
  p:has(+ ul), p:has(+ ol), p:has(+ table), ul:has(+ table) { break-after: avoid; }
  li, p { orphans: 2; widows: 2; }
  section:has(+ .signatures) > :last-child, .signatures:has(+ .copies) { break-after: avoid; }
  .annexe h2:not(:last-child):not(:has(+ h2)) { break-before: page; }
  th, td { padding: .2em .6em; font-size: 10pt; }
  mark, thead th { print-color-adjust: exact; }
  a { text-decoration: none; }
  a[data-adresse]::after { content: " (" attr(data-adresse) ")"; }
  .notes { margin-top: 1.5em; font-size: 8.5pt; }
  .copies { font-size: 9pt; }
  .projet::after {
    content: "PROJET"; position: fixed; inset: 0; display: flex; align-items: center; justify-content: center;
    font: 700 110pt Arial, "Liberation Sans", sans-serif; color: #dcdcdc; transform: rotate(-45deg); z-index: -1;
    print-color-adjust: exact;
  }
}
"""

_PIXELS_PER_MM = 96 / 25.4  # CSS pixels; widths are attributes, since security policies may forbid styles

_HELD = re.compile(rf"(?<!\w)\w+(?:{HELD}[\w.]+)+")
_COLUMNS = {1: "une", 2: "deux", 3: "trois"}
_ALIGN = {Alignment.LEFT: "", Alignment.CENTER: "centre", Alignment.RIGHT: "droite"}


def write_html(document: Document) -> str:
    """Write a document in its normal form as a whole page; the same document gives the same text."""
    return web_page(document.metadata.title or "Convention", document.metadata.author, write_body(document))


def write_body(document: Document) -> str:
    """Write the act alone, to be put in another page; its identifiers have no underscore."""
    writer = _Writer(HeldNames(document.metadata.names))
    body = "\n".join(writer.part(part) for part in document.parts)
    return f"{body}\n{writer.footnotes()}".replace(HELD, "-")


def web_page(title: str, author: str, body: str, style: str = "") -> str:
    """A whole page with the look of acts. `title`, `author`: plain texts; `body`, `style`: HTML and CSS."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<title>{page_text(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="author" content="{page_text(author)}">\n'
        f"<style>{PALETTE}{_PAGE_STYLE}{ACT_STYLE}{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


class _Writer:
    def __init__(self, names: HeldNames) -> None:
        self.names = names
        self.notes: list[str] = []
        self.printed: set[str] = set()  # the addresses printed so far

    def part(self, part: Section | Article) -> str:
        if isinstance(part, Article):
            identifier = escape(part.label)
            own = f"Article {_ordinal(part)}{escape(part.separator)}"
            heading = f"{escape(part.lead) or own}{self.inlines(part.title)}"
            return (
                f'<section aria-labelledby="{identifier}">\n<h2 id="{identifier}">{heading}</h2>\n'
                f"{self.blocks(part.blocks)}\n</section>"
            )
        if part.kind is SectionKind.CONTENTS:
            return f'<nav class="{part.kind.value}" aria-label="Sommaire">\n{self.blocks(part.blocks)}\n</nav>'
        # The page has one main content: a part of the act is a group in it, not a landmark of its own.
        blocks = part.blocks
        if part.kind is SectionKind.VISAS:
            blocks, aims = leading_to_texts(blocks)
            self.printed |= aims
        return f'<div class="{part.kind.value}">\n{self.blocks(blocks, part.kind)}\n</div>'

    def blocks(self, blocks: Blocks, kind: SectionKind | None = None) -> str:
        return "\n".join(self.block(block, kind) for block in blocks)

    def block(self, block: Block, kind: SectionKind | None) -> str:
        match block:
            case Paragraph():
                place = layout.place_of(block).value if kind is SectionKind.PARTIES else ""
                opening = f'<p class="{place}">' if place else "<p>"
                return f"{opening}{self.inlines(block.content)}</p>"
            case Heading():
                return f"<h{block.level}>{self.inlines(block.content)}</h{block.level}>"
            case ItemList():
                signed = kind is SectionKind.SIGNATURES and not block.numbered
                return self.signatures(block) if signed else self.item_list(block)
            case Table():
                return self.table(block)
            case Picture():
                return f"<p>{_image(block, emblem=kind is SectionKind.HEADER)}</p>"
            case _:
                assert_never(block)

    def item_list(self, block: ItemList) -> str:
        tag = "ol" if block.numbered else "ul"
        items = "\n".join(f"<li>{self.item(item)}</li>" for item in block.items)
        return f'<{tag} role="list">\n{items}\n</{tag}>'

    def signatures(self, block: ItemList) -> str:
        """The signatories in a grid with aligned names, and a dotted line for a missing name."""
        written = []
        for item in block.items:
            quality, name = layout.signed(item)
            signatory = (
                f'<p class="nom">{self.inlines(name.content)}</p>' if name else '<div class="nom inconnu"></div>'
            )
            written.append(f'<li><div class="qualite">{self.blocks(quality)}</div>\n{signatory}</li>')
        columns = _COLUMNS[layout.signature_columns(block.items)]
        return f'<ul role="list" class="{columns}">\n' + "\n".join(written) + "\n</ul>"

    def item(self, item: tuple[Paragraph | ItemList, ...]) -> str:
        if len(item) == 1 and isinstance(item[0], Paragraph):
            return self.inlines(item[0].content)
        return self.blocks(item)

    def table(self, block: Table) -> str:
        caption = " – ".join(plain_text(cell) for cell in block.header if cell)
        head = "".join(
            f'<th scope="col"{_class(align)}>{self.inlines(cell)}</th>'
            for cell, align in zip(block.header, block.alignments, strict=True)
        )
        rows = "\n".join(f"<tr>{self.row(row, block.alignments)}</tr>" for row in block.rows)
        return (
            f'<table aria-label="{escape(caption)}">\n<thead>\n<tr>{head}</tr>\n</thead>\n'
            f"<tbody>\n{rows}\n</tbody>\n</table>"
        )

    def row(self, cells: tuple[Inlines, ...], alignments: tuple[Alignment, ...]) -> str:
        written = []
        for index, (cell, align) in enumerate(zip(cells, alignments, strict=True)):
            tag, scope = ("th", ' scope="row"') if index == 0 and cell else ("td", "")
            written.append(f"<{tag}{scope}{_class(align)}>{self.inlines(cell)}</{tag}>")
        return "".join(written)

    def inlines(self, inlines: Inlines) -> str:
        followers = [*inlines[1:], None]
        return "".join(self.inline(*pair) for pair in zip(inlines, followers, strict=False))

    def inline(self, inline: Inline, following: Inline | None) -> str:
        match inline:
            case Text():
                text = escape(self.names.marked(inline.text))
                if HELD in text:
                    text = _HELD.sub(_unbroken, text)
                text = f"<em>{text}</em>" if inline.emphasis else text
                return f"<strong>{text}</strong>" if inline.strong else text
            case LineBreak():
                return "<br>\n"
            case Link():
                return self.link(inline, following)
            case Footnote():
                self.notes.append("")
                number = len(self.notes)
                self.notes[number - 1] = self.inlines(inline.content)
                return (
                    f'<sup><a href="#note-{number}" id="appel-{number}" aria-label="Note {number}">{number}</a></sup>'
                )
            case CrossReference():
                return f'<a href="#{escape(inline.label)}">{escape(inline.text)}</a>'
            case Missing():
                return f'<mark title="{escape(inline.key)}">{escape(inline.text)}</mark>'
            case _:
                assert_never(inline)

    def link(self, link: Link, following: Inline | None) -> str:
        """A link; in print, its address follows it, once in the act."""
        shown = printed_address(link.url)
        lacking = shown not in self.printed and layout.prints_address(link, following)
        self.printed.add(shown)
        address = f' data-adresse="{escape(shown)}"' if lacking else ""
        return f'<a href="{escape(link.url)}"{address}>{self.inlines(link.content)}</a>'

    def footnotes(self) -> str:
        if not self.notes:
            return ""
        items = "\n".join(
            f'<li id="note-{number}">{note} '
            f'<a href="#appel-{number}" aria-label="Retour à l’appel de la note {number}">↩</a></li>'
            for number, note in enumerate(self.notes, start=1)
        )
        return f'<section class="notes" aria-label="Notes">\n<ol role="list">\n{items}\n</ol>\n</section>\n'


def _image(picture: Picture, *, emblem: bool) -> str:
    """The image, inside the page, or its alternative text when there are no bytes to draw."""
    if picture.raster is None:
        return escape(picture.alternative)
    width = layout.emblem(picture.raster)[0] if emblem else picture.raster.width
    data = base64.b64encode(picture.raster.data).decode("ascii")
    return (
        f'<img src="data:image/{picture.raster.kind};base64,{data}" alt="{escape(picture.alternative)}" '
        f'width="{round(width * _PIXELS_PER_MM)}">'
    )


def _unbroken(match: re.Match[str]) -> str:
    return f'<span class="insecable">{match[0].replace(HELD, "-")}</span>'


def _ordinal(article: Article) -> str:
    return "1<sup>er</sup>" if article.ordinal == "1er" else article.ordinal


def _class(alignment: Alignment) -> str:
    return f' class="{_ALIGN[alignment]}"' if _ALIGN[alignment] else ""
