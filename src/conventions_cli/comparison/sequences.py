"""Pairs of equal or similar elements in two sequences, within bounds; exchanged sequences give exchanged pairs.

A comparison never does more than its `Effort` allows: once it is spent, stretches that would cost too much count as
replaced whole, and the effort is marked `coarse`. A step is a cell of a table that is filled.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from conventions_cli.foundation import LEAST, STEPS, Effort, Record

T = TypeVar("T")

_DIRECT = 60_000  # cells: larger tables are first cut at the elements that each side has exactly once

Pairs = list[tuple[int, int]]


class Stretch(Record, frozen=True):
    """A stretch of two sequences: `start` up to `end` in the first, `other` up to `other_end` in the second."""

    same: bool
    start: int
    end: int
    other: int
    other_end: int


def stretches(before: Sequence[str], after: Sequence[str], effort: Effort) -> Iterator[Stretch]:
    """Both sequences whole, in order, as stretches that are equal and stretches that differ."""
    at = other_at = 0
    since, since_other = 0, 0
    for left, right in [*common(before, after, effort), (len(before), len(after))]:
        if (left, right) != (at, other_at):
            if since < at:
                yield Stretch(True, since, at, since_other, other_at)
            yield Stretch(False, at, left, other_at, right)
            since, since_other = left, right
        at, other_at = left + 1, right + 1
    if since < len(before):
        yield Stretch(True, since, len(before), since_other, len(after))


def common(before: Sequence[str], after: Sequence[str], effort: Effort) -> Pairs:
    """The index pairs of a longest common subsequence of keys; exchanged sequences give exchanged pairs."""
    if list(before) > list(after):
        return [(left, right) for right, left in common(after, before, effort)]
    ranks: dict[str, int] = {}  # small numbers compare faster than long keys
    ours, theirs = ([ranks.setdefault(key, len(ranks)) for key in keys] for keys in (before, after))
    return _common(ours, theirs, effort)


def _common(before: Sequence[int], after: Sequence[int], effort: Effort) -> Pairs:
    """Match equal ends first, then fill the table of the longest common subsequence, or cut at the anchors."""
    pairs: Pairs = []
    pending = [(0, len(before), 0, len(after))]
    while pending:
        start, end, other, other_end = pending.pop()
        while start < end and other < other_end and before[start] == after[other]:
            pairs.append((start, other))
            start, other = start + 1, other + 1
        while start < end and other < other_end and before[end - 1] == after[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            pairs.append((end, other_end))
        cells = (end - start) * (other_end - other)
        if not cells:
            continue
        if cells > _DIRECT:
            anchors = _anchors(before, after, (start, end, other, other_end), effort)
            if anchors:
                pairs.extend(anchors)
                edges = [(start - 1, other - 1), *anchors, (end, other_end)]
                pending.extend((left[0] + 1, right[0], left[1] + 1, right[1]) for left, right in pairwise(edges))
                continue
        if effort.allows(cells):
            pairs.extend(_longest(before, after, (start, end, other, other_end)))
    return sorted(pairs)


def _anchors(before: Sequence[int], after: Sequence[int], span: tuple[int, int, int, int], effort: Effort) -> Pairs:
    """The pairs of elements that each side has exactly once, in the same order on both."""
    start, end, other, other_end = span
    if not effort.allows(end - start + other_end - other, at_once=STEPS):
        return []
    once = Counter(before[start:end])
    once_after = Counter(after[other:other_end])
    places = {key: place for place, key in enumerate(after[other:other_end], start=other) if once_after[key] == 1}
    shared = [
        (place, places[before[place]])
        for place in range(start, end)
        if once[before[place]] == 1 and before[place] in places
    ]
    return in_order(shared)


def in_order(pairs: Pairs) -> Pairs:
    """The longest subsequence of pairs, given in the order of their first index, whose second index grows too."""
    tails: list[int] = []
    tail_at: list[int] = []
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        depth = bisect_left(tails, place)
        if depth == len(tails):
            tails.append(place)
            tail_at.append(number)
        else:
            tails[depth] = place
            tail_at[depth] = number
        previous.append(tail_at[depth - 1] if depth else -1)
    common_pairs: Pairs = []
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        common_pairs.append(pairs[at])
        at = previous[at]
    return common_pairs[::-1]


def _longest(before: Sequence[int], after: Sequence[int], span: tuple[int, int, int, int]) -> Pairs:
    start, end, other, other_end = span
    left, right = before[start:end], after[other:other_end]
    width = len(right) + 1
    table = [[0] * width]
    for key in reversed(left):
        below = table[-1]
        row = [0] * width
        for place in range(width - 2, -1, -1):
            if key == right[place]:
                row[place] = below[place + 1] + 1
            else:
                below_score, after_score = below[place], row[place + 1]
                row[place] = below_score if below_score > after_score else after_score  # noqa: FURB136 - max() takes three times as long
        table.append(row)
    table.reverse()
    pairs: Pairs = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((start + i, other + j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def alike(
    before: Sequence[T],
    after: Sequence[T],
    likeness: Callable[[T, T], float],
    effort: Effort,
    size: Callable[[T], int] = lambda _: 0,
) -> Pairs:
    """The pairs, in order on both sides, with the largest sum of likenesses; elements with a likeness of 0 never pair.

    `size`: the number of words of an element, when `likeness` compares words; its cost is that of the smaller element.
    """
    count, other_count = len(before), len(after)
    if not count or not other_count:
        return []
    words = min(other_count * sum(map(size, before)), count * sum(map(size, after)))
    if not effort.allows(LEAST * count * other_count + 2 * words):
        return []
    scores = [[likeness(left, right) for right in after] for left in before]
    best = [[0.0] * (other_count + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        for j in range(other_count - 1, -1, -1):
            paired = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: Pairs = []
    i = j = 0
    while i < count and j < other_count:
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
