"""The changes between two texts of a file, as lines for people."""

from collections.abc import Iterator

from conventions_cli.comparison import stretches
from conventions_cli.foundation import Effort, escaped


def changed_lines(before: str, after: str, name: str) -> Iterator[str]:
    """For each place that changes, `file:line`, then the lines removed (-) and the lines added (+)."""
    old, new = before.split("\n"), after.split("\n")
    for stretch in stretches(old, new, Effort()):
        if not stretch.same:
            yield f"{name}:{stretch.start + 1 if stretch.start < stretch.end else stretch.other + 1}"
            yield from (f"- {visible_line(line)}" for line in old[stretch.start : stretch.end])
            yield from (f"+ {visible_line(line)}" for line in new[stretch.other : stretch.other_end])


def visible_line(line: str) -> str:
    """A line with its control characters made visible, so that none controls the terminal."""
    return escaped(line)


def marked_lines(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The lines removed and added; no-break spaces and tabs show as « ⍽ » and « ⇥ »."""
    for sign, lines in (("-", before), ("+", after)):
        for line in lines:
            yield sign, visible_line(line).replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\t", "⇥")
