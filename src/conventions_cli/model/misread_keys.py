"""Explains an unknown key without a value: the rest of a text that a comma cut, or a colon without a space."""

import re

from conventions_cli.foundation import Position, Replacement, Span
from conventions_cli.source import Mapping, Node, Scalar


def unglued(key: Scalar) -> Replacement | None:
    """The correction of `nom:x`, read as a key: a space after its colon, in place of a non-breaking one; else None."""
    match = re.match(r"[a-z_]+:([\u00a0\u202f]*)(?=\S)", key.text)
    span = key.span
    if match is None or span.source.line(span.start.line)[span.start.column - 1 :][: len(key.text)] != key.text:
        return None
    start = span.start.column + match.start(1)
    place = Span(span.source, Position(span.start.line, start), Position(span.start.line, start + len(match[1])))
    return Replacement(place, " ")


def blank_hint(key: str, value: Node, parent: Node) -> str:
    """The hint for an unknown key without a value; empty when the key explains nothing."""
    name, colon, rest = key.partition(":")
    if colon and rest.strip():
        return f"Écrire « {name}: {rest.strip()} », avec une espace après le deux-points."
    if value.span.start.line != parent.span.start.line:
        return ""
    if key[:3].isdecimal():
        return f"Une virgule coupe ce montant : séparer les milliers par une espace, « {_uncut(key, parent)} »."
    return f"Si « {key} » est la suite du texte qui précède la virgule, mettre tout ce texte entre guillemets."


def _uncut(key: str, parent: Node) -> str:
    """The whole amount that a comma cut: the value before the comma, then the key."""
    entry = parent.before(key) if isinstance(parent, Mapping) else None
    before = entry.value if entry is not None else None
    start = before.text if isinstance(before, Scalar) and before.text.isdecimal() else "100"
    return f"{start} {key}"
