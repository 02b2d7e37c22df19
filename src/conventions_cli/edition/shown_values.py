"""Values as the page shows them: a change is made only if its value is still the one that was shown."""

import hashlib

from conventions_cli.source import KeyPath, Node, Scalar, Sequence, find, plain


def path_of(tree: Node, key: str) -> KeyPath:
    """The path of a key: its steps are numbers where the tree has a list."""
    path: KeyPath = ()
    for step in key.split("."):
        node, rest = find(tree, path)
        path = (*path, int(step) if not rest and isinstance(node, Sequence) and step.isdecimal() else step)
    return path


def shown_value(node: Node | None) -> str:
    """The value the page shows for a place of the tree."""
    return node.text if isinstance(node, Scalar) and not node.blank else ""


def fingerprint(node: Node | None) -> str:
    """A hash of a part of the tree, which changes whenever that part changes."""
    return hashlib.sha256(repr(None if node is None else plain(node)).encode()).hexdigest()[:16]
