"""The layout of a YAML text: values with the way they are written (quotes, block, flow), comments and blank lines.

A layout is read from a file (`yaml_layout`), or built from values (`outline`, `dump`); `printer` prints it. Layouts are
mutable: `editing/` formats a file by changing its layout, then printing it.
"""

from conventions_cli.foundation import Record, SourceText, field
from conventions_cli.source.bare import key_text

BLOCK_STYLES = frozenset("|>")


class Leaf(Record):
    """A text. `raw`: as written, without its anchor; `style`: its quotes, `|`, `>`, `*` for an alias, empty when plain.

    `start`, `end`: indexes in the source. `below`: it starts on a line after that of its key or dash.
    """

    text: str
    raw: str
    style: str
    start: int
    end: int
    blank: bool = False
    anchor: str = ""
    below: bool = False
    remark: str = ""  # the comment on the first line of a block text
    margin: int = 0  # the indentation of the lines of a block text
    changed: bool = False


class Group(Record):
    """A mapping or a list. `tail`: the comments after its last entry; `raw`: kept as written when comments are inside
    brackets, or when a comma makes a key of words that are not one."""

    mapping: bool
    flow: bool
    start: int
    end: int = 0
    anchor: str = ""
    entries: list["LayoutEntry"] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    raw: str = ""
    column: int = 0
    broken: bool = False  # in brackets, on several lines


LayoutNode = Leaf | Group


class LayoutEntry(Record):
    """A key and its value, or an item of a list (no key). `above`: comments and blank lines (empty) before it;
    `beside`: the comment at the end of its line, after `gap` spaces; `under`: those indented under a key left blank;
    `start`: the index of its key or dash."""

    key: Leaf | None
    value: LayoutNode
    start: int
    above: list[str] = field(default_factory=list)
    beside: str = ""
    gap: int = 2
    under: list[str] = field(default_factory=list)


class Layout(Record):
    """A file: the comments at its head, its root, and whether it refers to itself (`*name`).

    `comments`: every comment of the source, sorted.
    """

    source: SourceText
    header: list[str]
    root: Group
    aliases: bool
    comments: tuple[str, ...]


def to_write(text: str) -> Leaf:
    """A new value; the printer chooses its quotes."""
    return Leaf(text, text, "", 0, 0, changed=True)


def blank_leaf() -> Leaf:
    """The value of a key left blank."""
    return Leaf("", "", "", 0, 0, blank=True)


def key_to_write(text: str) -> Leaf:
    """A new key."""
    return Leaf(text, key_text(text), "", 0, 0)
