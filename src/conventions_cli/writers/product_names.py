"""The names of products that no line may cut at their hyphen: marked just before a document is written.

A tree, and all that is read of it, holds plain hyphens: « mon-entreprise » is searched, compared and counted as a spec
says it. `HELD` is no character: neither a spec nor XML can hold it, so no act that is read has it; writers spell it.
"""

import re

from conventions_cli.document import (
    Article,
    Document,
    Inline,
    Inlines,
    Part,
    Text,
    inlines_within,
    rewrite_blocks,
    rewrite_inlines,
    stretches,
)
from conventions_cli.foundation import replace

HELD = "\ufffe"
# Not so long that a column could not hold it.
_HYPHENATED = re.compile(r"(?=.{3,30}\Z)\w+(?:-\w+)+(?:\.\w+)*")


def held_together(document: Document) -> Document:
    """The act with `HELD` for the hyphens of the names it states (`Metadata.names`), wherever prose holds them.

    A word that is a piece of an address or of a longer word is left alone. Parts without such a word are the same
    objects, so what was written of them is known.
    """
    words = {word for name in document.metadata.names for word in name.split() if _HYPHENATED.fullmatch(word)}
    if not words:
        return document
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    found = re.compile(rf"(?<![\w./@-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w@/-]|\.\w)")

    def held(inlines: Inlines) -> Inlines:
        return tuple(_held(one, found) for one in inlines)

    def written(part: Part) -> Part:
        title = part.title if isinstance(part, Article) else ()
        if not any(_holds(one, found) for one in (title, *stretches(part.blocks))):
            return part
        blocks = rewrite_blocks(part.blocks, held)
        if isinstance(part, Article):
            return replace(part, title=rewrite_inlines(title, held), blocks=blocks)
        return replace(part, blocks=blocks)

    return replace(document, parts=tuple(written(part) for part in document.parts))


def _holds(stretch: Inlines, found: re.Pattern[str]) -> bool:
    return any(isinstance(one, Text) and "-" in one.text and found.search(one.text) for one in inlines_within(stretch))


def _held(inline: Inline, found: re.Pattern[str]) -> Inline:
    if not isinstance(inline, Text):
        return inline
    return replace(inline, text=found.sub(lambda match: match[0].replace("-", HELD), inline.text))
