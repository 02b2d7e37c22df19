"""What changes between two texts of a file, as lines a person reads."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from conventions_cli.visible import escaped


def changed_lines(before: str, after: str, name: str) -> Iterator[str]:
    """`file:line`, then the lines that go (-) and those that come (+), for each place that changes."""
    old, new = before.split("\n"), after.split("\n")
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"{name}:{first + 1 if kind != 'insert' else start + 1}"
            yield from (f"- {visible_line(line)}" for line in old[first:last])
            yield from (f"+ {visible_line(line)}" for line in new[start:end])


def visible_line(line: str) -> str:
    """A line whose control characters show, so that none drives the terminal."""
    return escaped(line)


def marked_lines(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The lines that go and those that come; spaces that do not break, and tabs, show as « ⍽ » and « ⇥ »."""
    for sign, lines in (("-", before), ("+", after)):
        for line in lines:
            yield sign, visible_line(line).replace("\u00a0", "⍽").replace("\u202f", "⍽").replace("\t", "⇥")
