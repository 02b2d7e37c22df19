"""An act as a tree of units, each with its words and its place, to be aligned with the units of another act."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from itertools import count
from typing import assert_never

from conventions_cli.comparison import places
from conventions_cli.comparison.hunks import Sort, Tokens, compared_by, tokens, written
from conventions_cli.document import (
    Article,
    Block,
    Blocks,
    CrossReference,
    Heading,
    Inlines,
    ItemList,
    Paragraph,
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    plain_text,
)
from conventions_cli.foundation import Record

_WORDLESS = (Sort.SPACE, Sort.SIGN, Sort.BREAK, Sort.NOTE)


class Shape(Enum):
    """The kind of a unit."""

    PART = "part"
    TITLE = "title"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    PICTURE = "picture"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"


Source = Part | Block | None


class Unit(Record, eq=False, dict=True):
    """A part, a block, an item, a row, a cell or a title; `content`: its own stretch; `children`: the units in it.

    `renumbered`: see `hunks.tokens`. `level`: of a heading. `names`: of a cell, the names of its row and its column.
    `node`: the part or the block it comes from, if any. Tokens are cut only when they are asked for.
    """

    shape: Shape
    place: str
    node: Source = None
    content: Inlines = ()
    renumbered: Mapping[str, str] = {}
    children: tuple["Unit", ...] = ()
    level: int = 0
    names: tuple[str, str] = ("", "")

    @property
    def text(self) -> str:
        """Its own words, as written; the same as those of its tokens."""
        return written(self.content)

    @cached_property
    def tokens(self) -> Tokens:
        """Its own words, as they are compared."""
        return tokens(self.content, self.renumbered)

    @cached_property
    def key(self) -> str:
        """A text for comparison: equal for units that differ by formatting only."""
        own = compared_by(self.content, self.renumbered)
        return "\x02".join([self.shape.value, own, *(child.key for child in self.children)])

    @cached_property
    def bag(self) -> Counter[str]:
        """The counts of its words, with those of the units in it."""
        bag = Counter([token.key for token in self.tokens if token.sort not in _WORDLESS])
        for child in self.children:
            bag.update(child.bag)
        return bag

    @property
    def leaf(self) -> bool:
        """Whether it has words of its own, and no children."""
        return self.shape not in {Shape.PART, Shape.LIST, Shape.ITEM, Shape.TABLE, Shape.ROW}

    def within(self) -> Iterator["Unit"]:
        """This unit, then all the units inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.within()


UnitsByBlock = dict[tuple[str, Block], "Unit"]


def unit_of(
    part: Part,
    renumbered: Mapping[str, str],
    labels: frozenset[str] = frozenset(),
    shared: UnitsByBlock | None = None,
) -> Unit:
    """The tree of a part.

    `renumbered`: see `hunks.tokens`; `labels`: those of the articles, whose entries in the contents are left out, as
    they follow from the headings. `shared`: the units made so far, by place and block, which trees that are mostly
    the same share; new units are added to it.
    """
    return _Maker(part, renumbered, labels, shared).part()


class _Maker:
    def __init__(
        self, part: Part, renumbered: Mapping[str, str], labels: frozenset[str], shared: UnitsByBlock | None = None
    ) -> None:
        self.source = part
        self.renumbered = renumbered
        self.labels = labels
        self.shared = shared
        self.name = places.part_name(part)
        self.counters: dict[Shape, count[int]] = {}
        self.under = self.name

    def part(self) -> Unit:
        title = []
        if isinstance(self.source, Article):
            title = [self.leaf(Shape.TITLE, places.joined(self.name, "titre"), self.source.title)]
        blocks = tuple(self.blocks(self.source.blocks))
        return Unit(Shape.PART, self.name, self.source, children=(*title, *blocks))

    def leaf(self, shape: Shape, place: str, content: Inlines, node: Source = None, level: int = 0) -> Unit:
        return Unit(shape, place, node, content, self.renumbered, level=level)

    def blocks(self, blocks: Blocks) -> Iterator[Unit]:
        totals = _totals(blocks)
        group = 0
        for block in blocks:
            if isinstance(block, Heading):
                group += 1
                heading = places.quoted(plain_text(block.content))
                names_all = block.level == 1 or heading == self.name
                self.under = self.name if names_all else places.joined(self.name, heading)
                self.counters = {}
                place = self.name if names_all else places.joined(self.name, "intertitre")
                yield self.leaf(Shape.HEADING, place, block.content, block, block.level)
                continue
            shape = _SHAPES[type(block)]
            number = next(self.counters.setdefault(shape, count(1)))
            yield self.unit_at(block, self.place(shape, number, totals[group][shape]))

    def place(self, shape: Shape, number: int, total: int) -> str:
        if shape is Shape.PARAGRAPH and total == 1 and self.under != self.name:
            return self.under
        return places.joined(self.under, places.numbered(shape.value, number, total))

    def unit_at(self, block: Block, place: str) -> Unit:
        """The unit of a block at a place, made only once."""
        if self.shared is None or isinstance(block, Picture):
            return self.block(block, place)
        unit = self.shared.get((place, block))
        if unit is None:
            unit = self.shared[place, block] = self.block(block, place)
        return unit

    def block(self, block: Block, place: str) -> Unit:
        match block:
            case Paragraph():
                return self.leaf(Shape.PARAGRAPH, place, block.content, block)
            case Heading():
                return self.leaf(Shape.HEADING, place, block.content, block, block.level)
            case Picture():
                return self.leaf(Shape.PICTURE, place, (Text(block.alternative),), block)
            case ItemList():
                return self.item_list(block, place)
            case Table():
                return self.table(block, place)
            case _:
                assert_never(block)

    def item_list(self, block: ItemList, place: str) -> Unit:
        items = tuple(
            self.item(item, places.joined(place, places.item(number, numbered=block.numbered)))
            for number, item in enumerate(block.items, start=1)
            if not self.computed(item)
        )
        return Unit(Shape.LIST, place, block, children=items)

    def computed(self, item: tuple[Paragraph | ItemList, ...]) -> bool:
        """Whether an item is the entry of an article in the contents."""
        if not isinstance(self.source, Section) or self.source.kind is not SectionKind.CONTENTS or len(item) != 1:
            return False
        content = item[0].content if isinstance(item[0], Paragraph) else ()
        return len(content) == 1 and isinstance(content[0], CrossReference) and content[0].label in self.labels

    def item(self, item: tuple[Paragraph | ItemList, ...], place: str) -> Unit:
        return Unit(Shape.ITEM, place, children=tuple(self.block(child, place) for child in item))

    def table(self, block: Table, place: str) -> Unit:
        columns = [plain_text(cell) or str(number) for number, cell in enumerate(block.header, start=1)]
        rows = [self.row(block.header, places.joined(place, "première ligne"), "", columns)]
        for number, cells in enumerate(block.rows, start=1):
            name = places.named(plain_text(cells[0]), number)
            rows.append(self.row(cells, places.joined(place, f"ligne {name}"), name, columns))
        return Unit(Shape.TABLE, place, block, children=tuple(rows))

    def row(self, cells: Iterable[Inlines], place: str, name: str, columns: list[str]) -> Unit:
        units = []
        for number, (content, title) in enumerate(zip(cells, columns, strict=True), start=1):
            column = places.named(title, number)
            cell_place = places.joined(place, f"colonne {column}")
            units.append(Unit(Shape.CELL, cell_place, None, content, self.renumbered, names=(name, column)))
        return Unit(Shape.ROW, place, children=tuple(units))


_SHAPES: dict[type[Block], Shape] = {
    Paragraph: Shape.PARAGRAPH,
    Heading: Shape.HEADING,
    Picture: Shape.PICTURE,
    ItemList: Shape.LIST,
    Table: Shape.TABLE,
}


def _totals(blocks: Blocks) -> list[Counter[Shape]]:
    """How many blocks of each shape stand under each heading."""
    totals: list[Counter[Shape]] = [Counter()]
    for block in blocks:
        if isinstance(block, Heading):
            totals.append(Counter())
        else:
            totals[-1][_SHAPES[type(block)]] += 1
    return totals
