"""The visas of an act, whose citations lead to the official texts: for the forms that one reads on a screen."""

from collections.abc import Iterator

from conventions_cli.document import Blocks, Inline, Link, Paragraph, Text, printed_address
from conventions_cli.foundation import replace
from conventions_cli.law import addresses


def leading_to_texts(blocks: Blocks) -> tuple[Blocks, frozenset[str]]:
    """The visas with links to the texts whose address is known, and those addresses, which paper does not show."""
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
