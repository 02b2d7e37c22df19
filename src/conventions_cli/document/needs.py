"""What the writing of blocks asks of the document they stand in, besides their words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from conventions_cli.document.nodes import (
    Block,
    CrossReference,
    Footnote,
    Heading,
    Inlines,
    ItemList,
    Link,
    Missing,
    Paragraph,
    Picture,
    Text,
)
from conventions_cli.document.walk import inlines_within, stretches
from conventions_cli.records import Record

_MAY_BE_ADDRESS = re.compile(r" \([\ue100-\ue8ff]")  # a hole in brackets, see `forms`


class Needs(Record, frozen=True):
    """What blocks ask of their document, in reading order.

    `repeatable`: False when they ask Word for more: an image, a comment or a list numbered apart; or when the words
    that follow a link, whatever they will be, may be its address.
    """

    links: tuple[str, ...]
    note_links: tuple[str, ...]
    notes: bool
    references: tuple[str, ...]
    repeatable: bool


_NOTHING = Needs((), (), notes=False, references=(), repeatable=True)


def needs_of(blocks: Sequence[Block]) -> Needs:
    """What these blocks ask for."""
    if all(isinstance(one, (Paragraph, Heading)) and all(type(run) is Text for run in one.content) for one in blocks):
        return _NOTHING
    every_stretch = list(stretches(tuple(blocks)))
    held = [one for stretch in every_stretch for one in stretch]
    notes = [one for one in held if isinstance(one, Footnote)]
    inlines = tuple(one for one in held if not isinstance(one, Footnote))
    within = [one for note in notes for one in inlines_within(note.content)]
    every = [*inlines_within(inlines), *within]
    return Needs(
        links=tuple(one.url for one in inlines if isinstance(one, Link)),
        note_links=tuple(one.url for one in within if isinstance(one, Link)),
        notes=bool(notes),
        references=tuple(one.label for one in every if isinstance(one, CrossReference)),
        repeatable=not (
            any(isinstance(one, Picture) or _numbers_a_list(one) for one in blocks)
            or any(_are_lists(*pair) for pair in pairwise(blocks))
            or any(isinstance(one, Missing) for one in every)
            or any(_may_be_addressed(stretch) for stretch in every_stretch)
            or any(_may_be_addressed(note.content) for note in notes)
        ),
    )


def _may_be_addressed(stretch: Inlines) -> bool:
    """Whether brackets that open right after a link hold what is not known yet."""
    return any(
        isinstance(link, Link) and isinstance(after, Text) and _MAY_BE_ADDRESS.match(after.text)
        for link, after in pairwise(stretch)
    )


def _are_lists(before: Block, block: Block) -> bool:
    """A list that follows another is numbered apart, be it of bullets."""
    return isinstance(before, ItemList) and isinstance(block, ItemList)


def _numbers_a_list(block: Block) -> bool:
    """Whether a block is a list that takes an id of its own, as `Body.list_id` gives them, or holds one."""
    return isinstance(block, ItemList) and (
        block.numbered
        or any(
            _numbers_a_list(child) or (before is not None and _are_lists(before, child))
            for item in block.items
            for before, child in zip((None, *item), item, strict=False)
        )
    )
