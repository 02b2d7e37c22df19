"""The deadlines an element of a plan declares: what is due, from which date, how long after or how often, by whom.

The clause prints these values and the calendar computes from them, so that neither can say another length of time.
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
    """What the law calls a date one counts from, and what of."""

    noun: grammar.NounPhrase
    of: str

    def said(self, form: str, *, whole: bool) -> str:
        """« du terme », « au terme », « le terme »; `whole`: « du terme de la convention »."""
        forms = {"le": self.noun.le, "du": self.noun.du, "au": self.noun.au}
        return forms[form]() + (f" {self.of}" if whole else "")


def _repere(noun: str, article: grammar.Article, of: str = "de la présente convention") -> Repere:
    return Repere(grammar.NounPhrase(noun, article), of)


EFFECT = "prise_d_effet"
SIGNATURE = "date_signature"
END = "duree.fin"
TERM = "terme"  # the end, or that of the first period of an act that is renewed without one
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


LEADER = "responsable"  # whoever carries the project: the first role of those the pack declares that is held


def _name(value: Any) -> str:
    text = read_line(value)
    if not _NAME.fullmatch(text):
        message = f"« {text} » ne peut pas nommer une échéance."
        raise refused(catalogue.VALUE, message, "Écrire en minuscules sans accent, par exemple « compte_rendu ».")
    return text


def _known(names: tuple[str, ...], what: str) -> LuPar:
    """A value of the spec named by its key, or a field of the pack."""

    def read(value: Any) -> str:
        text = read_line(value)
        if text in names or _OWN.fullmatch(text):
            return text
        hint = f"{suggestion(text, list(names))} Un champ du modèle s’écrit « champs.nom_du_champ »."
        raise refused(catalogue.CHOICE, f"« {text} » n’est pas {what}.", hint)

    return LuPar(read)


def _delay(value: Any) -> Duration | str:
    text = read_line(value)
    if text in DELAYS or _OWN.fullmatch(text):
        return text
    read = read_duration(text)
    if read is not None:
        return read
    hint = f"Écrire une durée, par exemple « six mois » ou « un an », ou ce qui la donne : {', '.join(DELAYS)}."
    raise refused(catalogue.CHOICE, f"« {text} » n’est pas une durée.", f"{hint} Un champ : « champs.nom_du_champ ».")


Delai = Annotated[Duration | str, LuPar(_delay)]


class Echeance(Modele):
    """A date to keep. `le`: that very date; or `de`: the one it counts from, then `apres`, `avant` or `tous_les`.

    `si`: a condition, as for an element. `texte`: what the calendar says the act says; made from the rest by default.
    `quoi` and `texte` may hold the values of `placeholders`.
    """

    nom: Requis[Annotated[str, LuPar(_name)]]
    quoi: Requis[Ligne]
    si: Ligne | None = None
    le: Annotated[str, _known((*DATES, *LISTS), "une date de l’acte")] | None = None
    de: Annotated[str, _known(DATES, "une date de l’acte")] | None = None
    apres: Delai | None = None
    avant: Delai | None = None
    tous_les: Delai | None = None
    texte: Ligne | None = None
    qui: Ligne | None = None
    montant: Annotated[str, _known(AMOUNTS, "un montant de l’acte")] | None = None

    @property
    def repere(self) -> Repere | None:
        """What its date is called; None for a field of the pack, and for the rows of a list."""
        return REPERES.get(self.de or self.le or "")

    @property
    def declared_delay(self) -> Duration | str | None:
        """How long, or where that is read."""
        return self.apres or self.avant or self.tous_les

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What its texts may hold between braces."""
        released = ("{rang}", "{declencheur}")
        others = {PAYMENTS: ("{annee}",), SHARES: ("{rang}", "{partie}")}
        rows = (others | {INSTALMENTS: released, SUMS_PAID: released}).get(self.le or "", ())
        if self.tous_les:
            return (*rows, "{periode}")
        return (*rows, "{delai}") if self.declared_delay else rows

    def delay(self, convention: Convention, extras: Mapping[str, Any]) -> Duration | Manquant | None:
        """How long, in this act; None when it does not say."""
        declared = self.declared_delay
        if not isinstance(declared, str):
            return declared
        value = value_at(declared, convention, extras)
        if isinstance(value, Manquant):
            return value
        return Duration(value, Unit.MONTH) if isinstance(value, int) and 0 < value <= MOST else None


class Echeances(dict[str, Any]):
    """The deadlines an element declares, by name, as its clauses see them; None for one that the act does not hold."""


def value_at(key: str, convention: Convention, extras: Mapping[str, Any]) -> Any:
    """What an act gives under a key: one of those above, or a field of its pack. None when it gives nothing."""
    if key.startswith(OWN):
        return extras.get(key.removeprefix(OWN))
    held: Any = convention
    for step in key.split("."):
        held = getattr(held, step, None)
    return held
