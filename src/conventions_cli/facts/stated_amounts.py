"""The amounts of money an act of any origin writes, in its sentences and its cells; small numbers. Spaces are plain."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.french import AMOUNT, BARE_AMOUNT, NUMBER_WORD, cents, format_amount, parse_words

_BESIDE = re.compile(r" \(([^()€]{3,120})\)")
_OF_MONEY = re.compile(r"\b(?:mille|cents?|millions?|vingt|euros?)\b")
_UNIT = re.compile(r"\b(?:en lettres|d['’]euros?|euros?)\b|:")
_ABBREVIATED = re.compile(r"[km] ?€|mill", re.IGNORECASE)
_MOST = 10**14  # cents: more is no amount of an act
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
    """An amount in a text: its worth, where it stands.

    `abbreviated`: in thousands or millions, so perhaps rounded. `contradicted`: the words beside it say something else.
    """

    cents: int
    start: int
    end: int
    abbreviated: bool = False
    contradicted: bool = False

    @property
    def euros(self) -> int:
        """Whole euros; cents are left out."""
        return self.cents // 100

    @property
    def exact(self) -> bool:
        """Whether the act says these whole euros and nothing else."""
        return not (self.abbreviated or self.contradicted or self.cents % 100)

    @property
    def text(self) -> str:
        """As a spec writes it."""
        return amount_text(self.euros)


def amount_text(euros: int) -> str:
    """« 200 000 € » with plain spaces, as a spec writes it."""
    return re.sub(r"[\u00a0\u202f]", " ", format_amount(euros))


def said_amounts(text: str) -> Iterator[Amount]:
    """The amounts of a sentence that bear their unit, the words in brackets beside them included."""
    if "€" in text or "eur" in text.lower():
        for match in AMOUNT.finditer(text):
            beside = _BESIDE.match(text, match.end())
            found = _read(match, beside.end() if beside else match.end(), beside[1] if beside else "")
            if found is not None:
                yield found


def cell_amount(text: str) -> Amount | None:
    """The amount a cell holds, with or without its unit; none for a year or anything else."""
    match = BARE_AMOUNT.fullmatch(text.strip(" *"))
    return None if match is None or _YEAR.fullmatch(match[0]) else _read(match, match.end())


def _read(match: re.Match[str], end: int, words: str = "") -> Amount | None:
    worth = cents(*match.groups())
    if worth >= _MOST:
        return None
    abbreviated = bool(_ABBREVIATED.search(match[3] or ""))
    return Amount(worth, match.start(), end, abbreviated, _says_else(words, worth))


def _says_else(words: str, worth: int) -> bool:
    """Whether the words beside an amount are not that amount; those of something else say nothing against it."""
    return bool(_OF_MONEY.search(words)) and parse_words(_UNIT.sub(" ", words)) != worth // 100


def small_number(text: str) -> int | None:
    """« six », « 6 », « dix-huit »; none when it is not one."""
    return int(text) if text.isdecimal() else parse_words(text)


def said_twice(text: str) -> Iterator[tuple[str, str]]:
    """The numbers a text gives in figures and in words, one of them in brackets: of money or of anything."""
    yield from ((match[1], match[2]) for match in _DIGITS_THEN_WORDS.finditer(text))
    yield from ((match[2], match[1]) for match in _WORDS_THEN_DIGITS.finditer(text))
