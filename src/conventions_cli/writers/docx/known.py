"""What was written of a block, kept for the next act that holds it: what it needs of the document, and its XML."""

from functools import lru_cache

from conventions_cli.document.forms import Written
from conventions_cli.document.memo import Memo
from conventions_cli.document.needs import Needs, needs_of
from conventions_cli.document.nodes import Block, Inlines, LineBreak, Text
from conventions_cli.records import Record
from conventions_cli.writers.docx import ooxml


class Known(Record, frozen=True):
    """What is known of a block: its needs, and what was written of it by what it was given."""

    needs: Needs
    written: dict[tuple[object, ...], Written]


KNOWN: Memo[Known] = Memo()


def known_of(block: Block) -> Known:
    """What is known of a block, which may be nothing yet but its needs."""
    return KNOWN.get(block) or KNOWN.keep(block, Known(needs_of((block,)), {}))


@lru_cache(maxsize=1024)
def words_of(inlines: Inlines, style: str, weighty: bool) -> str | None:
    """A stretch that is text and line breaks only, which depends on nothing else of the document; None otherwise."""
    written = []
    for inline in inlines:
        if isinstance(inline, Text):
            strong, emphasis = inline.strong, inline.emphasis
            written.append(ooxml.run(inline.text, style=style, strong=strong, emphasis=emphasis, weighty=weighty))
        elif isinstance(inline, LineBreak):
            written.append(ooxml.line_break())
        else:
            return None
    return "".join(written)
