"""Writes facts as the text of a spec: keys in the order of the model, a comment on every line to check.

A value that was not read is left out, or replaced by a comment « à compléter ».
"""

from collections.abc import Iterable, Iterator

from conventions_cli.facts import DOUBTFUL, SURE
from conventions_cli.foundation import Record, Severity, SourceText
from conventions_cli.importing.facts import Fact, Facts, Path, shortened
from conventions_cli.model import Spec, build, commented_yaml, label_of
from conventions_cli.source import KeyPath, Line, comment_text, parse, says_nothing
from conventions_cli.templating import default_kind

# The values that a signed act must have: when one is absent, a comment marks its place.
_REQUIRED: dict[Path, tuple[str, ...]] = {
    (): ("modele", "date_signature", "parties"),
    ("parties", "*"): ("nom", "article", "nature", "representants"),
    ("parties", "*", "representants", "*"): ("fonction",),
}
_MAX_MENDS = 5


class DraftSpec(Record, frozen=True):
    """The text of a spec, and the spec read from it."""

    text: str
    spec: Spec


def spec_text(
    facts: Facts,
    name: str,
    *,
    pack: str = "",
    notes: dict[str, str] | None = None,
    needed: Iterable[KeyPath] | None = None,
) -> str:
    """The YAML of the facts. `name`: the file of the act; `pack`: its pack; `notes`: a remark by key, « duree.fin ».

    `needed`: the values that the clauses print in every act, to complete when they were not read; by default, those of
    our own clauses.
    """
    root = Line()
    for fact in facts:
        line = root.at(fact.path)
        line.value, line.remark = fact.value, remark(fact)
    asked_paths = default_kind().needed if needed is None else tuple(needed)
    for path in asked_paths:
        root.at(path[:-1])
    if pack:
        root.children["modele"] = Line(pack)
        for key in ("titre", "annexes"):
            root.children.pop(key, None)  # they stand in the pack
    wanted: dict[Path, tuple[str, ...]] = dict(_REQUIRED)
    for path in asked_paths:
        for length in range(len(path)):
            keys = wanted.get(path[:length], ())
            wanted[path[:length]] = (*keys, *((str(path[length]),) if path[length] not in keys else ()))
    _mark_absent(root, (), wanted, notes or {})
    lines = [
        f"# Repris de « {comment_text(name)} » par « convention import ». Ne porte que ce qui a pu y être lu.",
        "# « à vérifier » : lecture à confirmer, avec l’endroit ; sans remarque : lecture sûre.",
        *commented_yaml(root),
    ]
    if says_nothing(lines):
        lines.append("modele:  # à compléter : rien n’a pu être lu de cet acte")
    return "\n".join(lines) + "\n"


def _mark_absent(node: Line, path: Path, wanted: dict[Path, tuple[str, ...]], notes: dict[str, str]) -> None:
    """Adds a comment for each value under a path that a signed act must have and that was not read."""
    pattern = tuple("*" if isinstance(step, int) or str(step).isdecimal() else step for step in path)
    for key in wanted.get(pattern, ()):
        if key not in node.children:
            note = notes.get(".".join(map(str, (*path, key))), "")
            label = label_of((*path, key))
            node.children[key] = Line(absent=f"à compléter : {label}{f' ; {note}' if note else ''}")
    for step, child in node.children.items():
        if child.value is None and not child.absent:
            _mark_absent(child, (*path, step), wanted, notes)


def draft_spec(text: str, name: str) -> DraftSpec:
    """Reads a text as a draft. A value that the model refuses becomes a comment, and its line has no value."""
    for _ in range(_MAX_MENDS):
        tree = parse(SourceText(name, text)).value
        assert tree is not None  # noqa: S101 - we have just written it; a property of the tests
        built = build(tree, draft=True, kind=default_kind())
        refused = {
            diagnostic.span.start.line: diagnostic.message
            for diagnostic in built.diagnostics
            if diagnostic.severity is Severity.ERROR and diagnostic.span is not None
        }
        mended = "\n".join(
            _without_value(line, refused.get(at, "")) for at, line in enumerate(text.split("\n"), start=1)
        )
        if mended == text:
            break
        text = mended
    assert built.value is not None  # noqa: S101 - `build` mends whatever it is given
    return DraftSpec(text, built.value)


def _without_value(line: str, reason: str) -> str:
    """A line without its refused value. `reason`: why it was refused; empty to leave the line as it is."""
    head, separator, value = line.partition(": ")
    if not reason or not separator or value.startswith("#"):
        return line
    return f"{head}:  # à compléter : lu « {comment_text(shortened(value))} », refusé : {comment_text(reason)}"


def remark(fact: Fact) -> str:
    """The comment on the line of a fact; empty when the fact is sure."""
    if fact.confidence is SURE and not fact.note:
        return ""
    doubt = ", douteux" if fact.confidence is DOUBTFUL else ""
    quote = f", « {shortened(fact.quote)} »" if fact.quote else ""
    note = f" ; {fact.note}" if fact.note else ""
    return f"à vérifier{doubt} : lu {fact.place}{quote}{note}"


def to_check(facts: Facts) -> Iterator[Fact]:
    """The facts that have a comment."""
    return (fact for fact in facts if fact.confidence is not SURE or fact.note)
