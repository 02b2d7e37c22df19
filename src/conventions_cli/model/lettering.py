"""The typography an eye sees, set in the values of a file that are words; `editing/canon` says what rendering does."""

import re

from conventions_cli.french import visible
from conventions_cli.model.shape import Words


def lettered(text: str, words: Words | None) -> str:
    """A line of a value as a spec in canonical form writes it; what is not words is left as it is."""
    if words is None:
        return text
    if words is Words.PROSE:
        margin = len(text) - len(text.lstrip(" "))
        end = len(text.rstrip(" "))
        shown = visible(text[margin:end]).strip(" ")
        if "…" not in text:
            shown = shown.replace("…", "...")  # clauses take off the points that end a text, not the sign
        return text[:margin] + shown + text[max(end, margin) :]
    return re.sub(r"(?<=\w)'(?=\w)", "’", text).replace("«\u00a0", "« ").replace("\u00a0»", " »")
