"""The diagnostics of a file of any kind, and those that a change would add."""

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
    """The diagnostics of a text. A file made to be inherited lacks values of its heirs: only its own are judged."""
    if kind_of(source) == "fonds commun":
        diagnostics = (
            load_text(source, folder).then(lambda tree: build(tree, draft=True, kind=kind_of_act(tree))).diagnostics
        )
        return ordered(
            diagnostic
            for diagnostic in diagnostics
            if diagnostic.span is None or diagnostic.span.source.name == source.name
        )
    options = pipeline.Options((), template_dir)
    return pipeline.check_bytes(source.text.encode("utf-8"), source.name, folder, options).diagnostics


def new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The errors of `after` that `before` did not have."""
    return tuple(diagnostic for diagnostic in added(before, after) if diagnostic.severity is Severity.ERROR)


def added(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics of `after` whose code and message are not in `before`."""
    remaining = Counter((diagnostic.code.number, diagnostic.message) for diagnostic in before)
    diagnostics = []
    for diagnostic in after:
        identity = (diagnostic.code.number, diagnostic.message)
        if remaining[identity]:
            remaining[identity] -= 1
        else:
            diagnostics.append(diagnostic)
    return tuple(diagnostics)
