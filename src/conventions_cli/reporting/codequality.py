"""GitLab's Code Quality report."""

from collections.abc import Sequence

from conventions_cli.foundation import Severity, json_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import flatten

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def gitlab_report(results: Sequence[Result]) -> str:
    """A JSON array, an object per finding."""
    report = [
        {
            "description": one.text,
            "check_name": one.found.code.number,
            "fingerprint": one.fingerprint,
            "severity": _SEVERITIES[one.found.severity],
            "location": {
                "path": one.place.file,
                "positions": {
                    "begin": {"line": one.place.line, "column": one.place.column},
                    "end": {"line": one.place.end_line, "column": one.place.end_column},
                },
            },
        }
        for one in flatten(results)
    ]
    return json_text(report) + "\n"
