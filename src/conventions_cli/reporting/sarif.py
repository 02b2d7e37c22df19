"""SARIF 2.1.0: findings with the pages of their codes, for the dashboards of code hosts."""

from collections.abc import Sequence
from urllib.parse import quote

from conventions_cli.foundation import Code, Replacement, installed_version, json_text
from conventions_cli.pages import page_markdown, page_text
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import LEVELS, Flat, Place, flatten, place_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_report(results: Sequence[Result]) -> str:
    """One run; only the codes that were met are declared."""
    flat = list(flatten(results))
    codes = sorted({one.found.code.number: one.found.code for one in flat}.values(), key=lambda code: code.number)
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
                "results": [_result(one, index) for one in flat],
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


def _result(one: Flat, index: dict[str, int]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": one.found.code.number,
        "ruleIndex": index[one.found.code.number],
        "level": LEVELS[one.found.severity],
        "message": {"text": one.text},
        "locations": [{"physicalLocation": _location(one.place)}],
        "partialFingerprints": {"convention/v1": one.fingerprint},
    }
    if one.found.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(place_of(related.span, one.place.file)),
                "message": {"text": related.message},
            }
            for number, related in enumerate(one.found.related)
        ]
    if one.found.replacement is not None:
        result["fixes"] = [_fix(one.found.replacement, one)]
    return result


def _fix(replacement: Replacement, one: Flat) -> dict[str, object]:
    """What a viewer may offer to write; the region deleted may be empty, where something is only put in."""
    place = place_of(replacement.span, one.place.file)
    start, end = replacement.span.start, replacement.span.end
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    change = {"deletedRegion": region, "insertedContent": {"text": replacement.text}}
    return {
        "description": {"text": one.found.hint or one.found.message},
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
