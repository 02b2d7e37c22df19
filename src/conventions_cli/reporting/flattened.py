"""What every machine form needs of a finding, computed once: file, place, words, a fingerprint."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from conventions_cli.foundation import Diagnostic, Record, Severity, Span
from conventions_cli.reporting import Result
from conventions_cli.reporting.told import told


class Place(Record, frozen=True):
    """Lines and columns from 1; the end column is the one after the last character."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Flat(Record, frozen=True):
    """A finding with its place; a fault of no file stands at the first line of its spec."""

    found: Diagnostic
    place: Place
    fingerprint: str

    @property
    def text(self) -> str:
        """The message and what to type, in one text."""
        return f"{self.found.message} {self.found.hint}".strip()


def place_of(span: Span | None, spec: str) -> Place:
    """A place in a file: what stands on the command line or nowhere is put at the first line of the spec."""
    if span is None or span.source.name in {"", "--set"}:
        return Place(posix(spec), 1, 1, 1, 2)
    start, end = span.start, span.end
    if (end.line, end.column) <= (start.line, start.column):
        return Place(posix(span.source.name), start.line, start.column, start.line, start.column + 1)
    return Place(posix(span.source.name), start.line, start.column, end.line, end.column)


def posix(name: str) -> str:
    """A file name with forward slashes, without a leading `./`."""
    return PurePath(name).as_posix()


def flatten(results: Sequence[Result]) -> Iterator[Flat]:
    """Every finding once, in the order of the specs; a fault of an inherited file is not told once per heir."""
    seen: set[tuple[str, Place, str]] = set()
    fingerprints: dict[str, int] = {}
    for result in results:
        for found in told(result.diagnostics):
            place = place_of(found.span, result.name)
            identity = (found.code.number, place, found.message)
            if identity in seen:
                continue
            seen.add(identity)
            line = found.span.source.line(place.line).strip() if found.span else ""
            base = hashlib.sha256("\0".join([found.code.number, place.file, line, found.message]).encode()).hexdigest()
            count = fingerprints.get(base, 0)
            fingerprints[base] = count + 1
            yield Flat(found, place, f"{base[:40]}{f'-{count}' if count else ''}")


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
