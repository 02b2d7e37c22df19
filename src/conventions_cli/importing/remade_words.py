"""Finds the words of an act that still say a value: in figures, in letters, or as a share of it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from conventions_cli.facts import DATE, cell_amount, date_text, said_amounts, sentences
from conventions_cli.french import NUMBER_WORD, parse_words
from conventions_cli.importing.facts import Fact
from conventions_cli.importing.other_values import is_day
from conventions_cli.importing.searched import plain

Passage = tuple[int, str]

_SHARE = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{1,2})?) ?(?:%|pour cent)")
_RUN = rf"(?:{NUMBER_WORD})(?:(?: et |[ -])(?:{NUMBER_WORD})){{0,11}}"
_IN_WORDS = re.compile(rf"\b{_RUN}\b", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?<![\w,-])(\d{{1,2}}|{_RUN})(?: \([^()]{{0,60}}\))? mois\b|\((\d{{1,2}}|{_RUN})(?: mois)?\)", re.IGNORECASE
)
_DAY = re.compile(rf"(?<!\w){DATE}(?!\w)", re.IGNORECASE)
_LEAST = 1_000  # euros; smaller amounts are not looked for in words, since « cent » and « un » mean too many things


def says_old(fact: Fact, before: str, after: str, forms: Sequence[re.Pattern[str]]) -> bool:
    """Whether a sentence that changed with a value still says the old value, in figures or in letters.

    `before` and `after`: a stretch printed with the old and the new values; `forms`: patterns of the new value.
    """
    pairs = _sentences(before, after)
    return any(_says(fact, text) for was, text in pairs if was != text and any(form.search(text) for form in forms))


def _says(fact: Fact, text: str) -> bool:
    amount = next(said_amounts(fact.value), None)
    if amount is not None:
        return amount.euros in set(_amounts(text))
    if is_day(fact.value):
        return fact.value in set(_days(text))
    if re.fullmatch(r"\d{1,2}", fact.value):
        return any(_number(match[1] or match[2]) == int(fact.value) for match in _MONTHS.finditer(text))
    return False


def _amounts(text: str) -> Iterator[int]:
    """The amounts of a text, in euros: in figures, in letters, or alone in a cell."""
    yield from (amount.euros for amount in said_amounts(text) if not amount.cents % 100)
    alone = cell_amount(text)
    if alone is not None:
        yield alone.euros
    for match in _IN_WORDS.finditer(text):
        worth = parse_words(match[0])
        if worth is not None and worth >= _LEAST:
            yield worth


def _days(text: str) -> Iterator[str]:
    return (day for match in _DAY.finditer(text) if (day := date_text(match[0])))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else parse_words(text)


def _wholes(text: str) -> Iterator[int]:
    """The amounts, in euros, implied by a share and its amount: « 30 %, soit 90 000 € » gives 300 000."""
    for share in _SHARE.finditer(text):
        part = float(share[1].replace(",", "."))
        if 0 < part < 100:
            yield from (round(amount.euros * 100 / part) for amount in said_amounts(text))


class RemadeSentences:
    """The sentences of an act printed again with other values, indexed by the amounts, days and words they hold.

    `stretches`: for each, the index of its part, its text before and its text after.
    """

    def __init__(self, stretches: Iterable[tuple[int, str, str]]) -> None:
        self.amounts: dict[int, list[Passage]] = {}
        self.days: dict[str, list[Passage]] = {}
        self._folded: list[tuple[str, Passage]] = []
        for at, before, after in stretches:
            for was, sentence in _sentences(before, after):
                passage = (at, was)
                self._folded.append((sentence.casefold(), passage))
                for worth in dict.fromkeys((*_amounts(sentence), *_wholes(sentence))):
                    self.amounts.setdefault(worth, []).append(passage)
                for day in dict.fromkeys(_days(sentence)):
                    self.days.setdefault(day, []).append(passage)

    def of(self, fact: Fact) -> Iterator[Passage]:
        """The sentences that still say the value of a fact, with the index of their part; none for a bare number."""
        amount = next(said_amounts(fact.value), None)
        if amount is not None:
            yield from self.amounts.get(amount.euros, ()) if amount.euros else ()
        elif is_day(fact.value):
            yield from self.days.get(fact.value, ())
        elif any(letter.isalpha() for letter in fact.value):
            yield from self._named(fact.value)

    def _named(self, value: str) -> Iterator[Passage]:
        wanted = plain(value).casefold()
        whole = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
        for folded, passage in self._folded:
            if wanted in folded and whole.search(folded):
                yield passage


def _sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Pairs each sentence of a stretch with its new text; a single pair when the number of sentences changed."""
    old, new = sentences(before), sentences(after)
    return zip(old, new, strict=True) if len(old) == len(new) else iter([(before, after)])
