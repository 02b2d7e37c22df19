"""Automatic numbers, which Word computes and prints before a paragraph without writing them in its text."""

import re

from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.styles import Styles, indent
from conventions_cli.readers.docx.xml import Element, W, attribute, child, integer, toggle, value

_LEVELS = 9
_MAX_LABEL = 255
_PLACE = re.compile(r"%([1-9])")
_ORDINARY = re.compile(r"\s*[(\[]?%[1-9]\s*[.)\]°/–—-]*\s*\Z")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
)


class Mark(Record, frozen=True):
    """The mark of one paragraph.

    `label`: the text printed before it, with its separator (empty for bullets); `ordinary`: whether it is the mark of a
    list item (« 1. », « b) ») and not of a title (« Article 1 », « 2.1 »); `family`: the definition whose counters
    several lists may share; `left`: indent in twips; `sign`: that of a bullet.
    """

    number: int
    family: int
    level: int
    bullet: bool
    label: str
    ordinary: bool
    value: int
    left: int
    sign: str = ""


class _Level(Record, frozen=True):
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    separator: str = " "
    style: str = ""
    legal: bool = False
    left: int = 0


class _Number(Record):
    """A list: its levels, the counters it shares with lists of the same definition, the levels it restarts."""

    family: int
    levels: dict[int, _Level]
    counters: list[int | None]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counted as its paragraphs are read, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstracts: dict[int, Element] = {}
        self._links: dict[int, str | None] = {}  # the list style that a definition borrows its levels from
        self._numbers: dict[int, Element] = {}
        self._styles = styles
        self._read: dict[int, _Number | None] = {}
        self._counters: dict[int, list[int | None]] = {}
        self._levels: dict[int, dict[int, _Level]] = {}  # levels of definitions, read once for all their lists
        if root is not None:
            for abstract in root.iterchildren(f"{W}abstractNum"):
                identifier = integer(attribute(abstract, "abstractNumId"), -1)
                if identifier not in self._abstracts:
                    self._abstracts[identifier], self._links[identifier] = abstract, value(abstract, "numStyleLink")
            for abstract in root.iterchildren(f"{W}num"):
                self._numbers.setdefault(integer(attribute(abstract, "numId"), -1), abstract)

    def level_of_style(self, number: int, style: str) -> int:
        """The level a list gives to a style."""
        number_found = self._number(number)
        if number_found is None:
            return 0
        return next(
            (level for level, candidate in number_found.levels.items() if candidate.style and candidate.style == style),
            0,
        )

    def count(self, number: int, level: int) -> Mark | None:
        """The mark of the next paragraph of this list at this level; None when there is no such list."""
        counted = self._number(number)
        if counted is None:
            return None
        level = max(0, min(_LEVELS - 1, level))
        about = counted.levels.get(level, _Level())
        counters = counted.counters
        if level in counted.starts:
            counters[level] = counted.starts.pop(level)
        else:
            last = counters[level]
            counters[level] = about.start if last is None else min(last + 1, 10**9)
        for deeper in range(level + 1, _LEVELS):
            after = counted.levels.get(deeper, _Level()).restart
            if after is None or (after > 0 and level < after):
                counters[deeper] = None
        bullet = about.form == "bullet"
        reached = counters[level]
        current = about.start if reached is None else reached
        label = "" if bullet else self._label(counted, about)
        ordinary = bool(_ORDINARY.match(about.text)) and f"%{level + 1}" in about.text
        if about.form == "none" and not label.strip():
            return None
        sign = about.text if bullet else ""
        return Mark(number, counted.family, level, bullet, label, ordinary, current, about.left, sign)

    def _label(self, numbering: _Number, about: _Level) -> str:
        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            its = numbering.levels.get(at, _Level())
            reached = numbering.counters[at]
            form = "decimal" if about.legal and its.form not in {"none", "bullet"} else its.form
            return spelled(its.start if reached is None else reached, form)

        label = _PLACE.sub(number, about.text)[:_MAX_LABEL]
        return label + about.separator if label.strip() else ""

    def _number(self, number: int) -> _Number | None:
        if number not in self._read:
            self._read[number] = self._make(number)
        return self._read[number]

    def _make(self, number: int) -> _Number | None:
        element = self._numbers.get(number)
        if element is None or number == 0:
            return None
        identifier = integer(value(element, "abstractNumId"), -1)
        abstract = self._abstracts.get(identifier)
        for _ in range(5):  # a list may borrow its levels from a list style
            link = self._links.get(identifier)
            borrowed = self._styles.get(link, "numbering").numbering if link else None
            target = self._numbers.get(borrowed[0]) if borrowed else None
            if target is None:
                break
            identifier = integer(value(target, "abstractNumId"), -1)
            abstract = self._abstracts.get(identifier)
        if abstract is None:
            return None
        if identifier not in self._levels:
            by_depth = ((integer(attribute(level, "ilvl")), level) for level in abstract.iterchildren(f"{W}lvl"))
            self._levels[identifier] = {at: _level(level) for at, level in by_depth if 0 <= at < _LEVELS}
        levels = dict(self._levels[identifier])
        counters = self._counters.setdefault(identifier, [None] * _LEVELS)
        starts: dict[int, int] = {}
        for override in element.iterchildren(f"{W}lvlOverride"):
            at = integer(attribute(override, "ilvl"))
            own = child(override, "lvl")
            if own is not None:
                levels[at] = _level(own)
            start = value(override, "startOverride")
            if start is not None:
                starts[at] = max(0, integer(start, 1))
        return _Number(identifier, {at: level for at, level in levels.items() if 0 <= at < _LEVELS}, counters, starts)


def _level(element: Element) -> _Level:
    restart = value(element, "lvlRestart")
    suffix = value(element, "suff")
    return _Level(
        form=value(element, "numFmt") or "decimal",
        text=(value(element, "lvlText") or "")[:_MAX_LABEL],
        start=max(0, integer(value(element, "start"), 1)),
        restart=None if restart is None else integer(restart),
        separator="" if suffix == "nothing" else " ",
        style=value(element, "pStyle") or "",
        legal=bool(toggle(element, "isLgl")),
        left=indent(child(element, "pPr")) or 0,
    )


def spelled(number: int, form: str) -> str:
    """A number in one of Word's formats; in digits for an unknown format."""
    match form:
        case "none" | "bullet":
            return ""
        case "upperRoman" | "lowerRoman" if 0 < number < 4000:
            return _roman(number) if form == "upperRoman" else _roman(number).lower()
        case "upperLetter" | "lowerLetter" if 0 < number <= 26 * 30:
            times, letter = divmod(number - 1, 26)
            return chr(ord("A" if form == "upperLetter" else "a") + letter) * (times + 1)
        case "ordinal":
            return "1er" if number == 1 else f"{number}e"
        case "decimalZero":
            return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for amount, letters in _ROMAN:
        while number >= amount:
            written += letters
            number -= amount
    return written
