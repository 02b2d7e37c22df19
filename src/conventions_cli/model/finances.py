"""The money of an act: amounts, calendar of AE and CP, instalments, co-financing."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from conventions_cli.model.calendar import Calendrier, Echeancier, LigneEcheancier, calendars_of, summed
from conventions_cli.model.fields import Annee, EnListe, Euros, Ligne, NomPropre, Part, Requis, entier
from conventions_cli.model.parties import Modele
from conventions_cli.model.payments import Budget, Contribution, Poste, Versement, ratio, shared_amounts, sum_of
from conventions_cli.model.values import Manquant, Montant, Pourcentage, total


class Tranche(Modele):
    """An instalment of the AE of a year: a share or an amount, and what releases it."""

    part: Requis[Part] | None = None
    montant: Requis[Euros] | None = None
    annee: Annee | None = None
    declencheur: Requis[Ligne]
    echeance: Ligne | None = None
    condition: Ligne | None = None


class VersementCP(Modele):
    """When the CP of a year are made available."""

    annee: Requis[Annee]
    quand: Requis[Ligne]


class Cofinancement(Modele):
    """What the partners commit on their side; `convention_distincte` names the parties to that other delegation."""

    montant: Requis[Euros]
    delai_mois: Annotated[int | None, entier(1, 60)] = None
    convention_distincte: Annotated[tuple[Requis[NomPropre], ...], EnListe] = ()


class Finances(Modele):
    """Amounts in euros; years as keys of the calendar, under those of the parties when it is given for each."""

    montant: Requis[Euros] | None = None
    montant_attribue: Requis[Euros] | None = None
    accompagnement: Requis[Euros] = Montant(0)
    echeancier: Requis[Echeancier] = Field(default_factory=dict)
    tranches: tuple[Requis[Tranche], ...] = ()
    calendrier_cp: tuple[Requis[VersementCP], ...] = ()
    cofinancement: Cofinancement | None = None
    versements: tuple[Requis[Versement], ...] = ()
    contributions: tuple[Requis[Contribution], ...] = ()
    budget: Budget | None = None
    cout: tuple[Requis[Poste], ...] = ()

    @property
    def montant_delegue(self) -> Montant | Manquant | None:
        """What is paid: the amount less the coaching that its giver pays itself; None for an act without an amount."""
        if not isinstance(self.montant, Montant):
            return self.montant
        if isinstance(self.accompagnement, Manquant):
            return self.accompagnement
        return Montant(max(self.montant.euros - self.accompagnement.euros, 0))

    @property
    def montant_obtenu(self) -> Montant | Manquant | None:
        """What the decision gave: a fact, which stays as it was when an avenant changes the amount."""
        return self.montant if self.montant_attribue is None else self.montant_attribue

    @cached_property
    def calendriers(self) -> tuple[Calendrier, ...]:
        """The calendars as written: that of the whole act, alone, or those of the parties."""
        return calendars_of(self.echeancier)

    @cached_property
    def annuel(self) -> Calendrier:
        """The calendar of the whole act: the sums by year when it is given for each party."""
        return summed(self.calendriers)

    @property
    def reparti(self) -> bool:
        """Whether the calendar is given for each party."""
        return any(one.identifiant is not None for one in self.calendriers)

    @property
    def lignes(self) -> tuple[tuple[int, LigneEcheancier], ...]:
        """The years that could be read, of all the parties; in the order written when they are undivided."""
        return self.annuel.lignes

    @property
    def total_ae(self) -> Montant:
        """Sum of the AE that are known."""
        return total([one.total_ae for one in self.calendriers])

    @property
    def total_cp(self) -> Montant:
        """Sum of the CP that are known."""
        return total([one.total_cp for one in self.calendriers])

    @property
    def somme_ae(self) -> Montant | Manquant:
        """The AE's total to print: missing while the AE of a year are."""
        return self.annuel.somme_ae

    @property
    def somme_cp(self) -> Montant | Manquant:
        """The CP's total to print: missing while the CP of a year are."""
        return self.annuel.somme_cp

    @property
    def premiere_annee_ae(self) -> int | None:
        """The first year that opens AE: that of an instalment which names none."""
        return next((year for year, row in self.lignes if row.montant_ae), None)

    def ae_de(self, year: int | None) -> Montant | None:
        """The AE of a year, by default of the first year that opens some."""
        wanted = year or self.premiere_annee_ae
        return next((row.montant_ae for known, row in self.lignes if known == wanted), None)

    @cached_property
    def montants_des_versements(self) -> tuple[Montant | Manquant | None, ...]:
        """The amount of each payment."""
        return shared_amounts(self.montant, self.versements, "finances.versements")

    @cached_property
    def montants_des_contributions(self) -> tuple[Montant | Manquant | None, ...]:
        """What each party brings."""
        return shared_amounts(self.montant, self.contributions, "finances.contributions")

    @property
    def total_cout(self) -> Montant | Manquant:
        """The sum of what the cost is made of."""
        return sum_of(self.cout, "coût total")

    @property
    def part_du_budget(self) -> Pourcentage | None:
        """What part of the costs of the budget the amount pays; None while one of them is not known."""
        costs = self.budget.total_charges if self.budget is not None else None
        return ratio(self.montant, costs) if isinstance(self.montant, Montant) and isinstance(costs, Montant) else None

    @property
    def montants_des_tranches(self) -> tuple[Montant | Manquant | None, ...]:
        """The amount of each instalment; what rounding leaves goes to the last one, so that they add up (B8)."""
        amounts: list[Montant | Manquant | None] = []
        for index, tranche in enumerate(self.tranches):
            if isinstance(tranche, Manquant):
                amounts.append(tranche)
                continue
            if tranche.montant is not None:
                amounts.append(tranche.montant)
                continue
            base = self.ae_de(tranche.annee)
            if base is None or not isinstance(tranche.part, Pourcentage):
                amounts.append(None)
                continue
            siblings = [
                other
                for other in self.tranches
                if isinstance(other, Tranche)
                and (other.annee or self.premiere_annee_ae) == (tranche.annee or self.premiere_annee_ae)
                and isinstance(other.part, Pourcentage)
            ]
            share = base.euros * tranche.part.centiemes // 10_000
            whole = sum(part.part.centiemes for part in siblings if isinstance(part.part, Pourcentage)) == 10_000
            if tranche is siblings[-1] and whole:
                before = [amounts[i] for i, other in enumerate(self.tranches[:index]) if other in siblings]
                share = base.euros - sum(amount.euros for amount in before if isinstance(amount, Montant))
            amounts.append(Montant(share))
        return tuple(amounts)
