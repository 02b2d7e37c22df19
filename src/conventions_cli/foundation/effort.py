"""How much work may still be done on what a stranger sent: one budget of steps for all that costs more than its length.

To read costs what the input holds, and the tests of steps hold it to that. What is laid over (`herite`), compared,
searched for, or made and checked again and again may cost more: each of these takes from an `Effort`, and does without,
or says that it was stopped, once nothing is left. What clauses may ask is counted apart (`sandbox/budget.py`).
"""

STEPS = 20_000_000  # for one question asked of the command; a step is a fifth of a microsecond
AT_ONCE = 400_000  # for one piece of work
LEAST = 20  # steps that the least piece of work takes
_MOST_REFUSED = 10_000  # to ask takes time too


class Effort:
    """How many steps may still be taken; `coarse` tells that something was too dear to be done."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps
        self._refused = 0
        self.coarse = False

    def allows(self, steps: int, at_once: int = AT_ONCE) -> bool:
        """Take that much if it may be taken; the caller does without otherwise. `at_once`: for this piece of work."""
        if steps > min(self._left, at_once):
            self.coarse = True
            self._refused += 1
            return False
        self._left -= steps
        return True

    @property
    def spent(self) -> bool:
        """Whether nothing may be done any more, so that nothing is worth looking at."""
        return self._left < LEAST or self._refused > _MOST_REFUSED
