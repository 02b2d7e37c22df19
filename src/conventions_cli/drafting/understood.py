"""The meaning of an answer that a spec could not hold: an order to the interview, or a value to propose."""

import re
from collections.abc import Iterable
from enum import Enum

from conventions_cli.foundation import Diagnostic, Replacement, SourceText
from conventions_cli.model import fold
from conventions_cli.source import Scalar, parse


class Order(Enum):
    """An order that a person gives to the interview, instead of an answer."""

    BACK = "précédent"
    STOP = "quitter"
    HELP = "aide"
    LATER = "je ne sais pas"


_ORDERS = {
    Order.BACK: (
        "<",
        "<<",
        "retour",
        "précédent",
        "précédente",
        "question précédente",
        "revenir",
        "en arrière",
        "back",
    ),
    Order.STOP: ("quitter", "stop", "arrêter", "arrêt", "sortir", "exit", "quit"),
    Order.HELP: ("?", "??", "aide", "aidez-moi", "help", "expliquer", "c’est quoi", "quoi"),
    Order.LATER: (
        *(
            "plus tard",
            "je ne sais pas",
            "je ne sais pas encore",
            "je sais pas",
            "sais pas",
            "ne sait pas",
            "jsp",
            "nsp",
        ),
        *("aucune idée", "pas encore", "inconnu", "inconnue", "à compléter", "à définir", "à préciser", "à voir"),
        *("passer", "suivant", "suivante", "question suivante", "n/a"),
    ),
}


def _plain(text: str) -> str:
    return fold(text.replace("'", "’").strip()).rstrip("_.!")


_MEANINGS = {_plain(word): order for order, words in _ORDERS.items() for word in words}
_QUOTED = re.compile(r"(?:«\s*(.*?)\s*»|\"(.*)\"|“(.*)”)")


def order_of(text: str) -> Order | None:
    """The order that a text is, with any capitals, accents and punctuation; None for an answer."""
    short = text.strip()
    if not short or len(short) > 40:
        return None
    return _MEANINGS.get(short) or _MEANINGS.get(_plain(short).removesuffix("_?"))


def literal(text: str) -> str:
    """An answer without the quotation marks that keep it from being an order: « "Aide" » names a service."""
    match = _QUOTED.fullmatch(text.strip())
    inner = next((group for group in match.groups() if group is not None), "") if match else ""
    return inner if inner and order_of(inner) is not None else text


def proposed_by(refusals: Iterable[Diagnostic], text: str) -> str:
    """The value that a refusal proposes to replace the whole answer; empty when no refusal does."""
    for refusal in refusals:
        replacement = refusal.replacement
        if replacement is not None and _scalar(_replaced(replacement)) == text:
            return _scalar(replacement.text)
    return ""


def _replaced(replacement: Replacement) -> str:
    span = replacement.span
    return span.source.text[span.source.index(span.start) : span.source.index(span.end)]


def _scalar(written: str) -> str:
    """The text of a value written in YAML."""
    tree = parse(SourceText("", f"v: {written}\n")).value
    node = tree.get("v") if tree is not None else None
    return node.text if isinstance(node, Scalar) else ""
