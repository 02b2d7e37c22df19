"""Merges two texts that come from a third one, line by line, as `git merge` does."""

from collections.abc import Iterator, Sequence

from conventions_cli.comparison import stretches
from conventions_cli.foundation import Effort, Record

OURS, MIDDLE, THEIRS = "<<<<<<< ", "=======", ">>>>>>> "


class Merged(Record, frozen=True):
    """A merged text, and the numbers, from 1, of the lines where conflicts begin."""

    text: str
    conflicts: tuple[int, ...]


class _Chunk(Record, frozen=True):
    """A stretch of the three texts; `base`: its lines before either side changed them."""

    base: list[str]
    ours: list[str]
    theirs: list[str]

    @property
    def settled(self) -> list[str] | None:
        """The lines that both sides agree on, or that only one side changed; None for a conflict."""
        if self.ours == self.base:
            return self.theirs
        return self.ours if self.theirs in (self.base, self.ours) else None


def merge(base: str, ours: str, theirs: str, *, here: str, there: str) -> Merged:
    """Our text with their changes; where both changed the same lines, both versions stay, between marks.

    `here`, `there`: the names of both sides in the marks. No line of ours is lost.
    """
    lines: list[str] = []
    conflicts: list[int] = []
    for chunk in _chunks(base.split("\n"), ours.split("\n"), theirs.split("\n")):
        settled = chunk.settled
        if settled is not None:
            lines.extend(settled)
            continue
        before, left, right, after = _trimmed(chunk.ours, chunk.theirs)
        lines.extend(before)
        conflicts.append(len(lines) + 1)
        lines.extend([f"{OURS}{here}", *left, MIDDLE, *right, f"{THEIRS}{there}", *after])
    return Merged("\n".join(lines), tuple(conflicts))


def _chunks(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[_Chunk]:
    """The three texts, cut at the lines that all of them have."""
    mine, other = _kept(base, ours), _kept(base, theirs)
    at, left, right = 0, 0, 0
    for line in [*(line for line in range(len(base)) if line in mine and line in other), len(base)]:
        end, other_end = mine.get(line, len(ours)), other.get(line, len(theirs))
        yield _Chunk(base[at:line], ours[left:end], theirs[right:other_end])
        if line < len(base):
            yield _Chunk([base[line]], [base[line]], [base[line]])
        at, left, right = line + 1, end + 1, other_end + 1


def _kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """The lines of `base` that another text kept: their index there, by their index in `base`."""
    return {
        stretch.start + step: stretch.other + step
        for stretch in stretches(base, other, Effort())
        if stretch.same
        for step in range(stretch.end - stretch.start)
    }


def _trimmed(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """The common first lines, the lines of each side, and the common last lines."""
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    return (
        ours[:start],
        ours[start : len(ours) - end],
        theirs[start : len(theirs) - end],
        ours[len(ours) - end :] if end else [],
    )
