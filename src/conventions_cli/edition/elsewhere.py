"""A value written in the file it is inherited from: it changes there for every act that inherits that file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from conventions_cli import pipeline
from conventions_cli.editing import Change, change, new_errors
from conventions_cli.edition.answers import as_seen, by_key, now, sentence_of, told
from conventions_cli.edition.known import laid_over
from conventions_cli.edition.requests import Laid
from conventions_cli.edition.seen import path_of
from conventions_cli.foundation import Diagnostic, replace
from conventions_cli.preview import Subject
from conventions_cli.source import Inheritance, KeyPath, Mapping, Scalar, find, load_text, read_file

_GONE = "Cette valeur n’est plus écrite dans ce fichier\u00a0: rien n’est changé. Choisir de nouveau où l’écrire."

Keep = Callable[[Change, Sequence[Laid]], Diagnostic | None]


def lay_elsewhere(subject: Subject, one: Laid, keep: Keep) -> dict[str, Any]:
    """Write one value in the file it is inherited from, if neither that file nor the act is the worse for it.

    `keep`: writes the text, and returns what went wrong.
    """
    tree = read_file(subject.spec, str(subject.spec)).then(lambda text: load_text(text, subject.spec.parent)).value
    if tree is None:
        return told(messages=[_GONE])
    shown = laid_over(tree)
    if not as_seen(shown, one):
        return told({one.key: now(shown, one)})
    path = _there(tree, shown, one)
    if path is None:
        return told(messages=[_GONE])
    key = ".".join(map(str, path))
    home = Path(one.where)
    outcome = change(home, [f"{key}={one.new}"] if one.new else [], [] if one.new else [key], subject.template_dir)
    laid = outcome.value
    if laid is None:
        return told(faults=by_key(outcome.diagnostics, [one], one.where))
    options = subject.options
    held = Inheritance()
    held.hold(home, laid.text)
    before = pipeline.check(subject.spec, options).diagnostics
    after = pipeline.check(subject.spec, replace(options, inheritance=held)).diagnostics
    refused = new_errors(before, after)
    if refused:
        return told(faults=by_key(refused, [one], str(subject.spec)))
    if laid.text == laid.file.source.text:
        return told(written={one.key: one.new})
    fault = keep(laid, [one])
    if fault is not None:
        return told(messages=[sentence_of(fault)])
    words = f"Écrit dans «\u00a0{one.where}\u00a0»\u00a0: tous les actes qui en héritent changent."
    return told(written={one.key: one.new}, messages=[words], changed=True)


def _there(tree: Mapping, shown: Mapping, one: Laid) -> KeyPath | None:
    """The path of a value in the file it is inherited from; None when it is not there.

    What a party takes from the directory stands there under the name of its entry.
    """
    path = path_of(shown, one.key)
    node, rest = find(shown, path)
    if node.span.source.name != one.where or len(rest) > 1:
        return None
    reference, _ = find(shown, (*path[:2], "reference"))
    paths: list[KeyPath] = [path]
    if path[0] == "parties" and isinstance(reference, Scalar):
        paths.append(("annuaire", reference.text, *path[2:]))
    for candidate in paths:
        found, left = find(tree, candidate)
        if left == rest and found.span == node.span:
            return candidate
    return None
