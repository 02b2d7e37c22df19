"""The located tree: the keys and values of a YAML file, each with its place.

Every scalar is the text that was written: `0129-16-02` is neither a date nor a sum, `no` is a word.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from conventions_cli.foundation import Position, Record, SourceText, Span

KeyPath = tuple[str | int, ...]


class Scalar(Record, frozen=True, gc=False):
    """A text. `blank`: the author wrote a key and nothing after it."""

    text: str
    span: Span
    blank: bool = False


class Sequence(Record, frozen=True, gc=False):
    """A list."""

    items: tuple["Node", ...]
    span: Span


class Entry(Record, frozen=True, gc=False):
    """A key of a mapping and its value."""

    key: Scalar
    value: "Node"


class Mapping(Record, frozen=True, dict=True):
    """Keys and values, in the order written; no key occurs twice."""

    entries: tuple[Entry, ...]
    span: Span

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        return {entry.key.text: entry for entry in self.entries}

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, if there is one."""
        return self._by_key.get(key)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {entry.key.text: rank for rank, entry in enumerate(self.entries)}

    def before(self, key: str) -> Entry | None:
        """The entry written just before that of a key; none for the first, or when the key is absent."""
        rank = self._ranks.get(key, 0)
        return self.entries[rank - 1] if rank else None

    def get(self, key: str) -> "Node | None":
        """The value of that key, if there is one."""
        entry = self.entry(key)
        return entry.value if entry else None

    def keys(self) -> Iterator[str]:
        """The keys, in the order written."""
        return (entry.key.text for entry in self.entries)

    def without(self, *keys: str) -> "Mapping":
        """The same mapping without these keys."""
        return Mapping(tuple(entry for entry in self.entries if entry.key.text not in keys), self.span)

    def with_value(self, key: str, value: "Node") -> "Mapping":
        """The same mapping with that value under that key, at its place or at the end."""
        if self.entry(key) is None:
            span = value.span
            return Mapping((*self.entries, Entry(Scalar(key, span), value)), self.span)
        return Mapping(
            tuple(Entry(entry.key, value) if entry.key.text == key else entry for entry in self.entries), self.span
        )


Node = Scalar | Sequence | Mapping


def nowhere(name: str = "") -> Span:
    """A span for values that are in no file."""
    return Span(SourceText(name, ""), Position(1, 1), Position(1, 1))


def child(node: Node, step: str | int) -> Node | None:
    """The value under a key or at an index, if it is there."""
    if isinstance(node, Mapping):
        return node.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def find(node: Node, path: KeyPath) -> tuple[Node, KeyPath]:
    """Follow `path` as far as it goes: the node reached, and the steps that were not found."""
    for number, step in enumerate(path):
        following = child(node, step)
        if following is None:
            return node, path[number:]
        node = following
    return node, ()


def path_in(root: Node, steps: Iterable[str]) -> KeyPath:
    """The path of steps as people type them: where the tree has a list, digits are an index."""
    path: KeyPath = ()
    for step in steps:
        node, rest = find(root, path)
        path = (*path, int(step) if not rest and isinstance(node, Sequence) and step.isdecimal() else step)
    return path


def span_of(root: Node, path: KeyPath) -> Span:
    """The place of the value at `path`, or of the nearest value above it that exists."""
    return anchor(find(root, path)[0], root, path)


def anchor(node: Node, root: Node, path: KeyPath) -> Span:
    """A span short enough to show: a mapping or a list is shown by the key that introduces it."""
    if isinstance(node, Scalar) and not node.blank:
        return node.span
    for length in range(len(path), 0, -1):
        if find(root, path[:length])[0] is node:
            key = key_span(root, path[:length])
            if key is not None:
                return key
    return first_line(node.span)


def key_span(root: Node, path: KeyPath) -> Span | None:
    """The place of the key that leads to `path`; none when the last step is an index or is absent."""
    parent, rest = find(root, path[:-1])
    if rest or not path or not isinstance(parent, Mapping):
        return None
    entry = parent.entry(str(path[-1]))
    return entry.key.span if entry else None


def first_line(span: Span) -> Span:
    """The part of a span that is on its first line."""
    if span.end.line == span.start.line:
        return span
    end = len(span.source.line(span.start.line).rstrip()) + 1
    return Span(span.source, span.start, Position(span.start.line, max(end, span.start.column + 1)))


def is_blank(node: Node) -> bool:
    """Whether a node is empty: no value, an empty list, an empty group."""
    if isinstance(node, Scalar):
        return node.blank
    return not (node.items if isinstance(node, Sequence) else node.entries)


def holds_blank(node: Node) -> bool:
    """Whether some node of a tree is empty."""
    if isinstance(node, Scalar):
        return node.blank
    below = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]
    for member in below:
        if member.blank if isinstance(member, Scalar) else holds_blank(member):
            return True
    return not below


def weight(node: Node, most: int) -> int:
    """The number of values, lists and groups in a tree; counting stops at `most` plus one."""
    counted, waiting = 0, [node]
    while waiting and counted <= most:
        current = waiting.pop()
        counted += 1
        if isinstance(current, Sequence):
            waiting.extend(current.items)
        elif isinstance(current, Mapping):
            waiting.extend(entry.value for entry in current.entries)
    return counted


def plain(node: Node) -> object:
    """The tree as texts, lists and dictionaries; keys whose value is empty are left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    values: dict[str, object] = {}
    for entry in node.entries:
        value = entry.value
        if isinstance(value, Scalar):  # most nodes are scalars
            if not value.blank:
                values[entry.key.text] = value.text
        elif not is_blank(value):
            values[entry.key.text] = plain(value)
    return values
