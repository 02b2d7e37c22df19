"""Prints a layout as lines of YAML: two spaces for each level, quotes only where YAML needs them.

All the YAML of this program is printed here: a file with the layout of its author (`yaml_layout`), a value to add to
such a file or a draft with comments (`outline`), and the spec inside an act (`dump`).
"""

import re

from conventions_cli.source.bare import key_reads_bare, quoted, scalar_text
from conventions_cli.source.text_layout import BLOCK_STYLES, Group, Layout, LayoutEntry, LayoutNode, Leaf

WIDTH = 120
_STEP = "  "
_GLUED = re.compile(r"#[^\s#]")


def print_layout(layout: Layout) -> str:
    """The whole file, with `\\n` line ends and one at the end."""
    page = _Page()
    for line in layout.header:
        page.comment(line, "")
    root = layout.root
    if root.flow:
        for line in _flow_lines(root, "", 0):
            page.line(line)
        for line in root.tail:
            page.comment(line, "")
    else:
        page.group(root, "", opener=False)
    return page.text()


def group_lines(group: Group, *, column: int = 0, inset: int = 2) -> list[str]:
    """The lines of a group that is not between brackets.

    `column`: the indentation of the group, in blanks; `inset`: that of the items of a list from its key, 2 or 0.
    """
    page = _Page(inset)
    page.group(group, " " * column)
    return page.lines


def flow_text(node: LayoutNode) -> str:
    """A group between brackets, or a value inside one, on one line; a list between brackets has no blank item."""
    anchor = f"&{node.anchor} " if node.anchor else ""
    if isinstance(node, Leaf):
        return anchor + _leaf_text(node, flow=True)
    inner = ", ".join(entry_text(entry) for entry in node.entries)
    return anchor + (f"{{{inner}}}" if node.mapping else f"[{inner}]")


def entry_text(entry: LayoutEntry) -> str:
    """A key and its value, or an item, between the brackets of a group."""
    value = flow_text(entry.value)
    return value if entry.key is None else f"{_key_text(entry.key)}: {value}"


def _key_text(key: Leaf) -> str:
    """The text of a key."""
    anchor = f"&{key.anchor} " if key.anchor else ""
    if key.style == "*":
        return f"{key.raw} "
    if key.style in {"'", '"'} and key_reads_bare(key.text):
        return anchor + key.text
    return anchor + (" ".join(key.raw.split()) if "\n" in key.raw else key.raw)


def _leaf_text(leaf: Leaf, *, flow: bool) -> str:
    """The text of a value, on the lines its author chose; `_Page` writes block texts."""
    if leaf.blank or leaf.style == "*":
        return leaf.raw
    if leaf.style == "=":
        return quoted(leaf.text) if leaf.changed else leaf.raw
    if leaf.changed or (leaf.style and "\n" not in leaf.raw):
        return scalar_text(leaf.text, flow=flow, written="" if leaf.changed else leaf.raw)
    return leaf.raw


def _flow_lines(group: Group, indent: str, before: int) -> list[str]:
    """A group between brackets: on one line, or with an item on each line when its author did so and it is too long."""
    if group.raw:  # so are all the groups that hold it
        return _shifted(group.raw, indent)
    whole = flow_text(group)
    if not group.broken or (len(indent) + before + len(whole) <= WIDTH and "\n" not in whole):
        return whole.split("\n")
    opening, closing = ("{", "}") if group.mapping else ("[", "]")
    anchor = f"&{group.anchor} " if group.anchor else ""
    items = [f"{indent}{_STEP}{entry_text(entry)}," for entry in group.entries]
    return [f"{anchor}{opening}", *items[:-1], *(item.removesuffix(",") for item in items[-1:]), f"{indent}{closing}"]


def _shifted(raw: str, indent: str) -> list[str]:
    """Lines kept as written, indented one level more than their key."""
    first, *rest = raw.split("\n")
    if not rest:
        return [first]
    margin = min((len(line) - len(line.lstrip()) for line in rest[:-1] if line.strip()), default=0)
    inside = [(f"{indent}{_STEP}{line[margin:]}" if line.strip() else "").rstrip() for line in rest[:-1]]
    last = rest[-1].strip()
    step = "" if last[:1] in {"]", "}"} else _STEP
    return [first.rstrip(), *inside, f"{indent}{step}{last}"]


class _Page:
    """The lines written so far; blank lines are never doubled, and never come first in a group."""

    def __init__(self, inset: int = 2) -> None:
        self.inset = " " * inset
        self.lines: list[str] = []
        self.spaced = True  # whether a blank line would be one too many here

    def text(self) -> str:
        while self.spaced and self.lines and not self.lines[-1]:
            self.lines.pop()
        return "\n".join(self.lines) + "\n"

    def line(self, text: str) -> None:
        self.lines.append(text)
        self.spaced = False

    def comment(self, text: str, indent: str) -> None:
        """A comment, or a blank line when it is empty."""
        if text:
            self.line(f"{indent}{text}")
        elif not self.spaced:
            self.lines.append("")
            self.spaced = True

    def group(self, group: Group, indent: str, *, opener: bool = True) -> None:
        """The entries of a group, each on its own lines."""
        self.spaced = self.spaced or opener
        for entry in group.entries:
            for line in entry.above:
                self.comment(line, indent)
            self.entry(entry, indent, f"{indent}{'- ' if entry.key is None else _key_text(entry.key) + ':'}")
        for line in group.tail:
            self.comment(line, indent)

    def entry(self, entry: LayoutEntry, indent: str, head: str) -> None:
        """A key or a dash, and its value."""
        value = entry.value
        beside = f"{' ' * max(entry.gap, 2)}{entry.beside}" if entry.beside else ""
        space = "" if entry.key is None else " "
        anchor = f"{space}&{value.anchor}" if value.anchor else ""
        if isinstance(value, Group) and not value.flow:
            self._block(entry, value, indent, (head, anchor, beside))
        elif isinstance(value, Leaf) and value.style in BLOCK_STYLES:
            self._text(value, indent, f"{head}{anchor}{space if not anchor else ' '}")
        else:
            if isinstance(value, Leaf) and _GLUED.match(entry.beside) and value.style in {"'", '"'}:
                value.style = "="  # without quotes, the comment would seem to be part of it (C120)
            lines = self._value(value, indent, len(head), space)
            self.line(f"{head}{anchor if lines[0] == '' else ''}{lines[0]}".rstrip())
            for line in lines[1:]:
                self.line(line)
            self.lines[-1] += beside
        for line in entry.under:
            self.comment(line, indent + _STEP)

    def _value(self, value: LayoutNode, indent: str, before: int, space: str) -> list[str]:
        """The lines of a value that is not a block; the first is the end of the line of its key."""
        anchor = f"&{value.anchor} " if value.anchor else ""
        if isinstance(value, Group):
            first, *rest = _flow_lines(value, indent, before + 1)
            return [space + first if value.raw == "" else f"{space}{anchor}{first}", *rest]
        if value.blank:
            return [""]
        text = _leaf_text(value, flow=False)
        pieces = [piece.strip() if "\\ " not in piece else piece.lstrip() for piece in text.split("\n")]
        if value.below and (len(pieces) > 1 or len(indent) + before + 1 + len(text) > WIDTH):
            pieces = ["", *pieces]
            first = f"{space}{anchor}".rstrip()
        else:
            first = f"{space}{anchor}{pieces[0]}"
        return [first, *(f"{indent}{_STEP}{piece}" if piece else "" for piece in pieces[1:])]

    def _block(self, entry: LayoutEntry, value: Group, indent: str, around: tuple[str, str, str]) -> None:
        head, anchor, beside = around
        if entry.key is not None:
            self.line(f"{head}{anchor}{beside}")
            self.group(value, indent + (_STEP if value.mapping else self.inset))
            return
        if anchor or not value.entries:
            self.line(f"{head}{anchor}{beside}".rstrip())
            self.group(value, indent + _STEP)
            return
        first, *others = value.entries
        for line in first.above:
            self.comment(line, indent)
        inner = indent + _STEP
        opening = f"{head}{'- ' if first.key is None else _key_text(first.key) + ':'}"
        self.entry(first, inner, opening)
        rest = Group(value.mapping, False, value.start, value.end, entries=others, tail=value.tail)
        self.group(rest, inner, opener=False)

    def _text(self, leaf: Leaf, indent: str, head: str) -> None:
        """A block text: its lines as they are, at the indentation of this place."""
        header, *body = leaf.raw.split("\n")
        header = header.strip()
        remark = f"  {leaf.remark}" if leaf.remark else ""
        if any(sign.isdigit() for sign in header):
            header = "".join("2" if sign.isdigit() else sign for sign in header)
        self.line(f"{head}{header}{remark}")
        for line in body:
            text = line[leaf.margin :]
            self.lines.append(f"{indent}{_STEP}{text}" if text else "")
