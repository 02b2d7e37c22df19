"""The years of moments in free words: « fin novembre 2023 », « au deuxième trimestre 2024 »."""

import re

from conventions_cli.foundation import remembered
from conventions_cli.french.dates import fold_accents, month_names

_YEAR = r"((?:19|20|21)\d\d)"
_SHORT = r"janv|fevr?|avr|juil|sept|oct|nov|dec"


@remembered(1)
def _moment() -> re.Pattern[str]:
    """A day, a month, a part of a year; a year alone counts when a word before it makes it a moment."""
    months = "|".join(map(fold_accents, month_names()))
    part = r"(?:trimestre|semestre|quadrimestre|ete|automne|printemps|rentree|[ts][1-4]|[1-4][ts])"
    start = r"(?:en|fin|debut|courant|mi|milieu|(?:fin|debut|courant|cours|milieu)(?: de)? l['’]annee)"
    forms = (
        rf"(?:(?:\d{{1,2}}|1er) )?(?:(?:{months})|(?:{_SHORT})\.?)(?: de l['’]annee)? {_YEAR}",
        rf"\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}",
        rf"{_YEAR}-(?:0?[1-9]|1[0-2])(?:-\d{{1,2}})?(?!\d)",
        rf"(?<!/)(?:0?[1-9]|1[0-2])/{_YEAR}",
        rf"{part}(?: de)?(?: l['’]annee)? {_YEAR}",
        rf"{start}[ -]{_YEAR}",
    )
    return re.compile(rf"(?<![\w°])(?<!° )(?:{'|'.join(forms)})(?![\w-])", flags=re.ASCII)


_CITED = re.compile(
    r"\b(?:arrete|avenant|avis|circulaire|convention|courrier|decision|decret|deliberation|lettre|loi|note|ordonnance)s?"
    r"\b[^,;.]{0,60}\b(?:du|de|d['’])\s*$"
)
_UNTIL = re.compile(r"\b(?:avant|d['’]ici)(?: a| au)?(?: le)?(?: 1er)?\s*$")
_NEW_YEAR = re.compile(r"(?:(?:1er|0?1) )?janv|(?:0?1)[/.](?:0?1)[/.]|\d{4}-0?1-0?1|debut")


def years_of(text: str) -> frozenset[int]:
    """The years of the moments a text names; none when it names no moment that can be read.

    « avant le 1er janvier 2024 » names none: it is still 2023. « le bilan prévu par l’arrêté du 3 mars 2019 » names
    none either: it is the date of a text, and not of the event.
    """
    folded = re.sub(r"\s+", " ", fold_accents(text))
    years = set()
    for match in _moment().finditer(folded):
        before = folded[: match.start()]
        if not (_UNTIL.search(before) and _NEW_YEAR.match(match[0])) and not _CITED.search(before):
            years.add(int(next(year for year in match.groups() if year)))
    return frozenset(years)
