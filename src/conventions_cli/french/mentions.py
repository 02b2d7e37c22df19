"""The mentions in the words of a text: articles by number, amounts, who acts; and its unfinished places."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record, remembered
from conventions_cli.french.letters import bare

_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2002": " ", "’": "'", "\u2011": "-", "\n": " "})
_FIGURES = r"(\d{1,3}(?:[ .]\d{3}){1,6}|\d{1,12})(?:,(\d{1,2}))?"
_UNIT = r"((?:[kKM] ?|(?:millions?|milliers?) d['’])?(?:€|[Ee]uros?\b)|d['’]euros?\b|EUR(?:OS?)?\b)"
AMOUNT = re.compile(rf"(?<![\d,.-]){_FIGURES} ?{_UNIT}")
BARE_AMOUNT = re.compile(rf"{_FIGURES}(?: ?{_UNIT})?")  # in a cell, whose column says the unit
ACRONYM = r"[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ][A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ0-9&]{1,11}"
BINDS = (
    r"(?:s'engage(?:nt)?|s'oblige(?:nt)?|doi(?:t|vent)|est tenue?|sont tenue?s|adhère(?:nt)?|veille(?:nt)?|"
    r"désigne(?:nt)?|consacre(?:nt)?|prend en charge|met(?:tent)? à disposition)\b"
)
ACTOR = re.compile(rf"\b(?:[Ll]a|[Ll]e|[Ll]es) ({ACRONYM})\b (?:\w+ )?{BINDS}|\b[Ll]'({ACRONYM})\b {BINDS}")

_IN_WORDS = (
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt"
)
_WORDS = {word: number for number, word in enumerate(_IN_WORDS.split(), start=2)}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
NUMBER = r"(?:1er|premier|\d{1,2})"
_ANY_NUMBER = rf"(?:1er|premier|\d{{1,2}}|{_WORD}|[IVX]{{1,5}})"


def _reference(number: str) -> re.Pattern[str]:
    """« article 6 », « articles 3 et 4 », and not « son article 2 », « article 9-1 », « article 3 bis »."""
    more = rf"(?:, | et | ou | à | et à l'article | et l'article ){number}"
    return re.compile(
        rf"\b(?<!son )(?<!ses )(?<!leur )(?<!leurs )(?:articles?|art\.) (?:n° ?)?({number}(?:{more})*)"
        r"(?!\w|[.-]\d| bis| ter)",
        re.IGNORECASE,
    )


_REFERENCE, _ANY_REFERENCE = _reference(NUMBER), _reference(_ANY_NUMBER)
_LAW = (
    r"décrets?|loi|code|arrêtés?|ordonnance|règlement|circulaire|directive|traité|constitution|lolf|rgpd|ccag|cahier|"
    r"marché|accord|bail|statuts|charte|instruction|protocole|conditions générales|annexe"
)
_PARAGRAPH = r"(?:,? ?(?:alinéas?|paragraphe|§|[IVX]{1,8})[^,;.]{0,20})?"
_OF = r"(?:du|de la|de l'|des|dudit|de ladite|de ce|d'un|d'une|même)"
_ELSEWHERE = re.compile(
    rf"^{_PARAGRAPH} ?(?:,|\()? ?{_OF} ?(?:même |susvisé |présent )?(?:{_LAW})\b"
    r"|^ ?(?:de la|de l'|d'une) ?(?:autre )?convention (?:du|n°|signée|conclue|précitée)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"\b(?:{_LAW})\b[^.;]{{0,80}}?,? ?(?:notamment |en son |à son |et |en ses )*(?:l'|les |son |ses )?$", re.IGNORECASE
)
_SENTENCE = 600  # characters read on each side
_CITES = re.compile(rf"\b(?:{_LAW}|seuil)\b", re.IGNORECASE)

_BRACES = re.compile(r"\{[{%#][^{}\n]*[}%#]\}|\{[{%#]|[}%#]\}|\{ \{|\} \}")
_VERB = r"compl[ée]ter|pr[ée]ciser|remplir|renseigner|d[ée]finir|confirmer|valider|ajouter|choisir"
# In brackets, any such mark; alone, only marks no sentence contains: « le formulaire à compléter » is a sentence.
_LEFT = re.compile(
    rf"(?i:\[ ?[àa] ?(?:{_VERB})\b[^\]\n]{{0,80}}\]?)"
    r"|(?i:\[ ?(?:…|\.{2,}|_{2,}|x{2,}|\?+|todo\b[^\]\n]{0,80}|tbd) ?\])"
    r"|(?<![\w-])(?:X{3,}|TODO|TBD)(?![\w-])"
    r"|(?i:(?:(?<=[(:«|]) ?|^[ *_-]*)à compléter(?=[ *_]*(?:$|[:).»|…])))",
    re.MULTILINE,
)


class Mentioned(Record, frozen=True):
    """A reference to articles: its place, its numbers, the words of the sentence before and after it."""

    start: int
    end: int
    numbers: tuple[int, ...]
    before: str
    after: str


def plain(text: str) -> str:
    """The text with plain spaces, apostrophes and hyphens, of the same length."""
    return text.translate(_PLAIN)


@remembered(2048)
def folded(text: str) -> str:
    """A text in lower case, without accents, with plain single spaces, to be compared."""
    return re.sub(r"\s+", " ", bare(plain(text).lower())).strip()


def own_articles(text: str, *, in_words: bool = False) -> Iterator[Mentioned]:
    """The references of a plain text to articles of its own act: not those of a decree, a law, a contract.

    `in_words`: « article douze » and « article XII » too.
    """
    if "art" not in text.lower():
        return
    for match in (_ANY_REFERENCE if in_words else _REFERENCE).finditer(text):
        before, after = sentence_around(text, match.start(), match.end())
        if _ELSEWHERE.search(text[match.end() : match.end() + 80]) or _BEFORE.search(before):
            continue
        written = re.findall(_ANY_NUMBER if in_words else NUMBER, match[1], re.IGNORECASE)
        yield Mentioned(match.start(), match.end(), tuple(map(_number, written)), before, after)


def _number(written: str) -> int:
    digits = re.sub(r"\D", "", written)
    if digits:
        return int(digits)
    return _WORDS.get(written.lower()) or _roman(written.upper())


def _roman(written: str) -> int:
    """The value of a Roman numeral up to XXXIX; 1 for « premier »."""
    values = [{"I": 1, "V": 5, "X": 10}.get(letter, 0) for letter in written]
    if not all(values):
        return 1
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def amounts_in(text: str) -> Iterator[tuple[int, int, int]]:
    """The amounts of a plain text, outside sentences that cite a law or its thresholds: start, end, cents."""
    if "€" not in text and "eur" not in text.lower():
        return
    for match in AMOUNT.finditer(text):
        before, after = sentence_around(text, match.start(), match.end())
        if not _CITES.search(before) and not _CITES.search(after):
            yield match.start(), match.end(), cents(*match.groups())


def unfinished_in(text: str) -> Iterator[tuple[int, int]]:
    """The places where a text was left to complete, or has template braces: « [à compléter] », « XXX », « {{ x }} »."""
    if "{" in text or "}" in text:
        yield from (match.span() for match in _BRACES.finditer(text))
    for match in _LEFT.finditer(text):
        yield match.span()


def cents(whole: str, rest: str | None, unit: str | None) -> int:
    """The cents of an amount that `AMOUNT` matched. The arguments: its three groups."""
    scaled = re.match(r"(k|milliers?)|m", unit or "", re.IGNORECASE)
    factor = 1 if scaled is None else 1_000 if scaled[1] else 1_000_000
    return (int(re.sub(r"[ .]", "", whole)) * 100 + int(f"{rest or 0:0<2}")) * factor


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the sentence before and after a stretch of it."""
    before = re.split(r"[.;:!?] |\n", text[max(start - _SENTENCE, 0) : start])[-1]
    after = re.split(r"[.;:!?](?: |$)|\n", text[end : end + _SENTENCE], maxsplit=1)[0]
    return before, after
