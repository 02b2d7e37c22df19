"""Where the words of an act come from: the keys of its spec they follow from, the clause file that writes the others.

A key is found by trying: the act is made again with that value altered, and the words that change follow from it,
whatever the clauses compute. Values are first altered many at a time: those that change nothing of what is sought are
set aside together, so that an act is made again a few times, however many values its spec has. A clause line is found
by its words, among the files the plan names for that part.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from conventions_cli.comparison import Shape, Unit, UnitsByBlock, differences, text_of, unit_of
from conventions_cli.document import Article, Document, Part
from conventions_cli.foundation import STEPS, Effort, Record, replace
from conventions_cli.linting import folded
from conventions_cli.model import Element, build
from conventions_cli.templating import MANIFEST, Pack, clause_text, find_clause
from conventions_cli.verification.alterations import Values, altered, printed, values_of
from conventions_cli.verification.remade import Remade

Range = tuple[int, int]
Sought = dict["Spot", tuple[Range, ...] | None]  # for each passage, which of its tokens; None for all of them

_ONE, _MANY = 1, 5  # steps that each letter takes when an act is made again with one value altered, with many
_LIKELY = 8  # values to try one by one, before the others together
_COVERED = 4  # steps to see what a letter of a passage follows from, and to compare a word with one of a clause
_CODE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")
_WORD = re.compile(r"[a-z]{3,}")
_TELLING = re.compile(r"\w{4,}|\w*\d\w*")
_PARTED = re.compile(r"(?<=\d)\s(?=\d)")
_ENOUGH = 0.6  # share of the words of a clause line that a passage must hold
_DEEP = 3


class Clause(Record, frozen=True):
    """A place in a pack: the file as the plan names it, and its line, 0 when no line is known."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Spot(Record, frozen=True):
    """What tells a unit from all others of an act: two may bear one place (rows of one name, titles of one wording).

    `part`: the index of its part; `number`: how many units of that part had its place before it.
    """

    part: int
    place: str
    number: int = 0


def spots_of(part: int, root: Unit) -> Iterator[tuple[Spot, Unit]]:
    """The units of a part, each with its spot."""
    seen: Counter[str] = Counter()
    for unit in root.within():
        yield Spot(part, unit.place, seen[unit.place]), unit
        seen[unit.place] += 1


class Origins:
    """The origins of the passages of an act made from a spec; passages are told by their spots.

    All that is looked for takes from one `effort`; what was given up for it has no key, or no line of a clause.
    """

    def __init__(self, remade: Remade) -> None:
        self.remade = remade
        self.effort = Effort()
        self._lines_of: dict[int, list[tuple[str, int, set[str]]]] = {}
        self.pack: Pack = remade.checked.pack
        self.document = remade.document
        self.elements = _elements_of(remade)
        self.ranges: dict[Spot, list[tuple[str, Range]]] = {}
        self.weights: dict[str, int] = {}
        self.leaves: dict[Spot, Unit] = {}
        self._made: UnitsByBlock = {}
        self._units = [unit_of(part, {}, known_units=self._made) for part in self.document.parts]
        for index, unit in enumerate(self._units):
            self.leaves |= {spot: one for spot, one in spots_of(index, unit) if one.leaf}
        self._letters = sum(len(leaf.text) for leaf in self.leaves.values())
        self._given_up = False

    def keys(self, place: Spot, words: Range) -> tuple[str, ...]:
        """The keys some words of a passage follow from, the most particular first; none when they are the clause's.

        `words`: from which token of the passage up to which; an empty range is a place between two tokens.
        """
        found = {key for key, known in self.ranges.get(place, ()) if _meet(known, words)}
        return tuple(sorted(found, key=lambda key: (self.weights[key], key)))

    def whole(self, spots: Iterable[Spot]) -> tuple[str, ...]:
        """The key that nearly all the letters of a unit follow from, or the group or list of the keys that do.

        `spots`: of the unit and of what it holds.
        """
        leaves = {spot: self.leaves[spot] for spot in spots if spot in self.leaves}
        total = sum(len(leaf.text) for leaf in leaves.values())
        covered: dict[str, set[tuple[Spot, int]]] = {}
        lengths: dict[tuple[Spot, int], int] = {}
        for spot, leaf in leaves.items():
            for key, (start, end) in self.ranges.get(spot, ()):
                steps = key.split(".")
                for at in range(start, end):
                    lengths[spot, at] = len(leaf.tokens[at].text)
                    for length in range(min(2, len(steps)), len(steps) + 1):
                        covered.setdefault(".".join(steps[:length]), set()).add((spot, at))
        enough = [key for key, held in covered.items() if sum(lengths[one] for one in held) > _ENOUGH * total]
        return tuple(sorted(key for key in enough if not any(other.startswith(f"{key}.") for other in enough)))

    def clause(self, part: int, words: str, shape: Shape = Shape.PARAGRAPH) -> Clause | None:
        """The clause line that writes these words of a part; its file alone when no line is theirs."""
        element = self.elements.get(part)
        if element is None:
            return None
        if shape is Shape.TITLE:
            index = next(i for i, one in enumerate(self.pack.elements) if one is element)
            return Clause(f"{self.pack.name}/{MANIFEST}", self.pack.span("plan", index, "titre").start.line)
        wanted = set(_WORD.findall(folded(words)))
        best: tuple[float, Clause] | None = None
        files = [name for name in element.clause if isinstance(name, str)]
        lines = self._clause_lines(element, files)
        if self.effort.allows(_COVERED * sum(len(own) for _, _, own in lines), at_once=STEPS):
            for name, number, own in lines:
                shared = len(own & wanted)
                if own and shared >= _ENOUGH * len(own) and (best is None or shared > best[0]):
                    best = (shared, Clause(name, number))
        if best is not None:
            return best[1]
        return Clause(files[0]) if files else None

    def _clause_lines(self, element: Element, files: Sequence[str]) -> list[tuple[str, int, set[str]]]:
        """The words of each line of the files that may write an element, with the file and the number of the line."""
        if id(element) not in self._lines_of:
            self._lines_of[id(element)] = [
                (name, number, set(_WORD.findall(folded(_CODE.sub(" ", line)))))
                for name, number, line in _lines(self.pack.folders, files, _DEEP)
            ]
        return self._lines_of[id(element)]

    def seek(self, passages: Iterable[tuple[Spot, tuple[Range, ...] | None]]) -> None:
        """Find the keys that passages follow from, or some of their words: `keys` and `whole` then answer for them."""
        sought: Sought = {}
        for spot, words in passages:
            before = sought.get(spot, ())
            sought[spot] = None if words is None or before is None else (*before, *words)
        if not sought or self.remade.again is None:
            return
        values = dict(values_of(self.remade.checked.spec.tree))
        self._letters += sum(map(len, values.values()))
        unexplained = dict(sought)
        for path in self._likely(values, sought):
            if not unexplained:
                break
            for spot in self._try({path: values.pop(path)}, sought):
                unexplained.pop(spot, None)
        self._narrow(values, sought)

    def _narrow(self, values: Values, sought: Sought, *, one_at_least: bool = False) -> bool:
        """Try these values together, then those of each half if what is sought changed; whether it did.

        `one_at_least`: whether one of them is known to change it.
        """
        if not values:
            return False
        if len(values) == 1 or not one_at_least:
            sought = self._try(values, sought)
        if len(values) > 1 and sought and not self._given_up:
            paths = list(values)
            first, second = paths[: len(paths) // 2], paths[len(paths) // 2 :]
            found = self._narrow({path: values[path] for path in first}, sought)
            self._narrow({path: values[path] for path in second}, sought, one_at_least=not found)
        return bool(sought)

    def _try(self, values: Values, sought: Sought) -> Sought:
        """What changes, of what is sought, when these values do; all that may, when the act is then of another form.

        What follows from a value that is tried alone is kept.
        """
        alone = len(values) == 1
        if not self.effort.allows((_ONE if alone else _MANY) * self._letters, at_once=STEPS):
            self._given_up = True
            return {}
        other = self._made_with(values)
        if other is None or len(other.parts) != len(self.document.parts):
            return sought
        parts = range(len(other.parts)) if alone else {spot.part for spot in sought}
        changed = {index: self._changed(index, other.parts[index]) for index in parts}
        if alone:
            self._keep(".".join(map(str, next(iter(values)))), changed.values())
        touched: Sought = {}
        for spot, words in sought.items():
            found = changed[spot.part]
            if found is None or any(words is None or any(_meet(one, w) for w in words) for one in found.get(spot, ())):
                touched[spot] = words
        return touched

    def _keep(self, key: str, changed: Iterable[dict[Spot, list[Range]] | None]) -> None:
        """Remember what follows from a key."""
        found = [
            (spot, words) for one in changed if one is not None for spot, ranges in one.items() for words in ranges
        ]
        self.weights[key] = len({spot for spot, _ in found})
        for spot, words in found:
            self.ranges.setdefault(spot, []).append((key, words))

    def _changed(self, index: int, part: Part) -> dict[Spot, list[Range]] | None:
        """The words of each passage that differ in a part; None when a passage came or went."""
        if part == self.document.parts[index]:
            return {}
        left = [(spot, one) for spot, one in spots_of(index, self._units[index]) if one.leaf]
        right = [one for one in unit_of(part, {}, known_units=self._made).within() if one.leaf]
        if len(left) != len(right):
            return None
        return {
            spot: list(differing(one, other, self.effort))
            for (spot, one), other in zip(left, right, strict=True)
            if one.key != other.key
        }

    def _likely(self, values: Values, sought: Sought) -> list[tuple[str | int, ...]]:
        """The values that stand in a passage and at its words that changed, the longest ones."""
        around, near = set[str](), set[str]()
        for spot, words in sought.items():
            leaf = self.leaves.get(spot)
            if leaf is None:
                continue
            around |= _telling(leaf.text)
            spans = ((0, len(leaf.tokens)),) if words is None else words
            near |= {
                word for start, end in spans for word in _telling(text_of(leaf.tokens[max(0, start - 1) : end + 1]))
            }
        told = ((path, _telling(printed(text)), len(text)) for path, text in values.items())
        found = [(length, path) for path, words, length in told if words & near and words <= around]
        return [path for _, path in sorted(found, key=lambda one: -one[0])[:_LIKELY]]

    def _made_with(self, values: Values) -> Document | None:
        """The act with values altered; None when it cannot be."""
        spec = self.remade.checked.spec
        built = build(altered(spec.tree, values), draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        if built is None or self.remade.again is None:
            return None
        return self.remade.again(replace(built, picture=spec.picture))


def _telling(text: str) -> set[str]:
    """The words that tell a value: long ones and figures, or all when there is none of those."""
    plain = _PARTED.sub("", folded(text))
    return set(_TELLING.findall(plain)) or set(plain.split())


def _meet(known: Range, words: Range) -> bool:
    if words[0] == words[1]:
        return known[0] < words[0] < known[1]
    return known[0] < words[1] and words[0] < known[1]


def differing(before: Unit, after: Unit, effort: Effort) -> Iterator[Range]:
    """The words of a passage that differ in another state of it."""
    at = 0
    for hunk in differences(before.tokens, after.tokens, effort):
        if not hunk.same:
            yield at, at + len(hunk.before)
        at += len(hunk.before)


def _elements_of(remade: Remade) -> dict[int, Element]:
    """The element of the plan each part of the act was made from, by the index of the part."""
    found: dict[int, Element] = {}
    left = list(remade.elements)
    for index, part in enumerate(remade.document.parts):
        element = next((one for one in left if _makes(one, part)), None)
        if element is not None:
            found[index] = element
            del left[: left.index(element) + 1]
    return found


def _makes(element: Element, part: Part) -> bool:
    return element.article == part.label if isinstance(part, Article) else element.section is part.kind


def _lines(folders: tuple[Path, ...], names: Sequence[str], deep: int) -> Iterator[tuple[str, int, str]]:
    """Every line of clause files and of those they include, with its file and number."""
    for name in names:
        path = find_clause(folders, name)
        if path is None:
            continue
        try:
            text = clause_text(path, folders)
        except (OSError, UnicodeDecodeError):
            continue
        for number, line in enumerate(text.split("\n"), start=1):
            yield name, number, line
        if deep:
            yield from _lines(folders, _INCLUDE.findall(text), deep - 1)


def leaf_text(unit: Unit) -> str:
    """All the words of a unit."""
    return " ".join(leaf.text for leaf in unit.within() if leaf.leaf)
