"""Where the words of an act come from: the keys of its spec they follow from, the clause file that writes the others.

A key is found by trying: the act is made again with that value altered, and the words that change follow from it,
whatever the clauses compute. A clause line is found by its words, among the files the plan names for that part.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from conventions_cli.comparison import Shape, Unit, UnitsByBlock, differences, text_of, unit_of
from conventions_cli.document import Article, Document, Part
from conventions_cli.foundation import STEPS, Effort, Outcome, Record, replace
from conventions_cli.french import (
    AmountError,
    DateError,
    format_amount,
    format_date,
    format_number,
    parse_amount,
    parse_date,
)
from conventions_cli.linting import folded
from conventions_cli.model import Element, build
from conventions_cli.source import Mapping, Node, Scalar, override
from conventions_cli.source import Sequence as List
from conventions_cli.templating import MANIFEST, Pack, clause_text, find_clause
from conventions_cli.verification.remade import Remade

Range = tuple[int, int]

_AMOUNTS = frozenset({"montant", "accompagnement", "ae", "cp"})
_STRUCTURE = frozenset({"annuaire", "herite", "modele", "tolere"}) | frozenset(
    {"role", "nature", "genre", "nombre", "article", "reference", "groupe", "par_delegation"}
)
_LETTER = 4  # steps that each letter of an act takes when it is made again to try a value
_MOST_VALUES, _MOST_SAID = 5_000, 20_000  # values, and letters of what changed, among which those to try are chosen
_COVERED = 4  # steps to see what a letter of a passage follows from, and to compare a word with one of a clause
_CODE = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")
_WORD = re.compile(r"[a-z]{3,}")
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

    def __init__(self, remade: Remade, said: str = "") -> None:
        """Try the values of the spec, those that stand in `said`, the words that changed, before the others."""
        self.remade = remade
        self.effort = Effort()
        self._lines_of: dict[int, list[tuple[str, int, set[str]]]] = {}
        self.pack: Pack = remade.checked.pack
        self.document = remade.document
        self.elements = _elements_of(remade)
        self.ranges: dict[Spot, list[tuple[str, Range]]] = {}
        self.weights: dict[str, int] = {}
        self.leaves: dict[Spot, Unit] = {}
        self._trace(said)

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
        total = sum(len(token.text) for leaf in leaves.values() for token in leaf.tokens)
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

    def _trace(self, said: str) -> None:
        made: UnitsByBlock = {}
        units = [unit_of(part, {}, known_units=made) for part in self.document.parts]
        for index, unit in enumerate(units):
            self.leaves |= {spot: one for spot, one in spots_of(index, unit) if one.leaf}
        if self.remade.again is None:
            return
        letters = sum(len(token.text) for leaf in self.leaves.values() for token in leaf.tokens)
        for path, text in self._tried(said):
            if not self.effort.allows(_LETTER * letters, at_once=STEPS):
                break
            other = self._made_with(path, _other(path, text))
            if other is None or len(other.parts) != len(self.document.parts):
                continue
            key = ".".join(map(str, path))
            found = [
                (spot, words)
                for index, (unit, part, changed) in enumerate(zip(units, self.document.parts, other.parts, strict=True))
                if part != changed
                for spot, words in _changed(index, unit, unit_of(changed, {}, known_units=made), self.effort)
            ]
            self.weights[key] = len({spot for spot, _ in found})
            for spot, words in found:
                self.ranges.setdefault(spot, []).append((key, words))

    def _tried(self, said: str) -> list[tuple[tuple[str | int, ...], str]]:
        """The values to try, the likely ones first: the longest of those that stand in the words that changed.

        Each has the whole act made again, and a long act is made again a few times only.
        """
        said = said[:_MOST_SAID]
        values = islice(_values(self.remade.checked.spec.tree, ()), _MOST_VALUES)
        return sorted(values, key=lambda one: -len(one[1]) if _printed(one[1]) in said else 0)

    def _made_with(self, path: tuple[str | int, ...], text: str) -> Document | None:
        """The act with one value altered; None when it cannot be."""
        spec = self.remade.checked.spec
        laid: Outcome[Mapping] = override(spec.tree, f"{'.'.join(map(str, path))}={text}")
        if laid.value is None or self.remade.again is None:
            return None
        built = build(laid.value, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        return self.remade.again(replace(built, picture=spec.picture)) if built is not None else None


def _meet(known: Range, words: Range) -> bool:
    if words[0] == words[1]:
        return known[0] < words[0] < known[1]
    return known[0] < words[1] and words[0] < known[1]


def _values(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every value an act may print, with its path."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text not in _STRUCTURE and "." not in entry.key.text:
                yield from _values(entry.value, (*path, entry.key.text))
        article = node.get("reference")
        if not path and isinstance(article, Scalar):  # that of the act, not the name of a party in the directory
            yield ("reference",), article.text
    elif isinstance(node, List):
        for index, item in enumerate(node.items):
            yield from _values(item, (*path, index))
    elif isinstance(node, Scalar) and not node.blank:
        yield path, node.text


def _printed(text: str) -> str:
    """A value as acts print it, when it is a sum or a day."""
    try:
        return format_number(parse_amount(text))
    except AmountError:
        pass
    try:
        return format_date(parse_date(text))
    except DateError:
        return text


def _other(path: tuple[str | int, ...], text: str) -> str:
    """Another value of the same kind, none of whose words is the same."""
    if path[-1] in _AMOUNTS or "€" in text:
        try:
            return format_amount(parse_amount(text) + 1)
        except AmountError:
            return f"{text}x"
    try:
        day = parse_date(text)
        return day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat()
    except DateError:
        pass
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{int(text[:4]) + 1}{text[4:]}"
    if re.fullmatch(r"\d{1,4}", text):
        return str(int(text) + 1)
    share = re.fullmatch(r"(\d{1,2})(.*%)", text)
    if share:
        return f"{int(share[1]) + 1}{share[2]}"
    if "://" in text:
        return f"{text}x"
    return re.sub(r"(\w)\b", r"\1x", text)


def _changed(part: int, before: Unit, after: Unit, effort: Effort) -> Iterator[tuple[Spot, Range]]:
    """The words that differ in two parts of one structure; nothing when an item came or went."""
    left = [(spot, one) for spot, one in spots_of(part, before) if one.leaf]
    right = [one for one in after.within() if one.leaf]
    if len(left) != len(right):
        return
    for (spot, one), other in zip(left, right, strict=True):
        if one.key == other.key:
            continue
        at = 0
        for hunk in differences(one.tokens, other.tokens, effort):
            if not hunk.same:
                yield spot, (at, at + len(hunk.before))
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
    return " ".join(text_of(leaf.tokens) for leaf in unit.within() if leaf.leaf)
