"""A spec while it is written: keys and items with their values and comments, added by path, then printed.

A key with only comments is written as a comment, to show what is left to complete.
"""

from collections.abc import Iterable

from conventions_cli.foundation import Record, field
from conventions_cli.source.decoding import without_forbidden
from conventions_cli.source.node import KeyPath
from conventions_cli.source.printer import group_lines
from conventions_cli.source.text_layout import Group, LayoutEntry, LayoutNode, Leaf, blank_leaf, key_to_write, to_write

_LONGEST = 400  # characters of a comment


class Line(Record):
    """A key, or an item, of the spec being written.

    `value`: its text; None for a mapping, a list, or a key left blank (`blank`). `hollow`: « {} » or « [] », for an
    empty group. `remark`: the comment on its line. `notes`: the comments above it. `absent`: why the key is written as
    a comment only. `children`: by key, or by number for a list.
    """

    value: str | None = None
    blank: bool = False
    hollow: str = ""
    remark: str = ""
    absent: str = ""
    notes: list[str] = field(default_factory=list)
    children: dict[str | int, "Line"] = field(default_factory=dict)

    def at(self, path: KeyPath) -> "Line":
        """The line at a path; missing lines are added."""
        line = self
        for step in path:
            line = line.children.setdefault(step, Line())
        return line

    def get(self, path: KeyPath) -> "Line | None":
        """The line at a path, if there is one."""
        line: Line | None = self
        for step in path:
            line = line.children.get(step) if line is not None else None
        return line

    @property
    def listed(self) -> bool:
        """Whether its children are the items of a list: they have numbers."""
        return all(isinstance(key, int) for key in self.children)

    @property
    def empty(self) -> bool:
        """Whether it has no value, no child, and is not left blank."""
        return self.value is None and not (self.blank or self.hollow or self.children)


def yaml_lines(root: Line) -> list[str]:
    """The lines of YAML of a mapping."""
    return group_lines(as_layout(root))


def as_layout(line: Line) -> Group:
    """The children of a line, as a layout; keys that hold only comments become comments."""
    listed = line.listed
    group = Group(not listed, False, 0)
    comments: list[str] = []
    for key in sorted(line.children, key=int) if listed else line.children:
        child = line.children[key]
        comments.extend(f"# {comment_text(note)}" for note in child.notes)
        if child.absent and not listed:
            comments.append(f"# {comment_text(str(key))}:  # {comment_text(child.absent)}")
        elif not child.empty:
            _append(group, None if listed else key_to_write(str(key)), child, comments)
    group.tail = comments
    return group


def _append(group: Group, key: Leaf | None, line: Line, comments: list[str]) -> None:
    """Add an entry to a group, below the waiting comments; an entry with only comments is added to those instead."""
    value = _value(line)
    remark = f"# {comment_text(line.remark)}" if line.remark else ""
    entry = LayoutEntry(key, value, 0, beside=remark)
    if line.children and isinstance(value, Group):
        if not value.entries:
            if key is not None or not value.mapping:
                comments.append(f"# {'-' if key is None else f'{key.raw}:'}  # à compléter")
            comments.extend(f"  {comment}" for comment in value.tail)
            return
        if key is None and value.mapping:
            _open_item(value)
    entry.above = comments[:]
    comments.clear()
    group.entries.append(entry)


def _value(line: Line) -> LayoutNode:
    if line.children:
        return as_layout(line)
    if line.hollow:
        return Group(line.hollow == "{}", True, 0)
    return to_write(line.value) if line.value is not None else blank_leaf()


def _open_item(item: Group) -> None:
    """Move the comments above the first key of an item below it, since that key is on the line of the dash."""
    first, *others = item.entries
    after = others[0].above if others else item.tail
    after[:0] = first.above
    first.above = []


def comment_text(text: str, most: int = _LONGEST) -> str:
    """A text for a comment: on one line, without control characters, cut when it is too long."""
    flat = " ".join(without_forbidden(text, " ").split())
    return flat if len(flat) <= most else f"{flat[: most - 2].rstrip()} …"


def says_nothing(lines: Iterable[str]) -> bool:
    """Whether lines are only comments or blank, so that YAML reads no value."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)
