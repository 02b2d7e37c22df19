"""The blocks of a part as a clause: each is tried, and kept to the letter where a value would change a word."""

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
_WITH_THEM = PEOPLE | {SectionKind.COPIES}  # the parts that say who is there
_NOTE = re.compile(r"(?<!\\)\[\^(\d+)\]")


class Clauses(Record):
    """Writes the clauses of one act, of which `convention` holds the values.

    `demanded`: the values, by their paths, that an act may lack and these clauses print under no condition.
    """

    wording: Wording
    trial: Trial
    convention: Convention
    demanded: dict[str, None] = field(default_factory=dict)

    def clause(self, part: Part, index: int) -> str:
        """The text of the clause file of a part. `index`: its place among the parts of the act."""
        chunks: list[str] = []
        blocks = tuple(block for block in part.blocks if not isinstance(block, Picture))
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS:
            blocks = tuple(block for block in blocks if isinstance(block, Heading))  # the entries are made anew
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
        known = self.wording.readings.all_sure("visas")
        if not known or not all(isinstance(block, Paragraph) for block in blocks):
            return ""
        texts = [self.wording.signs.sealed(one) for one in write_clause(_plain_blocks(blocks))[0]]
        return next((one for one in visa_loops(texts) if self._prints(one, blocks)), "")

    def _block(self, block: Block, place: Place, notes: int, *, turned: bool) -> tuple[str, int]:
        """One block, and how many footnotes it calls. The title of an act is always there: it takes no condition."""
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
        """A block with its notes, item by item in a list, under the conditions it must have; the values it needs."""
        signs, people = self.wording.signs, place.kind in _WITH_THEM
        notes = "".join(f"\n\n[^{number}]: {note}" for number, note in enumerate(called, start=1))
        alone = isinstance(inner, ItemList) and not called and _items_can_stand_alone(inner)
        pieces = re.split(r"\n(?= *[-*] )", text) if alone else [text]
        written = [signs.conditioned(piece, notes, people=people, item=alone) for piece in pieces]
        needed = [one for _, conditions in written for one in conditions if _PATH.fullmatch(one)]
        return "\n".join(clause for clause, _ in written), [one for one in needed if one not in said_roles().nouns]


def renvoi_to(labels: dict[int, str]) -> object:
    """`renvoi` as the act will have it."""
    numbers = {label: number for number, label in labels.items()}

    def reference(label: str) -> CrossReference:
        number = numbers[label]
        return CrossReference(label, f"article\u00a0{'1er' if number == 1 else number}")

    return reference


def _with_stretches(block: Block, whole: Rewrite) -> Block:
    """A block, each whole stretch of it rewritten: what stands in a note or a link is for `whole` to see to."""
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
    return tuple(literal(one) for one in inlines)


def _same_list(block: Block, previous: Block) -> bool:
    return isinstance(block, ItemList) and isinstance(previous, ItemList) and block.numbered == previous.numbered


def _turn(blocks: Blocks, index: int) -> bool:
    """Whether the marks of this list are the other ones: lists that follow each other alternate."""
    count = 0
    while index > 0 and _same_list(blocks[index], blocks[index - 1]):
        count, index = count + 1, index - 1
    return count % 2 == 1


def _turned(text: str) -> str:
    """A list with the other marks, so that it does not go on from the one above."""
    text = re.sub(r"(?m)^- ", "* ", text)
    return re.sub(r"(?m)^(\d{1,9})\. ", r"\1) ", text)


def _renumbered(text: str, before: int) -> str:
    return _NOTE.sub(lambda match: f"[^{int(match[1]) + before}]", text) if before else text


def _items_can_stand_alone(block: ItemList) -> bool:
    """Whether each item may be there or not without the others: no note, and a mark that opens its first line."""
    return not block.numbered and not any(
        isinstance(inline, Footnote) for stretch in stretches((block,)) for inline in inlines_within(stretch)
    )
