"""The official texts in clauses: `texte("2019-1088")` cites one as the act's date of signature wants it cited."""

from collections.abc import Callable
from datetime import date

from jinja2 import TemplateError

from conventions_cli.document import shortened
from conventions_cli.law import LegalText, all_texts, find_text
from conventions_cli.model import nearest
from conventions_cli.sandbox import letters

NAMES = ("texte", "en_vigueur")
_SHORT = 75  # characters of a number that a message repeats


class UnknownTextError(TemplateError):
    """A clause cites a text that is not known."""


def unknown(name: str) -> tuple[str, str]:
    """What to say of a text that is not known: a sentence, and what to type."""
    close = nearest(name, list(all_texts()))
    known = f"Vouliez-vous dire « {close} » ? " if close else ""
    message = f"Le texte « {shortened(name, _SHORT)} » n’est pas de ceux que convention connaît."
    return message, f"{known}« convention law » les donne ; un autre texte s’écrit en toutes lettres."


def citing(signed: date | None) -> dict[str, Callable[[object], object]]:
    """The two functions of an act signed that day, or of a draft for None.

    `texte` gives a plain text, set by the typography of the pack as the words of its clauses are. Raises
    UnknownTextError.
    """

    def found(name: object) -> LegalText:
        written = letters(name)
        text = find_text(written)
        if text is None:
            raise UnknownTextError(" ".join(unknown(written)))
        return text

    return {"texte": lambda name: found(name).cited(signed), "en_vigueur": lambda name: found(name).in_force(signed)}
