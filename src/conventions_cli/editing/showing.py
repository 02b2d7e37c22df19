"""What changes between two texts of a file, as lines a person reads."""

from collections.abc import Iterator

from conventions_cli.comparison import stretches
from conventions_cli.foundation import Effort, escaped


def changed_lines(before: str, after: str, name: str) -> Iterator[str]:
    """`file:line`, then the lines that go (-) and those that come (+), for each place that changes."""
    old, new = before.split("\n"), after.split("\n")
    for one in stretches(old, new, Effort()):
        if not one.same:
            yield f"{name}:{one.start + 1 if one.start < one.end else one.other + 1}"
            yield from (f"- {visible_line(line)}" for line in old[one.start : one.end])
            yield from (f"+ {visible_line(line)}" for line in new[one.other : one.other_end])


def visible_line(line: str) -> str:
    """A line whose control characters show, so that none drives the terminal."""
    return escaped(line)


def marked_lines(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The lines that go and those that come; spaces that do not break, and tabs, show as « ⍽ » and « ⇥ »."""
    for sign, lines in (("-", before), ("+", after)):
        for line in lines:
            yield sign, visible_line(line).replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\t", "⇥")
