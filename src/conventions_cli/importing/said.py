"""What the words of an act say of a value: in figures, in letters, as a share of it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from conventions_cli.facts import DATE, cell_amount, date_text, said_amounts, sentences
from conventions_cli.french import NUMBER_WORD, parse_words
from conventions_cli.importing.facts import Fact
from conventions_cli.importing.other_values import is_day
from conventions_cli.importing.searched import plain

Found = tuple[int, str]

_SHARE = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{1,2})?) ?(?:%|pour cent)")
_RUN = rf"(?:{NUMBER_WORD})(?:(?: et |[ -])(?:{NUMBER_WORD})){{0,11}}"
_IN_WORDS = re.compile(rf"\b{_RUN}\b", re.IGNORECASE)
_MONTHS = re.compile(
    rf"(?<![\w,-])(\d{{1,2}}|{_RUN})(?: \([^()]{{0,60}}\))? mois\b|\((\d{{1,2}}|{_RUN})(?: mois)?\)", re.IGNORECASE
)
_DAY = re.compile(rf"(?<!\w){DATE}(?!\w)", re.IGNORECASE)
_LEAST = 1_000  # euros from which an amount in words is looked for: « cent » and « un » say too many things


def says_old(fact: Fact, before: str, after: str, forms: Sequence[re.Pattern[str]]) -> bool:
    """Whether a sentence in which a value moved still says the old one, in figures or in letters."""
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
    """The amounts that a text says, in euros: in figures, in letters, or alone in a cell."""
    yield from (one.euros for one in said_amounts(text) if not one.cents % 100)
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
    """The amounts of which a text says a share, and what it comes to: « 30 %, soit 90 000 € »."""
    for share in _SHARE.finditer(text):
        part = float(share[1].replace(",", "."))
        if 0 < part < 100:
            yield from (round(one.euros * 100 / part) for one in said_amounts(text))


class Said:
    """The sentences of an act made again, each read once: where they still say an amount, a day, a name.

    `stretches`: the index of the part of each, its words in the act, its words once made again.
    """

    def __init__(self, stretches: Iterable[tuple[int, str, str]]) -> None:
        self.amounts: dict[int, list[Found]] = {}
        self.days: dict[str, list[Found]] = {}
        self._folded: list[tuple[str, Found]] = []
        for at, before, after in stretches:
            for was, sentence in _sentences(before, after):
                found = (at, was)
                self._folded.append((sentence.casefold(), found))
                for worth in dict.fromkeys((*_amounts(sentence), *_wholes(sentence))):
                    self.amounts.setdefault(worth, []).append(found)
                for day in dict.fromkeys(_days(sentence)):
                    self.days.setdefault(day, []).append(found)

    def of(self, fact: Fact) -> Iterator[Found]:
        """The sentences of the act that still say the value of a fact, with their part; none of a bare number."""
        amount = next(said_amounts(fact.value), None)
        if amount is not None:
            yield from self.amounts.get(amount.euros, ()) if amount.euros else ()
        elif is_day(fact.value):
            yield from self.days.get(fact.value, ())
        elif any(one.isalpha() for one in fact.value):
            yield from self._named(fact.value)

    def _named(self, value: str) -> Iterator[Found]:
        wanted = plain(value).casefold()
        whole = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])")
        for folded, found in self._folded:
            if wanted in folded and whole.search(folded):
                yield found


def _sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The sentences of a stretch, each with what it becomes; the whole when they are no longer as many."""
    one, other = sentences(before), sentences(after)
    return zip(one, other, strict=True) if len(one) == len(other) else iter([(before, after)])
