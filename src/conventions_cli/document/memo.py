"""What was computed from a node, kept for the next act that holds the very same node.

Acts of one round share their constant blocks as objects, not only as values: looking one up by identity costs nothing.
"""

from typing import Generic, TypeVar

T = TypeVar("T")

_MAX_ENTRIES = 1024


class Memo(Generic[T]):
    """Results by node identity and by what else they depend on.

    Nodes are kept alive, so that an identity stays theirs.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, object], tuple[object, T]] = {}

    def get(self, node: object, circumstances: object) -> T | None:
        """The result kept for this node in these circumstances."""
        known = self._known.get((id(node), circumstances))
        return known[1] if known is not None else None

    def forget(self) -> None:
        """Let go of everything: a run that lasts would keep nodes that nobody will ask for again."""
        self._known.clear()

    def keep(self, node: object, circumstances: object, result: T) -> T:
        """Keep a result, and return it."""
        if len(self._known) >= _MAX_ENTRIES:
            self._known.clear()
        self._known[id(node), circumstances] = (node, result)
        return result
