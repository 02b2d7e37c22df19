"""The amounts of money, and the small numbers, in the sentences and cells of any act. Spaces must be plain."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.french import AMOUNT, BARE_AMOUNT, NUMBER_WORD, cents, format_amount, parse_words

_BESIDE = re.compile(r" \(([^()€]{3,120})\)")
_OF_MONEY = re.compile(r"\b(?:mille|cents?|millions?|vingt|euros?)\b")
_UNIT = re.compile(r"\b(?:en lettres|d['’]euros?|euros?)\b|:")
_ABBREVIATED = re.compile(r"[km] ?€|mill", re.IGNORECASE)
_MOST = 10**14  # cents; no act has a larger amount
_YEAR = re.compile(r"20\d\d")
NUMBER = rf"(?:\d{{1,2}}|(?:{NUMBER_WORD})(?:[ -](?:{NUMBER_WORD})){{0,2}})"  # of months, of days
_WORDS = rf"(?:{NUMBER_WORD})(?:(?: et |[ -])(?:{NUMBER_WORD})){{0,20}}"
_MONEY = r"(?: ?€| euros?| d['’]euros)?"
_DIGITS_THEN_WORDS = re.compile(
    rf"(?<![\d,])(\d{{1,3}}(?: \d{{3}}){{1,4}}|\d{{1,12}}){_MONEY} ?\((?:en lettres ?: ?)?({_WORDS}){_MONEY}\)",
    re.IGNORECASE,
)
_WORDS_THEN_DIGITS = re.compile(
    rf"\b({_WORDS}){_MONEY} ?\((\d{{1,3}}(?: \d{{3}}){{1,4}}|\d{{1,12}}){_MONEY}\)", re.IGNORECASE
)


class Amount(Record, frozen=True):
    """An amount and its place in a text.

    `abbreviated`: in thousands or millions, so perhaps rounded; `contradicted`: written otherwise in letters beside it.
    """

    cents: int
    start: int
    end: int
    abbreviated: bool = False
    contradicted: bool = False

    @property
    def euros(self) -> int:
        """The whole euros, without the cents."""
        return self.cents // 100

    @property
    def exact(self) -> bool:
        """Whether the amount is written in full, in whole euros, without contradiction."""
        return not (self.abbreviated or self.contradicted or self.cents % 100)

    @property
    def text(self) -> str:
        """The amount as a spec writes it."""
        return amount_text(self.euros)


def amount_text(euros: int) -> str:
    """An amount as a spec writes it, « 200 000 € », with plain spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", format_amount(euros))


def said_amounts(text: str) -> Iterator[Amount]:
    """The amounts of a sentence that have a unit; each extends to the end of the brackets after it."""
    if "€" in text or "eur" in text.lower():
        for match in AMOUNT.finditer(text):
            beside = _BESIDE.match(text, match.end())
            amount = _read(match, beside.end() if beside else match.end(), beside[1] if beside else "")
            if amount is not None:
                yield amount


def cell_amount(text: str) -> Amount | None:
    """The amount that is the whole text of a cell, with or without a unit; None for a year or anything else."""
    match = BARE_AMOUNT.fullmatch(text.strip(" *"))
    return None if match is None or _YEAR.fullmatch(match[0]) else _read(match, match.end())


def _read(match: re.Match[str], end: int, words: str = "") -> Amount | None:
    worth = cents(*match.groups())
    if worth >= _MOST:
        return None
    abbreviated = bool(_ABBREVIATED.search(match[3] or ""))
    return Amount(worth, match.start(), end, abbreviated, _says_else(words, worth))


def _says_else(words: str, worth: int) -> bool:
    """Whether the words beside an amount are another amount; words that are not an amount do not count."""
    return bool(_OF_MONEY.search(words)) and parse_words(_UNIT.sub(" ", words)) != worth // 100


def small_number(text: str) -> int | None:
    """A number in figures or in words: « six », « 6 », « dix-huit »; None for any other text."""
    return int(text) if text.isdecimal() else parse_words(text)


def said_twice(text: str) -> Iterator[tuple[str, str]]:
    """The numbers that a text writes twice, with one form in brackets: for each, its figures, then its words."""
    yield from ((match[1], match[2]) for match in _DIGITS_THEN_WORDS.finditer(text))
    yield from ((match[2], match[1]) for match in _WORDS_THEN_DIGITS.finditer(text))
