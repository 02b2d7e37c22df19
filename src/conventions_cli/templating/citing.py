"""The official texts in clauses: `texte("2019-1088")` cites a text as it stood on the day the act is signed."""

from collections.abc import Callable
from datetime import date

from jinja2 import TemplateError

from conventions_cli.document import shortened
from conventions_cli.law import LegalText, all_texts, find_text
from conventions_cli.model import nearest
from conventions_cli.sandbox import letters

NAMES = ("texte", "en_vigueur")
_SHORT = 75  # characters of the text number that a message repeats


class UnknownTextError(TemplateError):
    """A clause cites a text that is not known."""


def unknown(name: str) -> tuple[str, str]:
    """The message and the hint for the number of a text that `law` does not know."""
    close = nearest(name, list(all_texts()))
    suggestion = f"Vouliez-vous dire « {close} » ? " if close else ""
    message = f"Le texte « {shortened(name, _SHORT)} » n’est pas de ceux que convention connaît."
    return message, f"{suggestion}« convention law » les donne ; un autre texte s’écrit en toutes lettres."


def citing(signed: date | None) -> dict[str, Callable[[object], object]]:
    """The functions `texte` and `en_vigueur`, for an act signed on that day; None for a draft.

    `texte` returns a plain text, which then takes the typography of the pack. Both raise UnknownTextError.
    """

    def text_of(name: object) -> LegalText:
        number = letters(name)
        text = find_text(number)
        if text is None:
            raise UnknownTextError(" ".join(unknown(number)))
        return text

    return {
        "texte": lambda name: text_of(name).cited(signed),
        "en_vigueur": lambda name: text_of(name).in_force(signed),
    }
