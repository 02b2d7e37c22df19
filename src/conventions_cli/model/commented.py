"""The text of a spec somebody will go on with: keys in the order of the model, comments where something is to be done.

One writer for all who make specs: an act taken in (`importing/`), an interview or a product page (`drafting/`). What it
writes reads back as the values it was given; whatever a value or a comment holds, it stays on its line.
"""

from collections.abc import Iterable

from conventions_cli.foundation import Record, field
from conventions_cli.model.convention import Convention
from conventions_cli.model.shape import fields_at
from conventions_cli.source import key_text, scalar_text, without_forbidden

Path = tuple[str | int, ...]

_FIRST = ("herite",)  # what stands before the fields of the model
_LONGEST = 400  # characters of a comment


class Line(Record):
    """A key, or an item, of the spec being written.

    `value`: its text; None for a mapping, a list, or a key left blank (`blank`). `remark`: the comment on its line.
    `notes`: the comments above it. `absent`: the key itself stands as a comment, which says why.
    """

    value: str | None = None
    blank: bool = False
    remark: str = ""
    absent: str = ""
    notes: list[str] = field(default_factory=list)
    children: dict[str | int, "Line"] = field(default_factory=dict)

    def at(self, path: Path) -> "Line":
        """The line at a path, made on the way."""
        line = self
        for step in path:
            line = line.children.setdefault(step, Line())
        return line

    def get(self, path: Path) -> "Line | None":
        """The line at a path, if there is one."""
        line: Line | None = self
        for step in path:
            line = line.children.get(step) if line is not None else None
        return line

    @property
    def empty(self) -> bool:
        """Whether nothing at all is said of it."""
        return self.value is None and not self.blank and not self.children


def comment_text(text: str, most: int = _LONGEST) -> str:
    """A text that may stand in a comment: one line, no control character, cut where it is too long."""
    flat = " ".join(without_forbidden(text, " ").split())
    return flat if len(flat) <= most else f"{flat[: most - 2].rstrip()} …"


def yaml_lines(root: Line) -> list[str]:
    """The lines of a spec."""
    lines: list[str] = []
    _mapping(root, (), "", lines)
    return lines


def says_nothing(lines: Iterable[str]) -> bool:
    """Whether lines hold comments only: YAML reads nothing in them."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)


def _order(node: Line, path: Path) -> list[str]:
    """The keys of a mapping: those of the model in its order, then the others by name."""
    known = (*(() if path else _FIRST), *fields_at(Convention, path))
    return [
        *(key for key in known if key in node.children),
        *sorted(str(key) for key in node.children if key not in known),
    ]


def _mapping(node: Line, path: Path, indent: str, lines: list[str]) -> None:
    for key in _order(node, path):
        child = node.children[key]
        lines.extend(f"{indent}# {comment_text(note)}" for note in child.notes)
        if child.absent:
            lines.append(f"{indent}# {comment_text(key)}:  # {comment_text(child.absent)}")
        elif not child.empty:
            _entry(f"{indent}{key_text(key)}:", child, (*path, key), indent, lines)


def _entry(head: str, node: Line, path: Path, indent: str, lines: list[str]) -> None:
    """What follows a key."""
    if node.value is not None or node.blank:
        lines.append(f"{head}{_written(node)}")
        return
    start = len(lines)
    lines.append(f"{head}{_remark(node)}")
    if all(isinstance(key, int) for key in node.children):
        for key in sorted(node.children, key=int):
            _item(node.children[key], (*path, key), f"{indent}  ", lines)
    else:
        _mapping(node, path, f"{indent}  ", lines)
    if says_nothing(lines[start + 1 :]):
        lines[start] = f"{indent}# {head.lstrip()}  # à compléter"


def _item(node: Line, path: Path, indent: str, lines: list[str]) -> None:
    """An item of a list; a mapping starts on the line of its dash."""
    lines.extend(f"{indent}# {comment_text(note)}" for note in node.notes)
    if node.value is not None or node.blank:
        lines.append(f"{indent}-{_written(node)}")
        return
    inner: list[str] = []
    _mapping(node, path, f"{indent}  ", inner)
    first = next((at for at, line in enumerate(inner) if not says_nothing([line])), None)
    if first is None:
        lines.extend(inner)
        return
    opening = inner.pop(first)
    lines.append(f"{indent}- {opening.lstrip()}")
    lines.extend(inner)


def _written(node: Line) -> str:
    value = "" if node.value is None else f" {scalar_text(node.value)}"
    return f"{value}{_remark(node)}"


def _remark(node: Line) -> str:
    return f"  # {comment_text(node.remark)}" if node.remark else ""
