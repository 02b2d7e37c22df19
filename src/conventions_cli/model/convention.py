"""The whole spec of an act."""

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, model_validator

from conventions_cli.model.calendar import Calendrier
from conventions_cli.model.chorus import Chorus
from conventions_cli.model.execution import Execution
from conventions_cli.model.fields import (
    Code_,
    EnListe,
    FinComptable,
    Jour,
    JourOuMois,
    Ligne,
    NomEnPlusieursLignes,
    NomPropre,
    OuiNon,
    Part,
    Requis,
    TexteMisEnForme,
    entier,
)
from conventions_cli.model.finances import Finances
from conventions_cli.model.parties import Copie, FichePartie, Modele, Partie, Role, Visa
from conventions_cli.model.payments import Reconduction
from conventions_cli.model.termination import Resiliation
from conventions_cli.model.values import Manquant, Nom


class Dispositif(Modele):
    """The funding scheme: its acronym, its full name, the round, and when it decided."""

    sigle: Requis[NomPropre] | None = None
    libelle: NomPropre | None = None
    promotion: Annotated[int | None, entier(1, 999)] = None
    date_decision: JourOuMois | None = None

    @property
    def nom(self) -> Nom | Manquant | None:
        """« FIR 17 »; None for an act without a scheme."""
        if not isinstance(self.sigle, str) or self.promotion is None:
            return self.sigle
        return Nom(f"{self.sigle}\u00a0{self.promotion}")

    @property
    def millesime(self) -> int | None:
        """The year of the decision."""
        if self.date_decision is None:
            return None
        return self.date_decision.year


class ImageEntete(Modele):
    """The image at the head of the act: a file beside the spec, and a text for those who do not see it."""

    fichier: Requis[Ligne]
    texte_alternatif: Requis[Ligne]
    hauteur_mm: Annotated[int, entier(5, 80)] = 25


class Service(Modele):
    """A digital service the act is about."""

    nom: Requis[NomPropre]
    objectifs: Annotated[tuple[Requis[Ligne], ...], EnListe] = ()


class Duree(Modele):
    """How long the act binds. `fin_comptable` when the accounts close later: a date, or `derniere_facture`."""

    debut: Requis[Jour] | None = None
    fin: Requis[Jour] | None = None
    fin_comptable: FinComptable | None = None
    preavis_mois: Annotated[int, entier(1, 24)] = 3
    reconduction: Reconduction | None = None

    @property
    def deux_termes(self) -> bool:
        """Whether the accounts close on another day than the act ends."""
        return self.fin_comptable is not None and self.fin_comptable != self.fin


class Marches(Modele):
    """The procurement vehicles named in the act; generic wording when absent."""

    delegataire: NomPropre | None = None
    accompagnement: NomPropre | None = None


class Mobilisation(Modele):
    """The time that the team gives to the programme, in days a week; a text alone is the `profil`."""

    profil: Requis[Ligne]
    jours_par_semaine: Annotated[int | None, entier(1, 5)] = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"profil": value} if isinstance(value, str) else value


class Annexe(Modele):
    """A text appended to the act; a title alone names a document joined to the act."""

    titre: Requis[Ligne]
    texte: Requis[TexteMisEnForme] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"titre": value} if isinstance(value, str) else value


class Amende(Modele):
    """The act that this one amends."""

    titre: Requis[Ligne]
    date_signature: Requis[Jour]
    numero: Annotated[int, entier(1, 99)] = 1
    nor: Code_ | None = None


class Avenant(Modele):
    """The section that makes a spec the new version of a signed act: the file of that act, and the avenant to it.

    `de`: the spec before the change, by a path from this file. The date and the number here are those of the avenant;
    those of the act stay at the root of the spec. Without `date_signature`, the avenant is a draft.
    """

    de: Ligne | None = None
    numero: Annotated[int | None, entier(1, 99)] = None
    date_signature: Jour | None = None
    nor: Code_ | None = None
    objet: Ligne | None = None


class Subvention(Modele):
    """The data that the publication of a grant needs besides the act (SCDL schema « subventions »).

    `repartition`: the share of each beneficiary, by the identifier of the party, when there are several.
    """

    objet: Ligne | None = None
    conditions_versement: Ligne | None = None
    notification_ue: OuiNon | None = None
    repartition: dict[NomPropre, Part] = Field(default_factory=dict)


class Tolerance(Modele):
    """A warning that the author accepts, with the reason."""

    code: Requis[Code_]
    motif: Requis[Ligne]


class Convention(Modele):
    """The whole spec of an act. The kind of act that its pack declares (`Kind`) says which values it needs."""

    spec_version: Annotated[int, entier(0, 99_999)] = 1
    modele: Requis[NomPropre]
    titre: Ligne | None = None
    reference: Code_ | None = None
    nor: Code_ | None = None
    entete: NomEnPlusieursLignes | None = None
    image_entete: ImageEntete | None = None
    sommaire: OuiNon = False
    date_signature: Jour | None = None
    lieu_signature: NomPropre | None = None
    dispositif: Dispositif = Field(default_factory=Dispositif)
    objet: Requis[TexteMisEnForme] | None = None
    missions: Annotated[tuple[Requis[TexteMisEnForme], ...], EnListe] = ()
    services: tuple[Requis[Service], ...] = ()
    parties: tuple[Requis[Partie], ...]
    adresses: OuiNon = False
    ordre_signatures: Annotated[tuple[Requis[NomPropre], ...], EnListe] = ()
    duree: Duree = Field(default_factory=Duree)
    finances: Finances = Field(default_factory=Finances)
    chorus: Chorus = Field(default_factory=Chorus)
    chorus_credite: Chorus = Field(default_factory=Chorus)
    marches: Marches = Field(default_factory=Marches)
    mobilisation: tuple[Requis[Mobilisation], ...] = ()
    obligations: dict[str, Annotated[tuple[Requis[TexteMisEnForme], ...], EnListe]] = Field(default_factory=dict)
    visas: tuple[Requis[Visa], ...] | None = None
    copies: tuple[Requis[Copie], ...] = ()
    annexes: tuple[Requis[Annexe], ...] = ()
    amende: Amende | None = None
    avenant: Avenant | None = None
    subvention: Subvention | None = None
    execution: Execution | None = None
    resiliation: Resiliation | None = None
    tolere: tuple[Tolerance, ...] = ()
    champs: dict[str, Any] = Field(default_factory=dict)
    annuaire: dict[str, FichePartie] = Field(default_factory=dict, repr=False)

    @cached_property
    def parties_connues(self) -> tuple[Partie, ...]:
        """The parties that could be read."""
        return tuple(party for party in self.parties if isinstance(party, Partie))

    def parties_de(self, role: str) -> tuple[Partie, ...]:
        """The parties that have a role, by the key of the role, in the order of the spec."""
        return tuple(party for party in self.parties_connues if isinstance(party.role, Role) and party.role.cle == role)

    @cached_property
    def roles_tenus(self) -> tuple[Role, ...]:
        """The roles of the parties, each once, in the order of the parties."""
        return tuple(dict.fromkeys(party.role for party in self.parties_connues if isinstance(party.role, Role)))

    @property
    def donneurs(self) -> tuple[Partie, ...]:
        """The parties that give the money."""
        return tuple(party for party in self.parties_connues if isinstance(party.role, Role) and party.role.donne)

    @property
    def receveurs(self) -> tuple[Partie, ...]:
        """The parties that receive the money."""
        return tuple(party for party in self.parties_connues if isinstance(party.role, Role) and party.role.recoit)

    @cached_property
    def services_connus(self) -> tuple[Service, ...]:
        """The services that could be read."""
        return tuple(service for service in self.services if isinstance(service, Service))

    @property
    def annee_de_reference(self) -> int | None:
        """The year that decides the names of programmes: that of the signature, else the first one of the calendar."""
        if self.date_signature is not None:
            return self.date_signature.year
        years = [year for year, _ in self.finances.lignes]
        return years[0] if years else None

    @property
    def parties_signataires(self) -> tuple[Partie, ...]:
        """The parties in the order of their signatures: first those of `ordre_signatures`, then the others."""
        named = [self.partie(str(name)) for name in self.ordre_signatures]
        ordered = [party for party in named if party is not None]
        return tuple(ordered + [party for party in self.parties_connues if party not in ordered])

    def partie(self, identifiant: str) -> Partie | None:
        """The party with an identifier; None when there is none."""
        return next((party for party in self.parties_connues if party.identifiant == identifiant), None)

    @property
    def calendriers_des_receveurs(self) -> tuple[tuple[Partie, Calendrier], ...]:
        """Each party that receives money with its calendar, in their order; none when the money is undivided."""
        calendriers = self.finances.calendriers
        calendars = {part.identifiant: part for part in calendriers if part.identifiant is not None}
        return tuple(
            (party, calendars[party.identifiant]) for party in self.receveurs if party.identifiant in calendars
        )

    @property
    def objectifs(self) -> tuple[tuple[Service, str], ...]:
        """Each objective of each service, in the order of the spec."""
        return tuple(
            (service, aim) for service in self.services_connus for aim in service.objectifs if isinstance(aim, str)
        )

    @property
    def prise_d_effet(self) -> date | None:
        """The day the act takes effect: the one it states, else that of its signature."""
        start = self.duree.debut
        return None if isinstance(start, Manquant) else start or self.date_signature

    @property
    def terme(self) -> date | Manquant | None:
        """The day the act ends: the one it states, else the last day of its first period when it can be renewed."""
        if self.duree.fin is not None or self.duree.reconduction is None:
            return self.duree.fin
        period, start = self.duree.reconduction.duree, self.prise_d_effet
        return period.after(start) - timedelta(days=1) if period is not None and start is not None else None

    def dated(self, section: str, key: str) -> date | None:
        """The date of a document that follows the act, under its section; None while it is not given."""
        day = getattr(getattr(self, section), key, None)
        return day if isinstance(day, date) else None

    @property
    def est_projet(self) -> bool:
        """Whether the act is a draft: it has no signature date."""
        return self.date_signature is None
