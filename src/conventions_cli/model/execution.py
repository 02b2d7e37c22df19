"""The report of execution of an act: committed and paid, progress, forecast (décret n° 2004-1085, art. 2)."""

from enum import Enum
from typing import Annotated

from pydantic import Field

from conventions_cli.model.fields import Annee, Euros, Jour, Ligne, NomPropre, Requis, TexteMisEnForme, choice
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant, Montant


class LigneExecution(Modele):
    """The euros committed (AE) and paid (CP) in one year, or planned to be, as CHORUS counts them."""

    engage: Requis[Euros] | None = None
    paye: Requis[Euros] | None = None


class Etat(Enum):
    """The state of an objective."""

    ATTEINT = "atteint"
    PARTIEL = "partiellement_atteint"
    EN_COURS = "en_cours"
    NON_ATTEINT = "non_atteint"
    ABANDONNE = "abandonne"

    @property
    def libelle(self) -> str:
        """The state in French words: « partiellement atteint »."""
        return {"en_cours": "en cours", "abandonne": "abandonné"}.get(self.value, self.value.replace("_", " "))


class Avancement(Modele):
    """The state of an objective of the act. `service`: its service, when two services have the same objective."""

    objectif: Requis[Ligne]
    service: NomPropre | None = None
    etat: Requis[Annotated[Etat, choice(Etat)]]
    commentaire: Ligne | None = None


class Indicateur(Modele):
    """An impact indicator: its target and its measured value, with their units."""

    nom: Requis[Ligne]
    cible: Ligne | None = None
    valeur: Requis[Ligne]


class Constat(Modele):
    """The outcome of a sum that the act promises. `libelle`: the words of its line, or the name of a party."""

    libelle: Requis[Ligne]
    montant: Requis[Euros]


class Execution(Modele):
    """The report: the day the accounts were stopped, the money, the progress in words and by objective, what follows.

    `realise` counts each year from its first day to its end, or to `arrete_au`; `prevision` counts from `arrete_au`.
    Acts without AE and CP have `versements`, `contributions`, `charges`, `produits` and `cout`, as in `finances`.
    """

    arrete_au: Requis[Jour]
    date_signature: Jour | None = None
    lieu_signature: NomPropre | None = None
    realise: Requis[dict[Annee, Requis[LigneExecution]]] = Field(default_factory=dict)
    prevision: Requis[dict[Annee, Requis[LigneExecution]]] = Field(default_factory=dict)
    cofinancement: LigneExecution | None = None
    versements: tuple[Requis[Constat], ...] = ()
    contributions: tuple[Requis[Constat], ...] = ()
    charges: tuple[Requis[Constat], ...] = ()
    produits: tuple[Requis[Constat], ...] = ()
    cout: tuple[Requis[Constat], ...] = ()
    travaux: Requis[TexteMisEnForme]
    avancement: tuple[Requis[Avancement], ...] = ()
    indicateurs: tuple[Requis[Indicateur], ...] = ()
    difficultes: Requis[TexteMisEnForme] | None = None
    demandes: TexteMisEnForme | None = None
    suites: Requis[TexteMisEnForme] | None = None
    pieces: tuple[Requis[Ligne], ...] = ()

    def lignes(self, quoi: str) -> dict[int, LigneExecution | Manquant]:
        """The rows of `realise` or `prevision`, by year; none when the table could not be read."""
        rows = getattr(self, quoi)
        return {} if isinstance(rows, Manquant) else rows

    def montant(self, quoi: str, annee: int, credit: str) -> Montant | Manquant | None:
        """A figure: `montant("realise", 2025, "engage")`; None when it was not stated."""
        row = self.lignes(quoi).get(annee)
        if isinstance(row, Manquant):
            return row
        value: Montant | Manquant | None = getattr(row, credit) if row is not None else None
        return value
