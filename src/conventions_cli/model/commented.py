"""The text of a spec somebody will go on with: keys in the order of the model, comments where something is to be done.

One writer for all who make specs: an act taken in (`importing/`), an interview or a product page (`drafting/`). What it
writes reads back as the values it was given; whatever a value or a comment holds, it stays on its line.
"""

from conventions_cli.foundation import replace
from conventions_cli.model.convention import Convention
from conventions_cli.model.shape import fields_at
from conventions_cli.source import KeyPath, Line, yaml_lines

_FIRST = ("herite",)  # what stands before the fields of the model


def commented_yaml(root: Line) -> list[str]:
    """The lines of a spec."""
    return yaml_lines(_in_order(root, ()))


def _in_order(node: Line, path: KeyPath) -> Line:
    """The same with the keys of each mapping in the order of the model, then the others by name."""
    if all(isinstance(key, int) for key in node.children):
        keys: list[str | int] = list(node.children)
    else:
        known = (*(() if path else _FIRST), *fields_at(Convention, path))
        keys = [key for key in known if key in node.children]
        keys.extend(sorted((key for key in node.children if key not in known), key=str))
    return replace(node, children={key: _in_order(node.children[key], (*path, key)) for key in keys})
