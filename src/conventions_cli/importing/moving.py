"""The proof that the values of an act move its words, and only theirs: the act is made again with other values.

All values are altered at once, each unlike any other, so that each is known by its words in the act made again; those
that are not found there, few, are altered one by one. The number of remakes does not grow with the act.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from conventions_cli.document import Article, Part, SectionKind
from conventions_cli.foundation import Record
from conventions_cli.importing.candidates import Candidate
from conventions_cli.importing.facts import Fact, Facts, Path
from conventions_cli.importing.other_values import changed, other_values
from conventions_cli.importing.readings import Barred, is_printed
from conventions_cli.importing.said import Said, says_old
from conventions_cli.importing.searched import Act, plain
from conventions_cli.importing.spec import draft_spec, spec_text
from conventions_cli.templating import Trial

_ALONE = 40  # values altered one by one, at most
_SHORTEST = 4  # letters of a value that is known by itself
_UNPRINTED = frozenset({"titre", "annexes"})  # the pack says them, and no spec does
_TOWNS = frozenset({"lieu_signature"})  # a town stands in many addresses
_LOOPS = frozenset({"visas", "copies", "services", "finances"})  # what lists and tables print without naming it

Stretches = list[list[str]]
Remake = Callable[[Trial], Stretches]


class Left(Record, frozen=True):
    """Words that say a value and stay letters, whatever the value becomes: the value, their place, their sentence."""

    fact: Fact
    place: str
    words: str


class Moves(Record, frozen=True):
    """What altering the values showed.

    `unlinked`: values that move no word; `left`: words that say a linked value and do not follow it; `wrong`: values
    that must not be printed in a part, because words beside them would then say the old one.
    """

    unlinked: tuple[Fact, ...]
    left: tuple[Left, ...]
    wrong: Barred

    @property
    def declared(self) -> dict[str, str]:
        """What the pack says of it: the values some words do not follow, by key, as these words say them."""
        facts = (*self.unlinked, *(one.fact for one in self.left))
        return {".".join(map(str, fact.path)): fact.value for fact in facts}


class Mover:
    """Alters the values of one act, and looks at what moves in its clauses."""

    def __init__(self, facts: Facts, trial: Trial, candidates: Iterable[Candidate]) -> None:
        known = [one for one in facts if is_printed(one.path) and one.path[0] not in _UNPRINTED]
        self.facts = {fact.path: fact for fact in known}
        self.every, self.trial, self.candidates = facts, trial, tuple(candidates)
        self.others = other_values(known)
        self.altered = self._trial(self.others)
        self._alone: dict[Path, Trial] = {}

    def look(self, act: Act, clauses: str, remake: Remake) -> Moves:
        """What moves. `clauses`: their text; `remake`: the stretches of each part, made again with other values."""
        parts = act.document.parts
        before = remake(self.trial)
        pairs = _pairs(before, remake(self.altered))
        own = [one for one in self.candidates if one.expression in clauses]
        new = self._forms(own)
        moved: dict[Path, set[int]] = {}
        wrong: set[tuple[Path, int]] = set()
        for at, one, other in pairs:
            for path, forms in new.items() if one != other else ():
                if any(form.search(other) for form in forms):
                    moved.setdefault(path, set()).add(at)
                    if says_old(self.facts[path], one, other, forms):
                        wrong.add((path, at))
        for path in self._claimed(own, moved):
            alone = _pairs(before, remake(self._only(path)))
            places = {at for at, one, other in alone if one != other}
            if places:
                moved[path] = places
        unlinked = tuple(fact for path, fact in self.facts.items() if path not in moved)
        said = Said(one for one in pairs if _may_say(parts[one[0]]))
        left = self._left(moved, unlinked, said, act.places)
        return Moves(unlinked, tuple(left), frozenset(wrong))

    def _left(
        self, moved: dict[Path, set[int]], unlinked: tuple[Fact, ...], said: Said, places: list[str]
    ) -> Iterator[Left]:
        """The words that say a linked value still, once all are altered."""
        letters = {(fact.value, fact.place) for fact in unlinked}
        told: set[tuple[str, int, str]] = set()
        for path in moved:
            fact = self.facts[path]
            if path[0] in _TOWNS:
                continue
            for at, words in said.of(fact):
                if (fact.value, places[at]) not in letters and (fact.value, at, words) not in told:
                    told.add((fact.value, at, words))
                    yield Left(fact, places[at], words)

    def _trial(self, values: dict[Path, str]) -> Trial:
        """The act with other values, ready to be printed."""
        draft = draft_spec(spec_text(Facts(changed(self.every, values)), ""), "")
        return Trial(draft.spec, typography=self.trial.typography)

    def _only(self, path: Path) -> Trial:
        """The act with one other value."""
        if path not in self._alone:
            self._alone[path] = self._trial({path: self.others[path]})
        return self._alone[path]

    def _forms(self, own: list[Candidate]) -> dict[Path, list[re.Pattern[str]]]:
        """By what words each value is known in the act made again: those that print it alone, or itself."""
        forms: dict[Path, list[re.Pattern[str]]] = {}
        for candidate in own:
            path = candidate.paths[0] if len(candidate.paths) == 1 else None
            text = self.altered.text(candidate.expression) if path in self.others else None
            if path is not None and text and text != candidate.text:
                other = Candidate("", plain(text), before=candidate.before, after=candidate.after)
                forms.setdefault(path, []).append(other.pattern)
        for path, value in self.others.items():
            if len(value) >= _SHORTEST:
                forms.setdefault(path, []).append(Candidate("", plain(value)).pattern)
        return forms

    def _claimed(self, own: list[Candidate], moved: dict[Path, set[int]]) -> list[Path]:
        """The values that clauses print, and that were not found: few, and each is then altered alone."""
        printed = dict.fromkeys(path for one in own for path in one.paths)
        looped = (path for path in self.facts if path[0] in _LOOPS)
        claimed = (path for path in dict.fromkeys((*printed, *looped)) if path in self.others and path not in moved)
        return list(claimed)[:_ALONE]


def _may_say(part: Part) -> bool:
    """Whether the words of a part may say a value of the act: those of its visas are of other texts."""
    return isinstance(part, Article) or part.kind not in {SectionKind.VISAS, SectionKind.CONTENTS}


def _pairs(before: Stretches, after: Stretches) -> list[tuple[int, str, str]]:
    """Each stretch before and after, with the index of its part; a part that has no longer as many is one stretch."""
    found: list[tuple[int, str, str]] = []
    for at, (one, other) in enumerate(zip(before, after, strict=True)):
        if len(one) == len(other):
            found += [(at, *pair) for pair in zip(one, other, strict=True)]
        else:
            found.append((at, "\n".join(one), "\n".join(other)))
    return found
