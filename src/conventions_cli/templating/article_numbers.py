"""The numbers and the headings of the articles of an act."""

import re
from collections.abc import Iterable

from conventions_cli.document import Article, ArticleForm, Blocks, Inlines, ordinal, roman
from conventions_cli.foundation import Record
from conventions_cli.model import NUMBER_SIGNS, Element, Manifeste

_TITLE = "{titre}"
_DIGITS = re.compile(r"\d{1,4}")
_ROMAN = re.compile(r"\b[IVXLC]{1,7}\b")


class Numbered(Record, frozen=True):
    """The number of an article. `typed`: its heading types the number by hand, and the next articles count on from it.

    `called`: the number as references write it, « 1er », « 2 bis ».
    """

    number: int
    typed: bool
    called: str


def numbers_of(articles: Iterable[tuple[str, Element]]) -> dict[str, Numbered]:
    """The number of each article by its label: the one its heading types, else the highest one before it plus one."""
    numbers: dict[str, Numbered] = {}
    rank = 0
    for label, element in articles:
        own = element.titre_article
        if own is not None and not any(sign in own for sign in NUMBER_SIGNS):
            typed = Article(label, number_in(own), (), (), lead=own.removesuffix(_TITLE))
            numbers[label] = Numbered(typed.number, True, typed.called)
            rank = max(rank, typed.number)
            continue
        rank += 1
        numbers[label] = Numbered(rank, False, ordinal(rank))
    return numbers


def number_in(heading: str) -> int:
    """The number in a heading typed by hand, in Arabic or in Roman figures; 1 when there is none."""
    digits = _DIGITS.search(heading)
    if digits is not None:
        return int(digits[0])
    match = _ROMAN.search(heading)
    return next((value for value in range(1, 400) if match and roman(value) == match[0]), 1)


def lead_of(pattern: str | None, number: int, *, titled: bool) -> str:
    """The start of the heading of an article, from a pattern « ARTICLE {chiffre} – … »; empty without a pattern."""
    if pattern is None:
        return ""
    figures_by_sign = {"{numero}": ordinal(number), "{chiffre}": str(number), "{romain}": roman(number)}
    lead = pattern.removesuffix(_TITLE)
    for sign, figures in figures_by_sign.items():
        lead = lead.replace(sign, figures)
    return lead if titled else lead.rstrip(" \u00a0:-–—")


def headed(
    pack: Manifeste, element: Element, numbered: Numbered, title: Inlines, blocks: Blocks, *, label: str
) -> Article:
    """An article with its heading, after its own pattern (`titre_article`), else after the pattern of its pack."""
    own = element.titre_article
    if own is None or not numbered.typed:
        lead = lead_of(own or pack.titre_article, numbered.number, titled=bool(title))
        return Article(label, numbered.number, title, blocks, pack.forme_article, lead)
    lead = own.removesuffix(_TITLE)
    form = ArticleForm.COLON if ":" in lead else ArticleForm.DASH
    return Article(label, numbered.number, title, blocks, form, lead, typed=True)
