"""The sums of a report: what the act opened and what was done, computed once for the rules and for the text."""

from collections.abc import Iterable
from itertools import accumulate

from conventions_cli.foundation import Record
from conventions_cli.model.calendar import LigneEcheancier
from conventions_cli.model.convention import Convention
from conventions_cli.model.execution import Execution
from conventions_cli.model.values import Manquant, Montant, Pourcentage

Somme = Montant | Manquant | None

AE, CP = ("ae", "engage"), ("cp", "paye")
_WORDS = {"engage": "engagements", "paye": "paiements"}


class LigneBilan(Record, frozen=True):
    """A year, or the total (`annee` None): opened, done, planned; `reste`: opened and not done, up to this year.

    None: nothing was stated, or nothing can be (a year after the accounts were stopped). A sum with a missing part is
    a `Manquant`.
    """

    annee: int | None
    ouvert: Somme
    realise: Somme
    prevu: Somme
    reste: Somme
    taux: Pourcentage | None


class Compte(Record, frozen=True):
    """One kind of credits, AE or CP: its years and its total. `solde`: the credits that the forecast leaves unused,
    None if unknown; `depassement`: the credits that the forecast needs beyond those opened."""

    lignes: tuple[LigneBilan, ...]
    total: LigneBilan
    solde: Montant | None
    depassement: Montant | None

    @property
    def connu(self) -> bool:
        """Whether the totals opened and done are known: no rule compares a partial sum."""
        rows = (self.total.ouvert, self.total.realise)
        return not any(isinstance(value, Manquant) for value in rows)


class Bilan(Record, frozen=True):
    """Both accounts of a report."""

    ae: Compte
    cp: Compte

    @property
    def reste_a_payer(self) -> Montant | None:
        """The AE committed and not paid yet; None while one of the totals is unknown."""
        return difference(self.ae.total.realise, self.cp.total.realise)

    @property
    def previsions(self) -> tuple[tuple[int, Somme, Somme], ...]:
        """The years of the forecast, each with its AE and its CP."""
        pairs = zip(self.ae.lignes, self.cp.lignes, strict=True)
        return tuple(
            (ae.annee, ae.prevu, cp.prevu)
            for ae, cp in pairs
            if ae.annee is not None and (ae.prevu is not None or cp.prevu is not None)
        )


def bilan(convention: Convention, execution: Execution) -> Bilan:
    """The accounts of a report, against the calendar of its act."""
    return Bilan(_compte(convention, execution, *AE), _compte(convention, execution, *CP))


def annees(convention: Convention, execution: Execution) -> tuple[int, ...]:
    """Every year of the act or of its report, in order."""
    opened = {year for year, _ in convention.finances.lignes}
    return tuple(sorted(opened | set(execution.lignes("realise")) | set(execution.lignes("prevision"))))


def somme(values: Iterable[Somme], libelle: str) -> Somme:
    """The sum of the stated values; a `Manquant` while one is missing, None when none is stated."""
    stated = [value for value in values if value is not None]
    lacking = next((value for value in stated if isinstance(value, Manquant)), None)
    if lacking is not None:
        return Manquant(lacking.cle, libelle)
    return Montant(sum(value.euros for value in stated if isinstance(value, Montant))) if stated else None


def difference(first: Somme, second: Somme) -> Montant | None:
    """The first sum less the second, None as nil; None when one is missing, both are None, or the second is greater."""
    if isinstance(first, Manquant) or isinstance(second, Manquant) or (first is None and second is None):
        return None
    rest = (first or Montant(0)).euros - (second or Montant(0)).euros
    return Montant(rest) if rest >= 0 else None


def taux(part: Somme, base: Somme) -> Pourcentage | None:
    """The rate of a part, to a tenth of a percent; 100 % only when both are equal; None when the base is nil."""
    if not isinstance(part, Montant) or not isinstance(base, Montant) or not base:
        return None
    tenths = (2000 * part.euros + base.euros) // (2 * base.euros)
    if tenths == 1000 and part != base:
        tenths += 1 if part > base else -1
    return Pourcentage(tenths * 10)


def _compte(convention: Convention, execution: Execution, opened_by: str, done_by: str) -> Compte:
    words = _WORDS[done_by]
    years = annees(convention, execution)
    rows = dict(convention.finances.lignes)
    opened: list[Somme] = [getattr(rows.get(year, LigneEcheancier()), opened_by) for year in years]
    calendar = convention.finances.annuel.annees
    if isinstance(calendar, Manquant) or any(isinstance(row, Manquant) for row in calendar.values()):
        opened = [Manquant("finances.echeancier", "échéancier des AE et des CP") for _ in years]
    done = [execution.montant("realise", year, done_by) for year in years]
    planned = [execution.montant("prevision", year, done_by) for year in years]
    last = None if isinstance(execution.arrete_au, Manquant) else execution.arrete_au.year
    lines = []
    for number, year in enumerate(years):
        reached = last is None or year <= last
        so_far = somme(opened[: number + 1], "total"), somme(done[: number + 1], "total")
        lines.append(
            LigneBilan(
                year,
                opened[number],
                done[number],
                planned[number],
                difference(*so_far) if reached else None,
                taux(so_far[1], so_far[0]) if reached else None,
            )
        )
    readable = not isinstance(execution.realise, Manquant)
    total_done = somme(done, f"total des {words}") if readable else Manquant("execution.realise", f"total des {words}")
    total_opened = somme(opened, f"total des {opened_by.upper()}")
    total_planned = somme(planned, f"total des {words} prévus")
    total = LigneBilan(
        None,
        total_opened,
        total_done,
        total_planned,
        difference(total_opened, total_done),
        taux(total_done, total_opened),
    )
    forecast = somme([total_done, total_planned], "total")
    return Compte(
        tuple(lines), total, difference(total_opened, forecast), _positive(difference(forecast, total_opened))
    )


def _positive(amount: Montant | None) -> Montant | None:
    return amount or None


def cumuls(values: Iterable[Somme]) -> tuple[Montant, ...]:
    """The running sums of these values; those that are absent or missing count as nil."""
    return tuple(accumulate((value if isinstance(value, Montant) else Montant(0)) for value in values))
