"""The comments « # clé:  # à compléter » of drafts: when their value is given, they become keys."""

import re

from conventions_cli.foundation import SourceText, has_errors
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence, find, parse, path_in

_TRIED = 20  # lines of one key, in one file


def opened(source: SourceText, steps: tuple[str, ...]) -> SourceText:
    """The text, with the comments « # clé:  # à compléter » on the path of a value turned into blank keys."""
    for length in range(1, len(steps) + 1):
        root = parse(source).value
        if root is None or _path(root, steps[:length]) is not None:
            continue
        source = _with_key(source, root, steps[:length])
    return source


def _with_key(source: SourceText, root: Mapping, steps: tuple[str, ...]) -> SourceText:
    """The text with a comment turned into its key, if the key is then at that path and nothing else has changed."""
    awaited = re.compile(rf"^([ ]*)# ({re.escape(steps[-1])}:)[ ]+# à (?:compléter|rétablir)\b[^\r\n]*", re.MULTILINE)
    for _, match in zip(range(_TRIED), awaited.finditer(source.text), strict=False):
        text = f"{source.text[: match.start()]}{match[1]}{match[2]}{source.text[match.end() :]}"
        tried = SourceText(source.name, text)
        read = parse(tried)
        if read.value is None or has_errors(read.diagnostics):
            continue
        path = _path(read.value, steps)
        if path is not None and _plain(_without(read.value, path)) == _plain(root):
            return tried
    return source


def _path(root: Node, steps: tuple[str, ...]) -> KeyPath | None:
    """The path of steps in a tree; None when it leads to no value."""
    path = path_in(root, steps)
    return None if find(root, path)[1] else path


def _without(node: Node, path: tuple[str | int, ...]) -> Node:
    """A tree without the blank key at a path; a group that becomes empty becomes blank."""
    if not isinstance(node, Mapping):
        assert isinstance(node, Sequence)  # noqa: S101 - the path was followed
        return Sequence(
            tuple(_without(item, path[1:]) if at == path[0] else item for at, item in enumerate(node.items)), node.span
        )
    key = str(path[0])
    if len(path) > 1:
        below = node.get(key)
        assert below is not None  # noqa: S101 - the path was followed
        return node.with_value(key, _without(below, path[1:]))
    remaining = node.without(key)
    return remaining if remaining.entries else Scalar("", node.span, blank=True)


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return None if node.blank else node.text
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return [(entry.key.text, _plain(entry.value)) for entry in node.entries]
