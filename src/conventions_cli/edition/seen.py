"""What the page has shown of a value: a change is made only over that."""

import hashlib

from conventions_cli.source import KeyPath, Node, Scalar, Sequence, find, plain


def path_of(tree: Node, key: str) -> KeyPath:
    """A key as a path: numbers where the tree has a list."""
    path: KeyPath = ()
    for step in key.split("."):
        node, rest = find(tree, path)
        path = (*path, int(step) if not rest and isinstance(node, Sequence) and step.isdecimal() else step)
    return path


def shown_value(node: Node | None) -> str:
    """The value the page shows for a place of the tree."""
    return node.text if isinstance(node, Scalar) and not node.blank else ""


def fingerprint(node: Node | None) -> str:
    """What tells whether a part of the tree is still the one that was shown."""
    return hashlib.sha256(repr(None if node is None else plain(node)).encode()).hexdigest()[:16]
