"""The deadlines that an element of a plan declares: what is due, the date to count from, the delay, who answers for it.

The clauses print these values and the calendar computes from them, so that both always state the same delay.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from conventions_cli.foundation import Record, catalogue
from conventions_cli.french import MOST, Duration, Unit, grammar, read_duration
from conventions_cli.model.convention import Convention
from conventions_cli.model.fields import Ligne, LuPar, Requis, read_line, refused
from conventions_cli.model.near_words import suggestion
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant


class Repere(Record, frozen=True):
    """The legal name of a date that delays are counted from, with its complement."""

    noun: grammar.NounPhrase
    of: str

    def worded(self, form: str, *, whole: bool) -> str:
        """« du terme », « au terme », « le terme »; `whole`: « du terme de la convention »."""
        forms = {"le": self.noun.le, "du": self.noun.du, "au": self.noun.au}
        return forms[form]() + (f" {self.of}" if whole else "")


def _repere(noun: str, article: grammar.Article, of: str = "de la présente convention") -> Repere:
    return Repere(grammar.NounPhrase(noun, article), of)


EFFECT = "prise_d_effet"
SIGNATURE = "date_signature"
END = "duree.fin"
TERM = "terme"  # the end; without one, that of the first period of an act that can be renewed
INSTALMENTS = "finances.tranches"
PAYMENTS = "finances.calendrier_cp"
SUMS_PAID = "finances.versements"
SHARES = "finances.contributions"
REPERES = {
    SIGNATURE: _repere("signature", grammar.Article.LA),
    EFFECT: _repere("prise d’effet", grammar.Article.LA),
    "duree.debut": _repere("début", grammar.Article.LE),
    END: _repere("terme", grammar.Article.LE, "de la convention"),
    TERM: _repere("terme", grammar.Article.LE, "de la convention ou de sa période en cours"),
    "duree.fin_comptable": _repere("fin comptable", grammar.Article.LA, "de la convention"),
}
DATES = tuple(REPERES)
LISTS = (INSTALMENTS, PAYMENTS, SUMS_PAID, SHARES)
DELAYS = ("duree.preavis_mois", "finances.cofinancement.delai_mois")
AMOUNTS = (
    "finances.montant",
    "finances.accompagnement",
    "finances.montant_delegue",
    "finances.cofinancement.montant",
)
OWN = "champs."  # a field the pack declares
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OWN = re.compile(r"champs\.\S+")


LEADER = "responsable"  # the party that carries the project: the first role in `conduite` that a party has


def _name(value: Any) -> str:
    text = read_line(value)
    if not _NAME.fullmatch(text):
        message = f"« {text} » ne peut pas nommer une échéance."
        raise refused(catalogue.VALUE, message, "Écrire en minuscules sans accent, par exemple « compte_rendu ».")
    return text


def _path_among(names: tuple[str, ...], noun: str) -> LuPar:
    """A reader of keys: one of `names`, or a field of the pack. `noun`: the noun for a refusal, in French."""

    def read(value: Any) -> str:
        text = read_line(value)
        if text in names or _OWN.fullmatch(text):
            return text
        hint = f"{suggestion(text, list(names))} Un champ du modèle s’écrit « champs.nom_du_champ »."
        raise refused(catalogue.CHOICE, f"« {text} » n’est pas {noun}.", hint)

    return LuPar(read)


def _delay(value: Any) -> Duration | str:
    text = read_line(value)
    if text in DELAYS or _OWN.fullmatch(text):
        return text
    duration = read_duration(text)
    if duration is not None:
        return duration
    hint = f"Écrire une durée, par exemple « six mois » ou « un an », ou ce qui la donne : {', '.join(DELAYS)}."
    raise refused(catalogue.CHOICE, f"« {text} » n’est pas une durée.", f"{hint} Un champ : « champs.nom_du_champ ».")


Delai = Annotated[Duration | str, LuPar(_delay)]


class Echeance(Modele):
    """A deadline. `le`: its date; or `de`: the date to count from, then the delay in `apres`, `avant` or `tous_les`.

    `si`: a condition, as for an element. `texte`: the words of the calendar; by default, made from the other keys.
    `quoi` and `texte` may hold the values of `placeholders`.
    """

    nom: Requis[Annotated[str, LuPar(_name)]]
    quoi: Requis[Ligne]
    si: Ligne | None = None
    le: Annotated[str, _path_among((*DATES, *LISTS), "une date de l’acte")] | None = None
    de: Annotated[str, _path_among(DATES, "une date de l’acte")] | None = None
    apres: Delai | None = None
    avant: Delai | None = None
    tous_les: Delai | None = None
    texte: Ligne | None = None
    qui: Ligne | None = None
    montant: Annotated[str, _path_among(AMOUNTS, "un montant de l’acte")] | None = None

    @property
    def repere(self) -> Repere | None:
        """The name of its date; None for a field of the pack, and for the rows of a list."""
        return REPERES.get(self.de or self.le or "")

    @property
    def declared_delay(self) -> Duration | str | None:
        """Its delay, or the path of the value that gives it; None when it has none."""
        return self.apres or self.avant or self.tous_les

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders that its texts may hold: « {delai} »."""
        released = ("{rang}", "{declencheur}")
        others = {PAYMENTS: ("{annee}",), SHARES: ("{rang}", "{partie}")}
        rows = (others | {INSTALMENTS: released, SUMS_PAID: released}).get(self.le or "", ())
        if self.tous_les:
            return (*rows, "{periode}")
        return (*rows, "{delai}") if self.declared_delay else rows

    def delay(self, convention: Convention, extras: Mapping[str, Any]) -> Duration | Manquant | None:
        """Its delay in this act; None when the act does not give one."""
        declared = self.declared_delay
        if not isinstance(declared, str):
            return declared
        value = value_at(declared, convention, extras)
        if isinstance(value, Manquant):
            return value
        return Duration(value, Unit.MONTH) if isinstance(value, int) and 0 < value <= MOST else None


class Echeances(dict[str, Any]):
    """The deadlines of an element, by name, for its clauses; None for a deadline whose condition does not hold."""


def value_at(key: str, convention: Convention, extras: Mapping[str, Any]) -> Any:
    """The value of an act at a key: one of the keys above, or a field of its pack. None when the act has none."""
    if key.startswith(OWN):
        return extras.get(key.removeprefix(OWN))
    value: Any = convention
    for step in key.split("."):
        value = getattr(value, step, None)
    return value
