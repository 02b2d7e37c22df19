"""What was computed from a node, kept for the next act that holds the very same node.

Acts of one round share their constant blocks as objects, not only as values: looking one up by identity costs nothing.
"""

from typing import Generic, TypeVar

T = TypeVar("T")

_MAX_ENTRIES = 512


class Memo(Generic[T]):
    """Results by node identity. Nodes are kept alive, so that an identity stays theirs.

    When there are too many, those that nobody asked for since the last time that happened are let go.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, T]] = {}
        self._before: dict[int, tuple[object, T]] = {}

    def get(self, node: object) -> T | None:
        """The result kept for this node."""
        known = self._known.get(id(node))
        if known is not None:
            return known[1]
        known = self._before.get(id(node))
        return self.keep(node, known[1]) if known is not None else None

    def keep(self, node: object, result: T) -> T:
        """Keep a result, and return it."""
        if len(self._known) >= _MAX_ENTRIES:
            self._before, self._known = self._known, {}
        self._known[id(node)] = (node, result)
        return result

    def forget(self) -> None:
        """Let go of everything: a run that lasts would keep nodes that nobody will ask for again."""
        self._known, self._before = {}, {}
