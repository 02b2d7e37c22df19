"""Finds the marks that a failed merge of two versions leaves in a file: they would be read, or printed, as text."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Diagnostic, Record, SourceText, Span, catalogue

_OPENS, _CLOSES = "<<<<<<<", ">>>>>>>"
_MARK = re.compile(r"(<{7}|>{7})(?: (.*))?\Z")


class Conflict(Record, frozen=True):
    """A conflict left in a text: its first and last lines, from 1, and the names of the two versions, if stated."""

    first: int
    last: int
    sides: tuple[str, ...]

    @property
    def message(self) -> str:
        """The fault, in a sentence."""
        named = " et ".join(f"« {side} »" for side in self.sides if side)
        lines = f"de la ligne {self.first} à la ligne {self.last}" if self.last > self.first else f"ligne {self.first}"
        return f"Conflit de fusion laissé dans le fichier, {lines}{f' ({named})' if named else ''}."

    @property
    def hint(self) -> str:
        """The way to repair it."""
        return "Garder les lignes voulues ; effacer l’autre version, et les lignes <<<<<<<, ======= et >>>>>>>."


def conflicts_in(text: str) -> Iterator[Conflict]:
    """The conflicts of a text; a single mark is a conflict of one line."""
    if _OPENS not in text and _CLOSES not in text:
        return
    opened: tuple[int, str] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        mark = _MARK.match(line.rstrip())
        if mark is None:
            continue
        side = mark[2] or ""
        if mark[1] == _CLOSES and opened is not None:
            yield Conflict(opened[0], number, (opened[1], side))
            opened = None
            continue
        if opened is not None:
            yield Conflict(opened[0], opened[0], (opened[1],))
        opened = (number, side) if mark[1] == _OPENS else None
        if opened is None:
            yield Conflict(number, number, (side,))
    if opened is not None:
        yield Conflict(opened[0], opened[0], (opened[1],))


def conflicts(source: SourceText) -> tuple[Diagnostic, ...]:
    """The diagnostics of the conflicts of a file, at their first lines."""
    return tuple(
        Diagnostic(catalogue.CONFLICT, conflict.message, Span.at_line(source, conflict.first), conflict.hint)
        for conflict in conflicts_in(source.text)
    )
