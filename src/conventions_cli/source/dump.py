"""Writes a tree as YAML: the normalised text of a spec with all it inherits, which reads back as the same tree."""

from conventions_cli.foundation import Replacement, Span
from conventions_cli.source.bare import scalar_text
from conventions_cli.source.node import Mapping, Node, Scalar, Sequence
from conventions_cli.source.printer import group_lines
from conventions_cli.source.text_layout import Group, LayoutEntry, LayoutNode, blank_leaf, key_to_write, to_write


def normalized_yaml(tree: Mapping) -> str:
    """The spec as one file, without the keys that only helped to write it (`herite`, `annuaire`).

    Equal trees give equal texts. A key left blank stays: in a draft, it prints as a value to complete.
    """
    root = _written(tree.without("herite", "annuaire"))
    lines = group_lines(root, inset=0) if isinstance(root, Group) else []
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _written(node: Node) -> LayoutNode:
    if isinstance(node, Scalar):
        return blank_leaf() if node.blank else to_write(node.text)
    if isinstance(node, Sequence):
        entries = [LayoutEntry(None, _written(item), 0) for item in node.items]
        return Group(False, not entries, 0, entries=entries)
    entries = [LayoutEntry(key_to_write(entry.key.text), _written(entry.value), 0) for entry in node.entries]
    return Group(True, not entries, 0, entries=entries)


def remedy(span: Span, text: str, *, certain: bool = True) -> Replacement | None:
    """The replacement of a whole value by another; None for block texts, anchors, aliases and command-line options."""
    if not span.source.text or span.source.name == "--set":
        return None
    if span.source.line(span.start.line)[span.start.column - 1 :][:1] in {"|", ">", "&", "*"}:
        return None
    return Replacement(span, scalar_text(text), certain)
