"""How much two pieces of an act resemble: one measure, one set of thresholds, for diff, redlines and avenants."""

from collections import Counter

# Shares of common words, from 0 to 1.
RESEMBLES = 0.4  # from here, the second piece is a new state of the first
STRONGLY = 0.6  # the same, for a heading and a paragraph, or for two parts that only their words match
BARELY = 0.2  # the same, for pieces that their label or their neighbours match already
NEARLY_SAME = 0.8  # from here, a piece that appears is one that disappeared
FEWEST_WORDS = 4  # a piece with fewer words never counts as moved


def share(left: Counter[str], right: Counter[str]) -> float:
    """The share of words that two bags have in common, from 0 to 1; 1 for two empty bags."""
    total = left.total() + right.total()
    if not total:
        return 1.0
    small, large = sorted((left, right), key=len)
    return 2 * sum(min(number, large[word]) for word, number in small.items()) / total


def cost(left: Counter[str], right: Counter[str]) -> int:
    """The steps of an effort that `share` costs (measured)."""
    return 20 + 2 * min(len(left), len(right))
