"""GitHub Actions: one workflow command per finding, which GitHub shows on the lines of a pull request.

The runner reads these commands in a log that people read too: characters that are not plain become marks. In a step, it
makes an annotation of the first ten commands of each level only, so the tenth counts the findings not shown.
"""

from collections import Counter
from collections.abc import Sequence

from conventions_cli.foundation import Severity, visible_lines, without_orders
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import Flat, flatten
from conventions_cli.reporting.repository import in_repository

MOST_SHOWN = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(results: Sequence[Result]) -> str:
    """The commands, one per line: each finding in order, and the counts of the findings that will not be shown."""
    findings = list(flatten(results, in_repository()))
    totals = Counter(finding.diagnostic.severity for finding in findings)
    counts: Counter[Severity] = Counter()
    lines = []
    for finding in findings:
        severity = finding.diagnostic.severity
        counts[severity] += 1
        if counts[severity] == MOST_SHOWN < totals[severity]:
            lines.append(_more(severity, totals[severity] - MOST_SHOWN + 1))
        lines.append(_command(finding))
    return "".join(lines)


def _more(severity: Severity, number: int) -> str:
    more = f"{number} {severity.value}s de plus, sans annotation : cette page n’en montre que {MOST_SHOWN} d’une sorte."
    return (
        f"::{_COMMANDS[severity]} title=convention::{more} Tout est dans le résumé de l’étape, et dans son journal.\n"
    )


def _command(finding: Flat) -> str:
    place = finding.place
    properties = {"file": place.file, "line": place.line, "endLine": place.end_line, "col": place.column}
    if place.end_line == place.line:
        properties["endColumn"] = place.end_column
    properties["title"] = f"{finding.diagnostic.code.number} {finding.diagnostic.code.title}"
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.diagnostic.severity]} {listed}::{_data(finding.text)}\n"


def _data(text: str) -> str:
    return without_orders(visible_lines(text)).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
