"""SARIF 2.1.0: findings with the pages of their codes, for the dashboards of platforms."""

from collections.abc import Sequence
from urllib.parse import quote

from conventions_cli.foundation import Code, Replacement, installed_version, json_text
from conventions_cli.pages import page_markdown, page_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import LEVELS, Flat, Place, flatten, place_of
from conventions_cli.reporting.repository import Naming, in_repository

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_report(results: Sequence[Result]) -> str:
    """One run, which declares only the codes of its findings."""
    named = in_repository()
    flat = list(flatten(results, named))
    codes = sorted(
        {finding.diagnostic.code.number: finding.diagnostic.code for finding in flat}.values(),
        key=lambda code: code.number,
    )
    index = {code.number: number for number, code in enumerate(codes)}
    report = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "convention",
                        "semanticVersion": installed_version(),
                        "language": "fr",
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "language": "fr",
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index, named) for finding in flat],
            }
        ],
    }
    return json_text(report) + "\n"


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.number,
        "shortDescription": {"text": code.title},
        "help": {"text": page_text(code), "markdown": page_markdown(code)},
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }


def _result(finding: Flat, index: dict[str, int], named: Naming) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.diagnostic.code.number,
        "ruleIndex": index[finding.diagnostic.code.number],
        "level": LEVELS[finding.diagnostic.severity],
        "message": {"text": finding.text},
        "locations": [{"physicalLocation": _location(finding.place)}],
        "partialFingerprints": {"convention/v1": finding.fingerprint},
    }
    if finding.diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(place_of(related.span, finding.place.file, named)),
                "message": {"text": related.message},
            }
            for number, related in enumerate(finding.diagnostic.related)
        ]
    if finding.diagnostic.replacement is not None:
        result["fixes"] = [_fix(finding.diagnostic.replacement, finding, named)]
    return result


def _fix(replacement: Replacement, finding: Flat, named: Naming) -> dict[str, object]:
    """The correction that a viewer may propose; the deleted region is empty for an insertion."""
    place = place_of(replacement.span, finding.place.file, named)
    start, end = replacement.span.start, replacement.span.end
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    change = {"deletedRegion": region, "insertedContent": {"text": replacement.text}}
    return {
        "description": {"text": finding.diagnostic.hint or finding.diagnostic.message},
        "artifactChanges": [{"artifactLocation": {"uri": quote(place.file)}, "replacements": [change]}],
    }


def _location(place: Place) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": quote(place.file)},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }
