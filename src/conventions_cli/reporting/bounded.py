"""A bound on the diagnostics of a file: people read the first, of which most others are consequences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from conventions_cli.foundation import Diagnostic, Severity, catalogue

MOST_TOLD = 200


def bounded(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics in order, at most `MOST_TOLD` for a file, errors first; then the number of the others (C123).

    Diagnostics without a file have no bound.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_file.setdefault(diagnostic.span.source.name if diagnostic.span is not None else "", []).append(diagnostic)
    for name, of_file in by_file.items():
        yield from of_file if not name or len(of_file) <= MOST_TOLD else _first(of_file)


def _first(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    ranked = sorted(
        range(len(diagnostics)), key=lambda at: diagnostics[at].severity.rank
    )  # a stable sort: in order within a severity
    first = set(ranked[:MOST_TOLD])
    others = [diagnostic for at, diagnostic in enumerate(diagnostics) if at not in first]
    yield from (diagnostics[at] for at in sorted(first))
    counted = Counter(diagnostic.severity for diagnostic in others)
    kinds = (
        f"{counted[severity]} {severity.value}{'s' if counted[severity] > 1 else ''}"
        for severity in Severity
        if counted[severity]
    )
    message = f"{_listed(list(kinds))} de plus dans ce fichier, à partir de cette ligne : le détail n’en est pas donné."
    hint = "Corriger d’abord ce qui précède, puis relancer la commande : la suite sera dite."
    yield Diagnostic(catalogue.MORE, message, others[0].span, hint)


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last
