"""Where each value of an act was read, and which words of the act it may therefore replace.

Equal words are not always the same fact: two amounts may be equal, and two people may have the same function. A value
replaces only the words it was read in, unless it is a name or a code, which means the same thing everywhere. A value
that is still to be checked replaces nothing.
"""

import re
from collections import Counter

from conventions_cli.document import Part, Section
from conventions_cli.facts import SURE, said_amounts, table_credits
from conventions_cli.importing.candidates import PEOPLE, Candidate, Reach
from conventions_cli.importing.every_fact import ReadAct
from conventions_cli.importing.facts import Fact, Path
from conventions_cli.importing.funding import read_amounts
from conventions_cli.importing.searched import plain

# The keys of a spec whose values no act prints as they are.
_STRUCTURE = frozenset({"role", "groupe", "article", "genre", "nature", "par_delegation", "convention_distincte"})
_LONG_WORD = re.compile(r"\w{4,}")
_OPENING = re.compile(r"\A(?:entre|et)\b\W*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?][ \u00a0\u202f]+(?=[A-ZÀÉÈÊÎÔŒ«-])")
_MONEY = frozenset({"montant", "accompagnement", "ae", "cp"})
_BEFORE, _AFTER = 60, 12  # characters of the sentence, around some words, that identify their place
_MANY = 3  # a text without capital or digit needs this many long words to count as the name of a single thing

Barred = frozenset[tuple[Path, int]]
Words = tuple[str, str, str]


def is_printed(path: Path) -> bool:
    """Whether acts print the value at a path itself, and not only its consequences: an agreement, a side."""
    return _STRUCTURE.isdisjoint(map(str, path))


class Readings:
    """The sure readings of an act. `barred`: the pairs of a path and the index of a part that must not print it."""

    def __init__(self, read: ReadAct, barred: Barred = frozenset()) -> None:
        self.facts = read.facts.by_path
        self.barred, self.places = barred, read.act.places
        self._same = Counter(_squashed(fact.value) for fact in read.facts if is_printed(fact.path))
        self._lines: dict[str, list[str]] = {}
        for line in read.act.lines:
            self._lines.setdefault(line.place, []).append(_squashed(line.text))
        self._delegated: dict[
            str, str
        ] = {}  # place → sentence of the first amount delegated in a part that has a calendar
        calendars = {grid.part for grid in read.act.grids if table_credits(grid).credits}
        for amount in read_amounts(read.act):
            if amount.kind == "delegue" and amount.line.part in calendars:
                self._delegated.setdefault(amount.line.place, amount.sentence)

    def sure(self, path: Path) -> bool:
        """Whether the value at a path was read, with nothing to check."""
        fact = self.facts.get(path)
        return fact is not None and fact.confidence is SURE and not fact.note

    def all_sure(self, *start: str | int) -> bool:
        """Whether values were read under a path, with nothing to check in any of them."""
        under = [path for path in self.facts if path[: len(start)] == start]
        return bool(under) and all(map(self.sure, under))

    def usable(self, candidate: Candidate) -> bool:
        """Whether the values a candidate prints, and the role it names, are sure. True if it prints no value."""
        if candidate.role and not self.sure(candidate.role):
            return False
        paths = [path for path in candidate.paths if path in self.facts]
        return not candidate.paths or (bool(paths) and all(map(self.sure, paths)))

    def admits(self, candidate: Candidate, part: Part, index: int, words: Words, *, cell: bool = False) -> bool:
        """Whether a candidate may replace some words of a part.

        `words`: the text before them, the words, the text after; `index`: the index of the part; `cell`: whether they
        are in a table.
        """
        if any((path, index) in self.barred for path in candidate.paths):
            return False
        if candidate.reach is Reach.ALL or (candidate.reach is Reach.NAMED and self._names_one(candidate)):
            return True
        if cell and candidate.money:  # a lone cell does not tell whose amount it holds
            return False
        facts = [self.facts[path] for path in candidate.paths if path in self.facts]
        place = self.places[index]
        if candidate.money == "delegue":
            quote = self._delegated.get(place, "")
            return bool(quote) and _says_once(candidate.text, quote) and _in_sentence(quote, words)
        if isinstance(part, Section) and part.kind in PEOPLE:
            return any(fact.place == place and _in_block(fact.quote, words) for fact in facts)
        return any(fact.place == place and self._in_quote(fact, words) for fact in facts)

    def _names_one(self, candidate: Candidate) -> bool:
        """Whether a candidate prints the name of a single thing.

        Such a value occurs once among the facts, and has a capital, a digit, or enough long words.
        """
        few = 2 if candidate.kinds else _MANY
        values = [self.facts[path].value for path in candidate.paths if path in self.facts]
        return any(
            self._same[_squashed(value)] == 1
            and (any(letter.isupper() or letter.isdigit() for letter in value) or len(_LONG_WORD.findall(value)) >= few)
            for value in values
        )

    def _in_quote(self, fact: Fact, words: Words) -> bool:
        """Whether some words are those the value was read in, and occur only once at that place."""
        if fact.path[-1] in _MONEY and not _says_once(fact.value, fact.quote):
            return False
        quote = _squashed(fact.quote)
        twice = sum(quote in line for line in self._lines.get(fact.place, ())) > 1
        return not twice and _in_sentence(fact.quote, words)


def _in_sentence(quote: str, words: Words) -> bool:
    """Whether a quote contains some words with their neighbours of the same sentence."""
    before, written, after = words
    head, tail = _SENTENCE.split(before + written[:1])[-1][:-1], _SENTENCE.split(after)[0]
    return _squashed(head[-_BEFORE:] + written + tail[:_AFTER]) in _squashed(quote)


def _in_block(quote: str, words: Words) -> bool:
    """Whether the block of a party contains some words. That block has neither its « Entre » nor its « d’une part »."""
    before, written, after = words
    head = _OPENING.sub("", before.lstrip())
    end, text = _squashed(after[:_AFTER]), _squashed(quote)
    return any(_squashed(head[-length:] + written) + end in text for length in (_BEFORE, _BEFORE // 2, _AFTER))


def _says_once(value: str, quote: str) -> bool:
    """Whether the sentence of an amount states it only once; otherwise nothing tells which of the two was read."""
    own = next(said_amounts(plain(value)), None)
    return own is not None and sum(amount.cents == own.cents for amount in said_amounts(quote)) == 1


def _squashed(text: str) -> str:
    """A text without blanks, capitals or typed variants, to be compared."""
    return "".join(plain(text).split()).casefold()
