"""The word that was probably meant by one that is not admitted."""

from difflib import get_close_matches

from conventions_cli.french import bare

_LONGEST_WORD = 200  # what is longer than any word admitted is near none
_MOST_WORDS = 1000  # those a near one is looked for among


def suggestion(text: str, words: list[str]) -> str:
    """« Vouliez-vous dire … ? » when a word is close, then the words that are admitted."""
    meant = nearest(text, words)
    admitted = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    start = f"Vouliez-vous dire « {meant} » ? " if meant else ""
    return f"{start}Valeurs admises : {admitted}."


def nearest(text: str, words: list[str]) -> str:
    """The word that is close to what was typed; empty when none is."""
    if len(text) > _LONGEST_WORD:
        return ""
    words = words[:_MOST_WORDS]
    close = get_close_matches(fold(text), [fold(word) for word in words], n=1, cutoff=0.6)
    return next((word for word in words if close and fold(word) == close[0]), "")


def fold(word: str) -> str:
    """Lower case, without accents, spaces as underscores: how a key is compared with what was typed."""
    return bare(word.lower()).replace(" ", "_").replace("-", "_")
