"""GitHub Actions: one workflow command per finding, shown on the lines of a pull request.

The runner reads these commands in a log that people read too: signs that are not plain become marks.
"""

from collections.abc import Sequence

from conventions_cli.foundation import Severity, visible_lines, without_orders
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import Flat, flatten

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_report(results: Sequence[Result]) -> str:
    """The commands, one per line."""
    return "".join(_command(finding) for finding in flatten(results))


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
