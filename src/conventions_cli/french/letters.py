"""Letters and their accents, at a bounded cost for each letter, however many accents are piled on it.

Unicode sorts the accents of a letter, in a time that grows with the square of their number: functions here sort at most
`MOST_MARKS` of them (Unicode's own bound for streams, UAX 15).
"""

import re
import unicodedata
from typing import Literal

from conventions_cli.foundation import remembered

MOST_MARKS = 30
_FIRST_MARK = "\u0300"  # no sign before this one is written on a letter


def bare(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """A text without its accents. `form`: NFD, or NFKD to have ligatures and the like as plain letters too."""
    if text.isascii():
        return text
    return text.translate({ord(sign): _bare(sign, form) for sign in set(text)})


@remembered(1024)
def _bare(sign: str, form: Literal["NFD", "NFKD"]) -> str:
    """A letter without its accents."""
    return "".join(letter for letter in unicodedata.normalize(form, sign) if not unicodedata.combining(letter))


def piled(text: str) -> re.Match[str] | None:
    """The first letter of a text with more accents than any language has; empty for nearly every text."""
    if text.isascii():
        return None
    marks = [sign for sign in set(text) if sign >= _FIRST_MARK and _is_mark(sign)]
    return re.search(f"[{re.escape(''.join(marks))}]{{{MOST_MARKS + 1},}}", text) if marks else None


@remembered(1024)
def _is_mark(sign: str) -> bool:
    """Whether a sign is written on the letter before it."""
    return unicodedata.combining(unicodedata.normalize("NFKD", sign)[:1]) != 0


def composed(text: str) -> str:
    """A text in NFC; a text with a letter that `piled` finds is left as it is."""
    return text if piled(text) else unicodedata.normalize("NFC", text)


def is_composed(text: str) -> bool:
    """Whether a text is in NFC already, as nearly every text is."""
    return text.isascii() or (piled(text) is None and unicodedata.is_normalized("NFC", text))
