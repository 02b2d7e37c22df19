"""Writes a spec for somebody to complete: keys in the order of the model, comments where something is to be done.

All makers of specs use it: the import of acts (`importing/`), interviews and product pages (`drafting/`). Its text
reads back as the same values; no value and no comment can leave its line.
"""

from conventions_cli.foundation import replace
from conventions_cli.model.convention import Convention
from conventions_cli.model.shape import fields_at
from conventions_cli.source import KeyPath, Line, yaml_lines

_FIRST = ("herite",)  # keys before those of the model


def commented_yaml(root: Line) -> list[str]:
    """The lines of a spec."""
    return yaml_lines(_in_order(root, ()))


def _in_order(node: Line, path: KeyPath) -> Line:
    """A line with the keys below it in the order of the model, then the other keys by name."""
    if all(isinstance(key, int) for key in node.children):
        keys: list[str | int] = list(node.children)
    else:
        fields = (*(() if path else _FIRST), *fields_at(Convention, path))
        keys = [key for key in fields if key in node.children]
        keys.extend(sorted((key for key in node.children if key not in fields), key=str))
    return replace(node, children={key: _in_order(node.children[key], (*path, key)) for key in keys})
