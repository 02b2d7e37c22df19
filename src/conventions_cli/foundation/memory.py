"""The caches a process keeps from one act to the next: all are made here, and can be emptied together.

Acts of one round share most of their contents, so results are kept by their inputs. Caches change no result: without
them the acts are the same, only slower to make.
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
    """Keep the last `most` results of a function, by its arguments; all of them for None (`functools.lru_cache`)."""

    def keeping(function: Callable[..., T]) -> "_lru_cache_wrapper[T]":
        cached = lru_cache(maxsize=most, typed=typed)(function)
        on_forget(cached.cache_clear)
        return cached

    return keeping


def on_forget(clear: Callable[[], object]) -> None:
    """Register a function that `forget` calls, to empty another kind of cache."""
    _FORGETS.append(clear)


def forget() -> None:
    """Empty every cache, so that changed files are read again and memory is freed."""
    for clear in _FORGETS:
        clear()


class Memo(Generic[T]):
    """Results by the identity of a node: acts of one round share their constant blocks as objects, not only as values.

    Nodes are kept alive, so that no other object gets their identity. When there are too many, those not asked for
    since the last clearing are removed.
    """

    def __init__(self) -> None:
        self._recent: dict[int, tuple[object, T]] = {}
        self._before: dict[int, tuple[object, T]] = {}
        on_forget(self._forget)

    def get(self, node: object) -> T | None:
        """The result kept for this node."""
        entry = self._recent.get(id(node))
        if entry is not None:
            return entry[1]
        entry = self._before.get(id(node))
        return self.keep(node, entry[1]) if entry is not None else None

    def keep(self, node: object, result: T) -> T:
        """Keep a result, and return it."""
        if len(self._recent) >= _MAX_NODES:
            self._before, self._recent = self._recent, {}
        self._recent[id(node)] = (node, result)
        return result

    def _forget(self) -> None:
        self._recent, self._before = {}, {}
