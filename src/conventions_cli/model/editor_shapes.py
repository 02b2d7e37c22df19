"""The shapes of values for editors (JSON Schema), with the French messages for values of another shape.

They accept all that `fields` reads, with any spaces, capitals and accents: an editor must not refuse what `convention
validate` accepts. The messages say what to write, instead of showing the regular expression.
"""

import re
from collections.abc import Iterable
from typing import Any

from conventions_cli.french import fold_accents, month_names

# The types that YAML may give to a scalar, which we read as a text; null is a blank value.
SCALAR = ["string", "number", "boolean", "null"]

_SPECIAL = re.compile(r"[.^$*+?()\[\]{}|\\/]")  # editors accept no other escaped signs
_ACCENTED = {"a": "aàâä", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "c": "cç"}


def _however_written(word: str) -> str:
    """The pattern of a word in any capitals, with or without accents, also those encoded as signs of their own."""
    signs = (_ACCENTED.get(sign, sign) for sign in fold_accents(word))
    return "".join(f"[{letter}{letter.upper()}][\\u0300-\\u036f]*" for letter in signs)


_MONTHS = "|".join(map(_however_written, month_names()))
_DAY = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{1,2}}(?:er)?\s+(?:{_MONTHS})\s+\d{{4}}"
_MONTH = rf"\d{{4}}-\d{{1,2}}|\d{{1,2}}/\d{{4}}|(?:{_MONTHS})\s+\d{{4}}"
_DAY_MESSAGE = "Écrire une date, par exemple « 2025-08-20 », « 20/08/2025 » ou « 20 août 2025 »."


def error_messages(message: str) -> dict[str, Any]:
    """The keywords by which editors show this message for a value of another shape."""
    return {"errorMessage": message, "patternErrorMessage": message}


def _shape(pattern: str, message: str, **more: Any) -> dict[str, Any]:
    """The shape of a text that matches a pattern."""
    return {"type": ["string", "null"], "pattern": rf"^\s*(?:{pattern})\s*$", **error_messages(message), **more}


def _number(pattern: str, message: str, low: int, high: int | None = None) -> dict[str, Any]:
    """The shape of a value that YAML may read as a number."""
    bounds = {"minimum": low} | ({"maximum": high} if high is not None else {})
    return _shape(pattern, message) | {"type": ["string", "integer", "null"], **bounds}


def word_among(words: Iterable[str]) -> dict[str, Any]:
    """The shape of a word of a list, which editors propose, or of a blank value. Spaces around it do not count."""
    admitted = list(words)
    message = f"Valeurs admises : {', '.join(admitted)}."
    # The straight apostrophe too, for « l' ».
    proposed = [*admitted, *(word.replace("’", "'") for word in admitted if "’" in word), None]
    padded = "|".join(_SPECIAL.sub(r"\\\g<0>", word).replace("’", "['’]") for word in admitted)
    texts = {"type": "string", "pattern": rf"^\s*(?:{padded})\s*$", **error_messages(message)}
    return {"anyOf": [{"enum": proposed, "errorMessage": message}, texts]}


EUROS = _number(
    r"(?:\d{1,3}(?:\s+\d{3})+|\d+)\s*(?:€|[Ee][Uu][Rr](?:[Oo][Ss]?)?)?",
    "Écrire des euros entiers, par exemple « 200 000 € ».",
    0,
)
DAY = _shape(_DAY, _DAY_MESSAGE)
DAY_OR_MONTH = _shape(f"{_DAY}|{_MONTH}", f"{_DAY_MESSAGE} Un mois s’écrit « 2025-06 ».")
YES_OR_NO = _shape(
    "|".join(map(_however_written, ("oui", "non", "true", "false"))),
    "Écrire « oui » ou « non ».",
    type=["string", "boolean", "null"],
    examples=["oui", "non"],
)
YEAR = _number(r"(?:19|20|21)\d\d", "Écrire une année, par exemple « 2025 ».", 1900, 2199)
PERCENTAGE = _shape(r"\d{1,3}(?:[.,]\d{1,2})?\s*%?", "Écrire par exemple « 50 % ».", type=["string", "number", "null"])
ADDRESS = _shape(
    r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)\S+", "Écrire une adresse entière : « https://… »."
)


def day_or(word: str) -> dict[str, Any]:
    """The shape of a day, or of a word."""
    return _shape(f"{_DAY}|{word}", f"{_DAY_MESSAGE} Ou bien « {word} ».")


def whole_number(low: int, high: int) -> dict[str, Any]:
    """The shape of a whole number between two bounds, included."""
    return _number(r"\d+", f"Écrire un nombre entier, de {low} à {high}.", low, high)
