"""The summary of the money of an act on the page: texts ready to show, computed by the model."""

from conventions_cli.foundation import Record
from conventions_cli.model import (
    Calendrier,
    Convention,
    Execution,
    Finances,
    LigneEcheancier,
    Manquant,
    MoneyWords,
    Montant,
    Tranche,
    VersementCP,
)

TO_COMPLETE = "à compléter"


class Figure(Record, frozen=True):
    """A line of the summary: its label, its amount, and a note in small print."""

    label: str
    value: str
    note: str = ""


class Money(Record, frozen=True):
    """Amounts, then credits by year (year, AE, CP; the last row is the total), instalments, dates of payment.

    `done`: for a report, the amounts committed and paid by year; `shares`: the credits of each party, by name.
    """

    figures: tuple[Figure, ...]
    years: tuple[tuple[str, str, str], ...]
    instalments: tuple[Figure, ...]
    payments: tuple[Figure, ...]
    done: tuple[tuple[str, str, str], ...] = ()
    shares: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = ()


def money_of(convention: Convention, words: MoneyWords) -> Money:
    """Sum up the finances of an act. `words`: its names for the parties that give and receive the money."""
    finances = convention.finances
    payments = tuple(_payment(payment) for payment in finances.calendrier_cp if isinstance(payment, VersementCP))
    done = _done(convention.execution) if convention.execution is not None else ()
    shares = tuple(
        (str(calendrier.identifiant), _years(calendrier))
        for calendrier in finances.calendriers
        if calendrier.identifiant is not None
    )
    return Money(_figures(finances, words), _years(finances.annuel), _instalments(finances), payments, done, shares)


def _years(calendar: Calendrier) -> tuple[tuple[str, str, str], ...]:
    years = tuple((str(year), _credit(row.ae), _credit(row.cp)) for year, row in calendar.lignes)
    if not isinstance(calendar.annees, Manquant):
        unread = (year for year, row in calendar.annees.items() if not isinstance(row, LigneEcheancier))
        years += tuple((str(year), TO_COMPLETE, TO_COMPLETE) for year in unread)
    total = ("Total", _amount(calendar.somme_ae), _amount(calendar.somme_cp))
    return (*years, total) if years else ()


def _figures(finances: Finances, words: MoneyWords) -> tuple[Figure, ...]:
    if finances.montant is None or finances.montant_obtenu is None or finances.montant_delegue is None:
        return ()
    figures = [Figure("Montant attribué", _amount(finances.montant_obtenu))]
    if finances.montant_obtenu != finances.montant:
        figures.append(Figure("Montant présent", _amount(finances.montant), "tel que modifié par avenant"))
    if finances.accompagnement:
        figures.append(Figure("dont accompagnement", _amount(finances.accompagnement), f"payé par {words.giver}"))
    figures.append(Figure(f"dont {words.done}", _amount(finances.montant_delegue)))
    shared = finances.cofinancement
    if shared is not None:
        delay = f"à engager sous {shared.delai_mois}\u00a0mois" if shared.delai_mois else ""
        apart = "par une convention distincte" if shared.convention_distincte else ""
        note = ", ".join(text for text in (delay, apart) if text)
        figures.append(Figure("Cofinancement", _amount(shared.montant), note))
    return tuple(figures)


def _instalments(finances: Finances) -> tuple[Figure, ...]:
    rows = []
    for number, (instalment, amount) in enumerate(
        zip(finances.tranches, finances.montants_des_tranches, strict=True), start=1
    ):
        trigger = instalment.declencheur if isinstance(instalment, Tranche) else TO_COMPLETE
        note = TO_COMPLETE if isinstance(trigger, Manquant) else str(trigger)
        if (
            isinstance(instalment, Tranche)
            and instalment.part is not None
            and not isinstance(instalment.part, Manquant)
        ):
            note = f"{instalment.part}, {note}"
        rows.append(Figure(f"Tranche {number}", _credit(amount), note))
    return tuple(rows)


def _payment(payment: VersementCP) -> Figure:
    year = TO_COMPLETE if isinstance(payment.annee, Manquant) else str(payment.annee)
    return Figure(f"CP de {year}", TO_COMPLETE if isinstance(payment.quand, Manquant) else str(payment.quand))


def _done(execution: Execution) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            str(year),
            _credit(execution.montant("realise", year, "engage")),
            _credit(execution.montant("realise", year, "paye")),
        )
        for year in sorted(execution.lignes("realise"))
    )


def _credit(value: Montant | Manquant | None) -> str:
    """An amount; empty when none is planned."""
    return "" if value is None else _amount(value)


def _amount(value: Montant | Manquant) -> str:
    return TO_COMPLETE if isinstance(value, Manquant) else str(value)
