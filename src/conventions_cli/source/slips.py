"""Slips that YAML accepts although the author did not mean them: read in silence, they would lose or spoil a value."""

import re

from conventions_cli.foundation import Diagnostic, Position, Replacement, SourceText, Span, catalogue, remembered
from conventions_cli.source.bare import WIDE_SPACES, scalar_text

_CURLY = {"“": "”", "‘": "’", "„": "“", "”": "”"}
_GLUED_SIGN = re.compile(r"\s*(#[^\s#].*)$")
_SIGN = re.compile(r"\s*#")  # searched for at the end of a value: a line may hold a thousand of them
_DASHES, _BLANKS = re.compile("[ -]*"), re.compile(r"\s*")
_OPENING = frozenset("-–—•◦▪·“‘„”")  # signs that are a slip at the start of a value
_ANYWHERE = ("#", *WIDE_SPACES)


@remembered()
def _suspect() -> re.Pattern[str]:
    """The signs of slips, which nearly no value has."""
    return re.compile(rf"[{WIDE_SPACES}]|\A[{''.join(sorted(_OPENING))}]")


def may_hold_slips(text: str) -> bool:
    """Whether a file holds a sign that is a slip anywhere; other slips show in the first sign of a value."""
    return any(sign in text for sign in _ANYWHERE)


def may_be_slip(value: str) -> bool:
    """Whether a value begins like some slips."""
    return value[:1] in _OPENING


def slips_of(value: str, span: Span, *, key: bool) -> list[Diagnostic]:
    """The slips of one scalar without quotes or block mark; `key`: whether it is a key."""
    if not _suspect().search(value) and not _SIGN.match(span.source.line(span.end.line), span.end.column - 1):
        return []
    if not value:
        swallowed = _swallowed(value, span)
        return [swallowed] if swallowed is not None else []
    checks = (_wide_space, _glued_dash) if key else (_wide_space, _glued_dash, _curly_quotes, _swallowed)
    return [swallowed for check in checks if (swallowed := check(value, span)) is not None]


def _opens_line(span: Span, margin: re.Pattern[str]) -> bool:
    """Whether only blanks come before a value on its line."""
    before = margin.match(span.source.line(span.start.line), 0, span.start.column - 1)
    return before is not None and before.end() == span.start.column - 1


def _wide_space(value: str, span: Span) -> Diagnostic | None:
    """A no-break space used as indentation, or after a colon: YAML takes it for a letter."""
    if not _opens_line(span, _DASHES):
        return None  # after its key, it belongs to the text
    glued = re.match(rf"([a-z_]+):[{WIDE_SPACES}]+(\S.*)?$", value, re.DOTALL)
    if glued is None and (value[0] not in WIDE_SPACES or not _opens_line(span, _BLANKS)):
        return None
    column = span.start.column + (len(glued[1]) + 1 if glued else 0)
    place = Span(span.source, Position(span.start.line, column), Position(span.start.line, column + 1))
    position = "après le deux-points" if glued else "au début de la ligne"
    message = f"Une espace insécable est placée {position} : YAML la prend pour une lettre."
    return Diagnostic(
        catalogue.WIDE_SPACE, message, place, "L’effacer et retaper une espace ordinaire.", (), Replacement(place, " ")
    )


def _glued_dash(value: str, span: Span) -> Diagnostic | None:
    """`-nom: x`: the dash of a list without its space; or Word's bullet in its place."""
    if not _opens_line(span, _BLANKS):
        return None  # after its key, `-x` is a value
    glued = re.match(r"[-–—][^\W\d]", value)
    if glued is None and not re.match(r"[•–—◦▪·]\s", value):
        return None
    first = value.partition("\n")[0].partition(" -")[0]
    message = "Il manque une espace après le tiret : la ligne n’est pas lue comme un élément de liste."
    if glued is None:
        message = f"« {value[0]} » n’ouvre pas un élément de liste : YAML n’admet que le tiret ordinaire."
    place = Span(span.source, span.start, Position(span.start.line, span.start.column + 1))
    return Diagnostic(
        catalogue.GLUED_DASH,
        message,
        place,
        f"Écrire « - {first[1:].strip()} ».",
        (),
        Replacement(place, "- " if glued else "-"),
    )


def wide_space_in_key(key: str, span: Span) -> Diagnostic | None:
    """`nom\u00a0: x`: a no-break space between a key and its colon."""
    if key == key.strip(WIDE_SPACES):
        return None
    offset = len(key.rstrip(WIDE_SPACES)) if key[0] not in WIDE_SPACES else 0
    start = Position(span.start.line, span.start.column + offset)
    place = Span(span.source, start, Position(start.line, start.column + 1))
    message = "Une espace insécable touche cette clé : YAML la prend pour une lettre."
    return Diagnostic(
        catalogue.WIDE_SPACE, message, place, f"L’effacer : « {key.strip(WIDE_SPACES)}: ».", (), Replacement(place, "")
    )


def wide_indentation(source: SourceText, upto: int) -> Diagnostic | None:
    """The first line, up to number `upto`, that is indented with no-break spaces."""
    for number in range(1, upto + 1):
        match = re.match(rf" *([{WIDE_SPACES}])", source.line(number))
        if match:
            start = Position(number, match.start(1) + 1)
            message = "Une espace insécable sert de retrait : YAML la prend pour une lettre."
            place = Span(source, start, Position(number, start.column + 1))
            return Diagnostic(
                catalogue.WIDE_SPACE,
                message,
                place,
                "L’effacer et retaper des espaces ordinaires.",
                (),
                Replacement(place, " "),
            )
    return None


def _curly_quotes(value: str, span: Span) -> Diagnostic | None:
    """Word's quotes around a value: they would be printed."""
    closing = _CURLY.get(value[0])
    if closing is None or len(value) < 2 or value[-1] not in {closing, "”", "’"}:
        return None
    inner = value[1:-1]
    message = f"Les guillemets courbes {value[0]} {value[-1]} font partie de la valeur : ils seraient imprimés."
    hint = f'Écrire « {inner} » sans guillemets, ou "{inner}".'
    return Diagnostic(catalogue.CURLY_QUOTES, message, span, hint, (), Replacement(span, scalar_text(inner)))


def _swallowed(value: str, span: Span) -> Diagnostic | None:
    """`nom: Projet #12`: what follows the # is a comment."""
    line = span.source.line(span.end.line)
    match = _GLUED_SIGN.match(line, span.end.column - 1)
    if match is None or span.start.line != span.end.line:
        return None
    column = match.start(1) + 1
    place = Span(span.source, Position(span.end.line, column), Position(span.end.line, column + len(match[1])))
    message = f"« {match[1].strip()} » n’est pas lu : après une espace, # commence un commentaire."
    hint = f'Si ces mots font partie du texte : "{value} {match[1].strip()}" ; sinon, laisser une espace après #.'
    return Diagnostic(catalogue.SWALLOWED, message, place, hint)
