"""Checks the quoted texts and the numbers of a clause when it is compiled: no spec could hold such values.

An escape (`"\\x1b"`, `"\\u202e"`, `"\\ud800"`) makes a character that neither the file of a clause nor a spec may hold:
one that a terminal obeys, that hides or turns a text, or that no file can be written with. A number may be infinite.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import nodes

from conventions_cli.foundation import catalogue
from conventions_cli.sandbox.refusal import ClauseRefusedError
from conventions_cli.source import damage_in, first_leftover, forbidden_in, repaired

MAX_TOKENS = 10_000  # of a clause, without whitespace; our longest has 700
MAX_BITS = 256  # of a whole number; amounts need far fewer
_MAX_FIGURES = 80  # characters of a number, as written
_LINES = 10  # lines of text that count as one token
_NUMBERS = frozenset({"integer", "float"})


def checked(template: nodes.Template, filename: str | None) -> int:
    """The number of nodes of a template. Raises ClauseRefusedError for a text or a number that no act can hold."""
    count, waiting = 0, [template]
    while waiting:
        node: Any = waiting.pop()
        count += 1
        if type(node) is nodes.Const:
            fault = _fault(node.value)
            if fault is not None:
                raise _refused(fault, filename, node.lineno)
        waiting.extend(node.iter_child_nodes())
    return count


def counted(raw: Iterator[tuple[int, str, str]], filename: str | None) -> Iterator[tuple[int, str, str]]:
    """The tokens of a template, unchanged. Raises ClauseRefusedError for too many tokens, or for a huge number."""
    remaining = MAX_TOKENS
    for line, kind, text in raw:
        remaining -= kind != "whitespace"
        if kind == "data":
            remaining -= text.count("\n") // _LINES
        if remaining < 0:
            message = "La clause est trop longue pour être lue : elle a plus de 10\u00a0000 mots, balises et signes."
            hint = "La partager en plusieurs fichiers, ou joindre le texte à l’acte en annexe."
            raise ClauseRefusedError(message, _path(filename), line, catalogue.TEMPLATE_SIZE, hint)
        if kind in _NUMBERS and len(text) > _MAX_FIGURES:
            raise _refused(("Ce nombre", "est trop grand pour un acte"), filename, line)
        yield line, kind, text


def _refused(fault: tuple[str, str], filename: str | None, line: int) -> ClauseRefusedError:
    subject, predicate = fault
    hint = "Retaper ce passage au clavier, sans barre oblique inverse ni nombre démesuré."
    return ClauseRefusedError(f"{subject} {predicate}.", _path(filename), line, hint=hint)


def _path(filename: str | None) -> Path | None:
    return Path(filename) if filename is not None else None


def _fault(value: object) -> tuple[str, str] | None:
    """The fault of a constant, in French: a subject and a predicate; None without a fault."""
    if isinstance(value, str):
        sign = _sign(value)
        return (
            (f"Ce texte entre guillemets contient le caractère U+{ord(sign):04X}", "qui est interdit") if sign else None
        )
    if isinstance(value, float) and not math.isfinite(value):
        return "Ce nombre", "est trop grand pour un acte"
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return "Ce nombre", "est trop grand pour un acte"
    return None


def _sign(text: str) -> str:
    """The first character of a text that is forbidden in clauses; empty when there is none."""
    forbidden = forbidden_in(text)
    if forbidden:
        return forbidden.group()
    if "\r" in text:
        return "\r"
    mended = repaired(text)
    if text == mended:
        return text[-1] if damage_in(text) is not None else ""
    first = first_leftover(text)
    letter = text[first].isalpha() and first + 1 < len(text)  # an accent apart from its letter
    return text[first + 1] if letter else text[first]
