"""Articles, contractions, agreement: from the data of each party, never from a guess on a product's name."""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum

from conventions_cli.foundation import Record, remembered
from conventions_cli.french.letters import composed


class Article(Enum):
    """The definite article a name takes."""

    LA = "la"
    LE = "le"
    ELIDED = "l’"
    LES = "les"


class Gender(Enum):
    """Grammatical gender."""

    FEMININE = "f"
    MASCULINE = "m"


_OF = {Article.LA: "de la ", Article.LE: "du ", Article.ELIDED: "de l’", Article.LES: "des "}
_TO = {Article.LA: "à la ", Article.LE: "au ", Article.ELIDED: "à l’", Article.LES: "aux "}
_PLAIN = {Article.LA: "la ", Article.LE: "le ", Article.ELIDED: "l’", Article.LES: "les "}


class NounPhrase(Record, frozen=True):
    """A noun with its article, gender and number: « la DGCS », « les ministères sociaux »."""

    noun: str
    article: Article
    gender: Gender = Gender.MASCULINE
    plural_number: bool = False

    @property
    def plural(self) -> bool:
        """Whether verbs and participles take the plural."""
        return self.plural_number or self.article is Article.LES

    def le(self) -> str:
        """« la DGCS », « l’ANSSI »."""
        return _PLAIN[self.article] + self.noun

    def du(self) -> str:
        """« de la DGCS », « du SIG », « des ministères sociaux »."""
        return _OF[self.article] + self.noun

    def au(self) -> str:
        """« à la DGCS », « au SIG », « aux ministères sociaux »."""
        return _TO[self.article] + self.noun


class Coordination(Record, frozen=True):
    """Several noun phrases joined: « la DNUM et la DGCS »."""

    members: tuple[NounPhrase, ...]

    @property
    def plural(self) -> bool:
        """Two members make a plural; one keeps its own number."""
        return len(self.members) > 1 or any(member.plural for member in self.members)

    @property
    def gender(self) -> Gender:
        """Feminine only when every member is."""
        feminine = all(member.gender is Gender.FEMININE for member in self.members)
        return Gender.FEMININE if feminine and self.members else Gender.MASCULINE

    def le(self) -> str:
        """« la DNUM, la DGCS et l’ANSSI »."""
        return enumerate_words([member.le() for member in self.members])

    def du(self) -> str:
        """« de la DNUM et du SIG »: the preposition is repeated."""
        return enumerate_words([member.du() for member in self.members])

    def au(self) -> str:
        """« à la DNUM et au SIG »."""
        return enumerate_words([member.au() for member in self.members])


Phrase = NounPhrase | Coordination


def enumerate_words(words: Sequence[str], last: str = "et") -> str:
    """Join: « a », « a et b », « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def agree(participle: str, phrase: Phrase) -> str:
    """Agree a masculine singular participle or adjective: « représenté » gives « représentées »."""
    feminine = "e" if phrase.gender is Gender.FEMININE and not participle.endswith("e") else ""
    plural = "s" if phrase.plural and not (participle + feminine).endswith("s") else ""
    return participle + feminine + plural


def capitalized(text: str) -> str:
    """Raise the first letter: « la DGCS » gives « La DGCS »; names keep their own case after it."""
    return text[:1].upper() + text[1:]


# Prefixes before a hyphen, which never vary.
_PREFIXES = frozenset({"co", "sous", "vice", "ex", "non", "quasi", "mi", "demi", "semi", "inter", "avant", "arrière"})


def pluralized(noun: str) -> str:
    """Put a role's name in the plural: « partenaire-mandataire » gives « partenaires-mandataires ».

    Only the first word varies (« chef de projet » gives « chefs de projet »), each part of it if hyphenated, but
    for a prefix: « co-mandataires ».
    """
    first, space, rest = noun.partition(" ")
    kept = ("s", "x", "z")
    parts = [part if part.endswith(kept) or part.lower() in _PREFIXES else f"{part}s" for part in first.split("-")]
    return "-".join(parts) + space + rest


# Words in « h » whose h is mute: the article elides before them.
_MUTE_H = re.compile(
    r"h(?:y|abil|abit|agio|alein|allucin|altère|ameçon|arm|aïti|ebdo|ectare|éberg|eberg|élic|élio|ellé|elvét|ématol|émi"
    r"|érault|erb|érédi|éréti|érit|éroï|ermé|ésit|étér|eure|exa|ippo|istoi|istor|iver|omin|omm|omo|onnê|onneu|onor"
    r"|ôpita|opita|ospi|oraire|orizo|orloge|ortic|ôte|otel|uil|uissi|uître|umai|umani|umeur|umid)"
)
# Words before whose vowel it does not elide (« le onze », « le oui », « la ouate »), and those in « y » where it does.
_SEPARATE = re.compile(r"onz|oui\b|ouistiti|ouate|ulul|uhlan|uniate")
_MUTE_Y = re.compile(r"y(?:onne|eus|eux|pr|ser|ss|v)")


def elides(word: str) -> bool:
    """Whether an article elides before this common noun: « l’Agence », « l’Hôpital », but « le onze ».

    This is a guess: an article stated in the spec prevails.
    """
    low = composed(word.lower())
    if low.startswith("h"):
        return _MUTE_H.match(low) is not None
    if low.startswith("y"):
        return _MUTE_Y.match(low) is not None
    first = unicodedata.normalize("NFD", low[:1])[:1]
    return first != "" and first in "aeiouœæ" and _SEPARATE.match(low) is None


_STATED = re.compile(r"(la|le|les)\s+(?=\S)|(l[’'])(?=\S)", re.IGNORECASE)
_WRITTEN = {"la": Article.LA, "le": Article.LE, "les": Article.LES, None: Article.ELIDED}


def split_article(name: str) -> tuple[Article | None, str]:
    """The article at the beginning of a name, if any, and the name without it."""
    match = _STATED.match(name)
    if match is None:
        return None, name
    return _WRITTEN[match[1].lower() if match[1] else None], name[match.end() :]


def article_before(word: str, gender: Gender, *, plural: bool = False) -> Article:
    """The article of a common noun of known gender and number."""
    if plural:
        return Article.LES
    if elides(word):
        return Article.ELIDED
    return Article.LA if gender is Gender.FEMININE else Article.LE


# The first noun of an administration's name tells its gender; with other nouns, the spec must state it.
_FEMININE = frozenset(
    """académie administration agence ambassade assemblée association autorité banque bibliothèque brigade caisse
    cellule centrale chambre collectivité commission commune communauté compagnie cour délégation direction division
    école équipe fédération fondation gendarmerie imprimerie inspection métropole mission plateforme police préfecture
    régie région société sous-direction sous-préfecture trésorerie université ville""".split()  # noqa: SIM905 - one list of words
)
_MASCULINE = frozenset(
    """accord atelier bureau cabinet campus centre collège comité conseil conservatoire département établissement fonds
    groupement haut-commissariat hôpital incubateur institut laboratoire ministère ministères musée observatoire office
    opérateur organisme parc partenariat pôle programme réseau rectorat secrétariat secrétariats service services
    syndicat tribunal""".split()  # noqa: SIM905 - one list of words
)


_FEMININE_ENDINGS = ("rice", "euse", "effe", "ointe", "ente", "ante", "ère", "ée", "onne", "enne")
_EPICENE = frozenset({"secrétaire", "commissaire", "ministre", "responsable", "cadre", "gestionnaire"})


@remembered(1024)
def gender_of_function(function: str) -> Gender | None:
    """The gender a function's name shows: « directrice » is feminine, « secrétaire général » masculine.

    None for an epicene name when no word beside it shows the gender (« responsable du service »).
    """
    words = re.split(r"[\s,]+", function.strip().lower())
    first = re.split(r"[’']", words[0])[-1]
    if first in _EPICENE:
        second = words[1] if len(words) > 1 else ""
        if second.endswith(("ale", "ointe", "ée", "rice")):
            return Gender.FEMININE
        return Gender.MASCULINE if second.endswith(("al", "oint", "é", "eur")) else None
    return Gender.FEMININE if first.endswith(_FEMININE_ENDINGS) else Gender.MASCULINE


@remembered(1024)
def gender_of_head(name: str) -> Gender | None:
    """The gender of an administration's name by its first noun; none when that noun is not in the list."""
    head = re.split(r"[\s’']", name.strip().lower(), maxsplit=1)[0]
    if head in _FEMININE:
        return Gender.FEMININE
    return Gender.MASCULINE if head in _MASCULINE else None
