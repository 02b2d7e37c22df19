"""Writes a tree as plain text, for mails and screen readers. No line is cut, nothing is aligned with blanks.

A row of a table is a line that repeats the titles of its columns; notes are at the end, called by their numbers.
"""

from collections.abc import Iterator
from typing import assert_never

from conventions_cli.document import (
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
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    printed_address,
)
from conventions_cli.writers import layout

_BESIDE = "\u202f; "
_STEP = "  "  # under an item of a list


def write_text(document: Document) -> str:
    """The act as plain text, with an empty line between parts."""
    writing = _Writing()
    parts = ["\n\n".join(writing.part(part)) for part in document.parts]
    return "\n\n".join(filter(None, [*parts, "\n".join(writing.notes)])) + "\n"


class _Writing:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.printed: set[str] = set()  # the addresses printed so far

    def part(self, part: Part) -> Iterator[str]:
        """The blocks of a part, its heading first."""
        if isinstance(part, Article):
            yield part.opening + self.words(part.title)
        kind = part.kind if isinstance(part, Section) else SectionKind.BODY
        yield from self.blocks(part.blocks, kind)

    def blocks(self, blocks: Blocks, kind: SectionKind) -> Iterator[str]:
        """Each block as a text."""
        for block in blocks:
            yield self.block(block, kind)

    def block(self, block: Block, kind: SectionKind) -> str:
        """A block as a text."""
        match block:
            case Paragraph() | Heading():
                return self.words(block.content)
            case ItemList() if kind is SectionKind.SIGNATURES and not block.numbered:
                return "\n\n".join(self.signatory(item) for item in block.items)
            case ItemList():
                return "\n".join(self.items(block))
            case Table():
                return "\n".join(self.rows(block))
            case Picture():
                return block.alternative
            case _:
                assert_never(block)

    def items(self, block: ItemList, margin: str = "") -> Iterator[str]:
        """The lines of a list."""
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}. " if block.numbered else "– "
            for child in item:
                if isinstance(child, ItemList):
                    yield from self.items(child, margin + _STEP)
                else:
                    yield margin + mark + self.words(child.content).replace("\n", f"\n{margin}{_STEP}")
                    mark = _STEP

    def signatory(self, item: layout.Item) -> str:
        """The quality and the name of a signatory."""
        return "\n".join(
            "\n".join(self.items(child)) if isinstance(child, ItemList) else self.words(child.content) for child in item
        )

    def rows(self, block: Table) -> Iterator[str]:
        """The titles of columns, then a line for each row: its first cell, then the others after their titles."""
        names = [self.words(cell) for cell in block.header]
        yield _BESIDE.join(filter(None, names))
        for row in block.rows:
            first, *others = [self.words(cell) for cell in row]
            if len(others) == 1 and first:
                yield f"– {first}\u00a0: {others[0]}"
                continue
            cells = [
                f"{name}\u00a0: {value}" if name else value
                for name, value in zip(names[1:], others, strict=True)
                if value
            ]
            yield "– " + " – ".join(filter(None, [first, _BESIDE.join(cells)]))

    def words(self, inlines: Inlines) -> str:
        """A stretch of text."""
        return "".join(
            self.inline(inline, following) for inline, following in zip(inlines, (*inlines[1:], None), strict=False)
        )

    def inline(self, inline: Inline, following: Inline | None) -> str:
        """An inline; the address of a link follows it, once in the act."""
        match inline:
            case Text() | CrossReference() | Missing():
                return inline.text
            case LineBreak():
                return "\n"
            case Link():
                shown = printed_address(inline.url)
                printed = shown in self.printed or not layout.prints_address(inline, following)
                self.printed.add(shown)
                return self.words(inline.content) + ("" if printed else f" ({shown})")
            case Footnote():
                number = len(self.notes) + 1
                self.notes.append("")
                self.notes[number - 1] = f"[{number}] {self.words(inline.content)}"
                return f" [{number}]"
            case _:
                assert_never(inline)
