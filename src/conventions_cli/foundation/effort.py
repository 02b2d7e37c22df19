"""A bound on the work done on untrusted input: a budget of steps for all work that may cost more than its length.

Reading costs in proportion to the input, and tests count its steps. Merging (`herite`), comparing, searching and
making again and again may cost more: each takes steps from an `Effort`, and once they are spent, it does less, or tells
that it was stopped. Steps of clauses are counted apart (`sandbox/budget.py`).
"""

STEPS = 20_000_000  # steps for one command; a step is a fifth of a microsecond
AT_ONCE = 400_000  # steps for one piece of work
LEAST = 20  # steps of the smallest piece of work
_MOST_REFUSED = 10_000  # asking takes time too


class Effort:
    """The number of steps left; `coarse`: whether some work was left out for lack of steps."""

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps
        self._refused = 0
        self.coarse = False

    def allows(self, steps: int, at_once: int = AT_ONCE) -> bool:
        """Take steps if enough are left; else the caller must do without. `at_once`: the most for one piece of work."""
        if steps > min(self._left, at_once):
            self.coarse = True
            self._refused += 1
            return False
        self._left -= steps
        return True

    @property
    def spent(self) -> bool:
        """Whether no step is left."""
        return self._left < LEAST or self._refused > _MOST_REFUSED
