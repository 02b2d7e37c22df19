"""A tree back to YAML: the normalised text of a spec, all that it inherits laid in. It reads back as the same tree."""

from conventions_cli.foundation import Replacement, Span
from conventions_cli.source.bare import scalar_text
from conventions_cli.source.node import Mapping, Node, Scalar, Sequence
from conventions_cli.source.printer import Line, yaml_lines


def normalized_yaml(tree: Mapping) -> str:
    """The spec as one file, without what only served to write it (`herite`, `annuaire`).

    Equal trees give equal texts. A key left blank stays: in a draft, it prints as something to complete.
    """
    lines = yaml_lines(_line(tree.without("herite", "annuaire")), inset=0)
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _line(node: Node) -> Line:
    if isinstance(node, Scalar):
        return Line(blank=True) if node.blank else Line(node.text)
    if isinstance(node, Sequence):
        return Line(hollow="" if node.items else "[]", children=dict(enumerate(map(_line, node.items))))
    held: dict[str | int, Line] = {entry.key.text: _line(entry.value) for entry in node.entries}
    return Line(hollow="" if held else "{}", children=held)


def remedy(span: Span, text: str, *, certain: bool = True) -> Replacement | None:
    """The replacement of a whole value by another; None where it is not written as one: a block text, an option."""
    if not span.source.text or span.source.name == "--set":
        return None
    if span.source.line(span.start.line)[span.start.column - 1 :][:1] in {"|", ">", "&", "*"}:
        return None
    return Replacement(span, scalar_text(text), certain)
