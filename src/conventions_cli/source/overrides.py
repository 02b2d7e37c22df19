"""`--set a.b=V`: a value set over the spec from the command line, with its own place for diagnostics."""

from typing import Any

from conventions_cli.foundation import Diagnostic, Outcome, Position, Record, SourceText, Span, catalogue
from conventions_cli.source.decoding import damaged, forbidden_in
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence
from conventions_cli.source.pasted import damage_in, repaired

_MAX_STEPS = 20
_BEFORE = "herite"  # read before any value is set


class Assignment(Record, frozen=True):
    """`path=value`: the steps are keys, or indexes from 0 in a list; an empty value empties the field."""

    steps: tuple[str, ...]
    value: Scalar
    keys: Span

    @property
    def path(self) -> str:
        """The steps as they are typed."""
        return ".".join(self.steps)


def read_assignment(assignment: str, option: str = "--set") -> Outcome[Assignment]:
    """Read one `path=value`, typed after `option`."""
    assignment = repaired(assignment)
    source = SourceText(option, assignment)
    path, equal, value = assignment.partition("=")
    steps = path.split(".")
    if not equal or not all(step.strip() for step in steps) or len(steps) > _MAX_STEPS:
        return _refused(f"« {option} {assignment} » ne peut pas être compris.", Span.whole(source), option)
    match = forbidden_in(assignment)
    if match:
        message = f"« {option} » contient le caractère interdit U+{ord(match.group()):04X}."
        return _refused(message, Span.whole(source), option)
    hurt = damage_in(assignment)
    if hurt is not None:
        return Outcome(None, (damaged(hurt, Span.whole(source)),))
    start, end = len(path) + 2, len(assignment) + 1
    span = Span(source, Position(1, start), Position(1, max(end, start + 1)))
    keys = Span(source, Position(1, 1), Position(1, len(path) + 1))
    return Outcome(Assignment(tuple(steps), Scalar(value, span, blank=value == ""), keys))


def override(root: Mapping, assignment: str) -> Outcome[Mapping]:
    """Apply one `--set path=value` to a spec that was read with all it inherits.

    The index after the last item of a list adds an item; `0` under a key without value begins a list.
    """

    def apply(assignment: Assignment) -> Outcome[Mapping]:
        if assignment.steps[0] == _BEFORE:
            message = "« --set herite=… » n’a pas d’effet : les fichiers hérités sont lus avant les valeurs de --set."
            hint = "Écrire « herite: » dans la spécification, ou la copier pour hériter d’un autre fichier."
            return Outcome(None, (Diagnostic(catalogue.OVERRIDE, message, assignment.keys, hint),))
        return lay(root, assignment)

    return read_assignment(assignment).then(apply)


def lay(root: Mapping, assignment: Assignment, option: str = "--set") -> Outcome[Mapping]:
    """The tree with the value of an assignment."""
    laid = _lay(root, list(assignment.steps), assignment.value, assignment.keys)
    if not isinstance(laid, Mapping):
        message = f"« {assignment.path} » ne désigne rien dans la spécification : la liste n’a pas cet élément."
        return _refused(message, assignment.keys, option)
    return Outcome(laid)


def _lay(node: Node, steps: list[str], value: Scalar, keys: Span) -> Node | None:
    """The tree with the value at the end of the steps; None when an index is out of its list."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if step == "0" and (node.span == keys or (isinstance(node, Scalar) and node.blank)):
        node = Sequence((), keys)
    if isinstance(node, Sequence):
        if not step.isdecimal() or int(step) > len(node.items):
            return None
        index = int(step)
        laid = _lay(node.items[index] if index < len(node.items) else Mapping((), keys), rest, value, keys)
        return None if laid is None else Sequence((*node.items[:index], laid, *node.items[index + 1 :]), node.span)
    mapping = node if isinstance(node, Mapping) else Mapping((), keys)
    below = mapping.get(step)
    laid = _lay(below if below is not None else Mapping((), keys), rest, value, keys)
    if laid is None:
        return None
    if below is None:
        return Mapping((*mapping.entries, Entry(Scalar(step, keys), laid)), mapping.span)
    return mapping.with_value(step, laid)


def _refused(message: str, span: Span, option: str) -> Outcome[Any]:
    hint = f"Écrire par exemple « {option} finances.montant=200000 » ou « {option} services.0.nom=Domifa »."
    return Outcome(None, (Diagnostic(catalogue.OVERRIDE, message, span, hint),))
