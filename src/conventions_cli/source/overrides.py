"""`--set a.b=V`: one value laid over the spec from the command line, with a place of its own for diagnostics."""

from conventions_cli import catalogue
from conventions_cli.diagnostics import Diagnostic, Outcome, Position, SourceText, Span
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence
from conventions_cli.source.text import FORBIDDEN

_MAX_STEPS = 20


def override(root: Mapping, assignment: str) -> Outcome[Mapping]:
    """Apply one `path=value`: steps are keys, or indexes from 0 in a list; an empty value empties the field."""
    source = SourceText("--set", assignment)
    path, equal, value = assignment.partition("=")
    steps = path.split(".")
    if not equal or not all(steps) or len(steps) > _MAX_STEPS:
        return _refused(f"« --set {assignment} » ne peut pas être compris.", Span.whole(source))
    match = FORBIDDEN.search(assignment)
    if match:
        return _refused(f"« --set » contient le caractère interdit U+{ord(match.group()):04X}.", Span.whole(source))
    start, end = len(path) + 2, len(assignment) + 1
    span = Span(source, Position(1, start), Position(1, max(end, start + 1)))
    keys = Span(source, Position(1, 1), Position(1, len(path) + 1))
    laid = _lay(root, steps, Scalar(value, span, blank=value == ""), keys)
    if not isinstance(laid, Mapping):
        message = f"« {path} » ne désigne rien dans la spécification : la liste n’a pas cet élément."
        return _refused(message, keys)
    return Outcome(laid)


def _lay(node: Node, steps: list[str], value: Scalar, keys: Span) -> Node | None:
    """The tree with the value at the end of the steps; none when an index is out of its list."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(node, Sequence):
        if not step.isdecimal() or int(step) >= len(node.items):
            return None
        index = int(step)
        laid = _lay(node.items[index], rest, value, keys)
        return None if laid is None else Sequence((*node.items[:index], laid, *node.items[index + 1 :]), node.span)
    mapping = node if isinstance(node, Mapping) else Mapping((), keys)
    below = mapping.get(step)
    laid = _lay(below if below is not None else Mapping((), keys), rest, value, keys)
    if laid is None:
        return None
    if below is None:
        return Mapping((*mapping.entries, Entry(Scalar(step, keys), laid)), mapping.span)
    return mapping.with_value(step, laid)


def _refused(message: str, span: Span) -> Outcome[Mapping]:
    hint = "Écrire par exemple « --set finances.montant=200000 » ou « --set services.0.nom=Domifa »."
    return Outcome(None, (Diagnostic(catalogue.OVERRIDE, message, span, hint),))
