"""Faults in the texts of a spec: a wrong weekday, an article or a law cited by number, words left to complete."""

from collections.abc import Iterator
from itertools import islice

from conventions_cli.foundation import Position, Record, Span, catalogue
from conventions_cli.french import own_articles, plain, unfinished_in, wrong_weekdays
from conventions_cli.law import disagreements
from conventions_cli.rules.base import WARNING, Case, Finding, Rule, rule
from conventions_cli.source import Mapping, Node, Scalar, Sequence

# Texts that no act prints (`annuaire`: a party takes its entry whole); texts read as dates (C206); texts that cite
# articles of another text: a visa, the amended act, the act of a report or of a letter.
_NOT_PRINTED = frozenset({"annuaire", "herite", "tolere", "modele", "reference"})
_DATES = frozenset(
    {"date_signature", "date_decision", "debut", "fin", "fin_comptable", "arrete_au", "date_notification", "date_effet"}
)
_OF_ANOTHER = frozenset({"visas", "amende", "execution", "resiliation"})
_MOST = 5  # diagnostics for one text
_LEAST = 2  # length of the shortest text with one of these faults: « {{ »


class _Printed(Record, frozen=True):
    """A text that an act may print, in plain letters of the same length; `elsewhere`: it cites another text."""

    scalar: Scalar
    plain: str
    elsewhere: bool


def _texts(case: Case) -> tuple[_Printed, ...]:
    """The printed texts of the case, listed once for the rules of this module."""
    return case.once(_printed_texts)


def _printed_texts(case: Case) -> tuple[_Printed, ...]:
    texts = _within(case.spec.tree, elsewhere=False)
    return tuple(_Printed(scalar, plain(scalar.text), elsewhere) for scalar, elsewhere in texts)


def _within(node: Node, *, elsewhere: bool) -> Iterator[tuple[Scalar, bool]]:
    if isinstance(node, Mapping):
        for entry in node.entries:
            key = entry.key.text
            if key not in _NOT_PRINTED and key not in _DATES:
                yield from _within(entry.value, elsewhere=elsewhere or key in _OF_ANOTHER)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _within(item, elsewhere=elsewhere)
    elif not node.blank and len(node.text) >= _LEAST:
        yield node, elsewhere


def _place(scalar: Scalar, start: int, end: int) -> Span:
    """The place of some words of a text, if its line in the source has them as they are; else that of the text."""
    words = scalar.text[start:end]
    first, last = scalar.span.start, scalar.span.end
    line = scalar.span.source.line(first.line)
    at = line.find(words, first.column - 1)
    if first.line != last.line or at < 0:
        return scalar.span
    return Span(scalar.span.source, Position(first.line, at + 1), Position(first.line, at + 1 + len(words)))


@rule(
    "C328",
    WARNING,
    "un article de l’acte n’est pas désigné par un numéro tapé",
    "Constat : des actes signés renvoient à un article qui traite d’autre chose.",
)
def no_article_by_number(case: Case) -> Iterator[Finding]:
    """No article may be cited by number: articles are numbered when the act is made; typed numbers do not follow."""
    for text in _texts(case):
        scalar = text.scalar
        for article in () if text.elsewhere else islice(own_articles(text.plain, in_words=True), _MOST):
            reference = scalar.text[article.start : article.end]
            message = f"« {reference} » désigne un article par un numéro tapé à la main, qui ne suivra pas l’acte."
            hint = (
                "Le nommer par son objet (« l’article relatif à la durée »), ou nommer le texte visé (« du décret … »)."
            )
            yield Finding(message, _place(scalar, article.start, article.end), hint)


@rule("C329", WARNING, "le jour de la semaine est celui de la date", "Calendrier grégorien.")
def right_weekday(case: Case) -> Iterator[Finding]:
    """A weekday must be that of its date: 20 August 2025 is no « lundi »."""
    for text in _texts(case):
        for wrong in wrong_weekdays(text.plain):
            span = _place(text.scalar, wrong.start, wrong.start + len(wrong.said))
            yield Finding(wrong.message, span, f"Écrire « {wrong.right} », ou corriger la date.")


@rule(
    "C330",
    WARNING,
    "aucun texte ne reste à compléter",
    "Un acte se signe entier : ni mention à compléter, ni accolades de modèle.",
    holds_final=True,
)
def nothing_left_to_complete(case: Case) -> Iterator[Finding]:
    """« [à compléter] », « XXX » and « {{ nom }} » are not left in a text, since the act would print them."""
    for text in _texts(case):
        scalar = text.scalar
        for start, end in islice(unfinished_in(text.plain), _MOST):
            message = f"« {scalar.text[start:end]} » serait imprimé tel quel."
            hint = "Écrire la valeur ; pour la laisser à compléter dans un projet, ne rien écrire après la clé."
            yield Finding(message, _place(scalar, start, end), hint)


def _cites_texts_by_their_dates(case: Case) -> Iterator[Finding]:
    """The number of a law or a decree must be that of its date. The checks of acts use the same code."""
    for text in _texts(case):
        for slip in islice(disagreements(text.plain), _MOST):
            yield Finding(slip.message, _place(text.scalar, slip.citation.start, slip.citation.end), slip.hint)


RULES: tuple[Rule, ...] = (
    no_article_by_number,
    right_weekday,
    nothing_left_to_complete,
    Rule(catalogue.CITED_TEXT, _cites_texts_by_their_dates),
)
