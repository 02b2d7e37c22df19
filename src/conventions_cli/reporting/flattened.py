"""The facts of a diagnostic that every form for machines needs: file, place, text, fingerprint."""

import hashlib
from collections.abc import Iterator, Sequence

from conventions_cli.foundation import Diagnostic, Record, Severity, Span
from conventions_cli.reporting import Result
from conventions_cli.reporting.bounded import bounded
from conventions_cli.reporting.repository import Naming, posix


class Place(Record, frozen=True):
    """A place in a file: lines and columns from 1; the end column is that after the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Flat(Record, frozen=True):
    """A diagnostic with its place; without a file, it is placed at the first line of its spec."""

    diagnostic: Diagnostic
    place: Place
    fingerprint: str

    @property
    def text(self) -> str:
        """The message, then the hint."""
        return f"{self.diagnostic.message} {self.diagnostic.hint}".strip()


def place_of(span: Span | None, spec: str, named: Naming = posix) -> Place:
    """The place of a span; for a span of the command line, or None, the first line of `spec`.

    `spec`: as the form names it; `named`: how the form names a file.
    """
    if span is None or span.source.name in {"", "--set"}:
        return Place(spec, 1, 1, 1, 2)
    start, end = span.start, span.end
    if (end.line, end.column) <= (start.line, start.column):
        return Place(named(span.source.name), start.line, start.column, start.line, start.column + 1)
    return Place(named(span.source.name), start.line, start.column, end.line, end.column)


def flatten(results: Sequence[Result], named: Naming = posix) -> Iterator[Flat]:
    """Every diagnostic once, in the order of the specs, even in a file that several specs inherit.

    `named`: how the form names a file.
    """
    keys: set[tuple[str, Place, str]] = set()
    fingerprints: dict[str, int] = {}
    for result in results:
        for diagnostic in bounded(result.diagnostics):
            place = place_of(diagnostic.span, named(result.name), named)
            identity = (diagnostic.code.number, place, diagnostic.message)
            if identity in keys:
                continue
            keys.add(identity)
            line = diagnostic.span.source.line(place.line).strip() if diagnostic.span else ""
            base = hashlib.sha256(
                "\0".join([diagnostic.code.number, place.file, line, diagnostic.message]).encode()
            ).hexdigest()
            count = fingerprints.get(base, 0)
            fingerprints[base] = count + 1
            yield Flat(diagnostic, place, f"{base[:40]}{f'-{count}' if count else ''}")


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
