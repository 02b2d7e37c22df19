"""GitLab's Code Quality report."""

from collections.abc import Sequence

from conventions_cli.foundation import Severity, json_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import flatten
from conventions_cli.reporting.repository import in_repository

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_report(results: Sequence[Result]) -> str:
    """The report as a JSON array, with an object per finding."""
    report = [
        {
            "description": finding.text,
            "check_name": finding.diagnostic.code.number,
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.diagnostic.severity],
            "location": {
                "path": finding.place.file,
                "positions": {
                    "begin": {"line": finding.place.line, "column": finding.place.column},
                    "end": {"line": finding.place.end_line, "column": finding.place.end_column},
                },
            },
        }
        for finding in flatten(results, in_repository())
    ]
    return json_text(report) + "\n"
