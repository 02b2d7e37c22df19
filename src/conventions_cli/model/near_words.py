"""Suggests an admitted word for one that is not."""

from difflib import get_close_matches

from conventions_cli.french import bare

_LONGEST_WORD = 200  # longer than any admitted word
_MOST_WORDS = 1000  # words compared with the typed one


def suggestion(text: str, words: list[str]) -> str:
    """« Vouliez-vous dire … ? » when a word is close, then the admitted words."""
    meant = nearest(text, words)
    admitted = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    start = f"Vouliez-vous dire « {meant} » ? " if meant else ""
    return f"{start}Valeurs admises : {admitted}."


def nearest(text: str, words: list[str]) -> str:
    """The word nearest to a typed text; empty when none is close."""
    if len(text) > _LONGEST_WORD:
        return ""
    words = words[:_MOST_WORDS]
    close = get_close_matches(fold(text), [fold(word) for word in words], n=1, cutoff=0.6)
    return next((word for word in words if close and fold(word) == close[0]), "")


def fold(word: str) -> str:
    """A word in lower case, without accents, with underscores for spaces and dashes, to be compared."""
    return bare(word.lower()).replace(" ", "_").replace("-", "_")
