"""The money of an act: amounts, calendar of AE and CP, instalments, co-financing."""

from functools import cached_property
from typing import Annotated

from conventions_cli.model.fields import Annee, EnListe, Euros, Ligne, NomPropre, Part, Requis, entier
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant, Montant, Pourcentage, total


class LigneEcheancier(Modele):
    """What is opened (AE) and what may be paid (CP) in one year; either may be absent."""

    ae: Requis[Euros] | None = None
    cp: Requis[Euros] | None = None

    @property
    def montant_ae(self) -> Montant:
        """The AE, nil when absent."""
        return self.ae if isinstance(self.ae, Montant) else Montant(0)

    @property
    def montant_cp(self) -> Montant:
        """The CP, nil when absent."""
        return self.cp if isinstance(self.cp, Montant) else Montant(0)


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
    """Amounts in euros; years as keys of the calendar."""

    montant: Requis[Euros]
    accompagnement: Requis[Euros] = Montant(0)
    echeancier: Requis[dict[Annee, Requis[LigneEcheancier]]]
    tranches: tuple[Requis[Tranche], ...] = ()
    calendrier_cp: tuple[Requis[VersementCP], ...] = ()
    cofinancement: Cofinancement | None = None

    @property
    def montant_delegue(self) -> Montant | Manquant:
        """What the delegation is about: the amount less the coaching the délégant pays itself."""
        if isinstance(self.montant, Manquant):
            return self.montant
        if isinstance(self.accompagnement, Manquant):
            return self.accompagnement
        return Montant(max(self.montant.euros - self.accompagnement.euros, 0))

    @cached_property
    def lignes(self) -> tuple[tuple[int, LigneEcheancier], ...]:
        """The calendar's years that could be read, in the order written."""
        if isinstance(self.echeancier, Manquant):
            return ()
        return tuple((year, row) for year, row in self.echeancier.items() if isinstance(row, LigneEcheancier))

    @property
    def total_ae(self) -> Montant:
        """Sum of the AE."""
        return total([row.montant_ae for _, row in self.lignes])

    @property
    def total_cp(self) -> Montant:
        """Sum of the CP."""
        return total([row.montant_cp for _, row in self.lignes])

    @property
    def somme_ae(self) -> Montant | Manquant:
        """The AE's total to print: missing while the AE of a year are, so that a draft shows no false figure."""
        return self._lacking("ae") or self.total_ae

    @property
    def somme_cp(self) -> Montant | Manquant:
        """The CP's total to print: missing while the CP of a year are."""
        return self._lacking("cp") or self.total_cp

    def _lacking(self, credit: str) -> Manquant | None:
        """What stands for a total that cannot be known yet: it calls for the first missing amount."""
        values = (getattr(row, credit) for _, row in self.lignes)
        lacking = next((value for value in values if isinstance(value, Manquant)), None)
        return Manquant(lacking.cle, f"total des {credit.upper()}") if lacking else None

    @property
    def premiere_annee_ae(self) -> int | None:
        """The first year that opens AE: that of an instalment which names none."""
        return next((year for year, row in self.lignes if row.montant_ae), None)

    def ae_de(self, year: int | None) -> Montant | None:
        """The AE of a year, by default of the first year that opens some."""
        wanted = year or self.premiere_annee_ae
        return next((row.montant_ae for known, row in self.lignes if known == wanted), None)

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
