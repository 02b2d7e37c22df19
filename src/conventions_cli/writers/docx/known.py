"""What was written of a block, kept for the next act that holds it: what it needs of the document, and its XML."""

from functools import lru_cache

from conventions_cli.document.memo import Memo
from conventions_cli.document.nodes import (
    Block,
    CrossReference,
    Footnote,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Picture,
    Text,
)
from conventions_cli.document.walk import inlines_within, stretches
from conventions_cli.records import Record
from conventions_cli.writers.docx import ooxml


class Needs(Record, frozen=True):
    """What a block asks of its document, in reading order.

    `repeatable`: False when it asks for more, an image, a comment or a list numbered apart.
    """

    links: tuple[str, ...]
    note_links: tuple[str, ...]
    notes: bool
    references: tuple[str, ...]
    repeatable: bool


class Written(Record, frozen=True):
    """The XML of a block, and that of its notes."""

    xml: str
    notes: tuple[str, ...]


class Known(Record, frozen=True):
    """What is known of a block: its needs, and what was written of it by what it was given."""

    needs: Needs
    written: dict[tuple[object, ...], Written]


KNOWN: Memo[Known] = Memo()

_NOTHING = Needs((), (), notes=False, references=(), repeatable=True)


def known_of(block: Block) -> Known:
    """What is known of a block, which may be nothing yet but its needs."""
    return KNOWN.get(block) or KNOWN.keep(block, Known(needs_of(block), {}))


def needs_of(block: Block) -> Needs:
    """What the XML of a block depends on, besides its words: the ids and numbers the document gives."""
    if isinstance(block, (Paragraph, Heading)) and all(type(one) is Text for one in block.content):
        return _NOTHING
    notes = [one for stretch in stretches((block,)) for one in stretch if isinstance(one, Footnote)]
    inlines = [one for stretch in stretches((block,)) for one in stretch if not isinstance(one, Footnote)]
    within = [one for note in notes for one in inlines_within(note.content)]
    held = [*inlines_within(tuple(inlines)), *within]
    return Needs(
        links=tuple(one.url for one in inlines if isinstance(one, Link)),
        note_links=tuple(one.url for one in within if isinstance(one, Link)),
        notes=bool(notes),
        references=tuple(one.label for one in held if isinstance(one, CrossReference)),
        repeatable=not (
            isinstance(block, Picture)
            or (isinstance(block, ItemList) and _numbers_a_list(block))
            or any(isinstance(one, Missing) for one in held)
        ),
    )


def _numbers_a_list(block: ItemList) -> bool:
    """Whether the list, or one it holds, takes an id of its own, as `Body.list_id` gives them."""
    return block.numbered or any(
        isinstance(child, ItemList) and (_numbers_a_list(child) or isinstance(before, ItemList))
        for item in block.items
        for before, child in zip((None, *item), item, strict=False)
    )


@lru_cache(maxsize=1024)
def words_of(inlines: Inlines, style: str) -> str | None:
    """A stretch that is text and line breaks only, which depends on nothing else of the document; None otherwise."""
    written = []
    for inline in inlines:
        if isinstance(inline, Text):
            written.append(ooxml.run(inline.text, style=style, strong=inline.strong, emphasis=inline.emphasis))
        elif isinstance(inline, LineBreak):
            written.append(ooxml.line_break())
        else:
            return None
    return "".join(written)
