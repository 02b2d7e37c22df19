"""The blocks of a part, written as a clause: a block whose expressions would change a word is kept literally."""

import re
from collections.abc import Iterator
from functools import partial

from conventions_cli.document import (
    Block,
    Blocks,
    CrossReference,
    Footnote,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Part,
    Picture,
    Rewrite,
    Section,
    SectionKind,
    Table,
    inlines_within,
    rewrite_blocks,
    stretches,
)
from conventions_cli.facts import said_roles
from conventions_cli.foundation import Record, field, replace
from conventions_cli.importing.candidates import PEOPLE
from conventions_cli.importing.emptied import Place, Wording, literal
from conventions_cli.importing.loops import item_loops, table_loops, visa_loops
from conventions_cli.importing.roundtrip import letters
from conventions_cli.importing.searched import grid_of
from conventions_cli.model import Convention
from conventions_cli.templating import Trial
from conventions_cli.writers import write_clause

_PATH = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")
_WITH_THEM = PEOPLE | {SectionKind.COPIES}  # the parts that list people
_NOTE = re.compile(r"(?<!\\)\[\^(\d+)\]")


class Clauses(Record):
    """Writes the clauses of one act, whose values are those of `convention`.

    `demanded`: the paths of the optional values that these clauses print without a condition.
    """

    wording: Wording
    trial: Trial
    convention: Convention
    demanded: dict[str, None] = field(default_factory=dict)

    def clause(self, part: Part, index: int) -> str:
        """The text of the clause file of a part. `index`: the index of the part in the act."""
        chunks: list[str] = []
        blocks = tuple(block for block in part.blocks if not isinstance(block, Picture))
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS:
            blocks = tuple(block for block in blocks if isinstance(block, Heading))  # the entries are computed again
        if isinstance(part, Section) and part.kind is SectionKind.VISAS and (loop := self._visas(blocks)):
            return loop + "\n"
        notes = 0
        for rank, block in enumerate(blocks):
            follows = rank > 0 and _same_list(block, blocks[rank - 1])
            place = Place(part, index, cell=isinstance(block, Table), needless=isinstance(block, Heading))
            text, count = self._block(block, place, notes, turned=follows and _turn(blocks, rank))
            notes += count
            chunks.append(text)
        return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"

    def _visas(self, blocks: Blocks) -> str:
        sure = self.wording.readings.all_sure("visas")
        if not sure or not all(isinstance(block, Paragraph) for block in blocks):
            return ""
        texts = [self.wording.signs.sealed(text) for text in write_clause(_plain_blocks(blocks))[0]]
        return next((loop for loop in visa_loops(texts) if self._prints(loop, blocks)), "")

    def _block(self, block: Block, place: Place, notes: int, *, turned: bool) -> tuple[str, int]:
        """A block as Markdown, and the number of footnotes it calls."""
        for loop in self._loops(block):
            if self._prints(loop, (block,)):
                return _turned(loop) if turned else loop, 0
        for values in (True, False):
            inner = _with_stretches(block, partial(self.wording.stretch, place=replace(place, values=values)))
            written, called = write_clause((inner,))
            count = len(called)
            text, needed = self._wrapped(inner, written[0], called, place)
            if self._prints(text, (block,)) or not values:
                self.demanded.update(dict.fromkeys(needed))
                text = _renumbered(text, notes)
                return _turned(text) if turned else text, count
        raise AssertionError  # the literal wording ends the loop

    def _loops(self, block: Block) -> Iterator[str]:
        if isinstance(block, ItemList) and not any(len(item) > 1 for item in block.items):
            yield from item_loops(block, self.convention, self.wording.readings)
        elif isinstance(block, Table) and self.wording.readings.all_sure("finances", "echeancier"):
            yield from table_loops(block, grid_of(block))

    def _prints(self, clause: str, blocks: Blocks) -> bool:
        """Whether a clause prints the words of these blocks."""
        printed = self.trial.blocks(clause, renvoi=renvoi_to(self.wording.labels))
        return printed is not None and letters(printed) == letters(blocks)

    def _wrapped(self, inner: Block, text: str, called: list[str], place: Place) -> tuple[str, list[str]]:
        """A block and its notes under their conditions, item by item in a list; then the values it cannot lack."""
        signs, people = self.wording.signs, place.kind in _WITH_THEM
        notes = "".join(f"\n\n[^{number}]: {note}" for number, note in enumerate(called, start=1))
        alone = isinstance(inner, ItemList) and not called and _items_can_stand_alone(inner)
        pieces = re.split(r"\n(?= *[-*] )", text) if alone else [text]
        written = [signs.conditioned(piece, notes, people=people, item=alone) for piece in pieces]
        needed = [condition for _, conditions in written for condition in conditions if _PATH.fullmatch(condition)]
        return "\n".join(clause for clause, _ in written), [path for path in needed if path not in said_roles().nouns]


def renvoi_to(labels: dict[int, str]) -> object:
    """The function `renvoi` for the clauses of an act. `labels`: number of an article → its label."""
    numbers = {label: number for number, label in labels.items()}

    def reference(label: str) -> CrossReference:
        number = numbers[label]
        return CrossReference(label, f"article\u00a0{'1er' if number == 1 else number}")

    return reference


def _with_stretches(block: Block, whole: Rewrite) -> Block:
    """A block with each of its stretches rewritten by `whole`, which also handles the notes and links inside."""
    match block:
        case Paragraph():
            return Paragraph(whole(block.content))
        case Heading():
            return replace(block, content=whole(block.content))
        case ItemList():
            items = tuple(tuple(_with_stretches(child, whole) for child in item) for item in block.items)
            return replace(block, items=items)
        case Table():
            rows = (block.header, *block.rows)
            header, *others = (tuple(whole(cell) for cell in row) for row in rows)
            return replace(block, header=header, rows=tuple(others))
        case Picture():
            return block


def _plain_blocks(blocks: Blocks) -> Blocks:
    return rewrite_blocks(blocks, _literal)


def _literal(inlines: Inlines) -> Inlines:
    return tuple(literal(inline) for inline in inlines)


def _same_list(block: Block, previous: Block) -> bool:
    return isinstance(block, ItemList) and isinstance(previous, ItemList) and block.numbered == previous.numbered


def _turn(blocks: Blocks, index: int) -> bool:
    """Whether a list takes the second kind of marks: lists that follow one another alternate."""
    count = 0
    while index > 0 and _same_list(blocks[index], blocks[index - 1]):
        count, index = count + 1, index - 1
    return count % 2 == 1


def _turned(text: str) -> str:
    """A list with the second kind of marks, so that Markdown does not join it to the list above."""
    text = re.sub(r"(?m)^- ", "* ", text)
    return re.sub(r"(?m)^(\d{1,9})\. ", r"\1) ", text)


def _renumbered(text: str, before: int) -> str:
    return _NOTE.sub(lambda match: f"[^{int(match[1]) + before}]", text) if before else text


def _items_can_stand_alone(block: ItemList) -> bool:
    """Whether each item can have its own condition: the list has bullets and no note."""
    return not block.numbered and not any(
        isinstance(inline, Footnote) for stretch in stretches((block,)) for inline in inlines_within(stretch)
    )
