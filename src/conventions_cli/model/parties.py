"""The parties to an act, their representatives and their signatories."""

import re
from enum import Enum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, model_validator

from conventions_cli.foundation import remembered
from conventions_cli.french import (
    Article,
    Gender,
    NounPhrase,
    article_before,
    bare,
    elides,
    gender_of_function,
    gender_of_head,
    split_article,
)
from conventions_cli.model.fields import (
    AdressePostale,
    EnListe,
    Ligne,
    LuSelon,
    NomPropre,
    OuiNon,
    Requis,
    TexteMisEnForme,
    choice,
    chosen,
    entier,
    read_line,
)
from conventions_cli.model.sirene import Iban, Rna, Siret
from conventions_cli.model.values import Manquant, Nom


class Modele(BaseModel):
    """Base of every part of a spec: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Nature(Enum):
    """The legal nature of a party."""

    SERVICE_ETAT = "service_etat"
    OPERATEUR = "operateur"
    GIP = "gip"
    COLLECTIVITE = "collectivite"
    ASSOCIATION = "association"
    PRIVE = "prive"

    @property
    def libelle(self) -> str:
        """« un groupement d’intérêt public »."""
        return _NATURES[self.value]


_NATURES = {
    "service_etat": "un service de l’État",
    "operateur": "un opérateur",
    "gip": "un groupement d’intérêt public",
    "collectivite": "une collectivité",
    "association": "une association ou une fondation",
    "prive": "un autre organisme de droit privé",
}


class Sens(Enum):
    """What the parties of a role do with the money of the act."""

    DONNE = "donne"
    RECOIT = "recoit"


class Role(Modele):
    """The role of a party in the act, as the kind of act declares it.

    `nom`: its legal name, « garant »; `genre`: the gender of that word; `ensemble`: the word for several parties, by
    default its plural. `facultatif`: an act may have no such party; `plusieurs`: it may have several. `natures`: the
    legal natures that its parties may have, any by default; `sinon`: what to do for another nature. `argent`: whether
    its parties give or receive the money. `qualite`: whether the preamble states that a party acts in this capacity.
    """

    nom: Ligne
    genre: Annotated[Gender, choice(Gender)] = Gender.MASCULINE
    ensemble: Ligne | None = None
    facultatif: OuiNon = False
    plusieurs: OuiNon = False
    natures: Annotated[tuple[Annotated[Nature, choice(Nature)], ...], EnListe] = ()
    sinon: Ligne | None = None
    argent: Annotated[Sens | None, choice(Sens)] = None
    qualite: OuiNon = True
    cle: str = ""

    @property
    def donne(self) -> bool:
        """Whether its parties give the money."""
        return self.argent is Sens.DONNE

    @property
    def recoit(self) -> bool:
        """Whether its parties receive the money."""
        return self.argent is Sens.RECOIT

    def of_any_nature(self) -> "Role":
        """This role, open to parties of any nature."""
        return self.model_copy(update={"natures": (), "sinon": None})

    @property
    def phrase(self) -> NounPhrase:
        """« le mandataire »."""
        return NounPhrase(self.nom, article_before(self.nom, self.genre), self.genre)


def _role(value: Any, context: dict[str, Any]) -> Role:
    """The role that a word names among those of the kind of act; without a kind, a role of that name."""
    roles: dict[str, Role] = context.get("roles") or {}
    if roles:
        return chosen(value, roles)
    word = read_line(value).strip()
    return Role.model_construct(nom=word, cle=word)


class Nombre(Enum):
    """Grammatical number."""

    SINGULIER = "singulier"
    PLURIEL = "pluriel"


class Personne(Modele):
    """A person who represents a party or signs for it: a name and a function, or a function alone.

    `par_delegation`: None when the spec does not say; False for an act that mentions no delegation. `delegation`:
    the text that delegates the signature.
    """

    nom: NomPropre | None = None
    fonction: Requis[NomPropre]
    genre: Annotated[Gender | None, choice(Gender)] = None
    par_delegation: Requis[OuiNon] | None = None
    delegation: Ligne | None = None

    @property
    def signe_par_delegation(self) -> bool:
        """Whether this person signs by delegation: the spec says so, or gives the text that delegates."""
        return self.par_delegation is True or (self.par_delegation is None and self.delegation is not None)

    @property
    def genre_connu(self) -> Gender | None:
        """The gender: as stated, else as the function implies; None when neither tells."""
        if self.genre is not None or isinstance(self.fonction, Manquant):
            return self.genre
        article, noun = split_article(self.fonction)
        stated = {Article.LA: Gender.FEMININE, Article.LE: Gender.MASCULINE}
        return stated[article] if article in stated else gender_of_function(noun)

    @property
    def fonction_nominale(self) -> NounPhrase | Manquant:
        """The function with its article, as written or else by its gender: « la directrice du numérique »."""
        if isinstance(self.fonction, Manquant):
            return self.fonction
        gender = self.genre_connu or Gender.MASCULINE
        stated, noun = split_article(self.fonction)
        noun = noun if noun[:2].isupper() else noun[:1].lower() + noun[1:]
        return NounPhrase(noun, stated or article_before(noun, gender), gender)

    def same_as(self, other: "Personne") -> bool:
        """Whether both are the same person: the same name, or the same function when neither has a name."""
        if self.nom is None and other.nom is None:
            return self.fonction == other.fonction
        return self.nom is not None and other.nom is not None and self.nom.casefold() == other.nom.casefold()


class Partie(Modele):
    """A party: its name and grammar, its nature, its address, its representatives and signatories."""

    reference: NomPropre | None = None
    role: Requis[Annotated[Role, LuSelon(_role)]]
    groupe: Annotated[int | None, entier(1, 6)] = None
    denomination: NomPropre | None = None
    nom: Requis[NomPropre]
    sigle: NomPropre | None = None
    article: Requis[Annotated[Article, choice(Article)]]
    genre: Annotated[Gender | None, choice(Gender)] = None
    nombre: Annotated[Nombre | None, choice(Nombre)] = None
    nature: Requis[Annotated[Nature, choice(Nature)]]
    adresse: AdressePostale | None = None
    siret: Siret | None = None
    rna: Rna | None = None
    representants: tuple[Requis[Personne], ...]
    signataires: tuple[Requis[Personne], ...] = ()
    obligations: Annotated[tuple[Requis[TexteMisEnForme], ...], EnListe] = ()
    missions: Annotated[tuple[Requis[TexteMisEnForme], ...], EnListe] = ()
    comptable: Ligne | None = None
    iban: Iban | None = None

    @property
    def genre_connu(self) -> Gender | None:
        """The gender: as stated, else from the article, else from the first noun of the name; None if unknown."""
        if self.genre is not None:
            return self.genre
        if self.article is Article.LA:
            return Gender.FEMININE
        if self.article is Article.LE:
            return Gender.MASCULINE
        return None if isinstance(self.nom, Manquant) else gender_of_head(self.nom)

    @property
    def nom_court(self) -> Nom | Manquant:
        """Its name in clauses: its acronym, else its name."""
        return self.sigle or self.nom

    @cached_property
    def designation(self) -> NounPhrase | Manquant:
        """The short name with its article: « la DGCS »."""
        name = self.nom_court
        if isinstance(name, Manquant):
            return name
        if isinstance(self.article, Manquant):
            return self.article
        gender = self.genre_connu or Gender.MASCULINE
        if self.sigle is None:
            return self._with_name(gender)
        return NounPhrase(name, self._before_acronym(), gender, plural_number=self.nombre is Nombre.PLURIEL)

    def _before_acronym(self) -> Article:
        """The article before the acronym: « l’ », stated for « l’Association », becomes « la » before « BPN »."""
        assert isinstance(self.article, Article)  # noqa: S101 - its caller has checked
        gender, name = self.genre_connu, without_article(str(self.nom))
        of_the_name = self.article is Article.ELIDED and gender is not None and elides(name)
        if not of_the_name or elides(str(self.sigle)) or str(self.sigle)[:1] in "hH":
            return self.article
        return Article.LA if gender is Gender.FEMININE else Article.LE

    def _with_name(self, gender: Gender) -> NounPhrase:
        """The name with its article: the stated one if the acronym begins with the same letter, or if there is none.

        Otherwise the name may take another article than its acronym: « la DGCS », « l’Agence du numérique ».
        """
        assert isinstance(self.nom, str) and isinstance(self.article, Article)  # noqa: S101 - its callers have checked
        own_article, noun = split_article(self.nom)
        plural = self.article is Article.LES
        alike = self.sigle is None or identifier(self.sigle)[:1] == identifier(noun)[:1]
        # The article of « l’HCERES », an acronym that is spelt out, does not tell that of « le Haut Conseil ».
        spelt = self.sigle is not None and self.article is Article.ELIDED and identifier(noun).startswith("h")
        if alike and not spelt:
            return NounPhrase(noun, self.article, gender)
        return NounPhrase(noun, own_article or article_before(noun, gender, plural=plural), gender)

    @property
    def designation_longue(self) -> NounPhrase | Manquant:
        """The full name with its article: « la Direction interministérielle du numérique »."""
        if isinstance(self.nom, Manquant):
            return self.nom
        if isinstance(self.article, Manquant):
            return self.article
        return self._with_name(self.genre_connu or Gender.MASCULINE)

    @property
    def identifiant(self) -> str:
        """The key by which other fields refer to it: its reference, else its acronym or its name (`identifier`)."""
        if self.reference:
            return str(self.reference)
        name = self.nom_court
        return "" if isinstance(name, Manquant) else identifier(name)

    @property
    def personnes_signataires(self) -> tuple[Personne | Manquant, ...]:
        """The persons who sign: the signatories, else the representatives."""
        return self.signataires or self.representants

    @property
    def represente_par(self) -> tuple[Personne, ...]:
        """The readable representatives."""
        return tuple(person for person in self.representants if isinstance(person, Personne))


class FichePartie(Modele):
    """An entry of the directory of parties: the lasting fields of a party, none of them required."""

    nom: NomPropre | None = None
    sigle: NomPropre | None = None
    article: Annotated[Article | None, choice(Article)] = None
    genre: Annotated[Gender | None, choice(Gender)] = None
    nombre: Annotated[Nombre | None, choice(Nombre)] = None
    nature: Annotated[Nature | None, choice(Nature)] = None
    denomination: NomPropre | None = None
    adresse: AdressePostale | None = None
    siret: Siret | None = None
    rna: Rna | None = None
    representants: tuple[Personne, ...] = ()
    signataires: tuple[Personne, ...] = ()


@remembered(1024)
def identifier(name: str) -> str:
    """A name as a key: « DGCS » gives `dgcs`, « Mission Société numérique » gives `mission-societe-numerique`."""
    return re.sub(r"[^a-z0-9]+", "-", bare(name.lower())).strip("-") or name.casefold()


@remembered(1024)
def without_article(name: str) -> str:
    """A name without its article: the act sets its own."""
    return split_article(name)[1]


class Copie(Modele):
    """An addressee of a copy of the signed act."""

    destinataire: Requis[Ligne]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """A text alone is the addressee."""
        return {"destinataire": value} if isinstance(value, str) else value


class Visa(Modele):
    """A text that the act is based on, without its opening « Vu »."""

    texte: Requis[Ligne]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """A text alone is the visa."""
        return {"texte": value} if isinstance(value, str) else value

    @property
    def texte_nu(self) -> str | Manquant:
        """The text without the « Vu » that people often add, and without final punctuation."""
        if isinstance(self.texte, Manquant):
            return self.texte
        return re.sub(r"(?i)^vu\s*:?\s+", "", self.texte.rstrip(" ;,."))
