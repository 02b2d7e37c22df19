"""The JSON report, documented in docs/rapports.md. `version` changes only when a field changes its meaning."""

from collections.abc import Sequence

from conventions_cli.foundation import Severity, json_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import Flat, Place, flatten, place_of, posix

VERSION = 1


def json_report(results: Sequence[Result]) -> str:
    """Every finding, then a count by severity."""
    flat = list(flatten(results))
    report = {
        "version": VERSION,
        "specifications": [posix(result.name) for result in results],
        "constats": [_finding(one) for one in flat],
        "total": {severity.value: sum(one.found.severity is severity for one in flat) for severity in Severity},
    }
    return json_text(report) + "\n"


def _finding(one: Flat) -> dict[str, object]:
    return {
        "code": one.found.code.number,
        "gravite": one.found.severity.value,
        "titre": one.found.code.title,
        "message": one.found.message,
        "aide": one.found.hint,
        "lieu": _place(one.place),
        "voir": [
            {"message": related.message, "lieu": _place(place_of(related.span, one.place.file))}
            for related in one.found.related
        ],
        "correction": _replacement(one),
    }


def _replacement(one: Flat) -> dict[str, object] | None:
    """What may be written; its place is exact, and empty where something is only put in."""
    replacement = one.found.replacement
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
