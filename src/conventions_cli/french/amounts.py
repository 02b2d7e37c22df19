"""Amounts in whole euros: read as people write them, printed as the law prints them."""

import re

from conventions_cli.french.numerals import number_in_words, parse_words

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_MAX_EUROS = 10**12
# The form of nearly all amounts: others are looked for only when it does not fit.
_PLAIN = re.compile(r"([0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[ \u00a0\u202f]?€)?")
_SEPARATORS = re.compile(r"[ \u00a0\u202f]")
_SHORT = 40
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"})
_GROUPED = re.compile(r"\d{1,3}( \d{3})+|\d+")
# An amount in other forms, « € 200.000,00 », « 1,5 M€ », « 200 000.- »: its digits, its decimals, its unit.
_LOOSE = re.compile(
    r"(?i)(?:€ ?)?(\d{1,3}(?:[ .,'’]\d{3}){1,4}|\d{1,12})(?:[.,](\d{1,3}))?(?:[.,]?-)? ?"
    r"(k|mille|milliers?|m|mn|millions?|md|milliards?)?(?: d['’]| ?)(?:€|(?<=[km])e|eur|euros?)?\.?",
    re.ASCII,
)
_FACTORS = {"k": 3, "mille": 3, "millier": 3, "m": 6, "mn": 6, "million": 6, "md": 9, "milliard": 9}


class AmountError(ValueError):
    """The text is not an amount; `hint`: what to type; `meant`: the probable amount, in euros.

    `certain`: whether no digit of it is guessed.
    """

    def __init__(self, message: str, hint: str, meant: int | None = None, *, certain: bool = True) -> None:
        super().__init__(message)
        self.hint = hint
        self.meant = meant
        self.certain = certain


def parse_amount(text: str) -> int:
    """Read whole euros, positive or nil: `200 000 €`, `200000`, any kind of space, « euros » or « EUR ».

    Raises AmountError for cents, thousands (k€), negative amounts, other currencies and anything else (rule B9).
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None and len(text) < _SHORT:
        return _bounded(int(_SEPARATORS.sub("", plain[1])), text)
    cleaned = re.sub(r"\s+", " ", text).strip()
    number = re.sub(r" ?(€|euros?|EUR)$", "", cleaned, flags=re.IGNORECASE)
    if number.startswith(("-", "−", "–")):
        raise AmountError(
            f"« {text} » est un montant négatif.", "Écrire un montant positif ou nul, par exemple « 200 000 € »."
        )
    meant = _understood(cleaned)
    # « trois » may mean three thousand.
    counted = not cleaned.replace(" ", "").isalpha() or "euro" in cleaned.lower()
    whole = f"« {format_amount(meant)} »" if meant is not None else ""
    if re.fullmatch(r"(?i)[a-zéû -]+", number) and re.search(r"(?i)mille|million|cent|vingt|dix|zéro", number):
        hint = f"L’écrire en chiffres\u202f: {whole}." if whole else "L’écrire en chiffres, par exemple « 200 000 € »."
        raise AmountError(f"« {text} » est écrit en lettres.", hint, meant, certain=counted)
    if re.search(r"(?i)\d ?(k|m|ke|md)$|k€|m€|mille|million", cleaned.replace(" ", "")):
        digits = re.match(r"(\d{1,9}) ?k", number, flags=re.IGNORECASE)
        example = whole or f"« {format_amount(int(digits[1]) * 1000 if digits else 200_000)} »"
        raise AmountError(f"« {text} » abrège le montant.", f"Écrire tous les chiffres : {example}.", meant)
    if re.fullmatch(r"\d[\d ]*[.,]\d{1,2}", number):
        whole_part, _ = re.split(r"[.,]", number)
        hint = f"Écrire des euros entiers, par exemple « {whole_part} € »."
        raise AmountError(f"« {text} » a des centimes ou une virgule.", hint, meant)
    if re.fullmatch(r"\d{1,3}([.,']\d{3})+", number):
        spaced = re.sub(r"[.,']", " ", number)
        raise AmountError(
            f"« {text} » sépare les milliers autrement que par une espace.", f"Écrire « {spaced} € ».", meant
        )
    digits_meant = number.translate(_LETTERS)
    if digits_meant != number and _GROUPED.fullmatch(digits_meant):
        meant = int(digits_meant.replace(" ", ""))
        hint = f"Faut-il lire « {format_amount(meant)} » ?"
        raise AmountError(f"« {text} » contient une lettre à la place d’un chiffre.", hint, meant, certain=False)
    if not _GROUPED.fullmatch(number) or not number.isascii():
        hint = f"Écrire {whole}." if whole else "Écrire par exemple « 200 000 € » ou « 200000 »."
        raise AmountError(f"« {text} » n’est pas un montant en euros.", hint, meant, certain=counted)
    return _bounded(int(number.replace(" ", "")), text)


def _understood(text: str) -> int | None:
    """The whole euros of a text in another form than that of specs; None when it has no single reading."""
    match = _LOOSE.fullmatch(text)
    if match is None:
        words = re.sub(r"(?i) (?:d['’])?euros?$", "", text)
        return parse_words(words) if re.fullmatch(r"(?i)[a-zéèû -]+", words) else None
    digits, decimals, unit = match[1], match[2] or "", (match[3] or "").lower().removesuffix("s")
    power = _FACTORS.get(unit, 0)
    if power and re.search(r"[.,]", digits):
        return None  # « 1.500 k€ » is a thousand times more in one country than in another
    if len(decimals.rstrip("0")) > power or (len(decimals) == 3 and not power):
        return None
    euros = int(re.sub(r"\D", "", digits)) * 10**power + int(
        (decimals or "0").ljust(power, "0")[: power or None] or "0"
    )
    return euros if euros <= _MAX_EUROS else None


def _bounded(euros: int, text: str) -> int:
    if euros > _MAX_EUROS:
        raise AmountError(f"« {text} » dépasse mille milliards d’euros.", "Vérifier le nombre de zéros.")
    return euros


def format_number(number: int) -> str:
    """Group by thousands with U+202F: `200 000`."""
    return f"{number:,}".replace(",", NARROW)


def format_amount(euros: int) -> str:
    """Print euros: U+202F between thousands, U+00A0 before the sign."""
    return f"{format_number(euros)}{NO_BREAK}€"


def amount_in_words(euros: int) -> str:
    """Euros in words: « deux cent mille euros », « un million d’euros », « un euro »."""
    words = number_in_words(euros)
    if euros >= 10**6 and euros % 10**6 == 0:
        return f"{words} d’euros"
    return f"{words} {'euro' if euros < 2 else 'euros'}"
