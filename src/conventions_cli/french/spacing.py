"""Words that must stay on one line: a number and its noun, a title and a name, an article and an acronym.

Blanks between them become no-break spaces; nothing else changes. Idempotent. The caller leaves out addresses and codes.
"""

import re
from collections.abc import Callable

NO_BREAK = "\u00a0"
_BLANK = "[ \u00a0\u2009]"
_CAPITAL = "A-ZÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ"

# Nouns always followed by a number, even one printed by a value: « promotion 13 », « titre 2 », « TSA 30719 ».
_ALWAYS = frozenset(
    """al. alinéa annexe ann. art. article arts. bop bp cedex chap. chapitre cohorte cs lot numéro p. page paragraphe
    programme promotion rna section siren siret t. titre tome tranche tsa version vol. volume §""".split()  # noqa: SIM905
)
# Nouns that a number may follow.
_BEARERS = _ALWAYS | frozenset(
    """action activité année avenant axe catégorie convention exercice feuillet figure groupe indicateur jalon lettre
    livrable livre mission niveau note objectif option partie phase pièce point poste rang règlement série sous-action
    sous-section tableau""".split()  # noqa: SIM905
)
# Among these, nouns whose number may be a Roman numeral or a letter: « annexe B », « lot II ».
_LETTERED = frozenset(
    """annexe axe catégorie chapitre groupe livre lot niveau option partie phase section tableau titre tome tranche
    volume""".split()  # noqa: SIM905 - one list of words
)
# Nouns counted by a number, even one printed by a value.
_UNITS = (
    "mois|jours?|ans?|années?|semaines?|semestres?|trimestres?|heures?|minutes?|secondes?|euros?|centimes?|millions?"
    "|milliards?|centièmes?|points?|pour cent|mm|cm|m|km|m²|ha|g|kg|h|min|ko|Ko|Mo|Go|To|M€|k€|K€|ETPT?|exemplaires?"
)
# Words that no number counts: a number before them is used as a noun (« les 2 sont », « le 3 au soir »).
_LINKS = frozenset(
    """à afin ainsi alors au aux avant avec car ce ces cet cette chacun comme contre dans de depuis des dès dont
    du durant elle elles en entre est et étaient était être fin font hors il ils je jusqu la le les leur leurs
    lors lorsque mais modifié modifiée ne ni non nous on ont ou où par pendant plus pour près puis qu quand que
    qui relatif relative sa sans sauf se sera seront ses si soit son sont sous sur susvisé susvisée tous toute
    toutes un une vers via""".split()  # noqa: SIM905
)

# Words are searched from their first letter, and repetitions are bounded: otherwise, for each letter of a long text,
# the search would read all that follows.
_FIRST = r"(?<![^\W\d_])"
_NUMBER_AFTER = re.compile(rf"({_FIRST}[^\W\d_]+(?:-[^\W\d_]+){{0,5}}\.?|§|°){_BLANK}+(?=\d)")
_LETTER_AFTER = re.compile(rf"({_FIRST}[^\W\d_]+){_BLANK}+(?=(?:[IVXLC]+|[A-Z])\b(?![’'.-]))")
_LAST_WORD = re.compile(rf"({_FIRST}[^\W\d_]+\.?|§){_BLANK}+\Z")
_ARTICLE_OF_CODE = re.compile(rf"\b([Aa]rt(?:icle|\.)?s?){_BLANK}+(?=(?:[LRDA]\.|premier\b))")
_CODE_LETTER = re.compile(rf"(?<![\w’'])([LRDA]\.){_BLANK}+(?=\*?\d)|(?<![\w’'])([LRDA]\.){_BLANK}+\Z")
_SERIES = re.compile(
    rf"(?<={NO_BREAK})\d[\w-]*(?:,?{_BLANK}(?:et |ou |à |et{NO_BREAK}|ou{NO_BREAK}|à{NO_BREAK})?\d[\w-]*)+"
)
_JOINT = re.compile(rf"\b(et|ou|à){_BLANK}+(?=\d)")
_COUNTED = re.compile(
    rf"(?<![\w.,/°-])(\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}}){{1,6}}|\d+)((?:,\d+)?(?:er|re|e|ème)?){_BLANK}+"
    rf"(?=({_UNITS})(?!\w)|([a-zà-öø-ÿœ]+)\b(?![.@/]))"
)
_UNIT_FIRST = re.compile(rf"\A{_BLANK}+(?=(?:{_UNITS})(?!\w))")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_ACRONYM = re.compile(rf"\b([Ll](?:a|es?)|[Dd](?:u|es?)|[Aa]ux?){_BLANK}+(?=[{_CAPITAL}]{{2,10}}\b)")
_TITLE = re.compile(rf"\b(M\.|MM\.|Mme|Mmes|Mlle|Mlles|Me|Mgr|Dr|Pr){_BLANK}+(?=[{_CAPITAL}]|d(?:e|u|’|')|\Z)")
_INITIAL = re.compile(rf"(?<![\w’'.])([{_CAPITAL}]\.(?:-?[{_CAPITAL}]\.){{0,5}}){_BLANK}+(?=[{_CAPITAL}])")
_UNION = re.compile(rf"(\((?:UE|CE|CEE|UE, Euratom|Euratom)\)){_BLANK}+(?=\d|n°|\Z)")
_NOR = re.compile(rf"\b(NOR{_BLANK}?:|NOR){_BLANK}+(?=[A-Z]{{4}}\d|\Z)")
_TAXED = re.compile(rf"(?<=€){_BLANK}+(?=(?:HT|TTC)\b)")

_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _bears(word: str) -> bool:
    """Whether the number after a word belongs to it: « FIR 17 », « promotions 13 »."""
    return (word.isupper() and len(word) > 1) or _is_one(word, _BEARERS)


def _is_one(word: str, nouns: frozenset[str]) -> bool:
    low = word.lower()
    return low in nouns or low.removesuffix("s") in nouns


def _before_number(match: re.Match[str]) -> str:
    return match[1] + NO_BREAK if _bears(match[1]) else match[0]


def _before_letter(match: re.Match[str]) -> str:
    return match[1] + NO_BREAK if _is_one(match[1], _LETTERED) else match[0]


def _last_word(match: re.Match[str]) -> str:
    """The end of a text before a value or a code."""
    return match[1] + NO_BREAK if _is_one(match[1], _ALWAYS) else match[0]


def _counted(match: re.Match[str]) -> str:
    start, text = match.start(), match.string
    if match[3] is None:
        borne = text[start - 1 : start] == NO_BREAK and text[start - 2 : start - 1] not in {"«", ""}
        if borne or match[4] in _LINKS or _YEAR.fullmatch(match[1]):
            return match[0]
    return match[1] + match[2] + NO_BREAK


_OF_NUMBERS: tuple[_Rule, ...] = (
    (_NUMBER_AFTER, _before_number),
    (_SERIES, lambda match: _JOINT.sub(rf"\1{NO_BREAK}", match[0])),
    (_COUNTED, _counted),
)
_OF_CAPITALS: tuple[_Rule, ...] = (
    (_CODE_LETTER, lambda match: (match[1] or match[2]) + NO_BREAK),
    (_LETTER_AFTER, _before_letter),
    (_ACRONYM, rf"\1{NO_BREAK}"),
    (_TITLE, rf"\1{NO_BREAK}"),
    (_INITIAL, rf"\1{NO_BREAK}"),
    (_TAXED, NO_BREAK),
)
_OF_ENDS: tuple[_Rule, ...] = (
    (_ARTICLE_OF_CODE, rf"\1{NO_BREAK}"),
    (_LAST_WORD, _last_word),
    (_UNIT_FIRST, NO_BREAK),
)
_HAS_DIGIT, _HAS_CAPITAL = re.compile(r"\d"), re.compile(f"[{_CAPITAL}]")


def bound(text: str) -> str:
    """A stretch of words with its no-break spaces."""
    if " " not in text and NO_BREAK not in text and "\u2009" not in text:
        return text
    if _HAS_DIGIT.search(text):
        text = _applied(_OF_NUMBERS, text)
    if _HAS_CAPITAL.search(text):
        text = _applied(_OF_CAPITALS, text)
        if "(" in text:
            text = _UNION.sub(rf"\1{NO_BREAK}", text)
        if "NOR" in text:
            text = _NOR.sub(rf"\1{NO_BREAK}", text)
    return _applied(_OF_ENDS, text)


def _applied(rules: tuple[_Rule, ...], text: str) -> str:
    for pattern, written in rules:
        text = pattern.sub(written, text)
    return text
