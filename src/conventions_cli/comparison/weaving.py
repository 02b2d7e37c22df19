"""Two bodies of our WordprocessingML woven into one: paragraph against paragraph, row against row."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from conventions_cli.comparison.atoms import Cutter
from conventions_cli.comparison.matching import (
    Block,
    Likeness,
    Move,
    block_of,
    likeness,
    moves_of,
    pairs_of,
    row_likeness,
)
from conventions_cli.comparison.sequences import Pairs
from conventions_cli.comparison.threads import Threads
from conventions_cli.foundation import Effort
from conventions_cli.writers import DocxBody, Tracker, XmlElement, qualified_name


class Weaver:
    """Weaves two bodies."""

    def __init__(self, old: DocxBody, new: DocxBody, tracker: Tracker, effort: Effort) -> None:
        self.old, self.new = Cutter(old), Cutter(new)
        self.tracker, self.effort = tracker, effort
        self.threads = Threads(tracker, effort)

    @property
    def changes(self) -> int:
        """The number of changes marked so far."""
        return self.threads.changes

    def body(self, before: list[XmlElement], after: list[XmlElement]) -> Iterator[XmlElement]:
        """The blocks of both bodies, woven."""
        left = [block_of(element, self.old) for element in before]
        right = [block_of(element, self.new) for element in after]
        self.threads.bookmarks = {
            start.get(qualified_name("name"), "")
            for root in after
            for start in root.iter(qualified_name("bookmarkStart"))
        }
        pairs = self.pairs(left, right, likeness)
        self.threads.lists = _lists(((left[i].element, right[j].element) for i, j in pairs), self.new.body)
        last = None
        for last in self.weave(left, right, pairs, moves_of(left, right, pairs, self.effort)):
            yield last
        if last is not None and _is_item_of_one(last):
            # No program removes the last paragraph mark of a file: an empty item, with its bullet, would remain.
            yield ET.Element(qualified_name("p"))

    def pairs(self, before: list[Block], after: list[Block], resemblance: Likeness) -> Pairs:
        """The blocks that match, within the effort left."""
        return pairs_of(before, after, resemblance, self.effort)

    def weave(
        self, before: list[Block], after: list[Block], pairs: Pairs, moves: dict[Block, Move]
    ) -> Iterator[XmlElement]:
        """The blocks of two sequences, in order."""
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            gone, come = before[at:i], after[other_at:j]
            for block in gone:
                yield from self.one_side(block, "del", moves.get(block))
            if gone and come and not gone[-1].is_paragraph and not come[0].is_paragraph:
                yield self.between_tables()
            for block in come:
                yield from self.one_side(block, "ins", moves.get(block))
            if i < len(before):
                yield from self.pair(before[i], after[j])
            at, other_at = i + 1, j + 1

    def one_side(self, block: Block, kind: str, move: Move | None = None) -> Iterator[XmlElement]:
        """A paragraph or a table that only one act has, or has at this place."""
        self.threads.changes += 1
        if not block.is_paragraph:
            for row in block.element.findall(qualified_name("tr")):
                self.lone_row(row, kind)
            yield block.element
        elif move is None:
            yield self.threads.lone(block.element, block.atoms, kind)
        elif move.other.key == block.key:
            yield self.threads.lone(block.element, block.atoms, "moveFrom" if kind == "del" else "moveTo", move.name)
        elif kind == "del":
            yield self.threads.departed(block.element, block.atoms, move.other.atoms, move.name)
        else:
            yield self.threads.arrived(block.element, move.other.atoms, block.atoms, move.name)

    def lone_row(self, row: XmlElement, kind: str) -> None:
        """Mark a row that only one act has, with its cells."""
        cutter = self.old if kind == "del" else self.new
        for cell in row.findall(qualified_name("tc")):
            for place, child in enumerate(list(cell)):
                if child.tag == qualified_name("p"):
                    cell[place] = self.threads.lone(child, cutter.atoms(child), kind, mark=False)
        self.tracker.row(row, kind)

    def between_tables(self) -> XmlElement:
        """An empty paragraph that neither act has: without it, Word would join two consecutive tables."""
        paragraph = ET.Element(qualified_name("p"))
        self.tracker.paragraph(paragraph, "ins", "del")
        return paragraph

    def pair(self, before: Block, after: Block) -> Iterator[XmlElement]:
        """A paragraph or a table of both acts. A table with other columns is replaced whole."""
        if after.is_paragraph:
            yield self.threads.both(before.element, after.element, before.atoms, after.atoms)
            return
        rows = [block_of(row, self.old) for row in before.element.findall(qualified_name("tr"))]
        new_rows = [block_of(row, self.new) for row in after.element.findall(qualified_name("tr"))]
        if len({len(row.cells) for row in (*rows, *new_rows)}) > 1:
            yield from self.one_side(before, "del")
            yield self.between_tables()
            yield from self.one_side(after, "ins")
            return
        for row in new_rows:
            after.element.remove(row.element)
        after.element.extend(self.rows(rows, new_rows, self.pairs(rows, new_rows, row_likeness)))
        yield after.element

    def rows(self, before: list[Block], after: list[Block], pairs: Pairs) -> Iterator[XmlElement]:
        """The rows of a table of both acts."""
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            for kind, rows in (("del", before[at:i]), ("ins", after[other_at:j])):
                for row in rows:
                    self.threads.changes += 1
                    self.lone_row(row.element, kind)
                    yield row.element
            if i < len(before):
                yield self.row(before[i], after[j])
            at, other_at = i + 1, j + 1

    def row(self, before: Block, after: Block) -> XmlElement:
        """A row of both acts: cell against cell."""
        for left, right in zip(before.cells, after.cells, strict=True):
            ours = [block_of(paragraph, self.old) for paragraph in left.findall(qualified_name("p"))]
            theirs = [block_of(paragraph, self.new) for paragraph in right.findall(qualified_name("p"))]
            # The last paragraph mark of a cell can be neither inserted nor deleted: the last paragraphs are paired.
            last = (len(ours) - 1, len(theirs) - 1)
            pairs = [*self.pairs(ours[:-1], theirs[:-1], likeness), last]
            for block in theirs:
                right.remove(block.element)
            right.extend(self.weave(ours, theirs, pairs, {}))
        return after.element


def _is_item_of_one(block: XmlElement) -> bool:
    """Whether a block is an item of a list that only one act has."""
    about = block.find(qualified_name("pPr"))
    return about is not None and all(about.find(qualified_name(tag)) is not None for tag in ("numPr", "rPr"))


def _lists(pairs: Iterator[tuple[XmlElement, XmlElement]], body: DocxBody) -> dict[str, str]:
    """For each list of A, the list of B of the same kind that has its paragraphs.

    Two lists never become one, which would count their items together. `body`: has the lists of both acts.
    """
    names: dict[str, str] = {}
    targets: set[str] = set()
    for old, new in pairs:
        for left, right in zip(old.iter(qualified_name("numId")), new.iter(qualified_name("numId")), strict=False):
            ours, theirs = (number.get(qualified_name("val"), "0") for number in (left, right))
            if ours not in names and theirs not in targets and body.numbers(int(ours)) is body.numbers(int(theirs)):
                names[ours] = theirs
                targets.add(theirs)
    return names
