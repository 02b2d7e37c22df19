"""What is done to a tree once its values are in: prose gets its typography, runs are merged, the contents are listed.

Blocks are finished one by one (`finish_blocks`), so that a block which holds no value is finished once for all acts;
`PASSES` are what looks at a whole document, each taking one and returning another.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

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
    Paragraph,
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
)
from conventions_cli.document.walk import article_heading, plain_text, rewrite_blocks
from conventions_cli.french.typography import typeset

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def fill_contents(document: Document) -> Document:
    """Write the entries of the contents: each article as its heading says it, the preamble and annexes by theirs."""
    if not any(isinstance(part, Section) and part.kind is SectionKind.CONTENTS for part in document.parts):
        return document
    entries: list[Inlines] = []
    for part in document.parts:
        if isinstance(part, Article):
            entries.append((CrossReference(part.label, article_heading(part)),))
        elif part.kind is not SectionKind.CONTENTS:
            titles = (block for block in part.blocks if isinstance(block, Heading) and block.level == 2)
            entries.extend((Text(plain_text(title.content)),) for title in titles)
    listed = ItemList(tuple((Paragraph(entry),) for entry in entries))
    parts = tuple(
        replace(part, blocks=(*part.blocks, listed))
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS and entries
        else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def finish_blocks(blocks: Blocks) -> Blocks:
    """Set prose by French rules (verbatim runs are left as they are), then bring blocks to their normal form."""
    return tuple(normal_blocks(rewrite_blocks(blocks, _typeset)))


def _typeset(inlines: Inlines) -> Inlines:
    return tuple(
        Text(typeset(inline.text), inline.strong, inline.emphasis)
        if isinstance(inline, Text) and not inline.verbatim
        else inline
        for inline in inlines
    )


def normalize(document: Document) -> Document:
    """Bring the tree to its one normal form, the one any format can give back.

    Blanks are single and never at the edge of a paragraph, nor at the edge of a bold or italic run; equal runs are
    merged; what is empty is left out; headings and cells hold no line break.
    """
    parts: list[Part] = []
    for part in document.parts:
        blocks = tuple(normal_blocks(part.blocks))
        if isinstance(part, Article):
            parts.append(replace(part, title=normal_inlines(part.title, breaks=False), blocks=blocks))
        elif blocks:
            parts.append(replace(part, blocks=blocks))
    return replace(document, parts=tuple(parts))


def normal_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The normal form of a run of blocks."""
    for block in blocks:
        if isinstance(block, Table):
            yield replace(
                block,
                header=tuple(normal_inlines(cell, breaks=False) for cell in block.header),
                rows=tuple(tuple(normal_inlines(cell, breaks=False) for cell in row) for row in block.rows),
            )
        elif isinstance(block, ItemList):
            items = _normal_items(block)
            if items:
                yield ItemList(items, block.numbered)
        elif isinstance(block, Picture):
            yield block
        else:
            content = normal_inlines(block.content, breaks=not isinstance(block, Heading))
            if content:
                yield Heading(block.level, content) if isinstance(block, Heading) else Paragraph(content)


def _normal_items(block: ItemList) -> tuple[tuple[Paragraph | ItemList, ...], ...]:
    items = []
    for item in block.items:
        kept = tuple(child for child in normal_blocks(item) if isinstance(child, (Paragraph, ItemList)))
        if kept:
            items.append(kept)
    return tuple(items)


def normal_inlines(inlines: Inlines, *, breaks: bool = True, notes: bool = True) -> Inlines:
    """The normal form of a stretch of inlines."""
    if all(isinstance(inline, Text) and not inline.strong and not inline.emphasis for inline in inlines):
        text = _BLANKS.sub(" ", "".join(inline.text for inline in inlines if isinstance(inline, Text))).strip()
        return (Text(text),) if text else ()
    merged = _merge(_prepared(inlines, breaks=breaks, notes=notes))
    return _trim(_merge(piece for inline in merged for piece in _unmarked_edges(inline)))


def _prepared(inlines: Inlines, *, breaks: bool, notes: bool) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield Text(_BLANKS.sub(" ", inline.text), inline.strong, inline.emphasis)
        elif isinstance(inline, LineBreak):
            yield inline if breaks else Text(" ")
        elif isinstance(inline, Link):
            content = normal_inlines(inline.content, breaks=False, notes=False)
            if content:
                yield Link(inline.url, content)
        elif isinstance(inline, Footnote):
            content = normal_inlines(inline.content, breaks=False, notes=False)
            if content and notes:
                yield Footnote(content)
        else:
            yield inline


def _unmarked_edges(run: Inline) -> Iterator[Inline]:
    """Blanks at the edges of a bold or italic run are the same as plain ones: move them out of it."""
    if not (isinstance(run, Text) and (run.strong or run.emphasis)):
        yield run
        return
    core = run.text.strip()
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(before) + len(core) :]
    yield Text(before)
    yield replace(run, text=core)
    yield Text(after)


def _merge(inlines: Iterator[Inline]) -> list[Inline]:
    merged: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text):
            if not inline.text:
                continue
            last = merged[-1] if merged else None
            if isinstance(last, Text):
                if last.text.endswith(" ") and inline.text.startswith(" "):
                    inline = Text(inline.text[1:], inline.strong, inline.emphasis)
                    if not inline.text:
                        continue
                if (last.strong, last.emphasis) == (inline.strong, inline.emphasis):
                    merged[-1] = Text(last.text + inline.text, last.strong, last.emphasis)
                    continue
        merged.append(inline)
    return merged


def _trim(inlines: list[Inline]) -> Inlines:
    """Strip blanks at both ends and around line breaks, and line breaks at both ends."""
    changed = True
    while changed:
        changed = False
        for index, inline in enumerate(inlines):
            after_edge = index == 0 or isinstance(inlines[index - 1], LineBreak)
            before_edge = index == len(inlines) - 1 or isinstance(inlines[index + 1], LineBreak)
            if isinstance(inline, LineBreak):
                if index in {0, len(inlines) - 1}:
                    del inlines[index]
                    changed = True
                    break
                continue
            if not isinstance(inline, Text):
                continue
            text = inline.text.lstrip() if after_edge else inline.text
            text = text.rstrip() if before_edge else text
            if text != inline.text:
                inlines[index : index + 1] = [Text(text, inline.strong, inline.emphasis)] if text else []
                changed = True
                break
    return tuple(_merge(iter(inlines)))


def without_empty_sections(document: Document) -> Document:
    """Leave out the sections that say nothing."""
    kept = tuple(part for part in document.parts if isinstance(part, Article) or part.blocks)
    return replace(document, parts=kept)


PASSES: tuple[Callable[[Document], Document], ...] = (without_empty_sections, fill_contents)


def finish(document: Document) -> Document:
    """Run the passes that look at the whole act, in order; its blocks and titles are finished already."""
    for one in PASSES:
        document = one(document)
    return document
