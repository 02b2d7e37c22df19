"""What an unknown key without a value most likely is: the rest of a text that a comma cut, or a glued colon."""

import re

from conventions_cli.foundation import Position, Replacement, Span
from conventions_cli.source import Mapping, Node, Scalar


def unglued(key: Scalar) -> Replacement | None:
    """`nom:x` read as a key: a space after its colon, in place of the one that does not break if there is one."""
    match = re.match(r"[a-z_]+:([\u00a0\u202f]*)(?=\S)", key.text)
    span = key.span
    if match is None or span.source.line(span.start.line)[span.start.column - 1 :][: len(key.text)] != key.text:
        return None
    start = span.start.column + match.start(1)
    place = Span(span.source, Position(span.start.line, start), Position(span.start.line, start + len(match[1])))
    return Replacement(place, " ")


def blank_hint(key: str, value: Node, parent: Node) -> str:
    """What an unknown key without a value most likely is: the rest of a text cut by a comma, or a glued colon."""
    name, colon, rest = key.partition(":")
    if colon and rest.strip():
        return f"Écrire « {name}: {rest.strip()} », avec une espace après le deux-points."
    if value.span.start.line != parent.span.start.line:
        return ""
    if key[:3].isdecimal():
        return f"Une virgule coupe ce montant : séparer les milliers par une espace, « {_uncut(key, parent)} »."
    return f"Si « {key} » est la suite du texte qui précède la virgule, mettre tout ce texte entre guillemets."


def _uncut(key: str, parent: Node) -> str:
    """The amount that a comma cut, whole: what precedes the comma, then the key made of its end."""
    entry = parent.before(key) if isinstance(parent, Mapping) else None
    before = entry.value if entry is not None else None
    start = before.text if isinstance(before, Scalar) and before.text.isdecimal() else "100"
    return f"{start} {key}"
