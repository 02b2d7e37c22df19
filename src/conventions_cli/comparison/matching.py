"""The pairs of paragraphs, tables and rows that match in two bodies of our WordprocessingML."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from conventions_cli.comparison.atoms import Atom, Cutter
from conventions_cli.comparison.likeness import BARELY, FEWEST_WORDS, NEARLY_SAME, RESEMBLES, cost, share
from conventions_cli.comparison.sequences import Pairs, alike, common
from conventions_cli.foundation import Effort, Record, field
from conventions_cli.writers import XmlElement, qualified_name

_COMMON = 8  # paragraphs: a word that more of them hold does not help to find a move
_NEAREST = 3  # candidates compared for each paragraph that may have moved


class Block(Record, eq=False):
    """A paragraph, a table or a row, with its key and its words for alignment."""

    element: XmlElement
    atoms: list[Atom] = field(default_factory=list)
    key: str = ""
    bag: Counter[str] = field(default_factory=Counter)

    @property
    def is_paragraph(self) -> bool:
        """Whether the block is a paragraph."""
        return self.element.tag == qualified_name("p")

    @property
    def cells(self) -> list[XmlElement]:
        """The cells of a row."""
        return self.element.findall(qualified_name("tc"))


class Move(Record, frozen=True, eq=False):
    """A paragraph that stands elsewhere in the other act: the name of its move, and the paragraph there."""

    name: str
    other: Block


Likeness = Callable[[Block, Block], float]


def block_of(element: XmlElement, cutter: Cutter) -> Block:
    """A paragraph, a table or a row, cut into atoms."""
    block = Block(element)
    for paragraph in element.iter(qualified_name("p")):
        block.atoms.extend(cutter.atoms(paragraph))
    words = [atom.word for atom in block.atoms if atom.word]
    instructions = [atom.key for atom in block.atoms if atom.element.find(qualified_name("instrText")) is not None]
    block.key = "\x02".join([element.tag, "".join(words), *instructions])
    block.bag = Counter(word for word in words if word[:1].isalnum())
    return block


def pairs_of(before: Sequence[Block], after: Sequence[Block], likeness: Likeness, effort: Effort) -> Pairs:
    """Match equal blocks, then, between these, the blocks most alike."""
    pairs = common([block.key for block in before], [block.key for block in after], effort)
    between: Pairs = []
    at = other_at = 0
    for i, j in [*pairs, (len(before), len(after))]:
        left, right = before[at:i], after[other_at:j]
        near = alike(left, right, likeness, effort)
        if not near and len(left) == len(right) == 1 and _at_one_place(left[0], right[0]):
            near = [(0, 0)]
        between.extend((at + a, other_at + b) for a, b in near)
        at, other_at = i + 1, j + 1
    return sorted(pairs + between)


def moves_of(before: Sequence[Block], after: Sequence[Block], pairs: Pairs, effort: Effort) -> dict[Block, Move]:
    """The moves, by block of both sides: first of paragraphs that did not change, then of nearly equal ones."""
    stay, here = {i for i, _ in pairs}, {j for _, j in pairs}
    gone = [block for i, block in enumerate(before) if i not in stay and _may_move(block)]
    come = [block for j, block in enumerate(after) if j not in here and _may_move(block)]
    moves: dict[Block, Move] = {}
    for left, right in (*_unchanged(gone, come), *_nearly(gone, come, effort)):
        if left not in moves and right not in moves:
            name = f"deplacement{len(moves) // 2 + 1}"
            moves[left], moves[right] = Move(name, right), Move(name, left)
    return moves


def _unchanged(gone: Sequence[Block], come: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    waiting: dict[str, list[Block]] = {}
    for block in reversed(come):
        waiting.setdefault(block.key, []).append(block)
    for block in gone:
        if waiting.get(block.key):
            yield block, waiting[block.key].pop()


def _nearly(gone: Sequence[Block], come: Sequence[Block], effort: Effort) -> list[tuple[Block, Block]]:
    """The nearly equal pairs, the most alike first, among paragraphs that share rare words."""
    holders: dict[str, list[int]] = {}
    for place, block in enumerate(come):
        for word in block.bag:
            holders.setdefault(word, []).append(place)
    scored: list[tuple[float, int, int]] = []
    for rank, block in enumerate(gone):
        shared = Counter(place for word in block.bag if len(at := holders.get(word, ())) <= _COMMON for place in at)
        for place, _ in shared.most_common(_NEAREST):
            other = come[place]
            if effort.allows(cost(block.bag, other.bag)) and (near := share(block.bag, other.bag)) >= NEARLY_SAME:
                scored.append((-near, rank, place))
    return [(gone[rank], come[place]) for _, rank, place in sorted(scored)]


def likeness(left: Block, right: Block) -> float:
    """How much two blocks resemble; tables with the same first row match, whatever their other rows."""
    if left.element.tag != right.element.tag:
        return 0.0
    resemblance = share(left.bag, right.bag)
    if resemblance < RESEMBLES and not left.is_paragraph and _same_start(left, right, "tr"):
        return RESEMBLES
    return resemblance if resemblance >= RESEMBLES else 0.0


def row_likeness(left: Block, right: Block) -> float:
    """How much two rows resemble; rows with the same first cell match, whatever their figures."""
    resemblance = share(left.bag, right.bag)
    if _same_start(left, right, "tc"):
        return 1.0 + resemblance
    return resemblance if resemblance >= RESEMBLES else 0.0


def _same_start(left: Block, right: Block, tag: str) -> bool:
    first, second = (next(block.element.iter(qualified_name(tag))) for block in (left, right))
    words = "".join(first.itertext())
    return bool(words) and words == "".join(second.itertext())


def _at_one_place(left: Block, right: Block) -> bool:
    """Whether two blocks, each alone between the same unchanged neighbours, are one block that changed."""
    return left.element.tag == right.element.tag and share(left.bag, right.bag) >= BARELY


def _may_move(block: Block) -> bool:
    return block.is_paragraph and block.bag.total() >= FEWEST_WORDS
