"""The findings of a file under change, whatever kind it is, and those that a change would add."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.files import kind_of
from conventions_cli.foundation import Diagnostic, Severity, SourceText, ordered
from conventions_cli.model import build
from conventions_cli.source import load_text
from conventions_cli.templating import kind_of_act


def faults_of(source: SourceText, folder: Path, template_dir: Path | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with a text. A file that others inherit lacks what they hold: only what is in it is judged."""
    if kind_of(source) == "fonds commun":
        found = load_text(source, folder).then(lambda tree: build(tree, draft=True, kind=kind_of_act(tree))).diagnostics
        return ordered(one for one in found if one.span is None or one.span.source.name == source.name)
    options = pipeline.Options((), template_dir)
    return pipeline.check_bytes(source.text.encode("utf-8"), source.name, folder, options).diagnostics


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The errors of `after` that `before` did not have."""
    return tuple(one for one in added(before, after) if one.severity is Severity.ERROR)


def added(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings of `after` that `before` did not have: same code, same words."""
    left = Counter((one.code.number, one.message) for one in before)
    found = []
    for one in after:
        identity = (one.code.number, one.message)
        if left[identity]:
            left[identity] -= 1
        else:
            found.append(one)
    return tuple(found)
