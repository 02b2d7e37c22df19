"""Adds links to the official texts in the visas of an act, for the formats read on a screen."""

from collections.abc import Iterator

from conventions_cli.document import Blocks, Inline, Link, Paragraph, Text, printed_address
from conventions_cli.foundation import replace
from conventions_cli.law import addresses


def leading_to_texts(blocks: Blocks) -> tuple[Blocks, frozenset[str]]:
    """The visas with links to the texts that have a known address, and these addresses as they would be printed."""
    aims: set[str] = set()
    linked = tuple(
        Paragraph(tuple(piece for inline in block.content for piece in _linked(inline, aims)))
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    )
    return linked, frozenset(aims)


def _linked(inline: Inline, aims: set[str]) -> Iterator[Inline]:
    if not isinstance(inline, Text):
        yield inline
        return
    at = 0
    for start, end, address in addresses(inline.text):
        aims.add(printed_address(address))
        if start > at:
            yield replace(inline, text=inline.text[at:start])
        yield Link(address, (replace(inline, text=inline.text[start:end]),))
        at = end
    if at < len(inline.text) or at == 0:
        yield replace(inline, text=inline.text[at:])
