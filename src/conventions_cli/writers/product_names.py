"""Marks the hyphens of the names of products, at which no line may break, while a document is written.

Trees contain plain hyphens, so that « mon-entreprise » is searched, compared and counted as a spec writes it. `HELD` is
a code that neither a spec nor XML can contain, so no act that is read has it; each writer replaces it.
"""

import re
from collections.abc import Iterable

HELD = "\ufffe"
# At most 30 characters: a longer word might not fit in a column.
_HYPHENATED = re.compile(r"(?=.{3,30}\Z)\w+(?:-\w+)+(?:\.\w+)*")


class HeldNames:
    """The hyphenated words of the names in an act (`Metadata.names`).

    A word inside an address or inside a longer word is left alone.
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
