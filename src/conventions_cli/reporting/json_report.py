"""The JSON report, documented in docs/rapports.md. `version` changes only when the meaning of a field does."""

from collections.abc import Sequence

from conventions_cli.foundation import Severity, json_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import Flat, Place, flatten, place_of
from conventions_cli.reporting.repository import posix

VERSION = 1


def json_report(results: Sequence[Result]) -> str:
    """Every finding, then a count by severity."""
    flat = list(flatten(results))
    report = {
        "version": VERSION,
        "specifications": [posix(result.name) for result in results],
        "constats": [_finding(finding) for finding in flat],
        "total": {
            severity.value: sum(finding.diagnostic.severity is severity for finding in flat) for severity in Severity
        },
    }
    return json_text(report) + "\n"


def _finding(finding: Flat) -> dict[str, object]:
    return {
        "code": finding.diagnostic.code.number,
        "gravite": finding.diagnostic.severity.value,
        "titre": finding.diagnostic.code.title,
        "message": finding.diagnostic.message,
        "aide": finding.diagnostic.hint,
        "lieu": _place(finding.place),
        "voir": [
            {"message": related.message, "lieu": _place(place_of(related.span, finding.place.file))}
            for related in finding.diagnostic.related
        ],
        "correction": _replacement(finding),
    }


def _replacement(finding: Flat) -> dict[str, object] | None:
    """The text to write and its exact place, which is empty for an insertion."""
    replacement = finding.diagnostic.replacement
    if replacement is None:
        return None
    start, end = replacement.span.start, replacement.span.end
    place = Place(posix(replacement.span.source.name), start.line, start.column, end.line, end.column)
    return {"lieu": _place(place), "texte": replacement.text, "sure": replacement.certain}


def _place(place: Place) -> dict[str, object]:
    return {
        "fichier": place.file,
        "ligne": place.line,
        "colonne": place.column,
        "ligne_fin": place.end_line,
        "colonne_fin": place.end_column,
    }
