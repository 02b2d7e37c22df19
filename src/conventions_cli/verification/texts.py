"""Words made comparable, amounts and dates found in them."""

import re
import unicodedata

_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2002": " ", "’": "'", "\u2011": "-", "\n": " "})
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
DATE = rf"(?:1er|\d{{1,2}}) (?:{_MONTHS}) \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
AMOUNT = r"(?<![\d,])(\d{1,3}(?:[ .]\d{3}){1,4}|\d{1,12})(?:,(\d{1,2}))? ?(?:€|euros?\b|EUR\b)"
_CELL = re.compile(r"(\d{1,3}(?:[ .]\d{3}){1,4}|\d{1,12})(?:,(\d{1,2}))? ?(?:€|euros?|EUR)?")
_NOTHING = re.compile(r"[-–—0 €]*")
_SENTENCE = 600  # characters looked at on each side
ACRONYM = r"[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ][A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ0-9&]{1,11}"


def plain(text: str) -> str:
    """The text with plain spaces, apostrophes and hyphens, of the same length."""
    return text.translate(_PLAIN)


def folded(text: str) -> str:
    """In lower case, without accents, with plain and single spaces: to compare words."""
    bare = "".join(c for c in unicodedata.normalize("NFD", plain(text).lower()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", bare).strip()


def cents(whole: str, rest: str | None) -> int:
    """An amount that `AMOUNT` found, in cents."""
    return int(re.sub(r"[ .]", "", whole)) * 100 + int(f"{rest or 0:0<2}")


def cell_cents(text: str) -> int | None:
    """The amount of a cell, in cents: nil when it is blank or holds a dash; None when it is not an amount."""
    if _NOTHING.fullmatch(text):
        return 0
    match = _CELL.fullmatch(text.strip())
    return cents(match[1], match[2]) if match else None


def euros(amount: int) -> str:
    """Print cents as euros: « 135 000 € », « 12,50 € »."""
    from conventions_cli.french.amounts import NO_BREAK, format_number

    whole, rest = divmod(amount, 100)
    return f"{format_number(whole)}{f',{rest:02d}' if rest else ''}{NO_BREAK}€"


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence before and after a stretch of it."""
    before = re.split(r"[.;:!?] |\n", text[max(start - _SENTENCE, 0) : start])[-1]
    after = re.split(r"[.;:!?](?: |$)|\n", text[end : end + _SENTENCE], maxsplit=1)[0]
    return before, after
