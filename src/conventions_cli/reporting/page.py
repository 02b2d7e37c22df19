"""Markdown: the acts, their amounts and every finding, for the summary of a CI step or a comment on a platform.

The texts of specs are escaped: none of them is markup, notifies a person or is a link.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from conventions_cli.foundation import visible
from conventions_cli.reporting import Result, Stated
from conventions_cli.reporting.flattened import Flat, flatten
from conventions_cli.reporting.for_people import count_line
from conventions_cli.reporting.repository import Naming, in_repository

MOST_BYTES = 1_000_000  # GitHub refuses the whole summary of a step past 1 MiB
_SIGNS = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_[]<>|~&$^="}
_SIGNS |= {ord(sign): f"&#{ord(sign)};&#8288;" for sign in "@#"}  # with a joiner: « @name » would notify a person


def markdown_report(results: Sequence[Result]) -> str:
    """A line for each spec, then the findings by file; findings for which there is no room are counted."""
    named = in_repository()
    flat = list(flatten(results, named))
    counted = count_line(finding.diagnostic for finding in flat)
    number = f"{len(results)} spécification{'s' if len(results) > 1 else ''}"
    head = [f"## Conventions : {number}, {counted or 'aucun constat'}", "", *_acts(results, named)]
    return "\n".join((*head, *_bounded(flat, sum(len(line.encode()) + 1 for line in head)))) + "\n"


def quoted(text: str) -> str:
    """A text on one line, escaped so that no character is Markdown."""
    return visible(text).translate(_SIGNS)


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table."""
    return [_row(titles), _row("---" for _ in titles), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _acts(results: Sequence[Result], named: Naming) -> list[str]:
    titles = ("Acte", "Spécification", "Montant", "Signature", "Fin", "Constats")
    rows = []
    for result in results:
        act = result.stated or Stated()
        cells = (act.what, named(result.name), act.amount, act.signed, act.end, count_line(result.diagnostics))
        rows.append([quoted(text) or "—" for text in cells[:-1]] + [cells[-1] or "aucun"])
    return table(titles, rows)


def _bounded(flat: Sequence[Flat], used: int) -> Iterator[str]:
    count = 0
    for name, findings in groupby(flat, key=lambda finding: finding.place.file):
        for at, finding in enumerate(findings):
            lines = ([] if at else ["", f"### {quoted(name)}", ""]) + [_finding(finding)]
            used += sum(len(line.encode()) + 1 for line in lines)
            if used > MOST_BYTES:
                yield from ("", f"Constats de plus, sans place ici : {len(flat) - count}. Tous sont dans le journal.")
                return
            yield from lines
            count += 1


def _finding(finding: Flat) -> str:
    fault = finding.diagnostic
    line = f"- **{fault.severity.value} {fault.code.number}**, ligne {finding.place.line} : {quoted(fault.message)}"
    return f"{line} *{quoted(fault.hint)}*" if fault.hint.strip() else line
