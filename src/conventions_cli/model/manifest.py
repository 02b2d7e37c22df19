"""`modele.yaml`: what a pack of clauses declares of itself."""

import re
from enum import Enum
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from conventions_cli.document import ArticleForm, SectionKind
from conventions_cli.foundation import catalogue
from conventions_cli.model.echeances import Echeance
from conventions_cli.model.extras import Champ
from conventions_cli.model.fields import (
    EnListe,
    Euros,
    Jour,
    Ligne,
    LuPar,
    OuiNon,
    Reprise,
    Requis,
    choice,
    chosen,
    entier,
    read_line,
    refused,
)
from conventions_cli.model.kinds import DELEGATION, FEWEST, MOST_PARTIES, Fund, Kind, asked_for
from conventions_cli.model.parties import Modele, Role


class Mention(Enum):
    """What the law wants an act to state and an article may declare, besides the obligations of each role."""

    OBJET = "objet"
    EXECUTION = "execution-financiere"
    COMPTE_RENDU = "compte-rendu"
    DUREE = "duree"
    PUBLICATION = "publication"


NUMBER_SIGNS = ("{numero}", "{chiffre}", "{romain}")


def _mention(value: object) -> str:
    """A mention the law wants, or the obligations of a role: « obligations-beneficiaire »."""
    text = read_line(value)
    return text if text.startswith("obligations-") else chosen(text, {one.value: one.value for one in Mention})


_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        message = f"« {text} » n’est pas une clé : minuscules sans accent, chiffres et tirets."
        raise refused(catalogue.VALUE, message, "Écrire par exemple « groupement-commandes ».")
    return text


def _with_title(text: str | None) -> str | None:
    if text is not None and (not text.endswith("{titre}") or sum(sign in text for sign in NUMBER_SIGNS) != 1):
        message = f"« {text} » ne dit pas où vont le numéro et le titre de l’article."
        raise refused(catalogue.VALUE, message, "Écrire par exemple « ARTICLE {chiffre} - {titre} ».")
    return text


def _with_title_last(text: str | None) -> str | None:
    if text is not None and (not text.endswith("{titre}") or sum(sign in text for sign in NUMBER_SIGNS) > 1):
        message = f"« {text} » ne dit pas où va le titre de l’article."
        raise refused(catalogue.VALUE, message, "Écrire par exemple « Article 2 bis – {titre} ».")
    return text


def _by_key(value: object) -> object:
    """What `non_lie` says by key; a list of keys says nothing of the words."""
    return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


class Periode(Modele):
    """The signature dates a pack is made for."""

    debut: Jour | None = None
    fin: Jour | None = None


class Compte(Modele):
    """How many parties an act may have."""

    minimum: Annotated[int, entier(1, 100)] = FEWEST
    maximum: Annotated[int, entier(1, 100)] = MOST_PARTIES


class Fonds(Modele):
    """The scheme that the acts serve, and what is usual for it.

    `partie`: who gives its money, by its name in the directory. `plafonds`: the usual ceiling, by the round it holds
    from. `seuil`: the amount below which an agreement is seldom worth its cost. `projet_analytique`: what starts the
    group of a PAM code that holds the round.
    """

    sigle: Requis[Ligne]
    partie: Ligne | None = None
    plafonds: dict[Annotated[int, entier(1, 999)], Euros] = Field(default_factory=dict)
    seuil: Euros | None = None
    projet_analytique: Ligne | None = None

    @property
    def fund(self) -> Fund:
        """The same, for rules and first specs."""
        ceilings = sorted((start, amount.euros) for start, amount in self.plafonds.items())
        least = self.seuil.euros if self.seuil is not None else 0
        return Fund(str(self.sigle), self.partie or "", tuple(ceilings), least, self.projet_analytique or "")


class Designation(Enum):
    """The one name an act gives the parties of a role, once they are defined: their own, or that of the role."""

    NOM = "nom"
    ROLE = "role"


# What the act calls the parties of each role, by its key; by the word for the role, if nothing is said.
Designations: TypeAlias = dict[str, Annotated[Designation, choice(Designation)]]


class Element(Modele):
    """One part of the act, in the order of the plan: a section, or an article with its label and title.

    `si` is an expression: the part is there when it is true. `avec` gives names to expressions for its clauses.
    `pour` gives a name to an expression that is a list: the article is there once for each of its values, under a
    label that ends with their number. `echeances`: the dates to keep that its clauses state. `titre_article`: how it is
    headed where that is not the way of the pack; without a number of ours, « Article 2 bis – {titre} », it is as it is
    typed, and the articles that follow are counted past it.
    """

    section: Annotated[SectionKind | None, choice(SectionKind)] = None
    article: Ligne | None = None
    titre: Ligne | None = None
    titre_article: Annotated[Ligne | None, AfterValidator(_with_title_last)] = None
    clause: Annotated[tuple[Requis[Ligne], ...], EnListe]
    si: Ligne | None = None
    avec: dict[str, Ligne] = Field(default_factory=dict)
    pour: dict[str, Ligne] = Field(default_factory=dict)
    enonce: Annotated[tuple[Requis[Annotated[str, LuPar(_mention)]], ...], EnListe] = ()
    echeances: tuple[Requis[Echeance], ...] = ()

    @property
    def deadlines(self) -> tuple[Echeance, ...]:
        """The deadlines that could be read."""
        return tuple(one for one in self.echeances if isinstance(one, Echeance))


class Manifeste(Modele):
    """A pack: its name for people, its version, its period, its extra fields, and the plan of its act.

    `nature`: what its acts are in law, as a key; `acte`: in words, « délégation de gestion »; `usage`: what one has it
    written for, as who begins an act would say it. `roles`: what the parties are, by key, the side they stand on first.
    `conduite`: the roles whose holders carry the project, the first that is held. `parties`: how many there may be.
    `regles`: the families of rules that hold. `fonds`: the scheme they serve. `propose`: what a new spec takes, by
    path, until its author says otherwise. `fournisseurs`: who can give what is missing, by the start of its path.

    `demande`: the values its clauses print of every act, by their paths (« finances.montant »), or of some acts:
    « duree.fin ou duree.reconduction », « chorus.programme si finances.montant »; `accepte`: what they print when it is
    there, a whole section or one key of it (« finances.contributions »), the others being refused then. `refuse`: what
    they do not print, by its path, with what to write instead. `non_lie`: the values that some words of its clauses
    say by themselves, by their paths, with what these words say, where known. `par_defaut: oui`: the pack is taken for
    a draft that names none.

    `titre_article`: how a house heads its articles, « ARTICLE {chiffre} - {titre} »; {numero} is « 1er » for the first
    one, {chiffre} is plain, {romain} « IV ». `typographie: non` prints the letters of the clauses as they are.
    """

    titre: Requis[Ligne]
    version: Requis[Ligne]
    periode: Periode = Field(default_factory=Periode)
    forme_article: Annotated[ArticleForm, choice(ArticleForm)] = ArticleForm.DASH
    titre_article: Annotated[Ligne | None, AfterValidator(_with_title)] = None
    designations: Designations = Field(default_factory=dict)
    typographie: OuiNon = True
    nature: Annotated[Ligne, AfterValidator(_slug)] = DELEGATION
    acte: Ligne | None = None
    usage: Ligne | None = None
    par_defaut: OuiNon = False
    roles: dict[Annotated[Ligne, AfterValidator(_slug)], Role] = Field(default_factory=dict)
    parties: Compte = Field(default_factory=Compte)
    conduite: Annotated[tuple[Ligne, ...], EnListe] = ()
    regles: Annotated[tuple[Ligne, ...], EnListe] = ()
    fonds: Fonds | None = None
    propose: dict[str, Ligne] = Field(default_factory=dict)
    fournisseurs: dict[str, Ligne] = Field(default_factory=dict)
    demande: Annotated[tuple[Ligne, ...], EnListe] | None = None
    accepte: Annotated[tuple[Ligne, ...], EnListe] = ()
    refuse: dict[str, Ligne] = Field(default_factory=dict)
    non_lie: Annotated[dict[str, Ligne | None], Reprise(before=_by_key)] = Field(default_factory=dict)
    champs: dict[str, Champ] = Field(default_factory=dict)
    plan: tuple[Requis[Element], ...]

    @property
    def kind(self) -> Kind:
        """What it asks of a spec."""
        asked = tuple(asked_for(text) for text in self.demande or ())
        return Kind(
            tuple(one.path for one in asked),
            frozenset(self.accepte),
            whole=self.demande is not None,
            nature=self.nature,
            act=self.acte or "",
            roles={key: role.model_copy(update={"cle": key}) for key, role in self.roles.items()},
            leaders=self.conduite,
            families=frozenset(self.regles),
            fund=self.fonds.fund if self.fonds is not None else None,
            suppliers=self.fournisseurs,
            proposals=self.propose,
            refused=frozenset(self.refuse),
            parties=(self.parties.minimum, self.parties.maximum),
            terms={one.path: one for one in asked if one.others or one.condition},
        )
