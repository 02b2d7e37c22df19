"""Steps counted, not seconds: what Python runs, line by line, is the same on any machine and any day."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import FrameType
from typing import Any

# How much more a doubling may add than the one before: 2 when the cost follows the size, 4 when it follows its square.
MOST = 2.3
NOISE = 3000  # steps: what caches, dictionaries that grow and first calls add
DEAR = 500  # steps that one more of what is repeated takes, beside which the noise is nothing
# Methods that go over the whole of the text they are of, in C: no line of Python tells how long that takes.
_THOROUGH = frozenset(
    """casefold count encode isprintable lower lstrip replace rsplit rstrip split splitlines strip title translate upper
    """.split()  # noqa: SIM905 - one list of words
)
_AT_ONCE = 32  # letters that such a method goes over in the time of a step


def steps_of(work: Callable[[], object]) -> int:
    """The calls made and the lines run while `work` does; each turn of a loop is a line, be it written in one."""
    counted = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal counted
        counted += 1
        return line

    def call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal counted
        if event == "c_call" and argument.__name__ in _THOROUGH:
            whole = argument.__self__
            counted += len(whole) // _AT_ONCE if isinstance(whole, (str, bytes)) else 0

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(line)
    sys.setprofile(call)
    try:
        work()
    finally:
        sys.setprofile(before[1])
        sys.settrace(before[0])
    return counted


def assert_linear(make: Callable[[int], Any], work: Callable[[Any], object], size: int = 160, less: int = 64) -> None:
    """`work` costs in proportion to the size of what `make` gives: what is added by each doubling doubles, at most.

    What is dear to do is done on `less`: its steps tell as much, there are enough of them.
    """
    less = min(less, size)
    work(make(less))
    if steps_of(partial(work, make(less))) > DEAR * less:
        size = less
    work(make(size * 4))  # what is made once for all is made
    simple, double, fourfold = (steps_of(partial(work, make(size * times))) for times in (1, 2, 4))
    assert fourfold - double <= MOST * max(double - simple, 0) + NOISE, f"{simple}, {double}, {fourfold} pas"


def some(names: Iterable[str], one_in: int) -> list[str]:
    """One name in so many, for the suite to stay short; all of them with CONVENTION_EXEMPLES in the environment."""
    return list(names)[:: 1 if os.environ.get("CONVENTION_EXEMPLES") else one_in]
