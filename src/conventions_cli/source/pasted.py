"""Traces in a text of the PDF, the Word file or the mail it was pasted from: invisible leftovers, and damage.

*Leftovers* have one reading and are repaired: letters in two pieces (texts are always in NFC here), the ligatures of
printers (« ﬁ »), soft hyphens, signs without width. *Damage* is refused: a letter lost for good (U+FFFD), or accents
read in another encoding than they were written in (« Ã© »), whose reading is only probable.
"""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record, remembered
from conventions_cli.french import composed, is_composed

LOST = "\ufffd"

# Ligatures of Latin letters; soft hyphen; signs without width or meaning in French; the mark of a picture that was not
# copied; fillers, tags and selectors of other scripts, which print nothing (Unicode's `Default_Ignorable_Code_Point`).
# A joiner between two emoji, and the sign that colours one, are part of the drawing, and stay.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LEFTOVER = re.compile(
    "[\ufb00-\ufb06\u00ad\u200b\u200c\u200e\u200f\u2060-\u2065\ufeff\ufffc"
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u206a-\u206f\u2800\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]|(?<=\\w)\u200d"
)

# The signs of French beyond ASCII, and the encodings a text in UTF-8 is wrongly read in.
_SIGNS = (
    "àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸñáíóúãõ«»‹›’‘“”„‚–—…€°º·•²³µ½¼¾§©®™†×"
    "¡¢£¤¥¦¨ª¬¯±´¶¸¹‡‰ŠŽšž"  # accents of a text that was misread twice
    "\u00a0\u202f\u00ad\ufeff\ufffd\u0301\u0300\u0302\u0308\u0327"
)
_ENCODINGS = ("cp1252", "latin-1", "mac_roman", "cp850")
# Every wrong reading contains one of these.
_MARKS = (
    *("Ã", "Â", "Å", "Ì", "â€", "â„", "â\x80", "â\x84", "ï»", "ï¿"),
    *(
        "√",
        "¬",
        "≈",
        "‚Ä",
        "‚Ç",
        "Ôø",
        "├",
        "┬",
        "┼",
        "╠",
        "ÔÇ",
        "Ôé",
        "Ôä",
        "Ôª",
        "‚Ñ",
        "Ë†",
        "Ëœ",
        "Æ’",
        "´╗",
        "´┐",
    ),
)
_BEFORE_MAX = 40  # characters of a word shown


class Damage(Record, frozen=True):
    """A damaged word: its place, its text, and its probable reading (`meant`, empty when letters are lost)."""

    start: int
    written: str
    meant: str


def repaired(text: str) -> str:
    """A text without its leftovers, in NFC."""
    if text.isascii():
        return text
    text = _LEFTOVER.sub(lambda match: _LIGATURES.get(match[0], ""), text)
    return composed(text)


def first_leftover(text: str) -> int:
    """The index of the first leftover of a text; the length of the text when it has none."""
    mended = repaired(text)
    pairs = enumerate(zip(text, mended, strict=False))
    return next((place for place, (before, after) in pairs if before != after), min(len(text), len(mended)))


def is_sound(text: str) -> bool:
    """Whether a text has nothing to repair or refuse; quick for nearly every text."""
    return text.isascii() or (
        is_composed(text)
        and _LEFTOVER.search(text) is None
        and LOST not in text
        and not any(mark in text for mark in _MARKS)
    )


def damages(text: str) -> Iterator[Damage]:
    """The damaged words of a text, in order."""
    if text.isascii() or not (LOST in text or any(mark in text for mark in _MARKS)):
        return
    wrong = _misread()
    for word in re.finditer(r"[^ \t\n]+", text):
        written = word[0]
        if LOST in written:
            yield Damage(word.start(), written, "")
        elif wrong.search(written):
            yield Damage(word.start(), written, _reading(written))


def damage_in(text: str) -> Damage | None:
    """The first damaged word of a text."""
    return next(damages(text), None)


def describe(damage: Damage) -> tuple[str, str]:
    """The message for a damaged word, and what to type."""
    shown = damage.written if len(damage.written) <= _BEFORE_MAX else f"{damage.written[:_BEFORE_MAX]}…"
    if not damage.meant:
        lost = shown.replace(LOST, "\N{WHITE SQUARE}")
        return (
            f"Une lettre est perdue dans « {lost} » (U+FFFD) : le texte a été mal copié.",
            "Retaper ce mot d’après l’original : la lettre perdue ne se devine pas.",
        )
    return (
        f"Les accents de « {shown} » ont été lus dans un autre encodage que le leur : le mot serait imprimé ainsi.",
        f"Faut-il lire « {damage.meant} » ? L’écrire, ou reprendre le texte d’après l’original.",
    )


def _reading(written: str) -> str:
    """The word before it was read in the wrong encoding, once or several times; empty when that cannot be told."""
    wrong, readings = _misread(), _readings()
    for _ in range(4):
        again = wrong.sub(lambda match: readings.get(match[0], "à"), written)
        if again == written:
            break
        written = again
    return "" if LOST in written else repaired(written)


@remembered()
def _readings() -> dict[str, str]:
    """For each wrong reading of the UTF-8 bytes of a sign in another encoding, the sign."""
    names: dict[str, str] = {}
    for encoding in _ENCODINGS:
        for sign in _SIGNS:
            misread = "".join(_read_in(encoding, byte) for byte in sign.encode("utf-8"))
            names.setdefault(misread, sign)
    for sign in "ÃÂƒˆ˜":  # read wrongly twice
        names.setdefault("".join(_read_in("cp1252", byte) for byte in sign.encode("utf-8")), sign)
    return names


def _read_in(encoding: str, byte: int) -> str:
    """A byte as an encoding reads it; what cp1252 does not define, Windows reads as Latin-1."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@remembered()
def _misread() -> re.Pattern[str]:
    longest_first = sorted(_readings(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) + r"|Ã(?=\Z)")
