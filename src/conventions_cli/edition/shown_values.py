"""Values as the page shows them: a change is made only if its value is still the one that was shown."""

import hashlib

from conventions_cli.source import Node, Scalar, plain


def shown_value(node: Node | None) -> str:
    """The value the page shows for a place of the tree."""
    return node.text if isinstance(node, Scalar) and not node.blank else ""


def fingerprint(node: Node | None) -> str:
    """A hash of a part of the tree, which changes whenever that part changes."""
    return hashlib.sha256(repr(None if node is None else plain(node)).encode()).hexdigest()[:16]
