"""Checks which words of an act change with each of its values, by printing the act again with other values.

All values are altered at once, each to a value unlike the others, so that each can be recognised in the new act. The
few that are not recognised there are altered alone. The number of prints is bounded, whatever the size of the act.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from conventions_cli.document import Article, Part, SectionKind
from conventions_cli.foundation import Record
from conventions_cli.importing.candidates import Candidate
from conventions_cli.importing.facts import Fact, Facts, Path
from conventions_cli.importing.other_values import changed, other_values
from conventions_cli.importing.readings import Barred, is_printed
from conventions_cli.importing.remade_words import RemadeSentences, says_old
from conventions_cli.importing.searched import Act, plain
from conventions_cli.importing.spec import draft_spec, spec_text
from conventions_cli.templating import Trial

_ALONE = 40  # at most this many values are altered alone
_SHORTEST = 4  # a value of at least this many letters can be recognised by itself
_UNPRINTED = frozenset({"titre", "annexes"})  # written in the pack, not in the spec
_TOWNS = frozenset({"lieu_signature"})  # many addresses contain the name of a town
_LOOPS = frozenset({"visas", "copies", "services", "finances"})  # loops print these without naming their values

Stretches = list[list[str]]
Remake = Callable[[Trial], Stretches]


class Unmoved(Record, frozen=True):
    """Words of the pack that repeat a value but do not change with it: the fact, their place, their sentence."""

    fact: Fact
    place: str
    words: str


class Moves(Record, frozen=True):
    """The results of altering the values.

    `unlinked`: the values that change no word; `unmoved`: the words that repeat a linked value without following it;
    `wrong`: the values a part must not print, because other words of a sentence would still say the old value.
    """

    unlinked: tuple[Fact, ...]
    unmoved: tuple[Unmoved, ...]
    wrong: Barred

    @property
    def declared(self) -> dict[str, str]:
        """The values that the pack declares as not linked, by key."""
        facts = (*self.unlinked, *(passage.fact for passage in self.unmoved))
        return {".".join(map(str, fact.path)): fact.value for fact in facts}


class Mover:
    """Alters the values of one act and compares what its clauses print."""

    def __init__(self, facts: Facts, trial: Trial, candidates: Iterable[Candidate]) -> None:
        printed = [fact for fact in facts if is_printed(fact.path) and fact.path[0] not in _UNPRINTED]
        self.facts = {fact.path: fact for fact in printed}
        self.every, self.trial, self.candidates = facts, trial, tuple(candidates)
        self.others = other_values(printed)
        self.altered = self._trial(self.others)
        self._alone: dict[Path, Trial] = {}

    def look(self, act: Act, clauses: str, remake: Remake) -> Moves:
        """Which words change. `clauses`: the text of all clauses; `remake`: prints each part with given values."""
        parts = act.document.parts
        before = remake(self.trial)
        pairs = _pairs(before, remake(self.altered))
        own = [candidate for candidate in self.candidates if candidate.expression in clauses]
        new = self._forms(own)
        moved: dict[Path, set[int]] = {}
        wrong: set[tuple[Path, int]] = set()
        for at, old, other in pairs:
            for path, forms in new.items() if old != other else ():
                if any(form.search(other) for form in forms):
                    moved.setdefault(path, set()).add(at)
                    if says_old(self.facts[path], old, other, forms):
                        wrong.add((path, at))
        for path in self._claimed(own, moved):
            alone = _pairs(before, remake(self._only(path)))
            places = {at for at, old, other in alone if old != other}
            if places:
                moved[path] = places
        unlinked = tuple(fact for path, fact in self.facts.items() if path not in moved)
        sentences = RemadeSentences(pair for pair in pairs if _may_say(parts[pair[0]]))
        unmoved = self._unmoved(moved, unlinked, sentences, act.places)
        return Moves(unlinked, tuple(unmoved), frozenset(wrong))

    def _unmoved(
        self, moved: dict[Path, set[int]], unlinked: tuple[Fact, ...], sentences: RemadeSentences, places: list[str]
    ) -> Iterator[Unmoved]:
        """The words that still say a linked value when all values are altered."""
        letters = {(fact.value, fact.place) for fact in unlinked}
        passages: set[tuple[str, int, str]] = set()
        for path in moved:
            fact = self.facts[path]
            if path[0] in _TOWNS:
                continue
            for at, words in sentences.of(fact):
                if (fact.value, places[at]) not in letters and (fact.value, at, words) not in passages:
                    passages.add((fact.value, at, words))
                    yield Unmoved(fact, places[at], words)

    def _trial(self, values: dict[Path, str]) -> Trial:
        """The spec with other values, ready to be printed."""
        draft = draft_spec(spec_text(Facts(changed(self.every, values)), ""), "")
        return Trial(draft.spec, typography=self.trial.typography)

    def _only(self, path: Path) -> Trial:
        """The spec with a single value altered."""
        if path not in self._alone:
            self._alone[path] = self._trial({path: self.others[path]})
        return self._alone[path]

    def _forms(self, own: list[Candidate]) -> dict[Path, list[re.Pattern[str]]]:
        """The patterns that recognise each altered value in the new act."""
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
        """The values to alter alone: the clauses print them, but they were not recognised."""
        printed = dict.fromkeys(path for candidate in own for path in candidate.paths)
        looped = (path for path in self.facts if path[0] in _LOOPS)
        claimed = (path for path in dict.fromkeys((*printed, *looped)) if path in self.others and path not in moved)
        return list(claimed)[:_ALONE]


def _may_say(part: Part) -> bool:
    """Whether the words of a part may repeat a value of the act; visas speak of other texts."""
    return isinstance(part, Article) or part.kind not in {SectionKind.VISAS, SectionKind.CONTENTS}


def _pairs(before: Stretches, after: Stretches) -> list[tuple[int, str, str]]:
    """The index of the part and the words before and after, for each stretch; when the count of stretches of a part
    changed, for the whole part.
    """
    pairs: list[tuple[int, str, str]] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if len(old) == len(new):
            pairs += [(at, *pair) for pair in zip(old, new, strict=True)]
        else:
            pairs.append((at, "\n".join(old), "\n".join(new)))
    return pairs
