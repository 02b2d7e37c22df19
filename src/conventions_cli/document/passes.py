"""Finishes a tree whose values are set: typography of prose, merged runs, table of contents.

Each stretch is finished alone (`finish_inlines`), so that a stretch without value is finished once for all acts.
`PASSES` work on a whole document: each takes a document and returns another.
"""

import re
from collections.abc import Callable, Iterator
from typing import Protocol

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
from conventions_cli.document.walk import article_heading, plain_text, rewrite_inlines
from conventions_cli.foundation import replace
from conventions_cli.french import typeset


class Stretch(Protocol):
    """A function that finishes a stretch of inlines. `breaks`: whether the stretch may contain line breaks."""

    def __call__(self, inlines: Inlines, *, breaks: bool) -> Inlines:
        """The stretch, finished."""
        ...


_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def contents_of(document: Document) -> ItemList:
    """The entries of a table of contents: the headings of articles, and the titles of level 2 of the other parts."""
    entries: list[Inlines] = []
    for part in document.parts:
        if isinstance(part, Article):
            entries.append((CrossReference(part.label, article_heading(part)),))
        elif part.kind is not SectionKind.CONTENTS:
            titles = (block for block in part.blocks if isinstance(block, Heading) and block.level == 2)
            entries.extend((Text(plain_text(title.content)),) for title in titles)
    return ItemList(tuple((Paragraph(entry),) for entry in entries))


def fill_contents(document: Document) -> Document:
    """The document with the entries of its table of contents, if it has one."""
    if not any(isinstance(part, Section) and part.kind is SectionKind.CONTENTS for part in document.parts):
        return document
    listed = contents_of(document)
    parts = tuple(
        replace(part, blocks=(*part.blocks, listed))
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS and listed.items
        else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def finish_inlines(inlines: Inlines, *, typography: bool, breaks: bool) -> Inlines:
    """A stretch with French typography, except in verbatim runs, and in normal form. `typography`: False to skip it."""
    return normal_inlines(rewrite_inlines(inlines, _typeset) if typography else inlines, breaks=breaks)


def _typeset(inlines: Inlines) -> Inlines:
    return tuple(
        Text(typeset(inline.text), inline.strong, inline.emphasis)
        if isinstance(inline, Text) and not inline.verbatim
        else inline
        for inline in inlines
    )


def normalize(document: Document) -> Document:
    """The tree in its normal form, which every format can give back.

    Blanks are single, and never at the edge of a paragraph or of a bold or italic run; equal runs are merged; empty
    nodes are left out; headings and cells have no line break.
    """
    parts: list[Part] = []
    for part in document.parts:
        blocks = tuple(normal_blocks(part.blocks))
        if isinstance(part, Article):
            parts.append(replace(part, title=normal_inlines(part.title, breaks=False), blocks=blocks))
        elif blocks:
            parts.append(replace(part, blocks=blocks))
    return replace(document, parts=tuple(parts))


def normal_blocks(blocks: Blocks, stretch: "Stretch | None" = None) -> Iterator[Block]:
    """The normal form of blocks. `stretch`: the function that finishes their stretches, by default `normal_inlines`."""
    stretch = stretch or normal_inlines
    for block in blocks:
        if isinstance(block, Table):
            yield replace(
                block,
                header=tuple(stretch(cell, breaks=False) for cell in block.header),
                rows=tuple(tuple(stretch(cell, breaks=False) for cell in row) for row in block.rows),
            )
        elif isinstance(block, ItemList):
            items = _normal_items(block, stretch)
            if items:
                yield ItemList(items, block.numbered)
        elif isinstance(block, Picture):
            yield block
        else:
            content = stretch(block.content, breaks=not isinstance(block, Heading))
            if content:
                yield Heading(block.level, content) if isinstance(block, Heading) else Paragraph(content)


def _normal_items(block: ItemList, stretch: "Stretch") -> tuple[tuple[Paragraph | ItemList, ...], ...]:
    items = []
    for item in block.items:
        kept = tuple(child for child in normal_blocks(item, stretch) if isinstance(child, (Paragraph, ItemList)))
        if kept:
            items.append(kept)
    return tuple(items)


def normal_inlines(inlines: Inlines, *, breaks: bool = True, notes: bool = True) -> Inlines:
    """The normal form of a stretch of inlines."""
    if all(isinstance(inline, Text) and not inline.strong and not inline.emphasis for inline in inlines):
        return plain_stretch("".join(inline.text for inline in inlines if isinstance(inline, Text)))
    merged = _merge(_prepared(inlines, breaks=breaks, notes=notes))
    return _trim(_merge(piece for inline in merged for piece in _unmarked_edges(inline)))


def plain_stretch(text: str) -> Inlines:
    """The normal form of a stretch that is only plain text."""
    bare = _single_blanks(text).strip()
    return (Text(bare),) if bare else ()


def _single_blanks(text: str) -> str:
    """A text with single spaces; nearly all texts already are, which is quicker to check."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        return _BLANKS.sub(" ", text)
    return text


def _prepared(inlines: Inlines, *, breaks: bool, notes: bool) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield Text(_single_blanks(inline.text), inline.strong, inline.emphasis)
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
    """A run with the blanks at its bold or italic edges moved out of it."""
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
    """The inlines with equal runs and adjacent blanks merged, in linear time, whatever the number of runs."""
    merged: list[Inline] = []
    chunks: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            if not inline.text:
                continue
            last = merged[-1] if merged else None
            if isinstance(last, Text):
                text = inline.text[1:] if chunks[-1][-1] == " " and inline.text[0] == " " else inline.text
                if not text:
                    continue
                if (last.strong, last.emphasis) == (inline.strong, inline.emphasis):
                    chunks.append(text)
                    continue
                inline = replace(inline, text=text)
        _close_run(merged, chunks)
        chunks = [inline.text] if isinstance(inline, Text) else []
        merged.append(inline)
    _close_run(merged, chunks)
    return merged


def _close_run(merged: list[Inline], chunks: list[str]) -> None:
    if len(chunks) > 1 and isinstance(merged[-1], Text):
        merged[-1] = replace(merged[-1], text="".join(chunks))


def _trim(inlines: list[Inline]) -> Inlines:
    """The inlines without blanks at both ends and around line breaks, and without line breaks at both ends."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    lines = [_trim_line(line) for line in lines]
    filled = [number for number, line in enumerate(lines) if line]
    if not filled:
        return ()
    trimmed = lines[filled[0]]
    for line in lines[filled[0] + 1 : filled[-1] + 1]:
        trimmed.append(LineBreak())
        trimmed.extend(line)
    return tuple(_merge(iter(trimmed)))


def _trim_line(line: list[Inline]) -> list[Inline]:
    """A line without the blanks at its ends, in any number of runs."""
    start, end = 0, len(line)
    while start < end and _is_blank(line[start]):
        start += 1
    while end > start and _is_blank(line[end - 1]):
        end -= 1
    kept = line[start:end]
    if kept and isinstance(kept[0], Text):
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    if kept and isinstance(kept[-1], Text):
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.text.strip()


def without_empty_sections(document: Document) -> Document:
    """The document without its empty sections."""
    kept = tuple(part for part in document.parts if isinstance(part, Article) or part.blocks)
    return replace(document, parts=kept)


PASSES: tuple[Callable[[Document], Document], ...] = (without_empty_sections, fill_contents)


def finish(document: Document) -> Document:
    """Run the passes in order; the blocks and titles of the document are already finished."""
    for step in PASSES:
        document = step(document)
    return document
