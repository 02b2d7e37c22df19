"""Words made comparable; how remarks say an amount."""

from conventions_cli.french import ACRONYM as ACRONYM
from conventions_cli.french import folded as folded
from conventions_cli.french import plain as plain
from conventions_cli.french import sentence_around as sentence_around


def euros(amount: int) -> str:
    """Print cents as euros: « 135 000 € », « 12,50 € »."""
    from conventions_cli.french import NO_BREAK, format_number

    whole, rest = divmod(amount, 100)
    return f"{format_number(whole)}{f',{rest:02d}' if rest else ''}{NO_BREAK}€"
