"""The control of a value, derived from what the schema of the spec accepts, so that the two always agree."""

import re
from contextlib import suppress
from typing import Any

from conventions_cli.edition.form_parts import Choice
from conventions_cli.french import AmountError, DateError, format_amount, parse_amount, parse_date
from conventions_cli.model import Nature

Schema = dict[str, Any]

LINE, TEXT, DAY, AMOUNT, NUMBER, CHOICE = "ligne", "texte", "date", "montant", "nombre", "choix"
_ORDINARY = str.maketrans("\u00a0\u202f", "  ")
_WORDS = {"f": "féminin", "m": "masculin"} | {nature.value: nature.libelle for nature in Nature}


def control_of(schema: Schema, *, long: bool = False) -> str:
    """The name of the control of a scalar. `long`: whether its text may take several lines."""
    if "enum" in schema:
        return CHOICE
    accepts = re.compile(str(schema.get("pattern", ""))).match if "pattern" in schema else None
    if accepts is None:
        return TEXT if long else LINE
    if _is_yes_or_no(schema):
        return CHOICE
    if accepts("2026-12-31") and not accepts("2026-12") and not accepts("derniere_facture"):
        return DAY
    if accepts("1 000 €"):
        return AMOUNT
    return NUMBER if "minimum" in schema else LINE


def choices_of(schema: Schema) -> tuple[Choice, ...]:
    """The words that the schema accepts, without the variants that differ only by their apostrophe."""
    words = [word for word in schema.get("enum", ()) if isinstance(word, str)]
    if "oui" in words or _is_yes_or_no(schema):
        words = ["oui", "non"]
    distinct = [word for word in words if not ("'" in word and word.replace("'", "’") in words)]
    return tuple(Choice(word, _WORDS.get(word, word.replace("_", " "))) for word in distinct)


def _is_yes_or_no(schema: Schema) -> bool:
    """Whether the schema accepts « oui » and « non », and no other word."""
    accepts = re.compile(str(schema.get("pattern", ""))).match
    return bool("pattern" in schema and accepts("oui") and accepts("non") and not accepts("peut-être"))


def shown_in(control: str, value: str) -> str:
    """A value in the form its control takes: `2026-12-31` for a day, the value itself for others."""
    if control == DAY:
        with suppress(DateError):
            return parse_date(value).isoformat()
    return value


def as_written(control: str, text: str) -> str:
    """A typed text in the form of the spec: an amount in groups of three figures, other texts unchanged."""
    if control == AMOUNT:
        with suppress(AmountError):
            return format_amount(parse_amount(text)).translate(_ORDINARY)
    return text


def fits(control: str, value: str) -> bool:
    """Whether a control can show the value of the file: the calendar of a browser shows nothing but days."""
    if control != DAY or not value:
        return True
    with suppress(DateError):
        parse_date(value)
        return True
    return False
