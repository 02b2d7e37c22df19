"""Whole numbers in words, written and read back.

No library is used: num2words, which tests compare this with, loads all its languages, a tenth of the time of one act.
« deux cent mille » is read as 200000 in both spellings of hyphens.
"""

import re

from conventions_cli.foundation import remembered
from conventions_cli.french.letters import bare

_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_LIMIT = 10**15
_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))

_SMALL = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_THOUSANDS = {
    "mille": 10**3,
    "mil": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "milliard": 10**9,
    "milliards": 10**9,
    "billion": 10**12,
    "billions": 10**12,
}
_HUNDREDS = {"cent", "cents"}
_LONGEST = 200

# For regular expressions, in lower case.
NUMBER_WORD = "|".join(sorted({*_SMALL, *_THOUSANDS, *_HUNDREDS, "zéro"}, key=len, reverse=True))


@remembered(4096)
def number_in_words(number: int) -> str:
    """A whole number from 0 to 10**15, not included, in the traditional spelling. Raises ValueError for any other.

    80 gives « quatre-vingts », 80000 « quatre-vingt mille », 21 « vingt et un », 1000001 « un million un ».
    """
    if not 0 <= number < _LIMIT:
        raise ValueError(f"{number} ne s’écrit pas en lettres ici")
    words: list[str] = []
    rest = number
    for scale, name in _SCALES:
        count, rest = divmod(rest, scale)
        if count:
            words += [_hundreds(count), name + ("s" if count > 1 else "")]
    thousands, units = divmod(rest, 1000)
    if thousands > 1:
        words.append(_hundreds(thousands).removesuffix("s") if _takes_plural(thousands) else _hundreds(thousands))
    if thousands:
        words.append("mille")
    if units or not words:
        words.append(_hundreds(units))
    return " ".join(words)


def _takes_plural(number: int) -> bool:
    """Whether « vingt » or « cent » ends the number with its s: quatre-vingts, deux cents, three digits at most."""
    return number % 100 == 80 or (number % 100 == 0 and number > 100)


def _hundreds(number: int) -> str:
    """Up to 999: « deux cents », « deux cent un »."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _tens(rest)
    cent = f"{_UNITS[hundreds]} cent" if hundreds > 1 else "cent"
    if not rest:
        return f"{cent}s" if hundreds > 1 else cent
    return f"{cent} {_tens(rest)}"


def _tens(number: int) -> str:
    """Up to 99: « soixante et onze », « quatre-vingt-onze », « quatre-vingts »."""
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if not unit:
        return "quatre-vingts" if tens == 8 else _TENS[tens]
    linked = unit in (1, 11) and tens != 8
    return f"{_TENS[tens]} et {_UNITS[unit]}" if linked else f"{_TENS[tens]}-{_UNITS[unit]}"


def parse_words(text: str) -> int | None:
    """The whole number in these words; None when one of them is no number word."""
    folded = bare(text[:_LONGEST].lower())
    words = [word for word in re.split(r"[\s\u2011-]+", folded) if word and word != "et"]
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
