"""What a process keeps in memory from one act to the next: each cache is made here, and all are forgotten together.

Acts of one round share most of what they hold, so that results are kept by what they were made of. Nothing kept changes
what is made: forgetting all of it gives the same acts, later.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")

_MAX_NODES = 512
_FORGETS: list[Callable[[], object]] = []


def remembered(
    most: int | None = None, *, typed: bool = False
) -> "Callable[[Callable[..., T]], _lru_cache_wrapper[T]]":
    """Keep the last `most` results of a function, all of them for None, by its arguments (`functools.lru_cache`)."""

    def keeping(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        kept = lru_cache(maxsize=most, typed=typed)(function)
        on_forget(kept.cache_clear)
        return kept

    return keeping


def on_forget(clear: Callable[[], object]) -> None:
    """Have this called when all is forgotten: it empties a cache that is neither of these two."""
    _FORGETS.append(clear)


def forget() -> None:
    """Empty every cache: files that changed are read again, and nothing is kept alive that nobody will ask for."""
    for clear in _FORGETS:
        clear()


class Memo(Generic[T]):
    """Results by the identity of a node: acts of one round share their constant blocks as objects, not only as values.

    Nodes are kept alive, so that an identity stays theirs. When there are too many, those that nobody asked for since
    the last time that happened are let go.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, T]] = {}
        self._before: dict[int, tuple[object, T]] = {}
        on_forget(self._forget)

    def get(self, node: object) -> T | None:
        """The result kept for this node."""
        known = self._known.get(id(node))
        if known is not None:
            return known[1]
        known = self._before.get(id(node))
        return self.keep(node, known[1]) if known is not None else None

    def keep(self, node: object, result: T) -> T:
        """Keep a result, and return it."""
        if len(self._known) >= _MAX_NODES:
            self._before, self._known = self._known, {}
        self._known[id(node)] = (node, result)
        return result

    def _forget(self) -> None:
        self._known, self._before = {}, {}
