"""The alignment of two acts: parts by label, title or content; blocks, items, rows and cells by their words.

A unit that is nearly unchanged but stands elsewhere is a move. The work is bounded (`Effort`).
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from conventions_cli.comparison.likeness import BARELY, FEWEST_WORDS, NEARLY_SAME, RESEMBLES, STRONGLY, cost, share
from conventions_cli.comparison.sequences import Pairs, alike, common, in_order
from conventions_cli.comparison.units import Shape, Unit, unit_of
from conventions_cli.document import Article, Document, Part, Section, SectionKind, ordinal, plain_text
from conventions_cli.foundation import Effort, Record

_INSIDE = {Shape.TITLE, Shape.ITEM, Shape.ROW, Shape.CELL}  # the shapes that are no blocks


class Aligned(Record, frozen=True, eq=False):
    """A unit of each side, or of one side only; `children`: when both are there, their children aligned, in order."""

    before: Unit | None
    after: Unit | None
    children: tuple["Aligned", ...] = ()

    def within(self) -> Iterator["Aligned"]:
        """This pair, then every pair inside it."""
        yield self
        for child in self.children:
            yield from child.within()


class Move(Record, frozen=True, eq=False):
    """A unit that moved, with the alignment of its contents."""

    number: int
    pair: Aligned


class Alignment(Record, frozen=True):
    """The aligned parts of two acts; `left`, `arrived`: the moves, by unit of A and by unit of B.

    `stayed`: the pairs of blocks that match and did not move, although their parts do not match, as two files of one
    act are not always cut into the same parts.
    """

    parts: tuple[Aligned, ...]
    left: Mapping[Unit, Move]
    arrived: Mapping[Unit, Move]
    stayed: Mapping[Unit, Aligned]
    coarse: bool = False


def align(before: Document, after: Document, effort: Effort | None = None) -> Alignment:
    """Align two acts; exchanged acts give exchanged pairs."""
    return _Aligner(effort or Effort()).documents(before, after)


def renumbering(before: Document, after: Document, pairs: Pairs) -> tuple[dict[str, str], dict[str, str]]:
    """For each act, the keys for comparison of the references to renumbered articles, by their text.

    Both acts have the same key for an article, and no act can contain it: references to one article are equal.
    """
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for left, right in pairs:
        old, new = before.parts[left], after.parts[right]
        if isinstance(old, Article) and isinstance(new, Article) and old.number != new.number:
            numbers = sorted((old.number, new.number))
            compared = f"\x00article {numbers[0]}, {numbers[1]}"
            ours[f"article\u00a0{ordinal(old.number)}"] = compared
            theirs[f"article\u00a0{ordinal(new.number)}"] = compared
    return ours, theirs


class _Aligner:
    def __init__(self, effort: Effort) -> None:
        self.effort = effort

    def documents(self, before: Document, after: Document) -> Alignment:
        outlines = [_Outline(part) for part in before.parts], [_Outline(part) for part in after.parts]
        pairs = self.part_pairs(*outlines)
        ours, theirs = renumbering(before, after, pairs)
        left, right = _units(before, ours, outlines[0]), _units(after, theirs, outlines[1])
        stay = _staying(pairs, left, right)
        aligned = tuple(self.steps(left, right, stay))
        staying = set(stay)
        moved = [self.pair(left[i], right[j]) for i, j in pairs if (i, j) not in staying]
        return self.with_moves(aligned, moved)

    def part_pairs(self, left: "list[_Outline]", right: "list[_Outline]") -> Pairs:
        """Match parts: by label, by title, by content, then by label or kind among the remaining parts."""
        if [outline.order for outline in left] > [outline.order for outline in right]:
            return sorted((i, j) for j, i in self.matching_parts(right, left))
        return sorted(self.matching_parts(left, right))

    def matching_parts(self, left: "list[_Outline]", right: "list[_Outline]") -> Pairs:
        pairs: Pairs = []
        free, unpaired = dict(enumerate(left)), dict(enumerate(right))
        for name in ("label", "title", ""):
            for i, j in self.candidates(free, unpaired, name):
                if i in free and j in unpaired:
                    pairs.append((i, j))
                    del free[i], unpaired[j]
        by_label: dict[str, deque[int]] = {}
        for j, candidate in unpaired.items():
            by_label.setdefault(candidate.label, deque()).append(j)
        for i, outline in free.items():
            if left_over := by_label.get(outline.label):
                pairs.append((i, left_over.popleft()))
        return pairs

    def candidates(self, free: "dict[int, _Outline]", unpaired: "dict[int, _Outline]", name: str) -> Pairs:
        """The pairs that may match by one criterion, the most alike first. `name`: it, or empty for the family."""
        threshold = BARELY if name else STRONGLY
        scored = []
        by_name: dict[str, list[int]] = {}
        for j, candidate in unpaired.items():
            by_name.setdefault(getattr(candidate, name) if name else candidate.family, []).append(j)
        for i, outline in free.items():
            for j in by_name.get(getattr(outline, name) if name else outline.family, ()):
                if self.effort.spent:
                    break
                score = self.resemblance(outline.unit, unpaired[j].unit)
                if score >= threshold:
                    scored.append((-score, abs(i - j), i, j))
        return [(i, j) for *_, i, j in sorted(scored)]

    def resemblance(self, unit: Unit, other: Unit) -> float:
        """How much two parts resemble, or 0 when no effort is left to compare them; equal parts cost none."""
        if unit.key == other.key:
            return 1.0
        return share(unit.bag, other.bag) if self.effort.allows(cost(unit.bag, other.bag)) else 0.0

    def steps(self, before: Sequence[Unit], after: Sequence[Unit], pairs: Pairs) -> Iterator[Aligned]:
        """The pairs in order, with the units of one side only between them: first the removed, then the added units."""
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            yield from (Aligned(unit, None) for unit in before[at:i])
            yield from (Aligned(None, unit) for unit in after[other_at:j])
            if i < len(before):
                yield self.pair(before[i], after[j])
            at, other_at = i + 1, j + 1

    def pair(self, before: Unit, after: Unit) -> Aligned:
        """Two units that match, and their contents aligned."""
        if before.leaf or after.leaf:
            return Aligned(before, after)
        if before.shape is Shape.TABLE:
            return Aligned(before, after, tuple(self.table(before, after)))
        return Aligned(before, after, tuple(self.sequence(before.children, after.children)))

    def table(self, before: Unit, after: Unit) -> Iterator[Aligned]:
        """Align rows, then their cells, column by column."""
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
        """Match equal units, then, between these, the units most alike."""
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
        pairs = common(keys, other_keys, self.effort)
        at = other_at = 0
        between: Pairs = []
        for i, j in [*pairs, (len(before), len(after))]:
            left, right = before[at:i], after[other_at:j]
            near = alike(left, right, likeness, self.effort, lambda unit: len(unit.bag))
            if not near and len(left) == len(right) == 1 and _at_one_place(left[0], right[0]):
                near = [(0, 0)]
            between.extend((at + a, other_at + b) for a, b in near)
            at, other_at = i + 1, j + 1
        return sorted(pairs + between)

    def with_moves(self, parts: tuple[Aligned, ...], moved: list[Aligned]) -> Alignment:
        """Look for moves among the units of one side only, and add them to the moves of whole parts."""
        gone = {unit for pair in moved for unit in (pair.before, pair.after)}
        stayed = self.stayed([part for part in parts if gone.isdisjoint((part.before, part.after))])
        steps = [step for part in (*parts, *moved) for step in part.within()]
        passed_over = gone | set(stayed)
        left = [step.before for step in steps if step.before and step.after is None and step.before not in passed_over]
        right = [step.after for step in steps if step.after and step.before is None and step.after not in passed_over]
        nodes = [(pair.before, pair.after) for pair in moved if pair.before and pair.after]
        pair_of = {(old, new): pair for pair, (old, new) in zip(moved, nodes, strict=True)}
        nodes.extend(self.moved_units(left, right, set(stayed)))
        leaving: dict[Unit, Move] = {}
        arriving: dict[Unit, Move] = {}
        for number, (old, new) in enumerate(nodes, start=1):
            pair = pair_of.get((old, new)) or self.pair(old, new)
            leaving[old] = arriving[new] = Move(number, pair)
        return Alignment(parts, leaving, arriving, stayed, self.effort.coarse)

    def stayed(self, parts: Sequence[Aligned]) -> dict[Unit, Aligned]:
        """Match the blocks of one side only that stand between the same two texts, whatever their parts."""
        gaps: dict[int, tuple[list[Unit], list[Unit]]] = {}
        passed = 0
        for step in (inner for part in parts for inner in part.within()):
            if step.before is not None and step.after is not None:
                passed += step.before.leaf
                continue
            for side, unit in enumerate((step.before, step.after)):
                if unit is not None and unit.shape not in _INSIDE:
                    blocks = unit.children if unit.shape is Shape.PART else (unit,)
                    gaps.setdefault(passed, ([], []))[side].extend(
                        block for block in blocks if block.shape not in _INSIDE
                    )
        aligned: dict[Unit, Aligned] = {}
        for left, right in gaps.values():
            for i, j in self.pairs(left, right, _likeness) if left and right else ():
                aligned[left[i]] = aligned[right[j]] = self.pair(left[i], right[j])
        return aligned

    def moved_units(self, left: list[Unit], right: list[Unit], stayed: set[Unit]) -> list[tuple[Unit, Unit]]:
        """Pairs of a unit that left A and a unit new in B, the largest first: equal units, then nearly equal units."""
        if [unit.key for unit in left] > [unit.key for unit in right]:
            return [(old, new) for new, old in self.moved_units(right, left, stayed)]
        here, there = _Movable(left, stayed), _Movable(right, stayed)
        pairs: list[tuple[Unit, Unit]] = []
        by_key: dict[str, deque[Unit]] = {}
        for unit in there.units:
            by_key.setdefault(unit.key, deque()).append(unit)
        for unit in here.units:
            waiting = by_key.get(unit.key, deque())
            while waiting and not there.free(waiting[0]):  # a unit taken is never freed
                waiting.popleft()
            same = waiting[0] if waiting else None
            if same is not None and here.free(unit):
                here.take(unit)
                there.take(same)
                pairs.append((unit, same))
        for unit, other in self.nearly_same(here, there):
            if here.free(unit) and there.free(other):
                here.take(unit)
                there.take(other)
                pairs.append((unit, other))
        return pairs

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
    """The units of one side that may move, the largest first; none may hold, or be inside, a unit that moved."""

    def __init__(self, tops: Sequence[Unit], stayed: set[Unit]) -> None:
        self.parents = {child: unit for top in tops for unit in top.within() for child in unit.children}
        units = (unit for top in tops for unit in top.within() if _may_move(unit))
        self.units = sorted(units, key=lambda unit: -unit.bag.total())
        self.taken: set[Unit] = set()
        for unit in stayed & {unit for top in tops for unit in top.within()}:
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
    """What identifies a part, before its references are renumbered."""

    def __init__(self, part: Part) -> None:
        self.unit = unit_of(part, {})
        self.family = "article" if isinstance(part, Article) else "section"
        self.label = f"article {part.label}" if isinstance(part, Article) else f"section {part.kind.value}"
        self.title = f"article {plain_text(part.title)}" if isinstance(part, Article) else self.label
        self.order = (self.label, self.title, self.unit.key)


def _staying(pairs: Pairs, left: Sequence[Unit], right: Sequence[Unit]) -> Pairs:
    """The pairs of parts that keep their order; the others moved."""
    if [unit.key for unit in left] > [unit.key for unit in right]:
        return sorted((i, j) for j, i in in_order(sorted((j, i) for i, j in pairs)))
    return in_order(pairs)


def _units(document: Document, renumbered: Mapping[str, str], outlines: "list[_Outline]") -> list[Unit]:
    """The unit of each part: that of its outline, unless the contents or a renumbered article change it."""
    labels = frozenset(part.label for part in document.parts if isinstance(part, Article))
    return [
        unit_of(part, renumbered, labels)
        if renumbered or (isinstance(part, Section) and part.kind is SectionKind.CONTENTS)
        else outline.unit
        for part, outline in zip(document.parts, outlines, strict=True)
    ]


def _likeness(left: Unit, right: Unit) -> float:
    """How much two blocks resemble; 0 when the second is not a new state of the first."""
    if left.shape is not right.shape:
        texts = {Shape.PARAGRAPH, Shape.HEADING}
        resemblance = share(left.bag, right.bag) if {left.shape, right.shape} == texts else 0.0
        return resemblance * 0.9 if resemblance >= STRONGLY else 0.0
    resemblance = share(left.bag, right.bag)
    if left.shape in {Shape.TABLE, Shape.TITLE, Shape.PICTURE} or left.level == right.level == 1:
        return 0.1 + resemblance
    return resemblance if resemblance >= (BARELY if left.shape is Shape.LIST else RESEMBLES) else 0.0


def _at_one_place(left: Unit, right: Unit) -> bool:
    """Whether two units, each alone between the same unchanged neighbours, are one unit that changed."""
    return left.shape is right.shape and share(left.bag, right.bag) >= BARELY


def _rows(left: Unit, right: Unit) -> float:
    """How much two rows resemble; rows with the same first cell match, whatever their figures."""
    resemblance = share(left.bag, right.bag)
    first, second = left.children[0], right.children[0]
    if first.bag and first.key == second.key:
        return 1.0 + resemblance
    return resemblance if resemblance >= RESEMBLES else 0.0


def _cells(left: Unit, right: Unit) -> float:
    """How much two header cells resemble; columns with nearly the same name match."""
    resemblance = share(left.bag, right.bag)
    return resemblance if resemblance >= RESEMBLES else 0.0


def _may_move(unit: Unit) -> bool:
    return unit.shape not in {Shape.CELL, Shape.TITLE} and unit.bag.total() >= FEWEST_WORDS
