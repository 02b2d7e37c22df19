"""How much is told of one file: a person reads the first findings, and what follows is most often their consequence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from conventions_cli.foundation import Diagnostic, Severity, catalogue

MOST_TOLD = 200


def told(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings in order, at most `MOST_TOLD` of a file, errors before others; then how many more there are (C123).

    Findings of no file are all told.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        by_file.setdefault(one.span.source.name if one.span is not None else "", []).append(one)
    for name, found in by_file.items():
        yield from found if not name or len(found) <= MOST_TOLD else _first(found)


def _first(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    ranked = sorted(range(len(found)), key=lambda at: found[at].severity.rank)  # a stable sort: in order, by weight
    kept = set(ranked[:MOST_TOLD])
    left = [one for at, one in enumerate(found) if at not in kept]
    yield from (found[at] for at in sorted(kept))
    counted = Counter(one.severity for one in left)
    kinds = (f"{counted[one]} {one.value}{'s' if counted[one] > 1 else ''}" for one in Severity if counted[one])
    message = f"{_listed(list(kinds))} de plus dans ce fichier, à partir de cette ligne : le détail n’en est pas donné."
    hint = "Corriger d’abord ce qui précède, puis relancer la commande : la suite sera dite."
    yield Diagnostic(catalogue.MORE, message, left[0].span, hint)


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} et {last}" if first else last
