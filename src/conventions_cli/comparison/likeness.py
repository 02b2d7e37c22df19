"""How much two pieces of an act resemble: one measure, one set of thresholds, for diff, redlines and avenants."""

from collections import Counter

# Shares of common words, from 0 to 1.
RESEMBLES = 0.4  # two pieces are one that changed
STRONGLY = 0.6  # the same for a heading and a paragraph, or two parts nothing else brings together
BARELY = 0.2  # the same for what its label, or what surrounds it, brings together already
NEARLY_SAME = 0.8  # what appears is what disappeared
FEWEST_WORDS = 4  # fewer words than that, anywhere, are no move


def share(one: Counter[str], other: Counter[str]) -> float:
    """The share of their words that two bags have in common, from 0 to 1; two that hold none are alike."""
    total = one.total() + other.total()
    if not total:
        return 1.0
    small, large = sorted((one, other), key=len)
    return 2 * sum(min(number, large[word]) for word, number in small.items()) / total


def cost(one: Counter[str], other: Counter[str]) -> int:
    """What `share` takes of an effort, in steps (measured)."""
    return 20 + 2 * min(len(one), len(other))
