"""Numbers written in words, read back: « deux cent mille » is 200000, whichever spelling of the hyphens is used."""

import re
import unicodedata

_SMALL = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_THOUSANDS = {"mille": 10**3, "mil": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_HUNDREDS = {"cent", "cents"}
_LONGEST = 200

NUMBER_WORD = "|".join(
    sorted({*_SMALL, *_THOUSANDS, *_HUNDREDS, "zéro"}, key=len, reverse=True)
)  # for regular expressions, in lower case


def parse_words(text: str) -> int | None:
    """The whole number these words say; None when one of them is not the word of a number."""
    folded = "".join(c for c in unicodedata.normalize("NFD", text[:_LONGEST].lower()) if not unicodedata.combining(c))
    words = [word for word in re.split(r"[\s\u00a0\u202f\u2011-]+", folded) if word and word != "et"]
    total = current = 0
    for word in words:
        if word in _THOUSANDS:
            total += (current or 1) * _THOUSANDS[word]
            current = 0
        elif word in _HUNDREDS:
            current = (current or 1) * 100
        elif word.startswith("vingt") and current % 100 == 4:  # quatre-vingts
            current += 76
        elif word in _SMALL:
            current += _SMALL[word]
        else:
            return None
    return total + current if words else None
