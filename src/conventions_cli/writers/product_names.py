"""The names of products that no line may cut at their hyphen: marked as a document is written.

A tree, and all that is read of it, holds plain hyphens: « mon-entreprise » is searched, compared and counted as a spec
says it. `HELD` is no character: neither a spec nor XML can hold it, so no act that is read has it; writers spell it.
"""

import re
from collections.abc import Iterable

HELD = "\ufffe"
# Not so long that a column could not hold it.
_HYPHENATED = re.compile(r"(?=.{3,30}\Z)\w+(?:-\w+)+(?:\.\w+)*")


class HeldNames:
    """The hyphenated words of the names an act states (`Metadata.names`).

    A word that is a piece of an address or of a longer word is left alone.
    """

    def __init__(self, names: Iterable[str]) -> None:
        words = {word for name in names for word in name.split() if _HYPHENATED.fullmatch(word)}
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        any_of_them = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<![\w./@-])(?:{any_of_them})(?![\w@/-]|\.\w)") if words else None

    def marked(self, text: str) -> str:
        """The text of a run with `HELD` for the hyphens of these names."""
        if self._pattern is None or "-" not in text:
            return text
        return self._pattern.sub(lambda match: match[0].replace("-", HELD), text)
