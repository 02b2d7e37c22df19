"""The texts written on several lines that the act prints on one line, with a diagnostic for each."""

from collections.abc import Iterator

from pydantic import BaseModel

from conventions_cli.foundation import Diagnostic, Position, Replacement, Span, catalogue
from conventions_cli.model.labels import label_of
from conventions_cli.model.shape import is_on_one_line
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence, first_line


def flattened(kind: type[BaseModel], tree: Node) -> Iterator[Diagnostic]:
    """A diagnostic for each text of a tree whose lines the act joins."""
    for path, text in _on_several_lines(tree, ()):
        if is_on_one_line(kind, path):
            yield joined_lines(text, path)


def joined_lines(text: Scalar, path: KeyPath) -> Diagnostic:
    """The diagnostic of a text on several lines, with a correction when `>` can replace `|`."""
    count = len([line for line in text.text.split("\n") if line.strip()])
    message = f"« {label_of(path)} » tient sur une ligne : les {count} lignes écrites ici sont mises bout à bout."
    hint = "L’écrire sur une seule ligne, ou avec « > » après le deux-points, qui met lui-même les lignes bout à bout."
    start = text.span.start
    mark = Span(text.span.source, start, Position(start.line, start.column + 1))
    literal = text.span.source.line(start.line)[start.column - 1 : start.column] == "|" and "\n\n" not in text.text
    mended = Replacement(mark, ">", certain=False) if literal else None
    return Diagnostic(catalogue.FLATTENED, message, first_line(text.span), hint, (), mended)


def is_on_several_lines(text: str) -> bool:
    """Whether a text has line ends between its words."""
    return "\n" in text and "\n" in text.strip()


def _on_several_lines(node: Node, path: KeyPath) -> Iterator[tuple[KeyPath, Scalar]]:
    if isinstance(node, Scalar):
        if is_on_several_lines(node.text):
            yield path, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            if not isinstance(item, Scalar) or "\n" in item.text:  # few have
                yield from _on_several_lines(item, (*path, index))
    elif isinstance(node, Mapping):
        for entry in node.entries:
            value = entry.value
            if not isinstance(value, Scalar) or "\n" in value.text:
                yield from _on_several_lines(value, (*path, entry.key.text))
