"""The modifications between two versions of an act, as small as a jurist would write them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from conventions_cli.amendment.applying import swapped
from conventions_cli.amendment.holders import Holder
from conventions_cli.amendment.lines import Line, Lines
from conventions_cli.amendment.modifications import (
    Amended,
    Edit,
    Inserted,
    Modification,
    Repealed,
    Replaced,
    Retitled,
    Rewritten,
    Words,
)
from conventions_cli.amendment.swaps import swaps_between
from conventions_cli.comparison import RESEMBLES, Sort, alike, common, in_order, share, tokens
from conventions_cli.document import Heading, Paragraph, Picture, Table
from conventions_cli.foundation import Effort

_KEPT = 0.34  # share of lines: when fewer lines of a text stay, the whole text is written anew
_MANY = 15  # modifications of one text that a reader can still follow
_BLANK = {Sort.SPACE, Sort.SIGN, Sort.BREAK}


def modifications_between(
    before: Sequence[Holder], after: Sequence[Holder], effort: Effort | None = None
) -> tuple[Modification, ...]:
    """The modifications, in the order of the new version, with repealed texts at their old place."""
    effort = effort or Effort()
    return tuple(_modifications(before, after, effort))


def _modifications(before: Sequence[Holder], after: Sequence[Holder], effort: Effort) -> Iterator[Modification]:
    at = {holder.key: number for number, holder in enumerate(after)}
    pairs = in_order([(number, at[holder.key]) for number, holder in enumerate(before) if holder.key in at])
    left = right = 0
    for i, j in [*pairs, (len(before), len(after))]:
        yield from (Repealed(holder) for holder in before[left:i])
        for number in range(right, j):
            yield Inserted(after[number], after[number - 1].key if number else None)
        if i < len(before):
            edits = edits_between(before[i], after[j], effort)
            if edits:
                yield Amended(before[i], edits)
        left, right = i + 1, j + 1


def edits_between(before: Holder, after: Holder, effort: Effort) -> tuple[Edit, ...]:
    """The edits between two versions of a holder."""
    title: tuple[Edit, ...] = (Retitled(after.title),) if before.title != after.title else ()
    if before.lines == after.lines:
        return title
    edits = tuple(_line_edits(before.lines, after.lines, effort))
    if _better_anew(before.lines, after.lines, edits):
        return (*title, Rewritten(after.lines))
    return (*title, *edits)


def _better_anew(before: Lines, after: Lines, edits: Sequence[Edit]) -> bool:
    """Whether to write the whole text anew: it has too many edits, too few equal lines, or an edit quotes a list."""
    if not before or not after:
        return False
    lost = sum(edit.end - edit.start for edit in edits if isinstance(edit, Replaced))
    share_kept = (len(before) - lost) / len(before)
    partial = any(any(line.lists) for edit in edits if isinstance(edit, Replaced) for line in edit.lines)
    return partial or len(edits) > _MANY or (len(before) > 1 and share_kept < _KEPT)


def _line_edits(before: Lines, after: Lines, effort: Effort) -> Iterator[Edit]:
    left = right = 0
    pairs = common([repr(line) for line in before], [repr(line) for line in after], effort)
    for i, j in [*pairs, (len(before), len(after))]:
        yield from _gap(before, after, (left, i, right, j), effort)
        left, right = i + 1, j + 1


def _gap(before: Lines, after: Lines, span: tuple[int, int, int, int], effort: Effort) -> Iterator[Edit]:
    """The edits of a span between two unchanged lines."""
    start, end, other, other_end = span
    old, new = before[start:end], after[other:other_end]
    near = alike(old, new, _likeness, effort)
    left = right = 0
    for i, j in [*near, (len(old), len(new))]:
        if left < i or right < j:
            yield from _runs(start + left, old[left:i], new[right:j])
        if i < len(old):
            yield from _line(start + i, old[i], new[j], effort)
        left, right = i + 1, j + 1


def _runs(start: int, old: Lines, new: Lines) -> Iterator[Edit]:
    """The replacement of lines by others; deleted lines make one edit per group of alinéas, and one per other line."""
    if new:
        yield Replaced(start, start + len(old), new)
        return
    first = 0
    for number in range(1, len(old) + 1):
        if number == len(old) or old[number].is_alinea is not old[first].is_alinea or not old[first].is_alinea:
            yield Replaced(start + first, start + number, ())
            first = number


def _line(index: int, old: Line, new: Line, effort: Effort) -> Iterator[Edit]:
    """The edit of a line: of its words when few changed, else of the whole line."""
    if old == new:
        return
    if isinstance(old.block, Paragraph) and isinstance(new.block, Paragraph):
        swaps = swaps_between(old.block.content, new.block.content, effort)
        if swaps and swapped(old, swaps) == new:
            yield Words(index, swaps)
            return
    yield Replaced(index, index + 1, (new,))


def _likeness(old: Line, new: Line) -> float:
    """How much two lines resemble; 0 when the second is not a new state of the first."""
    if (old.lists, old.opens, type(old.block)) != (new.lists, new.opens, type(new.block)):
        return 0.0
    match old.block, new.block:
        case Table(), Table():
            return 0.1 + (old.block.header == new.block.header)
        case Picture(), Picture():
            return 0.5
        case (Heading(), Heading()) | (Paragraph(), Paragraph()):
            resemblance = share(_bag(old), _bag(new))
            return resemblance if resemblance >= RESEMBLES else 0.0
        case _:
            return 0.0


def _bag(line: Line) -> Counter[str]:
    assert isinstance(line.block, (Heading, Paragraph))  # noqa: S101 - `_likeness` calls this for texts only
    words = tokens(line.block.content)
    return Counter(token.key for token in words if token.sort not in _BLANK)
