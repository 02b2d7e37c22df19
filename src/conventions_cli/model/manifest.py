"""`modele.yaml`: the declarations of a pack."""

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
from conventions_cli.model.kinds import DELEGATION, FEWEST, MOST_PARTIES, Fund, Kind, need_of
from conventions_cli.model.parties import Modele, Role


class Mention(Enum):
    """A mention that the law requires and an element may declare, besides the obligations of each role."""

    OBJET = "objet"
    EXECUTION = "execution-financiere"
    COMPTE_RENDU = "compte-rendu"
    DUREE = "duree"
    PUBLICATION = "publication"


NUMBER_SIGNS = ("{numero}", "{chiffre}", "{romain}")


def _mention(value: object) -> str:
    """A mention that the law requires, or the obligations of a role: « obligations-beneficiaire »."""
    text = read_line(value)
    return (
        text if text.startswith("obligations-") else chosen(text, {mention.value: mention.value for mention in Mention})
    )


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
    """`non_lie` as a mapping; a list of keys becomes one without values."""
    return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(key, str) for key in value) else value


class Periode(Modele):
    """The signature dates that a pack is made for."""

    debut: Jour | None = None
    fin: Jour | None = None


class Compte(Modele):
    """How many parties an act may have."""

    minimum: Annotated[int, entier(1, 100)] = FEWEST
    maximum: Annotated[int, entier(1, 100)] = MOST_PARTIES


class Fonds(Modele):
    """The scheme behind the acts, and its usual amounts.

    `partie`: the party that gives the money, by its key in the directory. `plafonds`: the usual ceilings, by their
    first round. `seuil`: the amount below which an agreement is seldom worth its cost. `projet_analytique`: the start
    of the group of a PAM code that holds the round.
    """

    sigle: Requis[Ligne]
    partie: Ligne | None = None
    plafonds: dict[Annotated[int, entier(1, 999)], Euros] = Field(default_factory=dict)
    seuil: Euros | None = None
    projet_analytique: Ligne | None = None

    @property
    def fund(self) -> Fund:
        """The scheme as a `Fund`, for rules and first specs."""
        ceilings = sorted((start, amount.euros) for start, amount in self.plafonds.items())
        least = self.seuil.euros if self.seuil is not None else 0
        return Fund(str(self.sigle), self.partie or "", tuple(ceilings), least, self.projet_analytique or "")


class Designation(Enum):
    """The name that an act gives to the parties of a role, once defined: their own, or that of the role."""

    NOM = "nom"
    ROLE = "role"


# By the key of a role, the name that the act gives to its parties; by default, that of the role.
Designations: TypeAlias = dict[str, Annotated[Designation, choice(Designation)]]


class Element(Modele):
    """One part of the act, in the order of the plan: a section, or an article with its label and title.

    `si`: an expression; the part is in the act when it is true. `avec`: expressions for its clauses, by name. `pour`: a
    name for the values of an expression that is a list; the article occurs once for each value, under a label that ends
    with its rank. `echeances`: the deadlines that its clauses state. `titre_article`: the pattern of its heading, if
    not that of the pack; a heading typed with its number, « Article 2 bis – {titre} », is printed as it is, and the
    next articles count on from that number.
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
        return tuple(deadline for deadline in self.echeances if isinstance(deadline, Echeance))


class Manifeste(Modele):
    """A pack: its name for people, its version, its period, its extra fields, and the plan of its act.

    `nature`: the legal nature of its acts, as a key; `acte`: in words, « délégation de gestion »; `usage`: the purpose
    of an act, in the words of a person who begins one. `roles`: the roles of the parties, by key, those of the first
    side first. `conduite`: the roles that carry the project: the first one that a party has. `parties`: how many there
    may be. `regles`: the families of rules that apply. `fonds`: the scheme behind the acts. `propose`: the values that
    a new spec takes, by path. `fournisseurs`: who can give a missing value, by the start of its path.

    `demande`: the paths of the values that every act needs (« finances.montant »), or some acts: « duree.fin ou
    duree.reconduction », « chorus.programme si finances.montant ». `accepte`: the sections that acts may have, or the
    only keys that a section may have (« finances.contributions »). `refuse`: the paths of values that the clauses do
    not print, each with what to write instead. `non_lie`: the paths of values that clauses type by hand, each with the
    typed words, if known. `par_defaut: oui`: a draft that names no pack takes this one.

    `titre_article`: the pattern of the headings of articles, « ARTICLE {chiffre} - {titre} »; {numero} gives « 1er »,
    {chiffre} « 1 », {romain} « I ». `typographie: non` prints the letters of the clauses as they are.
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
        """The kind of its acts."""
        needs = tuple(need_of(text) for text in self.demande or ())
        return Kind(
            tuple(need.path for need in needs),
            frozenset(self.accepte),
            exhaustive=self.demande is not None,
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
            terms={need.path: need for need in needs if need.others or need.condition},
        )
