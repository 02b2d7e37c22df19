"""The origins of the words of an act: keys of its spec, or lines of clause files.

Keys are found by trials: the act is made again with one value altered, and the words that change follow from its key,
whatever the clauses compute. Values are first altered many at a time, to exclude together those that change no sought
passage: so few trials are needed, however many values the spec has. A clause line is found by its words, among the
files that the plan names for the part.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from conventions_cli.comparison import Shape, Unit, UnitsByBlock, differences, text_of, unit_of
from conventions_cli.document import Article, Document, Part
from conventions_cli.foundation import STEPS, Effort, Record, replace
from conventions_cli.french import folded
from conventions_cli.model import Element, build
from conventions_cli.templating import MANIFEST, Pack, clause_text, find_clause, included_in
from conventions_cli.verification.alterations import Values, altered, printed, values_of
from conventions_cli.verification.remade import Remade

Range = tuple[int, int]
Sought = dict["Spot", tuple[Range, ...] | None]  # for each passage, ranges of its tokens; None for all of them

_ONE, _MANY = 1, 5  # steps of effort per letter of an act made again with one value altered, with many
_LIKELY = 8  # values tried one by one, before the others together
_COVERED = 4  # steps of effort per word of a clause that is compared
_CODE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_WORD = re.compile(r"[a-z]{3,}")
_TELLING = re.compile(r"\w{4,}|\w*\d\w*")
_PARTED = re.compile(r"(?<=\d)\s(?=\d)")
_ENOUGH = 0.6  # share of the words of a clause line that a passage must hold
_DEEP = 3


class Clause(Record, frozen=True):
    """A place in a pack: the file as the plan names it, and its line, or 0 for the whole file."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Spot(Record, frozen=True):
    """The identity of a unit in an act, where two units may have the same place (rows or titles with the same words).

    `part`: the index of its part; `number`: how many earlier units of that part have the same place.
    """

    part: int
    place: str
    number: int = 0


def spots_of(part: int, root: Unit) -> Iterator[tuple[Spot, Unit]]:
    """The units of a part, each with its spot."""
    counts: Counter[str] = Counter()
    for unit in root.within():
        yield Spot(part, unit.place, counts[unit.place]), unit
        counts[unit.place] += 1


class Origins:
    """The origins of the passages, named by their spots, of an act made from a spec.

    All searches share one `effort`; once it is spent, passages have no key, or no line of a clause.
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
        self._units_by_block: UnitsByBlock = {}
        self._units = [unit_of(part, {}, shared=self._units_by_block) for part in self.document.parts]
        for index, unit in enumerate(self._units):
            self.leaves |= {spot: leaf for spot, leaf in spots_of(index, unit) if leaf.leaf}
        self._letters = sum(len(leaf.text) for leaf in self.leaves.values())
        self._given_up = False

    def keys(self, place: Spot, words: Range) -> tuple[str, ...]:
        """The keys that some words of a passage follow from, the most particular first; none for words of a clause.

        `words`: the range of their tokens in the passage; an empty range is a place between two tokens.
        """
        keys = {key for key, span in self.ranges.get(place, ()) if _meet(span, words)}
        return tuple(sorted(keys, key=lambda key: (self.weights[key], key)))

    def whole(self, spots: Iterable[Spot]) -> tuple[str, ...]:
        """The keys, or the groups and lists of keys, that most letters of a unit follow from.

        `spots`: those of the unit and of the units it holds.
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
        enough = [key for key, tokens in covered.items() if sum(lengths[token] for token in tokens) > _ENOUGH * total]
        return tuple(sorted(key for key in enough if not any(other.startswith(f"{key}.") for other in enough)))

    def clause(self, part: int, words: str, shape: Shape = Shape.PARAGRAPH) -> Clause | None:
        """The clause line that writes these words of a part, or only its file; None when no file writes the part."""
        element = self.elements.get(part)
        if element is None:
            return None
        if shape is Shape.TITLE:
            index = next(i for i, candidate in enumerate(self.pack.elements) if candidate is element)
            return Clause(f"{self.pack.name}/{MANIFEST}", self.pack.span("plan", index, "titre").start.line)
        sought_words = set(_WORD.findall(folded(words)))
        best: tuple[float, Clause] | None = None
        files = [name for name in element.clause if isinstance(name, str)]
        lines = self._clause_lines(element, files)
        if self.effort.allows(_COVERED * sum(len(own) for _, _, own in lines), at_once=STEPS):
            for name, number, own in lines:
                shared = len(own & sought_words)
                if own and shared >= _ENOUGH * len(own) and (best is None or shared > best[0]):
                    best = (shared, Clause(name, number))
        if best is not None:
            return best[1]
        return Clause(files[0]) if files else None

    def _clause_lines(self, element: Element, files: Sequence[str]) -> list[tuple[str, int, set[str]]]:
        """For each line of the files that may write an element: the file, the number of the line, its words."""
        if id(element) not in self._lines_of:
            self._lines_of[id(element)] = [
                (name, number, set(_WORD.findall(folded(_CODE.sub(" ", line)))))
                for name, number, line in _lines(self.pack.folders, files, _DEEP)
            ]
        return self._lines_of[id(element)]

    def seek(self, passages: Iterable[tuple[Spot, tuple[Range, ...] | None]]) -> None:
        """Find the keys of passages, or of some words of them, for `keys` and `whole` to return."""
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
        """Try values together, then each half of them if a sought passage changed. Returns whether one did.

        `one_at_least`: whether at least one of these values surely changes a sought passage.
        """
        if not values:
            return False
        if len(values) == 1 or not one_at_least:
            sought = self._try(values, sought)
        if len(values) > 1 and sought and not self._given_up:
            paths = list(values)
            first, second = paths[: len(paths) // 2], paths[len(paths) // 2 :]
            first_changes = self._narrow({path: values[path] for path in first}, sought)
            self._narrow({path: values[path] for path in second}, sought, one_at_least=not first_changes)
        return bool(sought)

    def _try(self, values: Values, sought: Sought) -> Sought:
        """The sought passages that change with these values; all of them, when the act then has other parts.

        Remembers the words that follow from a value tried alone.
        """
        alone = len(values) == 1
        if not self.effort.allows((_ONE if alone else _MANY) * self._letters, at_once=STEPS):
            self._given_up = True
            return {}
        other = self._act_with(values)
        if other is None or len(other.parts) != len(self.document.parts):
            return sought
        parts = range(len(other.parts)) if alone else {spot.part for spot in sought}
        changed = {index: self._changed(index, other.parts[index]) for index in parts}
        if alone:
            self._keep(".".join(map(str, next(iter(values)))), changed.values())
        touched: Sought = {}
        for spot, words in sought.items():
            ranges = changed[spot.part]
            if ranges is None or any(
                words is None or any(_meet(span, w) for w in words) for span in ranges.get(spot, ())
            ):
                touched[spot] = words
        return touched

    def _keep(self, key: str, changed: Iterable[dict[Spot, list[Range]] | None]) -> None:
        """Remember the words that follow from a key."""
        passages = [
            (spot, words)
            for by_spot in changed
            if by_spot is not None
            for spot, ranges in by_spot.items()
            for words in ranges
        ]
        self.weights[key] = len({spot for spot, _ in passages})
        for spot, words in passages:
            self.ranges.setdefault(spot, []).append((key, words))

    def _changed(self, index: int, part: Part) -> dict[Spot, list[Range]] | None:
        """The ranges that differ in each passage of a part; None when the part has not the same number of passages."""
        if part == self.document.parts[index]:
            return {}
        before_leaves = [(spot, leaf) for spot, leaf in spots_of(index, self._units[index]) if leaf.leaf]
        right = [leaf for leaf in unit_of(part, {}, shared=self._units_by_block).within() if leaf.leaf]
        if len(before_leaves) != len(right):
            return None
        return {
            spot: list(differing(leaf, other, self.effort))
            for (spot, leaf), other in zip(before_leaves, right, strict=True)
            if leaf.key != other.key
        }

    def _likely(self, values: Values, sought: Sought) -> list[tuple[str | int, ...]]:
        """The longest values that stand in a sought passage, at its sought words."""
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
        candidates = ((path, _telling(printed(text)), len(text)) for path, text in values.items())
        ranked = [(length, path) for path, words, length in candidates if words & near and words <= around]
        return [path for _, path in sorted(ranked, key=lambda pair: -pair[0])[:_LIKELY]]

    def _act_with(self, values: Values) -> Document | None:
        """The act with these values altered; None when it cannot be made."""
        spec = self.remade.checked.spec
        built = build(altered(spec.tree, values), draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        if built is None or self.remade.again is None:
            return None
        return self.remade.again(replace(built, picture=spec.picture))


def _telling(text: str) -> set[str]:
    """The words that identify a value: long words and figures, or all its words when it has none of these."""
    plain = _PARTED.sub("", folded(text))
    return set(_TELLING.findall(plain)) or set(plain.split())


def _meet(span: Range, words: Range) -> bool:
    if words[0] == words[1]:
        return span[0] < words[0] < span[1]
    return span[0] < words[1] and words[0] < span[1]


def differing(before: Unit, after: Unit, effort: Effort) -> Iterator[Range]:
    """The ranges of tokens of a passage that differ in another state of it."""
    at = 0
    for hunk in differences(before.tokens, after.tokens, effort):
        if not hunk.same:
            yield at, at + len(hunk.before)
        at += len(hunk.before)


def _elements_of(remade: Remade) -> dict[int, Element]:
    """By the index of a part, the element of the plan that it was made from."""
    elements: dict[int, Element] = {}
    remaining = list(remade.elements)
    for index, part in enumerate(remade.document.parts):
        element = next((candidate for candidate in remaining if _makes(candidate, part)), None)
        if element is not None:
            elements[index] = element
            del remaining[: remaining.index(element) + 1]
    return elements


def _makes(element: Element, part: Part) -> bool:
    return element.article == part.label if isinstance(part, Article) else element.section is part.kind


def _lines(folders: tuple[Path, ...], names: Sequence[str], deep: int) -> Iterator[tuple[str, int, str]]:
    """Every line of clause files, and of the files they include: the file, the number, the text."""
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
            yield from _lines(folders, included_in(text), deep - 1)


def leaf_text(unit: Unit) -> str:
    """All the words of a unit."""
    return " ".join(leaf.text for leaf in unit.within() if leaf.leaf)
