"""A bound on the diagnostics of a file: a person reads the first ones, and most others are consequences of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from conventions_cli.foundation import Diagnostic, Severity, catalogue

MOST_TOLD = 200


def bounded(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics in order, at most `MOST_TOLD` of a file, errors first; then the number of those left out (C123).

    Diagnostics of no file are all kept.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_file.setdefault(diagnostic.span.source.name if diagnostic.span is not None else "", []).append(diagnostic)
    for name, of_file in by_file.items():
        yield from of_file if not name or len(of_file) <= MOST_TOLD else _first(of_file)


def _first(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    ranked = sorted(
        range(len(diagnostics)), key=lambda at: diagnostics[at].severity.rank
    )  # a stable sort: in order, by weight
    shown = set(ranked[:MOST_TOLD])
    left = [diagnostic for at, diagnostic in enumerate(diagnostics) if at not in shown]
    yield from (diagnostics[at] for at in sorted(shown))
    counted = Counter(diagnostic.severity for diagnostic in left)
    kinds = (
        f"{counted[severity]} {severity.value}{'s' if counted[severity] > 1 else ''}"
        for severity in Severity
        if counted[severity]
    )
    message = f"{_listed(list(kinds))} de plus dans ce fichier, à partir de cette ligne : le détail n’en est pas donné."
    hint = "Corriger d’abord ce qui précède, puis relancer la commande : la suite sera dite."
    yield Diagnostic(catalogue.MORE, message, left[0].span, hint)


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last
