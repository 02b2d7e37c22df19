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
    """The co-financing by the partners; `convention_distincte`: the parties of another delegation that carries it."""

    montant: Requis[Euros]
    delai_mois: Annotated[int | None, entier(1, 60)] = None
    convention_distincte: Annotated[tuple[Requis[NomPropre], ...], EnListe] = ()


class Finances(Modele):
    """The money of an act, in euros. `echeancier`: by year, or by party and then by year."""

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
        """The amount without the coaching, which the giver pays itself; None for an act without an amount."""
        if not isinstance(self.montant, Montant):
            return self.montant
        if isinstance(self.accompagnement, Manquant):
            return self.accompagnement
        return Montant(max(self.montant.euros - self.accompagnement.euros, 0))

    @property
    def montant_obtenu(self) -> Montant | Manquant | None:
        """The amount of the decision, which stays the same when an avenant changes the amount."""
        return self.montant if self.montant_attribue is None else self.montant_attribue

    @cached_property
    def calendriers(self) -> tuple[Calendrier, ...]:
        """The one calendar of the whole act, or those of the parties."""
        return calendars_of(self.echeancier)

    @cached_property
    def annuel(self) -> Calendrier:
        """The calendar of the whole act; sums by year when there is one for each party."""
        return summed(self.calendriers)

    @property
    def reparti(self) -> bool:
        """Whether the calendar is given for each party."""
        return any(calendar.identifiant is not None for calendar in self.calendriers)

    @property
    def lignes(self) -> tuple[tuple[int, LigneEcheancier], ...]:
        """The readable years of the whole act; in the order of the spec when there is one calendar."""
        return self.annuel.lignes

    @property
    def total_ae(self) -> Montant:
        """The sum of the readable AE."""
        return total([calendar.total_ae for calendar in self.calendriers])

    @property
    def total_cp(self) -> Montant:
        """The sum of the readable CP."""
        return total([calendar.total_cp for calendar in self.calendriers])

    @property
    def somme_ae(self) -> Montant | Manquant:
        """The total of the AE to print; missing while the AE of a year are."""
        return self.annuel.somme_ae

    @property
    def somme_cp(self) -> Montant | Manquant:
        """The total of the CP to print; missing while the CP of a year are."""
        return self.annuel.somme_cp

    @property
    def premiere_annee_ae(self) -> int | None:
        """The first year that opens AE, which is the year of an instalment that names none."""
        return next((year for year, row in self.lignes if row.montant_ae), None)

    def ae_de(self, year: int | None) -> Montant | None:
        """The AE of a year, by default of the first year that opens AE; None when the calendar has no such year."""
        opening = year or self.premiere_annee_ae
        return next((row.montant_ae for row_year, row in self.lignes if row_year == opening), None)

    @cached_property
    def montants_des_versements(self) -> tuple[Montant | Manquant | None, ...]:
        """The amount of each payment."""
        return shared_amounts(self.montant, self.versements, "finances.versements")

    @cached_property
    def montants_des_contributions(self) -> tuple[Montant | Manquant | None, ...]:
        """The amount of each contribution."""
        return shared_amounts(self.montant, self.contributions, "finances.contributions")

    @property
    def total_cout(self) -> Montant | Manquant:
        """The sum of the lines of the cost."""
        return sum_of(self.cout, "coût total")

    @property
    def part_du_budget(self) -> Pourcentage | None:
        """The share of the costs of the budget that the amount pays; None while either is unknown."""
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
            complete = sum(part.part.centiemes for part in siblings if isinstance(part.part, Pourcentage)) == 10_000
            if tranche is siblings[-1] and complete:
                before = [amounts[i] for i, other in enumerate(self.tranches[:index]) if other in siblings]
                share = base.euros - sum(amount.euros for amount in before if isinstance(amount, Montant))
            amounts.append(Montant(share))
        return tuple(amounts)
