"""Errors of the YAML parser, explained in French: the place of the slip, and the line to type instead.

The beginning of the parser's message only gives the kind of the error; the line itself then shows which slip it is.
"""

import re

from conventions_cli.foundation import Diagnostic, Position, Record, Replacement, SourceText, Span, catalogue

_KEY = re.compile(r"(?P<indent>[ ]*(?:- +)*+)(?P<key>[^\s:#'\"\[\]{},][^:#]*?):[ ](?P<value>.*)")


class ParserFault(Record, frozen=True):
    """An error of the parser: `line` and `column` from 0, and where the thing it was reading began."""

    problem: str
    line: int
    column: int
    context_line: int | None = None
    context_column: int | None = None


def explain(source: SourceText, fault: ParserFault, open_quote: Position | None) -> Diagnostic:
    """The diagnostic of a fault. `open_quote`: where a quoted text of several lines began, if one ends at the fault."""
    line = min(fault.line, len(source.lines) - 1)
    text = source.lines[line]
    place = Position(line + 1, min(fault.column, len(text)) + 1)
    if fault.problem.startswith("found unexpected end of stream") and fault.context_line is not None:
        return _open_quote(source, Position(fault.context_line + 1, (fault.context_column or 0) + 1))
    if open_quote is not None:
        return _open_quote(source, open_quote)
    tabbed = re.match(r" *\t", text)
    if tabbed:
        start = Position(line + 1, tabbed.end())
        message = "Cette ligne est décalée par une tabulation ; YAML n’admet que des espaces."
        end = len(text) - len(text.lstrip(" \t"))
        margin = Span(source, Position(line + 1, 1), Position(line + 1, end + 1))
        width = _width(source, line + 1, len(text[:end].replace("\t", "  ")))
        hint = f"Remplacer ce retrait par {_spaces(width)}."
        return _error(source, start, message, hint, replacement=Replacement(margin, " " * width))
    checks = (_escape, _apostrophe, _same_line_dash, _colon, _special_start, _bracket, _dash, _missing_colon, _indent)
    for check in checks:
        diagnostic = check(source, fault, place)
        if diagnostic is not None:
            return diagnostic
    message = "La ligne ne peut pas être lue comme du YAML."
    return _error(source, place, message, "Vérifier le retrait, le deux-points et les guillemets de cette ligne.")


def _error(
    source: SourceText, start: Position, message: str, hint: str, width: int = 1, replacement: Replacement | None = None
) -> Diagnostic:
    span = Span(source, start, Position(start.line, start.column + width))
    return Diagnostic(catalogue.SYNTAX, message, span, hint, (), replacement)


def _quoting(source: SourceText, line: int, column: int, value: str) -> Replacement | None:
    """A value, up to the end of its line, replaced by the same between quotes; none when a comment follows."""
    bare = value.rstrip()
    if not bare or " #" in bare or bare[0] in "\"'":
        return None
    return Replacement(Span(source, Position(line, column), Position(line, column + len(bare))), _quoted(bare))


def _open_quote(source: SourceText, start: Position) -> Diagnostic:
    mark = source.line(start.line)[start.column - 1 : start.column] or '"'
    message = f"Ce guillemet ( {mark} ) est ouvert et n’est pas refermé au bout de la valeur."
    return _error(source, start, message, f"Ajouter {mark} à la fin de la valeur.")


def _quoted(value: str) -> str:
    """A value as it should be typed between double quotes."""
    inner = re.sub(r'"([^"]*)"', "«\u00a0\\1\u00a0»", value.strip())
    return '"' + inner.replace("\\", "\\\\").replace('"', "”") + '"'


def _escape(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A backslash between double quotes."""
    if "escape character" not in fault.problem:
        return None
    message = "Entre guillemets doubles, la barre « \\ » annonce un caractère spécial."
    return _error(source, place, message, "Doubler la barre ( \\\\ ), ou employer des guillemets simples.")


def _same_line_dash(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """`parties: - a`: a dash on the line of its key; or a dash where a key is expected."""
    line = source.line(place.line)
    dash = re.match(r"^( *)- ", line)
    if "block sequence entries are not allowed" in fault.problem:
        message = "Un tiret ne peut pas suivre une clé sur la même ligne."
        return _error(source, place, message, "Passer à la ligne après le deux-points, puis écrire « - … ».")
    if dash and "did not find expected key" in fault.problem:
        message = "Un élément de liste se trouve là où une clé était attendue."
        hint = "Décaler le tiret de deux espaces sous la clé qui introduit la liste, ou retirer la valeur de cette clé."
        return _error(source, Position(place.line, len(dash[1]) + 1), message, hint, max(len(line.strip()), 1))
    return None


def _apostrophe(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """`'l'agent'`: the apostrophe of the text closes the quotes."""
    if fault.problem.startswith("mapping values"):
        return None
    match = _KEY.match(source.line(place.line)) or re.match(
        r"(?P<indent> *- +)(?P<key>)(?P<value>.*)", source.line(place.line)
    )
    if match is None or not match["value"].startswith(("'", '"')):
        return None
    mark = match["value"][0]
    inner = match["value"][1:].rstrip()
    closing = inner.find(mark)
    if closing < 0 or not inner[closing + 1 :].strip(" ,]}"):
        return None
    column = match.start("value") + 1 + closing + 1
    name = "L’apostrophe" if mark == "'" else "Le guillemet"
    message = (
        f"{name} placée ici ferme le texte avant sa fin."
        if mark == "'"
        else f"{name} placé ici ferme le texte avant sa fin."
    )
    whole = inner.removesuffix(mark)
    hint = (
        f"Écrire {_quoted(whole)}." if mark == "'" else f"Écrire les guillemets du texte « ainsi » : {_quoted(whole)}."
    )
    return _error(source, Position(place.line, column), message, hint)


def _colon(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """`objet: Accord: phase 2`, or a key set further in than a value above it."""
    if not fault.problem.startswith("mapping values are not allowed"):
        return None
    line = source.line(place.line)
    match = _KEY.match(line)
    if match and match.start("value") <= place.column - 1:
        key = f"{match['indent'].strip()} {match['key']}".strip()
        message = "Un deux-points suivi d’une espace coupe ce texte en deux."
        hint = f"Mettre le texte entre guillemets : {key}: {_quoted(match['value'])}."
        quoted = _quoting(source, place.line, match.start("value") + 1, match["value"])
        return _error(source, place, message, hint, replacement=quoted)
    above = _line_above(source, place.line)
    glued = re.match(r"\s*(?:- +)?([\w.-]+):[^ \t]", source.line(above))
    if above and (glued or ":" not in source.line(above)):
        return _without_colon(source, above)
    indent = len(line) - len(line.lstrip())
    start = Position(place.line, indent + 1)
    message = "Cette clé est décalée sous une ligne qui a déjà une valeur."
    hint = "Aligner cette clé sur celle du dessus, ou retirer la valeur de la ligne du dessus."
    return _error(source, start, message, hint, max(len(line.strip().split(":")[0]), 1))


def _special_start(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A value that begins with a sign YAML keeps for itself."""
    kinds = (
        "found character that cannot start any token",
        "found undefined tag handle",
        "did not find expected alphabetic",
        "did not find URI escaped",
        "did not find expected whitespace or line break",
    )
    line = source.line(place.line)
    match = _KEY.match(line)
    odd = match is not None and match["value"][:1] in set("]}|>&%@`,") and "did not find" in fault.problem
    if not fault.problem.startswith(kinds) and not odd:
        return None
    value = match["value"] if match and match["value"] else line[place.column - 1 :]
    sign = value.lstrip()[:1] or line[place.column - 1 : place.column]
    column = match.start("value") + 1 if match and match["value"] else place.column
    message = f"Une valeur ne peut pas commencer par « {sign} » sans guillemets."
    quoted = _quoting(source, place.line, column, value)
    return _error(source, Position(place.line, column), message, f"Écrire {_quoted(value)}.", replacement=quoted)


def _bracket(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A list or a group in brackets that is not closed, or whose comma is missing."""
    if not any(problem in fault.problem for problem in ("did not find expected ',' or", "flow node", "node content")):
        return None
    line, column = place.line, place.column
    if "node content" in fault.problem and source.line(line)[column - 1 : column] == ",":
        return _error(source, place, "Il manque un élément avant cette virgule.", "L’écrire, ou effacer la virgule.")
    if fault.context_line is not None:
        line, column = fault.context_line + 1, (fault.context_column or 0) + 1
    mark = source.line(line)[column - 1 : column]
    if mark not in {"[", "{"}:
        return None
    closing = "]" if mark == "[" else "}"
    element = source.line(place.line)[: place.column].rsplit(",", 1)[-1]
    if fault.line == line - 1 and _is_cut(element.strip()):
        comma = re.search(r" (\w+):\Z", element.strip())
        if comma:
            message = f"Il manque une virgule avant « {comma[1]} », ou bien un deux-points coupe ce texte en deux."
            hint = (
                f"Écrire « , {comma[1]}: » ; ou, si ce sont les mots d’un texte, mettre tout le texte entre guillemets."
            )
            return _error(source, place, message, hint)
        message = "Un deux-points coupe ce texte en deux, entre accolades ou crochets."
        return _error(source, place, message, "Mettre le texte qui contient le deux-points entre guillemets.")
    message = f"Cette liste ouverte par « {mark} » n’est pas refermée, ou une virgule y manque."
    hint = f"Séparer les éléments par des virgules et finir par « {closing} »."
    return _error(source, Position(line, column), message, hint)


def _is_cut(element: str) -> bool:
    """Whether an element ends with a word and a colon, after a first colon and its value: `a: b c:`."""
    first = re.search(r":\s", element)
    return first is not None and first.end() <= len(element) - 2 and re.search(r"\S:\Z", element[-2:]) is not None


def _width(source: SourceText, number: int, guess: int) -> int:
    """The indentation meant by tabs, judged by the lines around; two spaces for each tab when these do not tell."""
    above = _line_above(source, number)
    if not above:
        return guess
    before, after = source.line(above), source.line(number + 1) if number < len(source.lines) else ""
    outer = len(before) - len(before.lstrip(" "))
    inner = len(after) - len(after.lstrip(" "))
    opens = before.split(" #")[0].rstrip().endswith(":")
    item = re.match(r" *(?:- +)+(?=[^\s:]+:(?: |$))", before)
    if item and not source.line(number).lstrip().startswith("-"):
        outer = guess = item.end()  # aligned with the key that follows the dash
    if opens:
        return inner if inner > outer and after.strip() and after[inner] != "\t" else outer + 2
    return min(guess, outer)


def _dash(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A list of dashes broken by a line without a dash."""
    if "expected '-' indicator" not in fault.problem:
        return None
    line = source.line(place.line)
    column = len(line) - len(line.lstrip()) + 1
    message = "Cette ligne interrompt une liste de tirets."
    hint = "Ajouter « - » devant cet élément, ou aligner la ligne sur la clé qui introduit la liste."
    return _error(source, Position(place.line, column), message, hint, max(len(line.strip()), 1))


def _missing_colon(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A key without its colon, or a colon without its space."""
    if "could not find expected ':'" not in fault.problem:
        return None
    number = fault.context_line + 1 if fault.context_line is not None else place.line
    return _without_colon(source, min(number, len(source.lines)))


def _without_colon(source: SourceText, number: int) -> Diagnostic:
    line = source.line(number)
    column = len(line) - len(line.lstrip()) + 1
    glued = re.match(r"\s*(?:- +)?([\w.-]+):([^ \t].*)$", line)
    hint = "Écrire « clé: valeur », avec une espace après le deux-points."
    if glued and glued[2][0] in "\u00a0\u202f\u2009":
        start = Position(number, glued.start(2) + 1)
        message = "Une espace insécable suit le deux-points : YAML la prend pour une lettre."
        span = Span(source, start, Position(number, start.column + 1))
        hint = "L’effacer et retaper une espace ordinaire."
        return Diagnostic(catalogue.WIDE_SPACE, message, span, hint, (), Replacement(span, " "))
    replacement = None
    if glued:
        hint = f"Écrire « {glued[1]}: {glued[2].strip()} », avec une espace après le deux-points."
        after = Position(number, glued.start(2) + 1)
        replacement = Replacement(Span(source, after, after), " ")
    message = "Il manque ici un deux-points suivi d’une espace."
    return _error(source, Position(number, column), message, hint, max(len(line.strip()), 1), replacement)


def _line_above(source: SourceText, number: int) -> int:
    """The nearest line above that is neither blank nor a comment; 0 when there is none."""
    above = number - 1
    while above > 0 and (not source.line(above).strip() or source.line(above).lstrip().startswith("#")):
        above -= 1
    return above


def _indent(source: SourceText, fault: ParserFault, place: Position) -> Diagnostic | None:
    """A line whose indentation fits no line above."""
    if "did not find expected" not in fault.problem:
        return None
    line = source.line(place.line)
    indent = len(line) - len(line.lstrip())
    if not line.strip():
        return None
    above = _line_above(source, place.line)
    wanted = len(source.line(above)) - len(source.line(above).lstrip()) if above else 0
    message = f"Le retrait de cette ligne ({_spaces(indent)}) ne correspond à aucune clé au-dessus."
    hint = f"Commencer la ligne par {_spaces(wanted)}, comme la ligne du dessus, ou l’aligner sur une clé plus haut."
    if wanted == indent:
        message = "La lecture s’arrête ici : une clé alignée sur celles du dessus était attendue."
        hint = "Vérifier le retrait, et les guillemets de la ligne du dessus."
    return _error(source, Position(place.line, indent + 1), message, hint, max(len(line.strip()), 1))


def _spaces(number: int) -> str:
    return f"{number} espace{'s' if number > 1 else ''}" if number else "aucune espace"
