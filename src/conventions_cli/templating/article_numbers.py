"""How the articles of an act are numbered and headed, as its pack says."""

import re
from collections.abc import Iterable

from conventions_cli.document import Article, ArticleForm, Blocks, Inlines, ordinal, roman
from conventions_cli.foundation import Record
from conventions_cli.model import NUMBER_SIGNS, Element, Manifeste

_TITLE = "{titre}"
_DIGITS = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"\b[IVXLC]{1,7}\b")


class Numbered(Record, frozen=True):
    """The number of an article. `typed`: its heading says it with words of its own, and the next are counted past it.

    `called`: how other places write it, « 1er », « 2 bis ».
    """

    number: int
    typed: bool
    called: str


def numbers_of(articles: Iterable[tuple[str, Element]]) -> dict[str, Numbered]:
    """The number of each article by its label, in the order of the act: the highest before it, and one more."""
    found: dict[str, Numbered] = {}
    rank = 0
    for label, element in articles:
        own = element.titre_article
        if own is not None and not any(sign in own for sign in NUMBER_SIGNS):
            typed = Article(label, number_in(own), (), (), lead=own.removesuffix(_TITLE))
            found[label] = Numbered(typed.number, True, typed.called)
            rank = max(rank, typed.number)
            continue
        rank += 1
        found[label] = Numbered(rank, False, ordinal(rank))
    return found


def number_in(heading: str) -> int:
    """The number that a heading typed by hand says, in digits or in Roman ones; 1 when it says none."""
    digits = _DIGITS.search(heading)
    if digits is not None:
        return int(digits[0])
    said = _ROMAN.search(heading)
    return next((value for value in range(1, 400) if said and roman(value) == said[0]), 1)


def lead_of(pattern: str | None, number: int, *, titled: bool) -> str:
    """What opens the heading of an article, in the way of a house, « ARTICLE {chiffre} - {titre} »; nothing in ours."""
    if pattern is None:
        return ""
    written = {"{numero}": ordinal(number), "{chiffre}": str(number), "{romain}": roman(number)}
    lead = pattern.removesuffix(_TITLE)
    for sign, digits in written.items():
        lead = lead.replace(sign, digits)
    return lead if titled else lead.rstrip(" \u00a0:-–—")


def headed(
    pack: Manifeste, element: Element, numbered: Numbered, title: Inlines, blocks: Blocks, *, label: str
) -> Article:
    """An article with its heading, in its own way, else in that of its pack."""
    own = element.titre_article
    if own is None or not numbered.typed:
        lead = lead_of(own or pack.titre_article, numbered.number, titled=bool(title))
        return Article(label, numbered.number, title, blocks, pack.forme_article, lead)
    lead = own.removesuffix(_TITLE)
    form = ArticleForm.COLON if ":" in lead else ArticleForm.DASH
    return Article(label, numbered.number, title, blocks, form, lead, typed=True)
