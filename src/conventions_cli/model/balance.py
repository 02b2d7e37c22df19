"""What an act opened against what was done of it: every sum of a report, computed once, for its rules and its text."""

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
    """A year, or the whole: opened, done, planned; `reste` is what is opened and not done, all years up to this one.

    None: nothing was stated, or nothing can be (a year after the day the accounts were stopped). A sum with a missing
    part is a `Manquant`.
    """

    annee: int | None
    ouvert: Somme
    realise: Somme
    prevu: Somme
    reste: Somme
    taux: Pourcentage | None


class Compte(Record, frozen=True):
    """One kind of credits, AE or CP: its years, and the whole. `solde`: what the forecast leaves unused, None if it
    cannot be known; `depassement`: what it asks beyond what is opened."""

    lignes: tuple[LigneBilan, ...]
    total: LigneBilan
    solde: Montant | None
    depassement: Montant | None

    @property
    def connu(self) -> bool:
        """Whether every opened and done amount could be read: no rule compares a part of a sum."""
        rows = (self.total.ouvert, self.total.realise)
        return not any(isinstance(value, Manquant) for value in rows)


class Bilan(Record, frozen=True):
    """Both accounts of a report. `reste_a_payer`: committed and not paid yet; None while one of them is unknown."""

    ae: Compte
    cp: Compte

    @property
    def reste_a_payer(self) -> Montant | None:
        """The AE committed less the CP paid."""
        return difference(self.ae.total.realise, self.cp.total.realise)

    @property
    def previsions(self) -> tuple[tuple[int, Somme, Somme], ...]:
        """What is planned: the years with their AE and CP; none when nothing is."""
        pairs = zip(self.ae.lignes, self.cp.lignes, strict=True)
        return tuple(
            (ae.annee, ae.prevu, cp.prevu)
            for ae, cp in pairs
            if ae.annee is not None and (ae.prevu is not None or cp.prevu is not None)
        )


def bilan(convention: Convention, execution: Execution) -> Bilan:
    """Lay the report over the calendar of the act."""
    return Bilan(_compte(convention, execution, *AE), _compte(convention, execution, *CP))


def annees(convention: Convention, execution: Execution) -> tuple[int, ...]:
    """Every year of the act or of its report, in order."""
    known = {year for year, _ in convention.finances.lignes}
    return tuple(sorted(known | set(execution.lignes("realise")) | set(execution.lignes("prevision"))))


def somme(values: Iterable[Somme], libelle: str) -> Somme:
    """The sum of what is stated; a `Manquant` while a part is missing, None when nothing is stated."""
    stated = [value for value in values if value is not None]
    lacking = next((value for value in stated if isinstance(value, Manquant)), None)
    if lacking is not None:
        return Manquant(lacking.cle, libelle)
    return Montant(sum(value.euros for value in stated if isinstance(value, Montant))) if stated else None


def difference(first: Somme, second: Somme) -> Montant | None:
    """What remains of the first, nil stated as absent; None when one is missing or the second is the greater."""
    if isinstance(first, Manquant) or isinstance(second, Manquant) or (first is None and second is None):
        return None
    rest = (first or Montant(0)).euros - (second or Montant(0)).euros
    return Montant(rest) if rest >= 0 else None


def taux(part: Somme, whole: Somme) -> Pourcentage | None:
    """A rate to a tenth of a percent; 100 % only when all of it is done."""
    if not isinstance(part, Montant) or not isinstance(whole, Montant) or not whole:
        return None
    tenths = (2000 * part.euros + whole.euros) // (2 * whole.euros)
    if tenths == 1000 and part != whole:
        tenths += 1 if part > whole else -1
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
    known = not isinstance(execution.realise, Manquant)
    whole_done = somme(done, f"total des {words}") if known else Manquant("execution.realise", f"total des {words}")
    whole_opened = somme(opened, f"total des {opened_by.upper()}")
    whole_planned = somme(planned, f"total des {words} prévus")
    total = LigneBilan(
        None,
        whole_opened,
        whole_done,
        whole_planned,
        difference(whole_opened, whole_done),
        taux(whole_done, whole_opened),
    )
    forecast = somme([whole_done, whole_planned], "total")
    return Compte(
        tuple(lines), total, difference(whole_opened, forecast), _positive(difference(forecast, whole_opened))
    )


def _positive(amount: Montant | None) -> Montant | None:
    return amount or None


def cumuls(values: Iterable[Somme]) -> tuple[Montant, ...]:
    """The running sums of known amounts, absent ones being nil."""
    return tuple(accumulate((value if isinstance(value, Montant) else Montant(0)) for value in values))
