"""Two acts, unit against unit: parts by label, title, then content; blocks, items, rows and cells by their words.

What left one place and stands at another, nearly unchanged, is a move. The work is bounded (`sequences.Effort`).
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from conventions_cli.comparison.likeness import BARELY, FEWEST_WORDS, NEARLY_SAME, RESEMBLES, STRONGLY, cost, share
from conventions_cli.comparison.sequences import Pairs, alike, common, in_order
from conventions_cli.comparison.units import Shape, Unit, unit_of
from conventions_cli.document import Article, Document, Part, ordinal, plain_text
from conventions_cli.foundation import Effort, Record

_INSIDE = {Shape.TITLE, Shape.ITEM, Shape.ROW, Shape.CELL}  # what is not a block


class Aligned(Record, frozen=True, eq=False):
    """A unit of each side, or of one; `children` are aligned only where both are there, each side in its order."""

    before: Unit | None
    after: Unit | None
    children: tuple["Aligned", ...] = ()

    def within(self) -> Iterator["Aligned"]:
        """Itself, then all that is aligned in it."""
        yield self
        for one in self.children:
            yield from one.within()


class Move(Record, frozen=True, eq=False):
    """A unit that left a place for another, and how its insides align."""

    number: int
    pair: Aligned


class Alignment(Record, frozen=True):
    """The parts of two acts aligned; `left` and `arrived` give the move of a unit of A, of B.

    `stayed`: blocks of parts that do not answer each other, and that answer each other without having moved: two files
    of one act do not always cut it into the same parts.
    """

    parts: tuple[Aligned, ...]
    left: Mapping[Unit, Move]
    arrived: Mapping[Unit, Move]
    stayed: Mapping[Unit, Aligned]
    coarse: bool = False


def align(before: Document, after: Document, effort: Effort | None = None) -> Alignment:
    """Align two acts; the same pairs are found whichever comes first."""
    return _Aligner(effort or Effort()).documents(before, after)


def renumbering(before: Document, after: Document, pairs: Pairs) -> tuple[dict[str, str], dict[str, str]]:
    """What references to the articles that were renumbered say, in A and in B, with what they are compared as.

    It is the same on both sides, and nothing an act says: a reference equals another when they lead to one article.
    """
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for left, right in pairs:
        one, other = before.parts[left], after.parts[right]
        if isinstance(one, Article) and isinstance(other, Article) and one.number != other.number:
            numbers = sorted((one.number, other.number))
            compared = f"\x00article {numbers[0]}, {numbers[1]}"
            ours[f"article\u00a0{ordinal(one.number)}"] = compared
            theirs[f"article\u00a0{ordinal(other.number)}"] = compared
    return ours, theirs


class _Aligner:
    def __init__(self, effort: Effort) -> None:
        self.effort = effort

    def documents(self, before: Document, after: Document) -> Alignment:
        pairs = self.part_pairs(before, after)
        ours, theirs = renumbering(before, after, pairs)
        left = [unit_of(part, ours, _labels(before)) for part in before.parts]
        right = [unit_of(part, theirs, _labels(after)) for part in after.parts]
        stay = _staying(pairs, left, right)
        aligned = tuple(self.steps(left, right, stay))
        staying = set(stay)
        moved = [self.pair(left[i], right[j]) for i, j in pairs if (i, j) not in staying]
        return self.with_moves(aligned, moved)

    def part_pairs(self, before: Document, after: Document) -> Pairs:
        """Which part answers which: by label, by title, by content, then by what label or kind is left."""
        left, right = [_Outline(part) for part in before.parts], [_Outline(part) for part in after.parts]
        if [one.order for one in left] > [one.order for one in right]:
            return sorted((i, j) for j, i in self.answers(right, left))
        return sorted(self.answers(left, right))

    def answers(self, left: "list[_Outline]", right: "list[_Outline]") -> Pairs:
        found: Pairs = []
        free, others = dict(enumerate(left)), dict(enumerate(right))
        for name in ("label", "title", ""):
            for i, j in self.candidates(free, others, name):
                if i in free and j in others:
                    found.append((i, j))
                    del free[i], others[j]
        by_label: dict[str, deque[int]] = {}
        for j, other in others.items():
            by_label.setdefault(other.label, deque()).append(j)
        for i, one in free.items():
            if left_over := by_label.get(one.label):
                found.append((i, left_over.popleft()))
        return found

    def candidates(self, free: "dict[int, _Outline]", others: "dict[int, _Outline]", name: str) -> Pairs:
        """The pairs one step may make, those most alike first."""
        threshold = BARELY if name else STRONGLY
        scored = []
        by_name: dict[str, list[int]] = {}
        for j, other in others.items():
            by_name.setdefault(getattr(other, name) if name else other.family, []).append(j)
        for i, one in free.items():
            for j in by_name.get(getattr(one, name) if name else one.family, ()):
                if self.effort.spent:
                    break
                if not self.effort.allows(cost(one.unit.bag, others[j].unit.bag)):
                    continue
                score = share(one.unit.bag, others[j].unit.bag)
                if score >= threshold:
                    scored.append((-score, abs(i - j), i, j))
        return [(i, j) for *_, i, j in sorted(scored)]

    def steps(self, before: Sequence[Unit], after: Sequence[Unit], pairs: Pairs) -> Iterator[Aligned]:
        """The pairs in order, what stands on one side only between them: first what left, then what came."""
        at = other = 0
        for i, j in [*pairs, (len(before), len(after))]:
            yield from (Aligned(unit, None) for unit in before[at:i])
            yield from (Aligned(None, unit) for unit in after[other:j])
            if i < len(before):
                yield self.pair(before[i], after[j])
            at, other = i + 1, j + 1

    def pair(self, before: Unit, after: Unit) -> Aligned:
        """Two units that answer each other, and what they hold."""
        if before.leaf or after.leaf:
            return Aligned(before, after)
        if before.shape is Shape.TABLE:
            return Aligned(before, after, tuple(self.table(before, after)))
        return Aligned(before, after, tuple(self.sequence(before.children, after.children)))

    def table(self, before: Unit, after: Unit) -> Iterator[Aligned]:
        """Rows, then their cells by the column they are in."""
        head, other_head = before.children[0], after.children[0]
        columns = self.pairs(head.children, other_head.children, _cells)
        yield Aligned(head, other_head, tuple(self.steps(head.children, other_head.children, columns)))
        rows = self.pairs(before.children[1:], after.children[1:], _rows)
        for step in self.steps(before.children[1:], after.children[1:], rows):
            if step.before is None or step.after is None:
                yield step
            else:
                cells = tuple(self.steps(step.before.children, step.after.children, columns))
                yield Aligned(step.before, step.after, cells)

    def sequence(self, before: Sequence[Unit], after: Sequence[Unit]) -> Iterator[Aligned]:
        return self.steps(before, after, self.pairs(before, after, _likeness))

    def pairs(self, before: Sequence[Unit], after: Sequence[Unit], likeness: Callable[[Unit, Unit], float]) -> Pairs:
        """What says the same first, then, between, what resembles most."""
        keys, other_keys = [unit.key for unit in before], [unit.key for unit in after]
        if keys > other_keys:
            return [(i, j) for j, i in self._pairs(after, before, other_keys, keys, likeness)]
        return self._pairs(before, after, keys, other_keys, likeness)

    def _pairs(
        self,
        before: Sequence[Unit],
        after: Sequence[Unit],
        keys: list[str],
        other_keys: list[str],
        likeness: Callable[[Unit, Unit], float],
    ) -> Pairs:
        found = common(keys, other_keys, self.effort)
        at = other = 0
        between: Pairs = []
        for i, j in [*found, (len(before), len(after))]:
            left, right = before[at:i], after[other:j]
            near = alike(left, right, likeness, self.effort, lambda unit: len(unit.bag))
            if not near and len(left) == len(right) == 1 and _at_one_place(left[0], right[0]):
                near = [(0, 0)]
            between.extend((at + a, other + b) for a, b in near)
            at, other = i + 1, j + 1
        return sorted(found + between)

    def with_moves(self, parts: tuple[Aligned, ...], moved: list[Aligned]) -> Alignment:
        """Add the moves of what stands on one side only to those of whole parts."""
        gone = {unit for pair in moved for unit in (pair.before, pair.after)}
        stayed = self.stayed([part for part in parts if gone.isdisjoint((part.before, part.after))])
        steps = [step for part in (*parts, *moved) for step in part.within()]
        known = gone | set(stayed)
        left = [step.before for step in steps if step.before and step.after is None and step.before not in known]
        right = [step.after for step in steps if step.after and step.before is None and step.after not in known]
        found = [(pair.before, pair.after) for pair in moved if pair.before and pair.after]
        made = {(one, other): pair for pair, (one, other) in zip(moved, found, strict=True)}
        found.extend(self.moved_units(left, right, set(stayed)))
        leaving: dict[Unit, Move] = {}
        arriving: dict[Unit, Move] = {}
        for number, (one, other) in enumerate(found, start=1):
            pair = made.get((one, other)) or self.pair(one, other)
            leaving[one] = arriving[other] = Move(number, pair)
        return Alignment(parts, leaving, arriving, stayed, self.effort.coarse)

    def stayed(self, parts: Sequence[Aligned]) -> dict[Unit, Aligned]:
        """Pair the blocks that stand on one side only between the same two texts, whatever part they are in."""
        gaps: dict[int, tuple[list[Unit], list[Unit]]] = {}
        passed = 0
        for step in (inner for part in parts for inner in part.within()):
            if step.before is not None and step.after is not None:
                passed += step.before.leaf
                continue
            for side, unit in enumerate((step.before, step.after)):
                if unit is not None and unit.shape not in _INSIDE:
                    blocks = unit.children if unit.shape is Shape.PART else (unit,)
                    gaps.setdefault(passed, ([], []))[side].extend(one for one in blocks if one.shape not in _INSIDE)
        found: dict[Unit, Aligned] = {}
        for left, right in gaps.values():
            for i, j in self.pairs(left, right, _likeness) if left and right else ():
                found[left[i]] = found[right[j]] = self.pair(left[i], right[j])
        return found

    def moved_units(self, left: list[Unit], right: list[Unit], stayed: set[Unit]) -> list[tuple[Unit, Unit]]:
        """What disappeared here and appears there, the largest units first: the same, then the nearly same."""
        if [unit.key for unit in left] > [unit.key for unit in right]:
            return [(one, other) for other, one in self.moved_units(right, left, stayed)]
        here, there = _Movable(left, stayed), _Movable(right, stayed)
        found: list[tuple[Unit, Unit]] = []
        by_key: dict[str, deque[Unit]] = {}
        for unit in there.units:
            by_key.setdefault(unit.key, deque()).append(unit)
        for unit in here.units:
            waiting = by_key.get(unit.key, deque())
            while waiting and not there.free(waiting[0]):  # what is taken stays so
                waiting.popleft()
            same = waiting[0] if waiting else None
            if same is not None and here.free(unit):
                here.take(unit)
                there.take(same)
                found.append((unit, same))
        for unit, other in self.nearly_same(here, there):
            if here.free(unit) and there.free(other):
                here.take(unit)
                there.take(other)
                found.append((unit, other))
        return found

    def nearly_same(self, here: "_Movable", there: "_Movable") -> list[tuple[Unit, Unit]]:
        scored = []
        free = [(j, other) for j, other in enumerate(there.units) if there.free(other)]
        for i, unit in enumerate(here.units):
            if not here.free(unit):
                continue
            for j, other in free:
                if self.effort.spent:
                    break
                if unit.shape is other.shape and self.effort.allows(cost(unit.bag, other.bag)):
                    score = share(unit.bag, other.bag)
                    if score >= NEARLY_SAME:
                        scored.append((-min(unit.bag.total(), other.bag.total()), -score, abs(i - j), i, j))
        return [(here.units[i], there.units[j]) for *_, i, j in sorted(scored)]


class _Movable:
    """The units of one side that may have moved, the largest first; what holds a moved one, or is in it, stays."""

    def __init__(self, tops: Sequence[Unit], stayed: set[Unit]) -> None:
        self.parents = {child: unit for top in tops for unit in top.within() for child in unit.children}
        units = (unit for top in tops for unit in top.within() if _may_move(unit))
        self.units = sorted(units, key=lambda unit: -unit.bag.total())
        self.taken: set[Unit] = set()
        for unit in stayed & {one for top in tops for one in top.within()}:
            self.take(unit)

    def free(self, unit: Unit) -> bool:
        return unit not in self.taken

    def take(self, unit: Unit) -> None:
        self.taken.update(unit.within())
        above = self.parents.get(unit)
        while above is not None:
            self.taken.add(above)
            above = self.parents.get(above)


class _Outline:
    """What a part is recognised by, before its references are renumbered."""

    def __init__(self, part: Part) -> None:
        self.unit = unit_of(part, {})
        self.family = "article" if isinstance(part, Article) else "section"
        self.label = f"article {part.label}" if isinstance(part, Article) else f"section {part.kind.value}"
        self.title = f"article {plain_text(part.title)}" if isinstance(part, Article) else self.label
        self.order = (self.label, self.title, self.unit.key)


def _staying(pairs: Pairs, left: Sequence[Unit], right: Sequence[Unit]) -> Pairs:
    """The parts that keep their order; the others moved."""
    if [unit.key for unit in left] > [unit.key for unit in right]:
        return sorted((i, j) for j, i in in_order(sorted((j, i) for i, j in pairs)))
    return in_order(pairs)


def _labels(document: Document) -> frozenset[str]:
    return frozenset(part.label for part in document.parts if isinstance(part, Article))


def _likeness(one: Unit, other: Unit) -> float:
    """How much two blocks resemble; 0 when they are not one block that changed."""
    if one.shape is not other.shape:
        texts = {Shape.PARAGRAPH, Shape.HEADING}
        resemblance = share(one.bag, other.bag) if {one.shape, other.shape} == texts else 0.0
        return resemblance * 0.9 if resemblance >= STRONGLY else 0.0
    resemblance = share(one.bag, other.bag)
    if one.shape in {Shape.TABLE, Shape.TITLE, Shape.PICTURE} or one.level == other.level == 1:
        return 0.1 + resemblance
    return resemblance if resemblance >= (BARELY if one.shape is Shape.LIST else RESEMBLES) else 0.0


def _at_one_place(one: Unit, other: Unit) -> bool:
    """Whether what stands alone between two things that did not change became what stands there now."""
    return one.shape is other.shape and share(one.bag, other.bag) >= BARELY


def _rows(one: Unit, other: Unit) -> float:
    """Rows of one name are one row, whatever its figures became."""
    resemblance = share(one.bag, other.bag)
    first, second = one.children[0], other.children[0]
    if first.bag and first.key == second.key:
        return 1.0 + resemblance
    return resemblance if resemblance >= RESEMBLES else 0.0


def _cells(one: Unit, other: Unit) -> float:
    """Header cells: columns of nearly one name are one column."""
    resemblance = share(one.bag, other.bag)
    return resemblance if resemblance >= RESEMBLES else 0.0


def _may_move(unit: Unit) -> bool:
    return unit.shape not in {Shape.CELL, Shape.TITLE} and unit.bag.total() >= FEWEST_WORDS
