"""Writing a value in the file it is inherited from: the value changes for every act that inherits that file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from conventions_cli import pipeline
from conventions_cli.editing import Change, change, new_errors
from conventions_cli.edition.answers import as_seen, by_key, changes_answer, now, sentence_of
from conventions_cli.edition.form_context import laid_over
from conventions_cli.edition.requests import ValueChange
from conventions_cli.foundation import Diagnostic, replace
from conventions_cli.preview import Subject
from conventions_cli.source import Inheritance, KeyPath, Mapping, Scalar, find, load_text, path_in, read_file

_GONE = "Cette valeur n’est plus écrite dans ce fichier\u00a0: rien n’est changé. Choisir de nouveau où l’écrire."

Keep = Callable[[Change, Sequence[ValueChange]], Diagnostic | None]


def write_elsewhere(subject: Subject, value: ValueChange, keep: Keep) -> dict[str, Any]:
    """Write one value in the file it is inherited from, if this adds no error to that file nor to the act.

    `keep`: writes the new text, and returns a diagnostic when it cannot. Returns the answer for the page.
    """
    tree = read_file(subject.spec, str(subject.spec)).then(lambda text: load_text(text, subject.spec.parent)).value
    if tree is None:
        return changes_answer(messages=[_GONE])
    shown_tree = laid_over(tree)
    if not as_seen(shown_tree, value):
        return changes_answer({value.key: now(shown_tree, value)})
    path = _path_there(tree, shown_tree, value)
    if path is None:
        return changes_answer(messages=[_GONE])
    key = ".".join(map(str, path))
    home = Path(value.where)
    outcome = change(
        home,
        [f"{key}={value.new}"] if value.new else [],
        [] if value.new else [key],
        subject.template_dir,
    )
    edit = outcome.value
    if edit is None:
        return changes_answer(faults=by_key(outcome.diagnostics, [value], value.where))
    options = subject.options
    inheritance = Inheritance()
    inheritance.hold(home, edit.text)
    before = pipeline.check(subject.spec, options).diagnostics
    after = pipeline.check(subject.spec, replace(options, inheritance=inheritance)).diagnostics
    refused = new_errors(before, after)
    if refused:
        return changes_answer(faults=by_key(refused, [value], str(subject.spec)))
    if edit.text == edit.file.source.text:
        return changes_answer(written={value.key: value.new})
    fault = keep(edit, [value])
    if fault is not None:
        return changes_answer(messages=[sentence_of(fault)])
    words = f"Écrit dans «\u00a0{value.where}\u00a0»\u00a0: tous les actes qui en héritent changent."
    return changes_answer(written={value.key: value.new}, messages=[words], changed=True)


def _path_there(tree: Mapping, shown_tree: Mapping, change: ValueChange) -> KeyPath | None:
    """The path of a value in the file it is inherited from; None when it is not there.

    The values that a party takes from the directory stand there under the name of its entry.
    """
    path = path_in(shown_tree, change.key.split("."))
    node, rest = find(shown_tree, path)
    if node.span.source.name != change.where or len(rest) > 1:
        return None
    reference, _ = find(shown_tree, (*path[:2], "reference"))
    paths: list[KeyPath] = [path]
    if path[0] == "parties" and isinstance(reference, Scalar):
        paths.append(("annuaire", reference.text, *path[2:]))
    for candidate in paths:
        node_there, rest_there = find(tree, candidate)
        if rest_there == rest and node_there.span == node.span:
            return candidate
    return None
