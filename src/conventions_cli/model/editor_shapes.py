"""The shapes of values as editors check them (JSON Schema), and what they say, in French, of another.

They are those that `fields` reads, whatever the spaces, the capitals and the accents: an editor must not refuse what
`convention validate` takes. It says what to write, and never shows the regular expression.
"""

import re
from collections.abc import Iterable
from typing import Any

from conventions_cli.french import fold_accents, month_names

# What YAML may take a text for, before we read it as a text; nothing, in a draft.
SCALAR = ["string", "number", "boolean", "null"]

_SPECIAL = re.compile(r"[.^$*+?()\[\]{}|\\/]")  # no more may be escaped where editors read regular expressions
_ACCENTED = {"a": "aàâä", "e": "eéèêë", "i": "iîï", "o": "oôö", "u": "uùûü", "c": "cç"}


def _however_written(word: str) -> str:
    """The pattern of a word in any capitals, with or without its accents, be they signs of their own."""
    signs = (_ACCENTED.get(sign, sign) for sign in fold_accents(word))
    return "".join(f"[{same}{same.upper()}][\\u0300-\\u036f]*" for same in signs)


_MONTHS = "|".join(map(_however_written, month_names()))
_DAY = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{1,2}}(?:er)?\s+(?:{_MONTHS})\s+\d{{4}}"
_MONTH = rf"\d{{4}}-\d{{1,2}}|\d{{1,2}}/\d{{4}}|(?:{_MONTHS})\s+\d{{4}}"
_SAID_DAY = "Écrire une date, par exemple « 2025-08-20 », « 20/08/2025 » ou « 20 août 2025 »."


def told(said: str) -> dict[str, Any]:
    """What an editor says of a value that has not the shape asked for."""
    return {"errorMessage": said, "patternErrorMessage": said}


def _shape(pattern: str, said: str, **more: Any) -> dict[str, Any]:
    """The shape of a value that is a text of this pattern."""
    return {"type": ["string", "null"], "pattern": rf"^\s*(?:{pattern})\s*$", **told(said), **more}


def _number(pattern: str, said: str, low: int, high: int | None = None) -> dict[str, Any]:
    """The shape of a value YAML may take for a number."""
    bounds = {"minimum": low} | ({"maximum": high} if high is not None else {})
    return _shape(pattern, said) | {"type": ["string", "integer", "null"], **bounds}


def one_of(words: Iterable[str]) -> dict[str, Any]:
    """The shape of a word of a list, which editors propose; nothing, in a draft. Blanks around it do not count."""
    known = list(words)
    said = f"Valeurs admises : {', '.join(known)}."
    # The straight apostrophe too, for « l' ».
    shown = [*known, *(word.replace("’", "'") for word in known if "’" in word), None]
    padded = "|".join(_SPECIAL.sub(r"\\\g<0>", word).replace("’", "['’]") for word in known)
    texts = {"type": "string", "pattern": rf"^\s*(?:{padded})\s*$", **told(said)}
    return {"anyOf": [{"enum": shown, "errorMessage": said}, texts]}


EUROS = _number(
    r"(?:\d{1,3}(?:\s+\d{3})+|\d+)\s*(?:€|[Ee][Uu][Rr](?:[Oo][Ss]?)?)?",
    "Écrire des euros entiers, par exemple « 200 000 € ».",
    0,
)
DAY = _shape(_DAY, _SAID_DAY)
DAY_OR_MONTH = _shape(f"{_DAY}|{_MONTH}", f"{_SAID_DAY} Un mois s’écrit « 2025-06 ».")
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
    return _shape(f"{_DAY}|{word}", f"{_SAID_DAY} Ou bien « {word} ».")


def whole(low: int, high: int) -> dict[str, Any]:
    """The shape of a whole number between two bounds, included."""
    return _number(r"\d+", f"Écrire un nombre entier, de {low} à {high}.", low, high)
