"""The words by which clauses print the declared deadlines; the calendar is computed from the same declarations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from conventions_cli.foundation import Record
from conventions_cli.french import Duration, format_date
from conventions_cli.model import Convention, Echeance, Manquant, Nom, Repere, value_at
from conventions_cli.sandbox import Suite


class Promise(Record, frozen=True):
    """A deadline of an act, and the clause that states it, by its name in the plan."""

    declared: Echeance
    clause: str


class EcheanceDite(Record, frozen=True):
    """A deadline, for clauses.

    `delai`: « six mois »; `periode`: « tous les six mois »; `depuis`: « à compter de la signature de la présente
    convention »; `moment`: « au terme de la convention », « six mois après le terme de la convention »; `date`: the
    date of the deadline, or the date its delay is counted from. None where the declaration or the act does not say.
    """

    delai: Nom | Manquant | None
    periode: object
    depuis: object
    moment: object
    date: object


def worded(declared: Echeance, convention: Convention, extras: Mapping[str, Any]) -> EcheanceDite:
    """The words of a deadline in an act, for its clauses."""
    key = declared.de or declared.le or ""
    value, mark = value_at(key, convention, extras), declared.repere
    delay = declared.delay(convention, extras)
    length = Nom(delay.words) if isinstance(delay, Duration) else delay
    every = (Nom(delay.every) if isinstance(delay, Duration) else length) if declared.tous_les else None
    return EcheanceDite(
        delai=length,
        periode=every,
        depuis=_counted("à compter ", "du", mark, value),
        moment=_moment(declared, length, every, mark, value),
        date=value if isinstance(value, (date, Manquant)) else None,
    )


def _moment(declared: Echeance, length: object, every: object, mark: Repere | None, value: object) -> object:
    """When a deadline is due; None for a value that is a list, and when the act does not give the delay."""
    if declared.le is not None and isinstance(value, date):
        return Nom(f"le {format_date(value)}")
    if declared.declared_delay is None:
        return _counted("", "au", mark, value)
    if length is None:
        return None
    if every is not None:
        return Suite((every, Nom(" "), _counted("à compter ", "du", mark, value)))
    return Suite((length, _counted(" après " if declared.apres else " avant ", "le", mark, value)))


def _counted(before: str, form: str, mark: Repere | None, value: object) -> object:
    """« à compter du terme de la convention », or of a day that a field of the pack gives."""
    if mark is not None:
        return Nom(before + mark.worded(form, whole=True))
    day = Nom(format_date(value)) if isinstance(value, date) else value
    return Suite((Nom(f"{before}{form} "), day)) if isinstance(day, (Nom, Manquant)) else None
