"""Words made comparable, amounts found in them."""

import re

from conventions_cli.french import ACRONYM as ACRONYM
from conventions_cli.french import AMOUNT as AMOUNT
from conventions_cli.french import cents as cents
from conventions_cli.french import folded as folded
from conventions_cli.french import plain as plain
from conventions_cli.french import sentence_around as sentence_around

_CELL = re.compile(r"(\d{1,3}(?:[ .]\d{3}){1,4}|\d{1,12})(?:,(\d{1,2}))? ?(?:€|euros?|EUR)?")
_NOTHING = re.compile(r"[-–—0 €]*")


def cell_cents(text: str) -> int | None:
    """The amount of a cell, in cents: nil when it is blank or holds a dash; None when it is not an amount."""
    if _NOTHING.fullmatch(text):
        return 0
    match = _CELL.fullmatch(text.strip())
    return cents(match[1], match[2]) if match else None


def euros(amount: int) -> str:
    """Print cents as euros: « 135 000 € », « 12,50 € »."""
    from conventions_cli.french import NO_BREAK, format_number

    whole, rest = divmod(amount, 100)
    return f"{format_number(whole)}{f',{rest:02d}' if rest else ''}{NO_BREAK}€"
