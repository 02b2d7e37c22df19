"""Rules on money: sums, cover of payments, practice of the fund."""

from collections.abc import Iterator

from conventions_cli.foundation import Related
from conventions_cli.model import Calendrier, Finances, Manquant, Montant, Pourcentage, Tranche, total
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, rule

_LOLF = "LOLF, article 8 : les AE sont le plafond des engagements, les CP celui des paiements de l’année"
_CALENDAR = ("finances", "echeancier")


def for_party(calendar: Calendrier, sentence: str) -> str:
    """A sentence about a calendar, which names its party when each party has its own."""
    if calendar.identifiant is None:
        return sentence
    start = sentence if sentence[:2] in {"AE", "CP"} else sentence[:1].lower() + sentence[1:]
    return f"Pour « {calendar.identifiant} », {start}"


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
    if expected is None or expected.euros <= 0 or finances.total_ae == expected or not finances.echeancier:
        return
    if not finances.annuel.connu and finances.total_ae <= expected:
        return  # the missing values may make up the total
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
    """Rule B2, for each party; C353 reports an excess, with its year."""
    for calendar in case.spec.convention.finances.calendriers:
        opened, paid = calendar.total_ae, calendar.total_cp
        if not calendar.connu or paid == opened or list(_uncovered(calendar)):
            continue
        message = f"Les CP totalisent {paid} et les AE {opened} : il manque {opened - paid} de CP."
        hint = "Répartir en CP, année par année, tout ce qui est ouvert en AE."
        yield Finding(for_party(calendar, message), case.spec.key(*calendar.chemin), hint)


def _uncovered(calendar: Calendrier) -> Iterator[tuple[int, Montant, Montant]]:
    opened = paid = Montant(0)
    for year, row in sorted(calendar.lignes):
        opened, paid = opened + row.montant_ae, paid + row.montant_cp
        if paid > opened:
            yield year, paid, opened


@rule("C353", ERROR, "les CP cumulés ne dépassent jamais les AE cumulées", f"{_LOLF}.")
def cp_covered_by_ae(case: Case) -> Iterator[Finding]:
    """Rule B3, for each party, hence no CP before the first AE. Only the first year is reported."""
    for calendar in case.spec.convention.finances.calendriers:
        if not calendar.connu:
            opened, paid = calendar.total_ae, calendar.total_cp
            if calendar.annees and calendar.ae_connues and paid > opened:
                message = f"Les CP déjà écrits ({paid}) dépassent les AE de l’échéancier ({opened})."
                hint = "Diminuer ces CP, ou augmenter les AE."
                yield Finding(for_party(calendar, message), case.spec.key(*calendar.chemin), hint)
            continue
        for year, paid, opened in _uncovered(calendar):
            message = f"Les CP cumulés fin {year} ({paid}) dépassent les AE ouvertes ({opened})."
            hint = f"Diminuer les CP de {year}, ou augmenter les AE jusqu’à cette année."
            yield Finding(for_party(calendar, message), case.spec.span(*calendar.chemin, str(year), "cp"), hint)
            break


def _by_year(finances: Finances) -> dict[int | None, list[tuple[int, Tranche]]]:
    groups: dict[int | None, list[tuple[int, Tranche]]] = {}
    for index, tranche in enumerate(finances.tranches):
        if isinstance(tranche, Tranche):
            groups.setdefault(tranche.annee or finances.premiere_annee_ae, []).append((index, tranche))
    return groups


@rule("C360", ERROR, "les tranches couvrent les AE de l’année", "Vérifié sur la convention Mano.")
def instalments_add_up(case: Case) -> Iterator[Finding]:
    """Rule B8: shares sum to 100 %, or amounts sum to the AE of the year."""
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
            if opened is not None and finances.annuel.connu and summed_amount != opened:
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
    "Pratique du dispositif, que dit son modèle (« fonds ») : un plafond par promotion.",
)
def usual_ceiling(case: Case) -> Iterator[Finding]:
    """Rule B11."""
    convention = case.spec.convention
    amount, promotion, fund = convention.finances.montant, convention.dispositif.promotion, case.spec.kind.fund
    if fund is None or convention.dispositif.sigle != fund.acronym or promotion is None:
        return
    euros = fund.ceiling(promotion)
    ceiling = Montant(euros or 0)
    if euros is not None and isinstance(amount, Montant) and amount > ceiling:
        message = f"Le montant ({amount}) dépasse le plafond habituel de la promotion {promotion} ({ceiling})."
        yield Finding(message, case.spec.span("finances", "montant"), "Vérifier le montant attribué.")


@rule(
    "C363",
    WARNING,
    "le cofinancement égale au moins le montant",
    "Règle du dispositif : un euro pour un euro.",
)
def matching_cofinancing(case: Case) -> Iterator[Finding]:
    """Rule B12."""
    finances = case.spec.convention.finances
    own = finances.cofinancement.montant if finances.cofinancement and case.spec.kind.fund else None
    if isinstance(own, Montant) and isinstance(finances.montant, Montant) and own < finances.montant:
        message = f"Le cofinancement ({own}) est inférieur au montant attribué ({finances.montant})."
        related = (_related_amount(case, "montant", "montant"),)
        yield Finding(
            message,
            case.spec.span("finances", "cofinancement", "montant"),
            "Vérifier l’engagement du partenaire.",
            related,
        )


RULES: tuple[Rule, ...] = (
    ae_equal_amount,
    cp_equal_ae,
    cp_covered_by_ae,
    instalments_add_up,
    coaching_below_amount,
    usual_ceiling,
    matching_cofinancing,
)
