"""The faults of files that people write, as values: where, what, and what to type.

A fault the author can repair is a `Diagnostic`, never an exception. Every step of the pipeline returns an `Outcome`:
a value or none, with every diagnostic seen on the way.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cached_property
from itertools import accumulate
from typing import Any, Generic, TypeVar

from conventions_cli.foundation.records import Record

T = TypeVar("T")
U = TypeVar("U")


class Severity(Enum):
    """The severity of a diagnostic; the value is the French word shown to people."""

    ERROR = "erreur"
    WARNING = "avertissement"
    INFO = "information"

    @property
    def rank(self) -> int:
        """The order of severities: 0 for errors, which come first."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)


class Position(Record, frozen=True, order=True, gc=False):
    """A place in a text: line and column, both from 1, the column counted in characters."""

    line: int
    column: int


class SourceText(Record, frozen=True, dict=True):
    """A text that diagnostics point into: the name to show, and its content with `\\n` line ends.

    `sha256`: of the bytes it was read from, in hexadecimal; empty for a text that is in no file.
    """

    name: str
    text: str
    sha256: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without their ends."""
        return tuple(self.text.split("\n"))

    def line(self, number: int) -> str:
        """Line `number` (from 1); empty past the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """The index at which each line starts, then one past the end, for quick look-ups."""
        return tuple(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def index(self, place: Position) -> int:
        """The index in the text of a place."""
        return self._starts[min(place.line, len(self.lines)) - 1] + place.column - 1

    def position(self, index: int) -> Position:
        """The place of an index in the text."""
        line = bisect_right(self._starts, index, 0, len(self.lines))
        return Position(line, index - self._starts[line - 1] + 1)


class Span(Record, frozen=True, gc=False):
    """A stretch of one text, from `start` up to `end`, not included."""

    source: SourceText
    start: Position
    end: Position

    @classmethod
    def at_line(cls, source: SourceText, line: int) -> "Span":
        """The visible characters of one line."""
        text = source.line(line)
        first = len(text) - len(text.lstrip()) + 1
        return cls(source, Position(line, first), Position(line, max(first + 1, len(text.rstrip()) + 1)))

    @classmethod
    def whole(cls, source: SourceText) -> "Span":
        """The first characters of the text, for a fault of the file as a whole."""
        return cls(source, Position(1, 1), Position(1, 1))

    @property
    def bare(self) -> "Span":
        """This place, without the text it points into: thousands are kept until a run ends."""
        return Span(SourceText(self.source.name, ""), self.start, self.end)

    @property
    def location(self) -> str:
        """`file:line:col`, as editors and terminals make clickable."""
        return f"{self.source.name}:{self.start.line}:{self.start.column}"


class Code(Record, frozen=True):
    """A kind of fault: its stable number, its severity, a short French title and, for a rule, its legal basis.

    There is one object for each code, also for diagnostics that come from another process: compare them with `is`.
    `holds_final`: whether it is a warning in a draft, but an error in an act asked for as final (`--final`).
    """

    number: str
    severity: Severity
    title: str
    basis: str = ""
    holds_final: bool = False

    def __reduce__(self) -> tuple[Callable[..., "Code"], tuple[object, ...]]:
        """The form in which it is sent to another process."""
        return _the_code, (self.number, self.severity, self.title, self.basis, self.holds_final)

    def __post_init__(self) -> None:
        """Note the one object of this code."""
        _CODES.setdefault(self, self)


_CODES: dict[Code, Code] = {}


def _the_code(*fields: Any) -> Code:
    """The one object of this process for a code with these fields."""
    return _CODES[Code(*fields)]


class Related(Record, frozen=True):
    """Another place that explains a fault: the first of two equal keys, the other amount of a sum."""

    span: Span
    message: str


class Replacement(Record, frozen=True):
    """A text to write at a place to mend a fault, given by the rule that found it, and never read from a hint.

    `certain`: only the way of writing changes, and nothing is guessed; otherwise a person must decide.
    """

    span: Span
    text: str
    certain: bool = True


class Diagnostic(Record, frozen=True):
    """One fault: `message` is one French sentence with the facts in it, `hint` tells what to type.

    `replacement`: the text that a program may write, if any. `final`: whether the act was asked for as final.
    """

    code: Code
    message: str
    span: Span | None = None
    hint: str = ""
    related: tuple[Related, ...] = ()
    replacement: Replacement | None = None
    final: bool = False

    @property
    def severity(self) -> Severity:
        """The severity of its code; error for a code that refuses the final act it was found in."""
        return Severity.ERROR if self.final and self.code.holds_final else self.code.severity


class Outcome(Record, Generic[T], frozen=True):
    """A value, or None, and every diagnostic seen while making it."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """True when there is a value and no error."""
        return self.value is not None and not has_errors(self.diagnostics)

    def then(self, step: "Callable[[T], Outcome[U]]") -> "Outcome[U]":
        """Give the value, if there is one, to the next step; diagnostics add up."""
        if self.value is None:
            return Outcome(None, self.diagnostics)
        following = step(self.value)
        return Outcome(following.value, self.diagnostics + following.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of the diagnostics is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line and column, without repeats; diagnostics without a place come first."""

    def key(diagnostic: Diagnostic) -> tuple[str, Position, int, str]:
        if diagnostic.span is None:
            return "", Position(0, 0), diagnostic.severity.rank, diagnostic.code.number
        return diagnostic.span.source.name, diagnostic.span.start, diagnostic.severity.rank, diagnostic.code.number

    keys: set[tuple[str, str, str]] = set()
    distinct = []
    for diagnostic in sorted(diagnostics, key=key):
        identity = (diagnostic.code.number, diagnostic.span.location if diagnostic.span else "", diagnostic.message)
        if identity not in keys:
            keys.add(identity)
            distinct.append(diagnostic)
    return tuple(distinct)
