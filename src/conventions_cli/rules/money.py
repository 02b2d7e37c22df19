"""Rules on money: what adds up, what is covered, what the practice of the fund is."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from conventions_cli.diagnostics import Related
from conventions_cli.french.dates import format_date
from conventions_cli.model.finances import Finances, LigneEcheancier, Tranche
from conventions_cli.model.values import Manquant, Montant, Pourcentage, total
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, rule

_LOLF = "LOLF, article 8 : les AE sont le plafond des engagements, les CP celui des paiements de l’année"
_CALENDAR = ("finances", "echeancier")


def _known_calendar(finances: Finances) -> bool:
    """Whether every figure of the calendar could be read: no sum is made of a part only."""
    if isinstance(finances.echeancier, Manquant) or not finances.echeancier:
        return False
    rows = finances.echeancier.values()
    return all(
        isinstance(row, LigneEcheancier) and not isinstance(row.ae, Manquant) and not isinstance(row.cp, Manquant)
        for row in rows
    )


def _all_ae_known(finances: Finances) -> bool:
    """Whether no AE of the calendar is missing, whatever is missing of the CP."""
    return not isinstance(finances.echeancier, Manquant) and all(
        isinstance(row, LigneEcheancier) and not isinstance(row.ae, Manquant) for row in finances.echeancier.values()
    )


def _exceeds(finances: Finances, expected: Montant) -> bool:
    """Whether the AE known so far are already too much: no figure that is missing can mend that."""
    return not isinstance(finances.echeancier, Manquant) and finances.total_ae > expected


def _amount_less_coaching(finances: Finances) -> Montant | None:
    if isinstance(finances.montant, Montant) and isinstance(finances.accompagnement, Montant):
        return finances.montant - finances.accompagnement
    return None


def _related_amount(case: Case, key: str, label: str) -> Related:
    return Related(case.spec.span("finances", key), f"{label} : {getattr(case.spec.convention.finances, key)}")


@rule(
    "C351", ERROR, "les AE égalent le montant moins l’accompagnement", "Vérifié sur les deux conventions de référence."
)
def ae_equal_amount(case: Case) -> Iterator[Finding]:
    """Rule B1."""
    finances = case.spec.convention.finances
    expected = _amount_less_coaching(finances)
    if expected is None or expected.euros <= 0 or finances.total_ae == expected:
        return
    if not _known_calendar(finances) and not _exceeds(finances, expected):
        return  # what is still missing may bring the total
    detail = f"{finances.montant}"
    related = [_related_amount(case, "montant", "montant")]
    if finances.accompagnement:
        detail = f"{finances.montant} − {finances.accompagnement} d’accompagnement = {expected}"
        related.append(_related_amount(case, "accompagnement", "accompagnement"))
    message = f"Les AE de l’échéancier totalisent {finances.total_ae}, alors que le montant à déléguer est {detail}."
    hint = f"Corriger l’échéancier pour que les AE totalisent {expected}, ou le montant."
    yield Finding(message, case.spec.key(*_CALENDAR), hint, tuple(related))


@rule(
    "C352", ERROR, "les CP égalent les AE sur la durée de l’acte", f"{_LOLF} ; ce qui est engagé finit par être payé."
)
def cp_equal_ae(case: Case) -> Iterator[Finding]:
    """Rule B2; an excess is C353's, which says in which year."""
    finances = case.spec.convention.finances
    if not _known_calendar(finances) or finances.total_cp == finances.total_ae or list(_uncovered(finances)):
        return
    gap = Montant(finances.total_ae.euros - finances.total_cp.euros)
    message = f"Les CP totalisent {finances.total_cp} et les AE {finances.total_ae} : il manque {gap} de CP."
    yield Finding(message, case.spec.key(*_CALENDAR), "Répartir en CP, année par année, tout ce qui est ouvert en AE.")


def _uncovered(finances: Finances) -> Iterator[tuple[int, Montant, Montant]]:
    opened = paid = Montant(0)
    for year, row in sorted(finances.lignes):
        opened, paid = opened + row.montant_ae, paid + row.montant_cp
        if paid > opened:
            yield year, paid, opened


@rule("C353", ERROR, "les CP cumulés ne dépassent jamais les AE cumulées", f"{_LOLF}.")
def cp_covered_by_ae(case: Case) -> Iterator[Finding]:
    """Rule B3: also means no CP before the first AE. Only the first year is reported."""
    finances = case.spec.convention.finances
    if not _known_calendar(finances):
        if _all_ae_known(finances) and finances.total_cp > finances.total_ae:
            message = (
                f"Les CP déjà écrits ({finances.total_cp}) dépassent les AE de l’échéancier ({finances.total_ae})."
            )
            yield Finding(message, case.spec.key(*_CALENDAR), "Diminuer ces CP, ou augmenter les AE.")
        return
    for year, paid, opened in _uncovered(finances):
        message = f"Les CP cumulés fin {year} ({paid}) dépassent les AE ouvertes ({opened})."
        hint = f"Diminuer les CP de {year}, ou augmenter les AE jusqu’à cette année."
        yield Finding(message, case.spec.span(*_CALENDAR, str(year), "cp"), hint)
        return


@rule(
    "C355", WARNING, "les AE s’ouvrent l’année de la signature", "Constat sur les actes publiés ; annualité budgétaire."
)
def ae_in_signature_year(case: Case) -> Iterator[Finding]:
    """Rule B5."""
    convention = case.spec.convention
    signed = convention.date_signature
    for year, row in convention.finances.lignes:
        if signed is not None and row.montant_ae and year != signed.year:
            message = f"{row.montant_ae} d’AE sont ouverts en {year}, l’acte est signé en {signed.year}."
            yield Finding(message, case.spec.span(*_CALENDAR, str(year), "ae"), "Vérifier l’année de ces AE.")


@rule("C356", ERROR, "les années de l’échéancier se suivent", "Lisibilité de l’échéancier.")
def years_increase(case: Case) -> Iterator[Finding]:
    """Rule B6, the order."""
    years = [year for year, _ in case.spec.convention.finances.lignes]
    for before, after in pairwise(years):
        if after <= before:
            message = f"L’année {after} vient après {before} dans l’échéancier."
            yield Finding(message, case.spec.key(*_CALENDAR, str(after)), "Écrire les années dans l’ordre.")


@rule("C357", WARNING, "l’échéancier part de la signature, sans trou", "Constat sur les actes publiés.")
def years_contiguous(case: Case) -> Iterator[Finding]:
    """Rule B6, contiguity and start."""
    convention = case.spec.convention
    years = sorted(year for year, _ in convention.finances.lignes)
    signed = convention.date_signature
    if years and signed is not None and years[0] != signed.year:
        message = f"L’échéancier commence en {years[0]}, l’acte est signé en {signed.year}."
        yield Finding(message, case.spec.key(*_CALENDAR, str(years[0])), "Vérifier la première année.")
    for before, after in pairwise(years):
        if after > before + 1:
            message = f"L’échéancier saute de {before} à {after}."
            yield Finding(
                message, case.spec.key(*_CALENDAR, str(after)), f"Ajouter l’année {before + 1}, ou corriger {after}."
            )


def _late_years(case: Case) -> Iterator[tuple[int, int]]:
    end = case.spec.convention.duree.fin
    if isinstance(end, Manquant):
        return
    for year, row in case.spec.convention.finances.lignes:
        if row.montant_cp and year > end.year:
            yield year, end.year


def _closes_later(case: Case, year: int) -> bool:
    """Whether accounts stay open: until the last invoice, or until a date in that year or later."""
    closing = case.spec.convention.duree.fin_comptable
    return isinstance(closing, str) or (isinstance(closing, date) and closing.year >= year)


@rule("C358", ERROR, "aucun CP après la fin de l’acte", "Un paiement suppose un acte en vigueur.")
def no_cp_after_end(case: Case) -> Iterator[Finding]:
    """Rule B7, when the accounts close with the act."""
    for year, last in _late_years(case):
        if not _closes_later(case, year):
            message = f"Des CP sont prévus en {year}, alors que l’acte finit en {last}."
            hint = f"Avancer ces CP, ou repousser « fin: » à {year}, ou ajouter « fin_comptable: derniere_facture »."
            related = (Related(case.spec.span("duree", "fin"), "fin de l’acte"),)
            yield Finding(message, case.spec.span(*_CALENDAR, str(year), "cp"), hint, related)


@rule("C359", WARNING, "des CP après la fin de l’acte", "Admis quand la fin comptable est la dernière facture.")
def cp_after_end(case: Case) -> Iterator[Finding]:
    """Rule B7, when the accounts close at the last invoice."""
    for year, last in _late_years(case):
        if _closes_later(case, year) and isinstance(case.spec.convention.duree.fin_comptable, str):
            message = f"Des CP sont prévus en {year}, alors que les prestations finissent en {last}."
            yield Finding(
                message,
                case.spec.span(*_CALENDAR, str(year), "cp"),
                "Vérifier que des factures sont attendues cette année-là.",
            )


def _by_year(finances: Finances) -> dict[int | None, list[tuple[int, Tranche]]]:
    groups: dict[int | None, list[tuple[int, Tranche]]] = {}
    for index, tranche in enumerate(finances.tranches):
        if isinstance(tranche, Tranche):
            groups.setdefault(tranche.annee or finances.premiere_annee_ae, []).append((index, tranche))
    return groups


@rule("C360", ERROR, "les tranches couvrent les AE de l’année", "Vérifié sur la convention Mano.")
def instalments_add_up(case: Case) -> Iterator[Finding]:
    """Rule B8: shares sum to 100 %, or amounts to the year's AE."""
    finances = case.spec.convention.finances
    if any(isinstance(tranche, Manquant) for tranche in finances.tranches):
        return
    for year, group in _by_year(finances).items():
        span = case.spec.key("finances", "tranches")
        shares = [tranche.part for _, tranche in group]
        amounts = [tranche.montant for _, tranche in group]
        if any(isinstance(value, Manquant) for value in [*shares, *amounts]):
            continue
        wrong = [index for index, tranche in group if (tranche.part is None) == (tranche.montant is None)]
        if wrong:
            place = case.spec.span("finances", "tranches", wrong[0])
            yield Finding(
                "Une tranche a soit une part, soit un montant.",
                place,
                "Écrire « part: 50 % » ou « montant: 35 000 € ».",
            )
            continue
        if all(isinstance(share, Pourcentage) for share in shares):
            summed = sum(share.centiemes for share in shares if isinstance(share, Pourcentage))
            if summed != 10_000:
                message = f"Les tranches totalisent {Pourcentage(summed)}, et non 100\u00a0%."
                yield Finding(message, span, "Corriger les parts pour qu’elles totalisent 100 %.")
        elif all(isinstance(amount, Montant) for amount in amounts):
            opened = finances.ae_de(year)
            summed_amount = total([amount for amount in amounts if isinstance(amount, Montant)])
            if opened is not None and _known_calendar(finances) and summed_amount != opened:
                message = f"Les tranches totalisent {summed_amount}, les AE de l’année {opened}."
                hint = f"Corriger les montants pour qu’ils totalisent {opened}."
                if summed_amount == finances.total_ae:
                    hint = "Ajouter à chaque tranche l’année de ses AE, par exemple « annee: 2026 »."
                yield Finding(message, span, hint)
        else:
            yield Finding(
                "Les tranches mêlent des parts et des montants.",
                span,
                "Donner des parts partout, ou des montants partout.",
            )


@rule(
    "C361",
    ERROR,
    "l’accompagnement est inférieur au montant",
    "Sinon rien n’est délégué, et aucune convention n’est utile.",
)
def coaching_below_amount(case: Case) -> Iterator[Finding]:
    """Rule B10."""
    finances = case.spec.convention.finances
    rest = _amount_less_coaching(finances)
    if rest is None or rest.euros > 0:
        return
    if not finances.accompagnement:
        message, hint = "Le montant est nul : il n’y a rien à déléguer.", "Écrire le montant attribué."
        yield Finding(message, case.spec.span("finances", "montant"), hint)
        return
    coaching, amount = finances.accompagnement, finances.montant
    message = f"L’accompagnement ({coaching}) atteint le montant ({amount}) : il n’y a rien à déléguer."
    related = (_related_amount(case, "montant", "montant"),)
    yield Finding(message, case.spec.span("finances", "accompagnement"), "Corriger l’un des deux montants.", related)


@rule(
    "C362",
    WARNING,
    "le montant respecte le plafond du dispositif",
    "Pratique du FAST : 300 000 € jusqu’à la promotion 14, 200 000 € ensuite.",
)
def usual_ceiling(case: Case) -> Iterator[Finding]:
    """Rule B11."""
    convention = case.spec.convention
    amount, promotion = convention.finances.montant, convention.dispositif.promotion
    if convention.dispositif.sigle != "FAST" or promotion is None or not isinstance(amount, Montant):
        return
    ceiling = Montant(300_000 if promotion <= 14 else 200_000)
    if amount > ceiling:
        message = f"Le montant ({amount}) dépasse le plafond habituel de la promotion {promotion} ({ceiling})."
        yield Finding(message, case.spec.span("finances", "montant"), "Vérifier le montant attribué.")


@rule("C363", WARNING, "le cofinancement égale au moins le montant", "Règle du dispositif : un euro pour un euro.")
def matching_cofinancing(case: Case) -> Iterator[Finding]:
    """Rule B12."""
    finances = case.spec.convention.finances
    own = finances.cofinancement.montant if finances.cofinancement else None
    if isinstance(own, Montant) and isinstance(finances.montant, Montant) and own < finances.montant:
        message = f"Le cofinancement ({own}) est inférieur au montant attribué ({finances.montant})."
        related = (_related_amount(case, "montant", "montant"),)
        yield Finding(
            message,
            case.spec.span("finances", "cofinancement", "montant"),
            "Vérifier l’engagement du partenaire.",
            related,
        )


@rule(
    "C364",
    WARNING,
    "des CP l’année d’une signature tardive",
    "Clôture de gestion : peu de paiements passent après la mi-novembre.",
)
def late_signature(case: Case) -> Iterator[Finding]:
    """Rule B13."""
    convention = case.spec.convention
    signed = convention.date_signature
    if signed is None or signed <= date(signed.year, 11, 15):
        return
    for year, row in convention.finances.lignes:
        if year == signed.year and row.montant_cp:
            message = f"{row.montant_cp} de CP sont prévus en {year}, pour une signature le {format_date(signed)}."
            hint = "Vérifier que ces crédits pourront être payés avant la clôture de l’exercice."
            yield Finding(message, case.spec.span(*_CALENDAR, str(year), "cp"), hint)


@rule("C365", ERROR, "un versement de CP vise une année de l’échéancier", "Cohérence de la spécification.")
def payment_years_known(case: Case) -> Iterator[Finding]:
    """`calendrier_cp` and `tranches` name years that have such credits."""
    finances = case.spec.convention.finances
    if not _known_calendar(finances):
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


RULES: tuple[Rule, ...] = (
    ae_equal_amount,
    cp_equal_ae,
    cp_covered_by_ae,
    ae_in_signature_year,
    years_increase,
    years_contiguous,
    no_cp_after_end,
    cp_after_end,
    instalments_add_up,
    coaching_below_amount,
    usual_ceiling,
    matching_cofinancing,
    late_signature,
    payment_years_known,
)
