"""What can be wrong with a file a person wrote, as values: where, what, and what to type.

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
    """How much a finding weighs; the value is the French word shown to people."""

    ERROR = "erreur"
    WARNING = "avertissement"
    INFO = "information"

    @property
    def rank(self) -> int:
        """Order of weight: 0 for errors, which come first."""
        return (Severity.ERROR, Severity.WARNING, Severity.INFO).index(self)


class Position(Record, frozen=True, order=True, gc=False):
    """A place in a text: line and column, both from 1, the column counted in characters."""

    line: int
    column: int


class SourceText(Record, frozen=True, dict=True):
    """A text diagnostics point into: the name a person knows it by, and its content with `\\n` line ends.

    `sha256`: that of the bytes it was read from, in hexadecimal; empty for a text that is in no file.
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
        """The index at which each line starts, then one past the end, so that a place is found at once."""
        return tuple(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def index(self, place: Position) -> int:
        """The index in the text of a place."""
        return self._starts[min(place.line, len(self.lines)) - 1] + place.column - 1

    def position(self, index: int) -> Position:
        """The place of an index in the text."""
        line = bisect_right(self._starts, index, 0, len(self.lines))
        return Position(line, index - self._starts[line - 1] + 1)


class Span(Record, frozen=True, gc=False):
    """From `start` up to, not including, `end`, in one text."""

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
        """The same place without the text it points into: thousands are kept until a run ends."""
        return Span(SourceText(self.source.name, ""), self.start, self.end)

    @property
    def location(self) -> str:
        """`file:line:col`, as editors and terminals make clickable."""
        return f"{self.source.name}:{self.start.line}:{self.start.column}"


class Code(Record, frozen=True):
    """A kind of fault: its stable number, its weight, a short French title and, for a rule, what it rests on.

    There is one object for each: what another process found is told apart by it too (`one.code is not …`).
    `holds_final`: a warning that may stand in a draft, and refuses an act asked for as final (`--final`).
    """

    number: str
    severity: Severity
    title: str
    basis: str = ""
    holds_final: bool = False

    def __reduce__(self) -> tuple[Callable[..., "Code"], tuple[object, ...]]:
        """As it travels from one process to another."""
        return _the_code, (self.number, self.severity, self.title, self.basis, self.holds_final)

    def __post_init__(self) -> None:
        """Remember it."""
        _CODES.setdefault(self, self)


_CODES: dict[Code, Code] = {}


def _the_code(*fields: Any) -> Code:
    """The code of these fields that this process has."""
    return _CODES[Code(*fields)]


class Related(Record, frozen=True):
    """Another place that explains a fault: the first of two equal keys, the other amount of a sum."""

    span: Span
    message: str


class Replacement(Record, frozen=True):
    """What to write in a place to mend a fault, as the rule that found it says: never read from a hint.

    `certain`: nothing is guessed, only the way of writing changes; otherwise a person has to look (« faut-il lire »).
    """

    span: Span
    text: str
    certain: bool = True


class Diagnostic(Record, frozen=True):
    """One fault: `message` is one French sentence with the facts in it, `hint` says what to type.

    `replacement`: the same as what a machine can write, where there is one. `final`: the act was asked for as final.
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
        """The weight of its code; an error when it holds back the final act it was found in."""
        return Severity.ERROR if self.final and self.code.holds_final else self.code.severity


class Outcome(Record, Generic[T], frozen=True):
    """A value, or none, and everything that was found while making it."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """True when there is a value and no error."""
        return self.value is not None and not has_errors(self.diagnostics)

    def then(self, step: "Callable[[T], Outcome[U]]") -> "Outcome[U]":
        """Feed the value, if there is one, to the next step; findings add up."""
        if self.value is None:
            return Outcome(None, self.diagnostics)
        following = step(self.value)
        return Outcome(following.value, self.diagnostics + following.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether one of the findings is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line and column, without repeats; findings without a place come first."""

    def key(found: Diagnostic) -> tuple[str, Position, int, str]:
        if found.span is None:
            return "", Position(0, 0), found.severity.rank, found.code.number
        return found.span.source.name, found.span.start, found.severity.rank, found.code.number

    seen: set[tuple[str, str, str]] = set()
    kept = []
    for found in sorted(diagnostics, key=key):
        identity = (found.code.number, found.span.location if found.span else "", found.message)
        if identity not in seen:
            seen.add(identity)
            kept.append(found)
    return tuple(kept)
