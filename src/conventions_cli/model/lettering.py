"""Visible typography in the words of a spec file; `editing/canon` explains what is left to rendering."""

import re

from conventions_cli.french import visible
from conventions_cli.model.shape import Words


def lettered(text: str, words: Words | None) -> str:
    """A line of a value, as a spec in canonical form writes it; a value that is no words stays as it is."""
    if words is None:
        return text
    if words is Words.PROSE:
        margin = len(text) - len(text.lstrip(" "))
        end = len(text.rstrip(" "))
        typeset = visible(text[margin:end]).strip(" ")
        if "…" not in text:
            typeset = typeset.replace("…", "...")  # clauses remove full stops at the end of a text, but not « … »
        return text[:margin] + typeset + text[max(end, margin) :]
    return re.sub(r"(?<=\w)'(?=\w)", "’", text).replace("«\u00a0", "« ").replace("\u00a0»", " »")
