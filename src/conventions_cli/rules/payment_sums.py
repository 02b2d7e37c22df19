"""Rules on payments, contributions, budgets and costs: each sum is that of its parts."""

from collections.abc import Iterator, Sequence
from datetime import date

from conventions_cli.foundation import Related
from conventions_cli.french import Month, format_date
from conventions_cli.model import Contribution, Manquant, Montant, Pourcentage, Versement, total
from conventions_cli.rules.base import ERROR, Case, Finding, Rule, rule

_SUM = "Cohérence de l’acte : une somme est celle de ses parties."


def _parts(case: Case, key: str, noun: str, rows: Sequence[Versement | Contribution | Manquant]) -> Iterator[Finding]:
    """The faults of the parts of the amount: each has a share or a sum; shares add up to 100 %, sums to the amount."""
    amount = case.spec.convention.finances.montant
    stated = [row for row in rows if not isinstance(row, Manquant) and not _unsaid(row)]
    if not stated or len(stated) < len(rows):
        return
    for index, row in enumerate(stated):
        if (row.part is None) == (row.montant is None):
            place = case.spec.span("finances", key, index)
            yield Finding(
                f"{noun} a soit une part, soit un montant.", place, "Écrire « part: 50 % » ou « montant: … »."
            )
            return
    shares = [row.part for row in stated if isinstance(row.part, Pourcentage)]
    sums = [row.montant for row in stated if isinstance(row.montant, Montant)]
    place = case.spec.key("finances", key)
    if len(shares) == len(stated) and (summed := sum(share.centiemes for share in shares)) != 10_000:
        message = f"Les {key} totalisent {Pourcentage(summed)}, et non 100\u00a0%."
        yield Finding(message, place, "Corriger les parts pour qu’elles totalisent 100 %.")
    elif len(sums) == len(stated) and isinstance(amount, Montant) and total(sums) != amount:
        message = f"Les {key} totalisent {total(sums)}, alors que le montant est {amount}."
        yield Finding(message, place, f"Corriger les montants pour qu’ils totalisent {amount}.")
    elif shares and sums:
        hint = "Donner des parts partout, ou des montants partout."
        yield Finding(f"Les {key} mêlent des parts et des montants.", place, hint)


def _unsaid(row: Versement | Contribution) -> bool:
    """Whether a part is still to be described: its trigger, or its party, is missing."""
    return isinstance(row.declencheur if isinstance(row, Versement) else row.partie, Manquant)


@rule("C391", ERROR, "les versements totalisent le montant", _SUM)
def payments_add_up(case: Case) -> Iterator[Finding]:
    """Payments add up to the amount."""
    yield from _parts(case, "versements", "Un versement", case.spec.convention.finances.versements)


@rule("C392", ERROR, "les contributions totalisent le montant, et chacune est d’une partie", _SUM)
def contributions_add_up(case: Case) -> Iterator[Finding]:
    """Contributions add up to the amount, and each is that of a party to the act."""
    convention = case.spec.convention
    rows = convention.finances.contributions
    yield from _parts(case, "contributions", "Une contribution", rows)
    named = [party.identifiant for party in convention.parties_connues]
    if any(isinstance(party, Manquant) or not party.identifiant for party in convention.parties):
        return
    for index, row in enumerate(rows):
        if isinstance(row, Contribution) and isinstance(row.partie, str) and row.partie not in named:
            message = f"« {row.partie} » n’est pas une partie de l’acte."
            place = case.spec.span("finances", "contributions", index, "partie")
            yield Finding(message, place, f"Écrire l’une de celles-ci : {', '.join(named)}.")


@rule("C393", ERROR, "le budget est équilibré et compte le montant", "Pratique du budget prévisionnel (CERFA 12156).")
def balanced_budget(case: Case) -> Iterator[Finding]:
    """Costs equal resources, and the amount does not exceed the costs."""
    finances = case.spec.convention.finances
    budget, amount = finances.budget, finances.montant
    if budget is None:
        return
    costs, paid = budget.total_charges, budget.total_produits
    if isinstance(costs, Montant) and isinstance(paid, Montant) and budget.produits and costs != paid:
        message = f"Le budget n’est pas équilibré : {costs} de charges, {paid} de produits."
        yield Finding(message, case.spec.key("finances", "budget"), "Corriger les charges ou les produits.")
    elif isinstance(costs, Montant) and isinstance(amount, Montant) and amount > costs:
        message = f"Le montant ({amount}) dépasse les charges du budget ({costs})."
        yield Finding(message, case.spec.span("finances", "montant"), "Corriger le montant ou le budget.")


@rule("C394", ERROR, "le coût détaillé est le montant", _SUM)
def cost_adds_up(case: Case) -> Iterator[Finding]:
    """The lines of the cost add up to the amount."""
    finances = case.spec.convention.finances
    cost, amount = finances.total_cout, finances.montant
    if finances.cout and isinstance(cost, Montant) and isinstance(amount, Montant) and cost != amount:
        message = f"Les éléments du coût totalisent {cost}, alors que le montant est {amount}."
        yield Finding(message, case.spec.key("finances", "cout"), f"Corriger les éléments, ou le montant : {cost}.")


@rule("C399", ERROR, "aucun versement ne précède la signature", "Un paiement suppose un acte signé.")
def payments_after_signature(case: Case) -> Iterator[Finding]:
    """No payment is due on a day, or in a month, before that of the signature."""
    signed = case.spec.convention.date_signature
    for index, row in enumerate(case.spec.convention.finances.versements):
        day = row.date if isinstance(row, Versement) else None
        if day is None or signed is None or not _before(day, signed):
            continue
        when = f"en {format_date(day)}" if isinstance(day, Month) else f"le {format_date(day)}"
        message = f"Un versement aurait lieu {when}, avant la signature ({format_date(signed)})."
        related = (Related(case.spec.span("date_signature"), "date de signature"),)
        place = case.spec.span("finances", "versements", index, "date")
        yield Finding(message, place, "Corriger l’une des deux dates.", related)


def _before(day: date | Month, signed: date) -> bool:
    """Whether a day, or the whole of a month, comes before another day."""
    return (day.year, day.month) < (signed.year, signed.month) if isinstance(day, Month) else day < signed


RULES: tuple[Rule, ...] = (
    payments_add_up,
    contributions_add_up,
    balanced_budget,
    cost_adds_up,
    payments_after_signature,
)
