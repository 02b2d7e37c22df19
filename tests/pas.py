"""Steps counted, not seconds: what Python runs, line by line, is the same on any machine and any day."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

# How much more a doubling may add than the one before: 2 when the cost follows the size, 4 when it follows its square.
MOST = 2.6
NOISE = 3000  # steps: what caches, dictionaries that grow and first calls add


def steps_of(work: Callable[[], object]) -> int:
    """The calls made and the lines run while `work` does; each turn of a loop is a line, be it written in one."""
    counted = 0

    def count(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal counted
        counted += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def assert_linear(made: Callable[[int], Any], work: Callable[[Any], object], size: int = 60) -> None:
    """`work` costs in proportion to the size of what `made` gives: what is added by each doubling doubles, at most."""
    work(made(2))  # what is made once for all is made
    one, two, four = (steps_of(partial(work, made(size * times))) for times in (1, 2, 4))
    assert four - two <= MOST * max(two - one, 0) + NOISE, f"{one}, {two}, {four} pas"
