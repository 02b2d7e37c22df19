"""Rules on the years of money: credits are opened, paid and released in their year (annualité budgétaire)."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from conventions_cli.foundation import Related
from conventions_cli.french import fold_accents, format_date, years_of
from conventions_cli.model import Calendrier, LigneEcheancier, Manquant, Tranche
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, rule
from conventions_cli.rules.money import for_party

_LOLF = "LOLF, articles 1er, 8 et 15 : les crédits sont ouverts par année, et ceux qui restent à sa fin tombent"


def _rows(case: Case) -> Iterator[tuple[Calendrier, int, LigneEcheancier]]:
    for calendar in case.spec.convention.finances.calendriers:
        for year, row in calendar.lignes:
            yield calendar, year, row


@rule(
    "C355", WARNING, "les AE s’ouvrent l’année de la signature", "Constat sur les actes publiés ; annualité budgétaire."
)
def ae_in_signature_year(case: Case) -> Iterator[Finding]:
    """Rule B5."""
    signed = case.spec.convention.date_signature
    for calendar, year, row in _rows(case):
        if signed is not None and row.montant_ae and year != signed.year:
            message = for_party(
                calendar, f"{row.montant_ae} d’AE sont ouverts en {year}, l’acte est signé en {signed.year}."
            )
            yield Finding(message, case.spec.span(*calendar.chemin, str(year), "ae"), "Vérifier l’année de ces AE.")


@rule("C356", ERROR, "les années de l’échéancier se suivent", "Lisibilité de l’échéancier.")
def years_increase(case: Case) -> Iterator[Finding]:
    """Rule B6, the order."""
    for calendar in case.spec.convention.finances.calendriers:
        for before, after in pairwise(year for year, _ in calendar.lignes):
            if after <= before:
                message = for_party(calendar, f"L’année {after} vient après {before} dans l’échéancier.")
                yield Finding(message, case.spec.key(*calendar.chemin, str(after)), "Écrire les années dans l’ordre.")


@rule("C357", WARNING, "l’échéancier part de la signature, sans trou", "Constat sur les actes publiés.")
def years_contiguous(case: Case) -> Iterator[Finding]:
    """Rule B6, contiguity of each calendar, and the first year of all."""
    convention = case.spec.convention
    first = min(((year, calendar) for calendar, year, _ in _rows(case)), key=lambda row: row[0], default=None)
    signed = convention.date_signature
    if first is not None and signed is not None and first[0] != signed.year:
        year, calendar = first
        message = f"L’échéancier commence en {year}, l’acte est signé en {signed.year}."
        yield Finding(message, case.spec.key(*calendar.chemin, str(year)), "Vérifier la première année.")
    for calendar in convention.finances.calendriers:
        for before, after in pairwise(sorted(year for year, _ in calendar.lignes)):
            if after > before + 1:
                message = for_party(calendar, f"L’échéancier saute de {before} à {after}.")
                hint = f"Ajouter l’année {before + 1}, ou corriger {after}."
                yield Finding(message, case.spec.key(*calendar.chemin, str(after)), hint)


def _late_years(case: Case) -> Iterator[tuple[Calendrier, int, int]]:
    """The years with CP after the end of the act, each with the year of that end."""
    end = case.spec.convention.duree.fin
    if not isinstance(end, date):
        return
    for calendar, year, row in _rows(case):
        if row.montant_cp and year > end.year:
            yield calendar, year, end.year


def _closes_later(case: Case, year: int) -> bool:
    """Whether accounts stay open: until the last invoice, or until a date in that year or later."""
    closing = case.spec.convention.duree.fin_comptable
    return isinstance(closing, str) or (isinstance(closing, date) and closing.year >= year)


@rule("C358", ERROR, "aucun CP après la fin de l’acte", "Un paiement suppose un acte en vigueur.")
def no_cp_after_end(case: Case) -> Iterator[Finding]:
    """Rule B7, when the accounts close with the act."""
    for calendar, year, last in _late_years(case):
        if not _closes_later(case, year):
            message = for_party(calendar, f"Des CP sont prévus en {year}, alors que l’acte finit en {last}.")
            hint = f"Avancer ces CP, ou repousser « fin: » à {year}, ou ajouter « fin_comptable: derniere_facture »."
            related = (Related(case.spec.span("duree", "fin"), "fin de l’acte"),)
            yield Finding(message, case.spec.span(*calendar.chemin, str(year), "cp"), hint, related)


@rule("C359", WARNING, "des CP après la fin de l’acte", "Admis quand la fin comptable est la dernière facture.")
def cp_after_end(case: Case) -> Iterator[Finding]:
    """Rule B7, when the accounts close at the last invoice."""
    for calendar, year, last in _late_years(case):
        if _closes_later(case, year) and isinstance(case.spec.convention.duree.fin_comptable, str):
            message = for_party(
                calendar, f"Des CP sont prévus en {year}, alors que les prestations finissent en {last}."
            )
            hint = "Vérifier que des factures sont attendues cette année-là."
            yield Finding(message, case.spec.span(*calendar.chemin, str(year), "cp"), hint)


@rule(
    "C364",
    WARNING,
    "des CP l’année d’une signature tardive",
    "Clôture de gestion : peu de paiements passent après la mi-novembre.",
)
def late_signature(case: Case) -> Iterator[Finding]:
    """Rule B13."""
    signed = case.spec.convention.date_signature
    if signed is None or signed <= date(signed.year, 11, 15):
        return
    for calendar, year, row in _rows(case):
        if year == signed.year and row.montant_cp:
            message = f"{row.montant_cp} de CP sont prévus en {year}, pour une signature le {format_date(signed)}."
            message = for_party(calendar, message)
            hint = "Vérifier que ces crédits pourront être payés avant la clôture de l’exercice."
            yield Finding(message, case.spec.span(*calendar.chemin, str(year), "cp"), hint)


@rule("C365", ERROR, "un versement de CP vise une année de l’échéancier", "Cohérence de la spécification.")
def payment_years_known(case: Case) -> Iterator[Finding]:
    """`calendrier_cp` and `tranches` must name years that have such credits."""
    finances = case.spec.convention.finances
    if not finances.annuel.connu:
        return
    rows = dict(finances.lignes)
    for index, payment in enumerate(finances.calendrier_cp):
        if isinstance(payment, Manquant) or isinstance(payment.annee, Manquant):
            continue
        if payment.annee not in rows or not rows[payment.annee].montant_cp:
            message = f"L’échéancier ne prévoit pas de CP en {payment.annee}."
            path = ("finances", "calendrier_cp", index, "annee")
            yield Finding(message, case.spec.span(*path), "Corriger l’année, ou compléter l’échéancier.")
    for index, tranche in enumerate(finances.tranches):
        if isinstance(tranche, Tranche) and tranche.annee is not None:
            row = rows.get(tranche.annee)
            if row is not None and row.montant_ae:
                continue
            message = f"L’échéancier n’ouvre pas d’AE en {tranche.annee}."
            path = ("finances", "tranches", index, "annee")
            yield Finding(message, case.spec.span(*path), "Corriger l’année, ou compléter l’échéancier.")


_SIGNATURE = re.compile(
    r"(?:a |apres |des |lors de )?(?:la )?signature"
    r"(?: de (?:la (?:presente )?convention|l['’]acte|la presente)| par (?:les|toutes les|l['’]ensemble des) parties)?"
)


@rule("C368", ERROR, "une tranche d’AE est débloquée dans l’année de ces AE", f"{_LOLF}.")
def instalments_in_their_year(case: Case) -> Iterator[Finding]:
    """Annuality of instalments: moments in free words are read when possible, and ignored otherwise."""
    convention = case.spec.convention
    signed = convention.date_signature
    for index, tranche in enumerate(convention.finances.tranches):
        opened = (tranche.annee or convention.finances.premiere_annee_ae) if isinstance(tranche, Tranche) else None
        if isinstance(tranche, Manquant) or opened is None:
            continue
        for key, text, years in _moments(tranche, signed):
            place = case.spec.span("finances", "tranches", index, key)
            if min(years) > opened:
                start = f"Les AE de {opened} tombent le 31 décembre {opened}"
                message = f"{start} : la tranche {index + 1} les débloquerait après (« {text} »)."
                hint = (
                    f"Avancer cette tranche à {opened}, ou ouvrir ces AE en {min(years)} dans l’échéancier et écrire "
                    f"« annee: {min(years)} »."
                )
                yield Finding(message, place, hint)
            elif max(years) < opened:
                start = f"Les AE de {opened} ne s’ouvrent que le 1er janvier {opened}"
                message = f"{start} : la tranche {index + 1} les débloquerait avant (« {text} »)."
                hint = f"Repousser cette tranche à {opened}, ou corriger l’année de ses AE : « annee: {max(years)} »."
                yield Finding(message, place, hint)
            else:
                continue
            break  # one diagnostic for each tranche


def _moments(tranche: Tranche, signed: date | None) -> Iterator[tuple[str, str, frozenset[int]]]:
    """The moments when an instalment is released, when they can be read: their key, text and years."""
    for key, text in (("echeance", tranche.echeance), ("declencheur", tranche.declencheur)):
        if not isinstance(text, str):
            continue
        if signed is not None and _SIGNATURE.fullmatch(fold_accents(text).strip(" .;,")):
            yield key, f"{text}, le {format_date(signed)}", frozenset({signed.year})
            continue
        years = years_of(text)
        if years:
            yield key, text, years


@rule("C369", ERROR, "les CP d’une année sont mis à disposition dans cette année", f"{_LOLF}.")
def payments_in_their_year(case: Case) -> Iterator[Finding]:
    """Annuality of the CP, when the moment of payment can be read."""
    for index, payment in enumerate(case.spec.convention.finances.calendrier_cp):
        if isinstance(payment, Manquant) or isinstance(payment.annee, Manquant) or isinstance(payment.quand, Manquant):
            continue
        years = years_of(payment.quand)
        if years and payment.annee not in years:
            message = (
                f"Les CP de {payment.annee} seraient mis à disposition « {payment.quand} » : c’est une autre année."
            )
            listed = " ou ".join(str(year) for year in sorted(years))
            hint = f"Corriger « quand: », ou écrire « annee: {listed} »."
            yield Finding(message, case.spec.span("finances", "calendrier_cp", index, "quand"), hint)


RULES: tuple[Rule, ...] = (
    ae_in_signature_year,
    years_increase,
    years_contiguous,
    no_cp_after_end,
    cp_after_end,
    late_signature,
    payment_years_known,
    instalments_in_their_year,
    payments_in_their_year,
)
