"""What amounts and small numbers look like in an act, and their values."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.french import format_amount, number_in_words

YEAR = re.compile(r"\b(20\d\d)\b")
_FIGURES = r"(?P<figures>\d{1,3}(?:[ .]\d{3}){1,6}|\d+)(?:,(?P<cents>\d{2}))?"
AMOUNT = re.compile(
    rf"(?<![\d,.-]){_FIGURES} ?(?P<unit>k ?€|K ?€|M ?€|€|euros?\b|EUR\b)(?: \((?P<words>[^()€]{{3,120}})\))?"
)
_BARE_AMOUNT = re.compile(rf"{_FIGURES}(?: ?(?P<unit>k ?€|K ?€|€|euros?|EUR))?")
_WORDS = {
    number_word: number
    for number, number_word in enumerate(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()  # noqa: SIM905 - one list of words
    )
}
NUMBER = r"(?:\d{1,2}|" + "|".join([*_WORDS, "une", "dix-huit", "vingt-quatre", "trente-six"]) + ")"


class Amount(Record, frozen=True):
    """An amount in a text: whole euros, where it stands, and whether it says more or else than whole euros.

    `exact`: no cents, no thousands abbreviated, and the words beside it, if any, say the same.
    """

    euros: int
    start: int
    end: int
    exact: bool

    @property
    def text(self) -> str:
        """As a spec writes it."""
        return amount_text(self.euros)


def amount_text(euros: int) -> str:
    """« 200 000 € » with plain spaces, as a spec writes it."""
    return re.sub(r"[\u00a0\u202f]", " ", format_amount(euros))


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a sentence that bear their unit."""
    for match in AMOUNT.finditer(text):
        found = _euros(match)
        if found is not None:
            yield Amount(found[0], match.start(), match.end(), found[1] and _says_so(match["words"], found[0]))


def cell_amount(text: str) -> Amount | None:
    """The amount a cell holds, with or without its unit; none for a year or anything else."""
    match = _BARE_AMOUNT.fullmatch(text.strip(" *"))
    if match is None or (match["unit"] is None and re.fullmatch(r"20\d\d", match["figures"])):
        return None
    found = _euros(match)
    return Amount(found[0], match.start(), match.end(), found[1]) if found else None


def _euros(match: re.Match[str]) -> tuple[int, bool] | None:
    digits = re.sub(r"[ .]", "", match["figures"])
    if len(digits) > 12:
        return None
    unit = (match["unit"] or "").replace(" ", "").upper()
    factor = {"K€": 1_000, "M€": 1_000_000}.get(unit, 1)
    cents = int(match["cents"] or 0)
    euros = int(digits) * factor + (cents * factor // 100 if factor > 1 else 0)
    return euros, factor == 1 and not cents


def _says_so(words: str | None, euros: int) -> bool:
    """Whether the words beside an amount are that amount; words of something else say nothing against it."""
    if words is None or not re.search(r"\b(?:mille|cent|cents|millions?|vingt|euros?)\b", words):
        return True
    bare = re.sub(r"[^a-zà-ÿ]+", " ", re.sub(r"\b(?:d|euros?)\b", " ", words.lower())).split()
    return bare == re.sub(r"[^a-zà-ÿ]+", " ", number_in_words(euros)).split()


def small_number(text: str) -> int | None:
    """« six », « 6 », « dix-huit »; none when it is not one."""
    lowered = text.lower()
    if lowered.isdecimal():
        return int(lowered)
    others = {"une": 1, "dix-huit": 18, "vingt-quatre": 24, "trente-six": 36}
    return _WORDS.get(lowered, others.get(lowered))
