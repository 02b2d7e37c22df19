"""`modele.yaml`: what a pack of clauses declares of itself."""

from enum import Enum
from typing import Annotated

from pydantic import AfterValidator, Field

from conventions_cli.document import ArticleForm, SectionKind
from conventions_cli.foundation import catalogue
from conventions_cli.model.echeances import Echeance
from conventions_cli.model.extras import Champ
from conventions_cli.model.fields import EnListe, Jour, Ligne, OuiNon, Requis, choice, refused
from conventions_cli.model.kinds import Kind
from conventions_cli.model.parties import Modele


class Mention(Enum):
    """What the law wants an act to state (décret n° 2004-1085, art. 2), and an article may declare that it does."""

    OBJET = "objet"
    OBLIGATIONS_DELEGANT = "obligations-delegant"
    OBLIGATIONS_DELEGATAIRE = "obligations-delegataire"
    OBLIGATIONS_PORTEUR = "obligations-porteur"
    EXECUTION = "execution-financiere"
    COMPTE_RENDU = "compte-rendu"
    DUREE = "duree"
    PUBLICATION = "publication"


_NUMBERS = ("{numero}", "{chiffre}", "{romain}")


def _with_title(text: str | None) -> str | None:
    if text is not None and (not text.endswith("{titre}") or sum(sign in text for sign in _NUMBERS) != 1):
        message = f"« {text} » ne dit pas où vont le numéro et le titre de l’article."
        raise refused(catalogue.VALUE, message, "Écrire par exemple « ARTICLE {chiffre} - {titre} ».")
    return text


class NatureActe(Enum):
    """What the acts of a pack are in law. In a grant, the délégant is who grants, the délégataire who receives.

    A report is no act: what one party tells the other of an act that binds them both.
    """

    DELEGATION = "delegation"
    SUBVENTION = "subvention"
    COMPTE_RENDU = "compte-rendu"


class Periode(Modele):
    """The signature dates a pack is made for."""

    debut: Jour | None = None
    fin: Jour | None = None


class Designation(Enum):
    """The one name an act gives the parties of a role, once they are defined: their own, or that of the role."""

    NOM = "nom"
    ROLE = "role"


class Designations(Modele):
    """What the act calls the parties of each role."""

    delegant: Annotated[Designation, choice(Designation)] = Designation.ROLE
    delegataire: Annotated[Designation, choice(Designation)] = Designation.ROLE
    porteur: Annotated[Designation, choice(Designation)] = Designation.ROLE


class Element(Modele):
    """One part of the act, in the order of the plan: a section, or an article with its label and title.

    `si` is an expression: the part is there when it is true. `avec` gives names to expressions for its clauses.
    `pour` gives a name to an expression that is a list: the article is there once for each of its values, under a
    label that ends with their number. `echeances`: the dates to keep that its clauses state.
    """

    section: Annotated[SectionKind | None, choice(SectionKind)] = None
    article: Ligne | None = None
    titre: Ligne | None = None
    clause: Annotated[tuple[Requis[Ligne], ...], EnListe]
    si: Ligne | None = None
    avec: dict[str, Ligne] = Field(default_factory=dict)
    pour: dict[str, Ligne] = Field(default_factory=dict)
    enonce: Annotated[tuple[Requis[Annotated[Mention, choice(Mention)]], ...], EnListe] = ()
    echeances: tuple[Requis[Echeance], ...] = ()

    @property
    def deadlines(self) -> tuple[Echeance, ...]:
        """The deadlines that could be read."""
        return tuple(one for one in self.echeances if isinstance(one, Echeance))


class Manifeste(Modele):
    """A pack: its name for people, its version, its period, its extra fields, and the plan of its act.

    `titre_article`: how a house heads its articles, « ARTICLE {chiffre} - {titre} »; {numero} is « 1er » for the first
    one, {chiffre} is plain, {romain} « IV ». `typographie: non` prints the letters of the clauses as they are.
    `demande`: the values its clauses print of every act, by their paths (« finances.montant »); `accepte`: the sections
    of a spec they print when they are there.
    """

    titre: Requis[Ligne]
    version: Requis[Ligne]
    periode: Periode = Periode()
    forme_article: Annotated[ArticleForm, choice(ArticleForm)] = ArticleForm.DASH
    titre_article: Annotated[Ligne | None, AfterValidator(_with_title)] = None
    designations: Designations = Designations()
    typographie: OuiNon = True
    nature: Annotated[NatureActe, choice(NatureActe)] = NatureActe.DELEGATION
    demande: Annotated[tuple[Ligne, ...], EnListe] | None = None
    accepte: Annotated[tuple[Ligne, ...], EnListe] = ()
    champs: dict[str, Champ] = Field(default_factory=dict)
    plan: tuple[Requis[Element], ...]

    @property
    def kind(self) -> Kind:
        """What it asks of a spec."""
        needed = tuple(tuple(path.split(".")) for path in self.demande or ())
        return Kind(needed, frozenset(self.accepte), whole=self.demande is not None)
