"""Where each value of an act was read, and so where the words of the act may be replaced by it.

An equal text is not the same fact: the amount of the act and what a third party brings may be equal, and so may the
functions of two people. A value stands for the words it was read in, and for no others, unless it is a name or a code,
which means one thing wherever it stands. What is to be checked stands for nothing: its words stay letters.
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

# What a spec says of a value, and no act prints by itself.
_STRUCTURE = frozenset({"role", "groupe", "article", "genre", "nature", "par_delegation", "convention_distincte"})
_LONG_WORD = re.compile(r"\w{4,}")
_OPENING = re.compile(r"\A(?:entre|et)\b\W*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?][ \u00a0\u202f]+(?=[A-ZÀÉÈÊÎÔŒ«-])")
_MONEY = frozenset({"montant", "accompagnement", "ae", "cp"})
_BEFORE, _AFTER = 60, 12  # characters of its sentence that tell a place from another
_MANY = 3  # words of a name without any capital from which it is thought to be the name of one thing

Barred = frozenset[tuple[Path, int]]
Words = tuple[str, str, str]


def is_printed(path: Path) -> bool:
    """Whether an act prints a value as it is, and not only what follows from it: an agreement, a side."""
    return _STRUCTURE.isdisjoint(map(str, path))


class Readings:
    """What was read surely of an act, and where. `barred`: values that must not be printed in a part, by its index."""

    def __init__(self, read: ReadAct, barred: Barred = frozenset()) -> None:
        self.facts = read.facts.found
        self.barred, self.places = barred, read.act.places
        self._same = Counter(_squashed(fact.value) for fact in read.facts if is_printed(fact.path))
        self._lines: dict[str, list[str]] = {}
        for line in read.act.lines:
            self._lines.setdefault(line.place, []).append(_squashed(line.text))
        self._delegated: dict[str, str] = {}  # the first amount put at disposal in the part of a calendar, by place
        calendars = {grid.part for grid in read.act.grids if table_credits(grid).credits}
        for one in read_amounts(read.act):
            if one.kind == "delegue" and one.line.part in calendars:
                self._delegated.setdefault(one.line.place, one.sentence)

    def sure(self, path: Path) -> bool:
        """Whether a value was read, and is not to be checked."""
        fact = self.facts.get(path)
        return fact is not None and fact.confidence is SURE and not fact.note

    def all_sure(self, *start: str | int) -> bool:
        """Whether values were read under a path, and none of them is to be checked."""
        under = [path for path in self.facts if path[: len(start)] == start]
        return bool(under) and all(map(self.sure, under))

    def usable(self, candidate: Candidate) -> bool:
        """Whether all that a candidate prints was read surely, and the role it names; what prints no value is."""
        if candidate.role and not self.sure(candidate.role):
            return False
        known = [path for path in candidate.paths if path in self.facts]
        return not candidate.paths or (bool(known) and all(map(self.sure, known)))

    def admits(self, candidate: Candidate, part: Part, index: int, words: Words, *, cell: bool = False) -> bool:
        """Whether a candidate may stand for some words. `words`: what stands before, they, what stands after.

        `index`: that of the part; `cell`: whether they stand in a table.
        """
        if any((path, index) in self.barred for path in candidate.paths):
            return False
        if candidate.reach is Reach.ALL or (candidate.reach is Reach.NAMED and self._names_one(candidate)):
            return True
        if (
            cell and candidate.money
        ):  # a cell says nothing of whose amount it is: the table is read whole, or not at all
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
        """Whether what a candidate prints names one thing: with a capital or a digit, or words enough, and no twin."""
        few = 2 if candidate.kinds else _MANY
        values = [self.facts[path].value for path in candidate.paths if path in self.facts]
        return any(
            self._same[_squashed(value)] == 1
            and (any(one.isupper() or one.isdigit() for one in value) or len(_LONG_WORD.findall(value)) >= few)
            for value in values
        )

    def _in_quote(self, fact: Fact, words: Words) -> bool:
        """Whether some words are those a value was read in, which the act has once."""
        if fact.path[-1] in _MONEY and not _says_once(fact.value, fact.quote):
            return False
        quote = _squashed(fact.quote)
        twice = sum(quote in line for line in self._lines.get(fact.place, ())) > 1
        return not twice and _in_sentence(fact.quote, words)


def _in_sentence(quote: str, words: Words) -> bool:
    """Whether some words stand in a text, in the same sentence."""
    before, written, after = words
    head, tail = _SENTENCE.split(before + written[:1])[-1][:-1], _SENTENCE.split(after)[0]
    return _squashed(head[-_BEFORE:] + written + tail[:_AFTER]) in _squashed(quote)


def _in_block(quote: str, words: Words) -> bool:
    """Whether some words stand in the block of a party, which was read without what opens it and what ends its side."""
    before, written, after = words
    head = _OPENING.sub("", before.lstrip())
    end, text = _squashed(after[:_AFTER]), _squashed(quote)
    return any(_squashed(head[-length:] + written) + end in text for length in (_BEFORE, _BEFORE // 2, _AFTER))


def _says_once(value: str, quote: str) -> bool:
    """Whether the sentence an amount was read in says it once: which of two is meant, no reading tells."""
    own = next(said_amounts(plain(value)), None)
    return own is not None and sum(one.cents == own.cents for one in said_amounts(quote)) == 1


def _squashed(text: str) -> str:
    """A text as searches compare it, without blanks."""
    return "".join(plain(text).split()).casefold()
