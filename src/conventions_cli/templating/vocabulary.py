"""The filters and the tests that clauses can use, and the groups of parties that they print.

A jurist writes `{{ qui | Le }} {{ qui | verbe("s’engage", "s’engagent") }}`; number and gender follow
from the spec.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar

from conventions_cli.document import Paragraph, Text
from conventions_cli.foundation import Record, replace
from conventions_cli.french import (
    Article,
    Coordination,
    Gender,
    Month,
    NounPhrase,
    Phrase,
    agree,
    article_before,
    capitalized,
    due,
    format_date,
    format_number,
    moment,
    number_in_words,
    pluralized,
    proviso,
    split_article,
)
from conventions_cli.model import Manquant, Montant, Nom, Partie, Personne, Prose, Role, Service, without_article
from conventions_cli.sandbox import Suite

T = TypeVar("T")
_ENDS = " ;,.\u00a0\u202f"


class _Parties(Record, frozen=True, dict=True):
    """Parties that an act names dozens of times: `_once` keeps here the words that filters give for them."""

    @cached_property
    def _results(self) -> dict[object, object]:
        return {}


class Groupe(_Parties, frozen=True, dict=True):
    """The parties of one role, which filters print under the name that the act gives them.

    This name is that of the role (« le mandant »), or with `par_nom` their own (« la DGCS »), as the pack chooses.
    """

    role: Role
    parties: tuple[Partie, ...]
    par_nom: bool = False

    def __bool__(self) -> bool:
        return bool(self.parties)

    def __iter__(self) -> Iterator[Partie]:
        return iter(self.parties)

    def __len__(self) -> int:
        return len(self.parties)

    @cached_property
    def denomination(self) -> str:
        """The word for the role, without article: the one the parties agree on, else the usual one."""
        words = {str(party.denomination) for party in self.parties}
        shared = words.pop() if len(words) == 1 else "None"
        return self.role.nom if shared == "None" else shared

    @cached_property
    def phrase(self) -> NounPhrase:
        """« le partenaire-mandataire », « les mandataires »."""
        stated, word = split_article(self.denomination)
        gender = self.role.genre if stated is None else Gender.FEMININE if stated is Article.LA else Gender.MASCULINE
        if len(self.parties) > 1:
            together = self.role.ensemble if word == self.role.nom else None
            return NounPhrase(together or pluralized(word), Article.LES, gender)
        return NounPhrase(word, stated or article_before(word, gender), gender)

    @cached_property
    def ensemble(self) -> str:
        """The word for its parties, without article: « mandataires », or « mandataire » for one party."""
        return self.phrase.noun

    @cached_property
    def noms(self) -> "Noms":
        """Its parties, by their short names."""
        return Noms(self.parties, self.role)

    @cached_property
    def noms_entiers(self) -> "Noms":
        """Its parties, by their full names: « la Direction interministérielle du numérique »."""
        return Noms(self.parties, self.role, entiers=True)


class Noms(_Parties, frozen=True, dict=True):
    """Parties by their short names, « la DNUM et la DGCS », or by their full ones (`entiers`)."""

    parties: tuple[Partie, ...]
    role: Role | None = None
    entiers: bool = False

    def __bool__(self) -> bool:
        return bool(self.parties)


def _once(function: Callable[[object], T]) -> Callable[[object], T]:
    """A function of a value alone, whose result is kept in the value when it is a group of parties."""

    def once(value: object) -> T:
        if not isinstance(value, _Parties):
            return function(value)
        result: T | None = value._results.get(function)  # type: ignore[assignment]  # set below
        if result is None:
            result = value._results[function] = function(value)
        return result

    return once


def _members(value: object) -> tuple[object, ...]:
    """The noun phrases of a value; a missing name stays a `Manquant`. Raises TypeError for a value that has none."""
    match value:
        case Noms():
            return tuple(party.designation_longue if value.entiers else party.designation for party in value.parties)
        case Groupe() if value.par_nom:
            return tuple(party.designation for party in value.parties)
        case Groupe():
            return (value.phrase,)
        case Partie():
            return (value.designation,)
        case Personne():
            return (value.fonction_nominale,)
        case NounPhrase() | Manquant():
            return (value,)
        case Coordination():
            return value.members
        case tuple() | list():
            return tuple(member for item in value for member in _members(item))
        case _:
            raise TypeError("seules une partie, une personne ou un groupe de parties ont un article")


@_once
def _phrase(value: object) -> Phrase:
    """The phrase that gives the number and the gender of a value; missing names are left out."""
    phrases = tuple(member for member in _members(value) if isinstance(member, NounPhrase))
    return phrases[0] if len(phrases) == 1 else Coordination(phrases)


@_once
def _plural(value: object) -> bool:
    return _phrase(value).plural


def _joined(value: object, form: Callable[[NounPhrase], str], preposition: str = "") -> object:
    """The members of a value, each in a form; a missing name follows the bare preposition."""
    members = _members(value)
    if len(members) == 1 and isinstance(members[0], NounPhrase):  # the most common case
        return Nom(form(members[0]))
    return enumeration(
        [
            Nom(form(member)) if isinstance(member, NounPhrase) else Suite((Nom(preposition), member))
            for member in members
        ]
    )


def enumeration(items: Iterable[object], last: str = "et") -> object:
    """« a, b et c »; each item keeps its type."""
    members = list(items)
    if len(members) == 1:
        return members[0]
    pieces: list[object] = []
    for index, item in enumerate(members):
        if index:
            pieces.append(Nom(f" {last} " if index == len(members) - 1 else ", "))
        pieces.append(item)
    return Suite(tuple(pieces))


def _capital(value: object) -> object:
    """A value with its first letter in upper case."""
    match value:
        case Nom():
            return Nom(capitalized(value))
        case str():
            return capitalized(value)
        case Suite() if value.pieces:
            return Suite((_capital(value.pieces[0]), *value.pieces[1:]))
        case _:
            return value


def _quoted(items: Iterable[object], last: str = "et") -> object:
    """« « Domifa » et « Envergo » », of names or of services."""
    names = [item.nom if isinstance(item, Service) else item for item in items]
    return enumeration([Suite((Nom("«\u00a0"), name, Nom("\u00a0»"))) for name in names], last)


def _bare(value: object) -> object:
    """A text without its final punctuation: the clause sets its own."""
    if not isinstance(value, str):
        return value
    bare = value.rstrip(" ;,.")
    return type(value)(f"{bare}." if bare.endswith(" etc") else bare)


def _without_quotes(value: object) -> object:
    """A name without quotes and without a full stop: the clause sets its own."""
    bare = _bare(value)
    if isinstance(bare, str) and bare.startswith("«") and bare.endswith("»") and bare.count("«") == 1:
        return type(bare)(bare.strip("«» \u00a0\u202f"))
    return bare


def _at_place(value: object) -> object:
    """« à Nîmes », « au Havre », « aux Ulis »."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if isinstance(value, str) and value.startswith(article):
            return Nom(contracted + value[len(article) :])
    return Suite((Nom("à "), value))


def _when(value: object) -> object:
    """« en juin 2025 », « le 12 juin 2025 »."""
    if isinstance(value, Month):
        return Nom(f"en {format_date(value)}")
    return Nom(f"le {format_date(value)}") if isinstance(value, date) else value


def _due(value: object) -> object:
    """« à la fin du mois de mars 2024 », of the text « fin mars 2024 »; « le 12 juin 2025 », of a date."""
    return type(value)(due(value)) if isinstance(value, str) else _when(value)


def _quality(value: object) -> object:
    """The function of a signatory: « La directrice du numérique », « Responsable du service » (gender unknown)."""
    if not isinstance(value, Personne) or isinstance(value.fonction, Manquant):
        return _capital(_joined(value, NounPhrase.le))
    phrase = value.fonction_nominale
    assert isinstance(phrase, NounPhrase)  # noqa: S101 - the function is known
    with_article = value.genre_connu is not None or phrase.article is Article.ELIDED
    return Nom(capitalized(phrase.le() if with_article else phrase.noun))


def _in_words(value: object) -> object:
    if isinstance(value, Montant):
        return value.en_lettres
    return number_in_words(value) if isinstance(value, int) else value


def _join(items: Iterable[object], separator: str = ", ") -> object:
    pieces: list[object] = []
    for index, item in enumerate(items):
        if index:
            pieces.append(Nom(separator))
        pieces.append(item)
    return Suite(tuple(pieces))


def _verb(value: object, singular: str, plural: str) -> str:
    return plural if _plural(value) else singular


def _amount_and_words(value: object) -> object:
    """« 200 000 € (deux cent mille euros) »; a missing amount stands alone."""
    return Suite((value, Nom(f" ({value.en_lettres})"))) if isinstance(value, Montant) else value


def _figures(value: object) -> object:
    """« 185 000 »: an amount without « € », for a column whose head has it, or before « euros »."""
    return Nom(format_number(value.euros)) if isinstance(value, Montant) else value


def _with_cents(value: object) -> object:
    """« 185 000,00 € »."""
    return Nom(f"{format_number(value.euros)},00\u00a0€") if isinstance(value, Montant) else value


def _short_date(value: object) -> object:
    """« 31/12/2026 »."""
    return Nom(f"{value:%d/%m/%Y}") if isinstance(value, date) else value


def _months(value: object) -> object:
    """« d’un mois », « de six mois »."""
    if not isinstance(value, int):
        return Suite((Nom("de "), value, Nom(" mois")))
    return Nom("d’un mois" if value == 1 else f"de {number_in_words(value)} mois")


def _of_length(value: object) -> object:
    """« d’un an », « de six mois »: a length of time in words, after a noun."""
    if isinstance(value, str) and value.startswith("un"):
        return Nom(f"d’{value}")
    return Nom(f"de {value}") if isinstance(value, str) else Suite((Nom("de "), value))


def _of_noun(value: object) -> object:
    """« de mandant », « d’attribuant »: a noun without its article, after another."""
    elided = isinstance(value, str) and article_before(value, Gender.MASCULINE) is Article.ELIDED
    return Nom(f"d’{value}") if elided else Suite((Nom("de "), value))


def _released_at(value: object) -> object:
    """The event that releases an instalment, with its preposition: « à la signature », « après le bilan »."""
    return type(value)(moment(value)) if isinstance(value, str) else value


def _provided(value: object) -> object:
    """« sous réserve de … », « sous réserve que … »; any other condition follows a colon."""
    return type(value)(proviso(value)) if isinstance(value, str) else value


def _count(value: object) -> int:
    return len(_members(value))


def _uncapital(value: object) -> object:
    """A text with its first letter in lower case, for the middle of a sentence; an acronym keeps its capitals."""
    value = type(value)(without_article(value)) if isinstance(value, str) else value
    if isinstance(value, str) and not value[:2].isupper():
        return type(value)(value[:1].lower() + value[1:])
    return value


def _ended(value: object, mark: str) -> object:
    """A text or a single paragraph whose final punctuation is replaced by a mark; any other value as it is."""
    if isinstance(value, str):
        return type(value)(value.rstrip(_ENDS) + mark)
    block = value.blocks[0] if isinstance(value, Prose) and len(value.blocks) == 1 else None
    last = block.content[-1] if isinstance(block, Paragraph) else None
    if not isinstance(block, Paragraph) or not isinstance(last, Text):
        return value
    ended = replace(last, text=last.text.rstrip(_ENDS) + mark)
    return Prose((Paragraph((*block.content[:-1], ended)),))


def punctuated(items: Sequence[T]) -> tuple[T, ...]:
    """The items of a list, each ended by « ; », the last one by « . »."""
    last = len(items) - 1
    ended = [_ended(item, "." if index == last else "\u202f;") for index, item in enumerate(items)]
    return tuple(ended)  # type: ignore[arg-type]  # each item keeps its type


def _punctuated(value: object) -> object:
    """A list with the punctuation of a list, or a text ended by a full stop."""
    return punctuated(value) if isinstance(value, tuple) else _ended(value, ".")


FILTERS: dict[str, Callable[..., object]] = {
    "le": _once(lambda value: _joined(value, NounPhrase.le)),
    "Le": _once(lambda value: _capital(_joined(value, NounPhrase.le))),
    "du": _once(lambda value: _joined(value, NounPhrase.du, "de ")),
    "au": _once(lambda value: _joined(value, NounPhrase.au, "à ")),
    "accorde": lambda value, word: agree(word, _phrase(value)),
    "verbe": _verb,
    "enumeration": enumeration,
    "capitale": _capital,
    "minuscule": _uncapital,
    "guillemets": _quoted,
    "en_lettres": _in_words,
    "et_en_lettres": _amount_and_words,
    "chiffres": _figures,
    "centimes": _with_cents,
    "jour": _short_date,
    "de_mois": _months,
    "de": _of_length,
    "de_nom": _of_noun,
    "nombre": _count,
    "join": _join,
    "nu": _bare,
    "ponctue": _punctuated,
    "nom_nu": _without_quotes,
    "lieu": _at_place,
    "quand": _when,
    "au_moment": _released_at,
    "sous_reserve": _provided,
    "a_echeance": _due,
    "qualite": _quality,
}

TESTS: dict[str, Callable[..., bool]] = {
    "manquant": lambda value: isinstance(value, Manquant),
    "pluriel": _plural,
    "feminin": lambda value: _phrase(value).gender is Gender.FEMININE,
}
