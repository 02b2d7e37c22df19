"""A tree of keys and items to the lines of YAML: the one way from values to the text of a spec.

A spec somebody will go on with has comments (`model/commented.py`); the one an act carries has none (`dump`). A file
whose layout is its author's keeps it: `editing/printing.py` prints that, and writes its values by the same rule.
"""

from collections.abc import Iterable

from conventions_cli.foundation import Record, field
from conventions_cli.source.bare import key_text, scalar_text
from conventions_cli.source.decoding import without_forbidden
from conventions_cli.source.node import KeyPath

_LONGEST = 400  # characters of a comment


class Line(Record):
    """A key, or an item, of the spec being written.

    `value`: its text; None for a mapping, a list, or a key left blank (`blank`). `hollow`: « {} » or « [] », of a group
    that holds nothing. `remark`: the comment on its line. `notes`: the comments above it. `absent`: the key itself
    stands as a comment, which says why. `children`: by key, or by number for a list.
    """

    value: str | None = None
    blank: bool = False
    hollow: str = ""
    remark: str = ""
    absent: str = ""
    notes: list[str] = field(default_factory=list)
    children: dict[str | int, "Line"] = field(default_factory=dict)

    def at(self, path: KeyPath) -> "Line":
        """The line at a path, made on the way."""
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
    def empty(self) -> bool:
        """Whether nothing at all is said of it."""
        return self.value is None and not (self.blank or self.hollow or self.children)


def yaml_lines(root: Line, *, inset: int = 2) -> list[str]:
    """The lines of a mapping. `inset`: by how many blanks the items of a list are set in from its key, 2 or 0."""
    return _Printer(inset).mapping(root, "")


def comment_text(text: str, most: int = _LONGEST) -> str:
    """A text that may stand in a comment: one line, no control character, cut where it is too long."""
    flat = " ".join(without_forbidden(text, " ").split())
    return flat if len(flat) <= most else f"{flat[: most - 2].rstrip()} …"


def says_nothing(lines: Iterable[str]) -> bool:
    """Whether lines hold comments only: YAML reads nothing in them."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


class _Printer:
    def __init__(self, inset: int) -> None:
        self.inset = " " * inset

    def mapping(self, node: Line, indent: str) -> list[str]:
        lines: list[str] = []
        for key, child in node.children.items():
            lines.extend(f"{indent}# {comment_text(note)}" for note in child.notes)
            if child.absent:
                lines.append(f"{indent}# {comment_text(str(key))}:  # {comment_text(child.absent)}")
            elif not child.empty:
                lines.extend(self.entry(f"{key_text(str(key))}:", child, indent))
        return lines

    def entry(self, head: str, node: Line, indent: str) -> list[str]:
        """A key, or the dash of an item that is a list, and what follows it."""
        if not node.children:
            return [f"{indent}{head}{_beside(node)}"]
        under = self.group(node, indent)
        if says_nothing(under):
            return [f"{indent}# {head}  # à compléter", *under]
        return [f"{indent}{head}{_remark(node)}", *under]

    def group(self, node: Line, indent: str) -> list[str]:
        if all(isinstance(key, int) for key in node.children):
            items = (node.children[key] for key in sorted(node.children, key=int))
            return [line for item in items for line in self.item(item, indent + self.inset)]
        return self.mapping(node, f"{indent}  ")

    def item(self, node: Line, indent: str) -> list[str]:
        """An item of a list; a mapping starts on the line of its dash."""
        notes = [f"{indent}# {comment_text(note)}" for note in node.notes]
        if node.empty:
            return notes
        if not node.children or all(isinstance(key, int) for key in node.children):
            return [*notes, *self.entry("-", node, indent)]
        inner = self.mapping(node, f"{indent}  ")
        first = next((at for at, line in enumerate(inner) if not says_nothing([line])), None)
        if first is None:
            return [*notes, *inner]
        opening = inner.pop(first)
        return [*notes, f"{indent}- {opening.lstrip()}", *inner]


def _beside(node: Line) -> str:
    value = node.hollow if node.value is None else scalar_text(node.value)
    return f"{f' {value}' if value else ''}{_remark(node)}"


def _remark(node: Line) -> str:
    return f"  # {comment_text(node.remark)}" if node.remark else ""
