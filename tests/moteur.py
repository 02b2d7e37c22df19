"""A regular expression run step by step, as Python's engine does: it counts, where seconds would depend on the machine.

The tree is the one `re` compiles. What is counted are the attempts at a node; the start of a search is tried at every
place, as the engine does but for expressions that open with letters.
"""

import re
import re._constants as sre  # the tree `re` compiles: no other counts what the engine does
import re._parser as parser
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdecimal(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    sre.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    sre.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


class TooManyStepsError(Exception):
    """An attempt goes on past what it was allowed."""


class Engine:
    """Runs an expression on texts; `steps` are those of all that was tried."""

    def __init__(self, pattern: re.Pattern[str], most: int) -> None:
        self.tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
        self.ignores = bool(pattern.flags & re.IGNORECASE)
        self.flags = pattern.flags
        self.most = most
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}

    def search(self, text: str) -> None:
        """Try at every place of a text, one after the other until one answers, and go on after it."""
        at = 0
        while at <= len(text):
            end = next(self.run(self.tree, text, at), None)
            at = at + 1 if end is None or end == at else end

    def start(self, text: str) -> None:
        """Try at the start only, and every way it may go from there."""
        for _ in self.run(self.tree, text, 0):
            pass

    def run(self, nodes: list[Any], text: str, at: int) -> Iterator[int]:
        """The places where these nodes may end when they begin at a place, in the order of the engine's choices."""
        self.steps += 1
        if self.steps > self.most:
            raise TooManyStepsError
        if not nodes:
            yield at
            return
        (kind, about), rest = nodes[0], nodes[1:]
        if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            yield from self.repeat(kind, about, rest, text, at)
        else:
            for end in self.ends_of(kind, about, text, at):
                yield from self.run(rest, text, end)

    def repeat(self, kind: Any, about: Any, rest: list[Any], text: str, at: int) -> Iterator[int]:
        """A repeated node, then the rest; what is one sign wide is counted along without going deeper."""
        low, high, body = about[0], about[1], list(about[2])
        ends = [at]
        if _is_narrow(body):
            while len(ends) <= high and ends[-1] < len(text) and self.fits(*body[0], text[ends[-1]]):
                self.steps += 1
                ends.append(ends[-1] + 1)
            places = ends[low:]
            if kind is sre.POSSESSIVE_REPEAT:
                places = places[-1:]
            for end in places if kind is sre.MIN_REPEAT else reversed(places):
                yield from self.run(rest, text, end)
            return
        if kind is sre.POSSESSIVE_REPEAT:
            while len(ends) <= high and (end := next(self.run(body, text, ends[-1]), None)) not in {None, ends[-1]}:
                ends.append(end)
            if len(ends) > low:
                yield from self.run(rest, text, ends[-1])
            return
        yield from self.turns(kind is sre.MIN_REPEAT, (low, high), body, rest, text, at, 0)

    def turns(
        self, lazy: bool, bounds: tuple[int, int], body: list[Any], rest: list[Any], text: str, at: int, done: int
    ) -> Iterator[int]:
        """A repeated group, turn after turn."""
        if lazy and done >= bounds[0]:
            yield from self.run(rest, text, at)
        if done < bounds[1] and done < len(text) + bounds[0] + 1:
            for end in self.run(body, text, at):
                if end != at or done < bounds[0]:
                    yield from self.turns(lazy, bounds, body, rest, text, end, done + 1)
        if not lazy and done >= bounds[0]:
            yield from self.run(rest, text, at)

    def ends_of(self, kind: Any, about: Any, text: str, at: int) -> Iterator[int]:
        """The places where one node may end."""
        if kind is sre.SUBPATTERN:
            for end in self.run(list(about[3]), text, at):
                self.groups[about[0]] = (at, end)
                yield end
        elif kind is sre.BRANCH:
            for choice in about[1]:
                yield from self.run(list(choice), text, at)
        elif kind is sre.ATOMIC_GROUP:
            yield from islice(self.run(list(about), text, at), 1)
        elif kind is sre.GROUPREF:
            start, end = self.groups.get(about, (0, 0))
            if text.startswith(text[start:end], at):
                yield at + end - start
        elif kind in {sre.ASSERT, sre.ASSERT_NOT, sre.AT}:
            if self.stands(about, text, at) if kind is sre.AT else self.looks(about, text, at) is (kind is sre.ASSERT):
                yield at
        elif at < len(text) and self.fits(kind, about, text[at]):
            yield at + 1

    def looks(self, about: Any, text: str, at: int) -> bool:
        """Whether a look-ahead or look-behind matches."""
        way, inside = about[0], list(about[1])
        if way > 0:
            return next(self.run(inside, text, at), None) is not None
        width = parser.SubPattern(parser.State(), inside).getwidth()[0]
        return at >= width and any(end == at for end in self.run(inside, text, at - width))

    def stands(self, where: Any, text: str, at: int) -> bool:
        """Whether a place is an edge of the kind asked."""
        if where in {sre.AT_BEGINNING, sre.AT_BEGINNING_STRING}:
            several = where is sre.AT_BEGINNING and self.flags & re.MULTILINE
            return at == 0 or bool(several and text[at - 1] == "\n")
        if where is sre.AT_END_STRING:
            return at == len(text)
        if where is sre.AT_END:
            return text[at:] in {"", "\n"} or bool(self.flags & re.MULTILINE and text[at] == "\n")
        word = _CATEGORIES[sre.CATEGORY_WORD]
        edge = (at > 0 and word(text[at - 1])) is not (at < len(text) and word(text[at]))
        return edge is (where is sre.AT_BOUNDARY)

    def fits(self, kind: Any, about: Any, sign: str) -> bool:
        """Whether a node one sign wide takes a sign."""
        if kind is sre.ANY:
            return sign != "\n" or bool(self.flags & re.DOTALL)
        signs = {sign, sign.lower(), sign.upper()} if self.ignores else {sign}
        if kind is sre.LITERAL:
            return chr(about) in signs
        if kind is sre.NOT_LITERAL:
            return chr(about) not in signs
        assert kind is sre.IN, kind
        denied = about[0][0] is sre.NEGATE
        contains = any(_holds(item_kind, value, sign) for item_kind, value in about for sign in signs)
        return contains is not denied


def _holds(kind: Any, value: Any, sign: str) -> bool:
    if kind is sre.LITERAL:
        return ord(sign) == value
    if kind is sre.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return kind is sre.CATEGORY and _CATEGORIES[value](sign)


def _is_narrow(body: list[Any]) -> bool:
    """Whether a repeated body is one node, one sign wide."""
    return len(body) == 1 and body[0][0] in {sre.ANY, sre.LITERAL, sre.NOT_LITERAL, sre.IN}


def longest(pattern: re.Pattern[str]) -> int:
    """How many letters an expression may take at most."""
    return int(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG).getwidth()[1])


def units_of(pattern: re.Pattern[str]) -> list[str]:
    """Texts that an expression goes some way into: what each of its nodes takes, and all of it, longer and longer."""
    samples: dict[str, None] = {}
    whole = ""
    for kind, about in parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG):
        whole += _sample(kind, about, samples)
        samples[whole] = None
    return [sample for sample in samples if sample]


def _samples(nodes: Any, samples: dict[str, None]) -> str:
    text = "".join(_sample(kind, about, samples) for kind, about in nodes)
    samples[text] = None
    return text


def _sample(kind: Any, about: Any, samples: dict[str, None]) -> str:
    """A text that a node takes, each repeated body once at least; those of all it holds are found on the way."""
    if kind is sre.LITERAL:
        return chr(about)
    if kind is sre.NOT_LITERAL:
        return "b" if chr(about) == "a" else "a"
    if kind is sre.IN:
        return _sign_in(about)
    if kind is sre.BRANCH:
        texts = [_samples(choice, samples) for choice in about[1]]
        return texts[0]
    if kind in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
        return _samples(about[2], samples) * max(about[0], 1)
    if kind in {sre.ASSERT, sre.ASSERT_NOT}:
        return _samples(about[1], samples)[:0]
    if kind in {sre.SUBPATTERN, sre.ATOMIC_GROUP}:
        return _samples(about[3] if kind is sre.SUBPATTERN else about, samples)
    return "a" if kind is sre.ANY else ""


def _sign_in(about: Any) -> str:
    """A sign that a class takes: one it names, else the first common one it does not refuse."""
    if about[0][0] is not sre.NEGATE:
        for kind, value in about:
            if kind is sre.LITERAL:
                return chr(value)
            if kind is sre.RANGE:
                return chr(value[0])
            return next(sign for sign in "1 a-" if _CATEGORIES[value](sign))
    return next(sign for sign in "a1 -.é" if not any(_holds(kind, value, sign) for kind, value in about[1:]))
