"""Walks through a tree: rebuilds it with other inlines, or lists its content."""

from collections.abc import Callable, Iterator
from typing import assert_never

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
    Section,
    Table,
    Text,
)
from conventions_cli.foundation import replace

Rewrite = Callable[[Inlines], Inlines]


def rewrite_document(document: Document, rewrite: Rewrite) -> Document:
    """A document with `rewrite` applied to every stretch of inlines, also those in notes and links."""
    parts = tuple(
        replace(part, title=rewrite_inlines(part.title, rewrite), blocks=rewrite_blocks(part.blocks, rewrite))
        if isinstance(part, Article)
        else replace(part, blocks=rewrite_blocks(part.blocks, rewrite))
        for part in document.parts
    )
    return replace(document, parts=parts)


def rewrite_blocks(blocks: Blocks, rewrite: Rewrite) -> Blocks:
    """Blocks with `rewrite` applied to every stretch of inlines."""
    return tuple(_rewrite_block(block, rewrite) for block in blocks)


def _rewrite_block(block: Block, rewrite: Rewrite) -> Block:
    match block:
        case Paragraph():
            return Paragraph(rewrite_inlines(block.content, rewrite))
        case Heading():
            return Heading(block.level, rewrite_inlines(block.content, rewrite))
        case ItemList():
            return _rewrite_list(block, rewrite)
        case Picture():
            return block
        case Table():
            return replace(
                block,
                header=tuple(rewrite_inlines(cell, rewrite) for cell in block.header),
                rows=tuple(tuple(rewrite_inlines(cell, rewrite) for cell in row) for row in block.rows),
            )
        case _:
            assert_never(block)


def _rewrite_list(block: ItemList, rewrite: Rewrite) -> ItemList:
    items = tuple(
        tuple(
            _rewrite_list(child, rewrite)
            if isinstance(child, ItemList)
            else Paragraph(rewrite_inlines(child.content, rewrite))
            for child in item
        )
        for item in block.items
    )
    return ItemList(items, block.numbered)


def rewrite_inlines(inlines: Inlines, rewrite: Rewrite) -> Inlines:
    """Inlines with `rewrite` applied inside notes and links first, then to the stretch itself."""
    if not any(isinstance(inline, (Link, Footnote)) for inline in inlines):
        return rewrite(inlines)
    return rewrite(tuple(_rewrite_within(inline, rewrite) for inline in inlines))


def _rewrite_within(inline: Inline, rewrite: Rewrite) -> Inline:
    if isinstance(inline, Link):
        return Link(inline.url, rewrite_inlines(inline.content, rewrite))
    if isinstance(inline, Footnote):
        return Footnote(rewrite_inlines(inline.content, rewrite))
    return inline


def stretches(blocks: Blocks) -> Iterator[Inlines]:
    """Every stretch of inlines of these blocks, in reading order."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.content
            case ItemList():
                for item in block.items:
                    yield from stretches(item)
            case Table():
                yield from block.header
                for row in block.rows:
                    yield from row
            case Picture():
                if block.raster is None:  # its alternative text replaces it
                    yield (Text(block.alternative),)
            case _:
                assert_never(block)


def document_stretches(document: Document) -> Iterator[Inlines]:
    """Every stretch of inlines of a document, titles included, in reading order."""
    for part in document.parts:
        if isinstance(part, Article):
            yield part.title
        yield from stretches(part.blocks)


def inlines_within(inlines: Inlines) -> Iterator[Inline]:
    """Each inline, followed by those inside it."""
    for inline in inlines:
        yield inline
        if isinstance(inline, (Link, Footnote)):
            yield from inlines_within(inline.content)


def plain_text(inlines: Inlines, *, notes: bool = False) -> str:
    """The words of a stretch; a line break is a space. `notes`: whether to include notes."""
    return "".join(_plain(inline, notes) for inline in inlines)


def _plain(inline: Inline, notes: bool) -> str:
    match inline:
        case Text() | CrossReference() | Missing():
            return inline.text
        case LineBreak():
            return " "
        case Link():
            return plain_text(inline.content, notes=notes)
        case Footnote():
            return f" {plain_text(inline.content)}" if notes else ""
        case _:
            assert_never(inline)


def article_heading(article: Article) -> str:
    """The heading of an article: « Article 1er – Objet »."""
    return f"{article.opening}{plain_text(article.title)}"


def section_text(part: Section | Article) -> str:
    """The words of a part, with a line for each stretch."""
    title = [article_heading(part)] if isinstance(part, Article) else []
    return "\n".join([*title, *(plain_text(stretch) for stretch in stretches(part.blocks))])
