"""JUnit XML: a test case per spec, which fails when the spec has an error."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from conventions_cli.foundation import MARK, Diagnostic, Severity, is_plain
from conventions_cli.reporting import Result
from conventions_cli.reporting.bounded import bounded
from conventions_cli.reporting.repository import Naming, in_repository

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def junit_report(results: Sequence[Result]) -> str:
    """One test suite, with the errors of a spec as its failure, and its other diagnostics as its output."""
    failures = sum(
        any(diagnostic.severity is Severity.ERROR for diagnostic in result.diagnostics) for result in results
    )
    counts = f'tests="{len(results)}" failures="{failures}" errors="0" skipped="0" time="0"'
    named = in_repository()
    cases = "".join(_case(result, named) for result in results)
    return (
        f'{_HEAD}<testsuites name="convention" {counts.replace(chr(32) + "skipped=" + chr(34) + "0" + chr(34), "")}>'
        f'<testsuite name="convention" {counts}>{cases}</testsuite></testsuites>\n'
    )


def _case(result: Result, named: Naming) -> str:
    diagnostics = list(bounded(result.diagnostics))
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    others = [diagnostic for diagnostic in diagnostics if diagnostic.severity is not Severity.ERROR]
    body = ""
    if errors:
        count = f"{len(errors)} erreur{'s' if len(errors) > 1 else ''}"
        lines = "\n".join(_line(error, named) for error in errors)
        body += f"<failure message={_attribute(count)} type={_attribute(errors[0].code.number)}>{lines}</failure>"
    if others:
        body += f"<system-out>{chr(10).join(_line(other, named) for other in others)}</system-out>"
    name = named(result.name)
    attributes = f'classname="convention.validate" name={_attribute(name)} file={_attribute(name)} time="0"'
    return f"<testcase {attributes}>{body}</testcase>"


def _line(diagnostic: Diagnostic, named: Naming) -> str:
    span = diagnostic.span
    place = f"{named(span.source.name)}:{span.start.line}:{span.start.column}: " if span and span.source.name else ""
    return _text(
        f"{place}{diagnostic.severity.value} {diagnostic.code.number} : {diagnostic.message} {diagnostic.hint}".rstrip()
    )


def _attribute(text: str) -> str:
    return f'"{_text(text)}"'


def _text(text: str) -> str:
    """A text for XML 1.0, on one line; characters that are not plain, or that a CI runner obeys, become references."""
    escaped = "".join(c if is_plain(c) else _reference(c) for c in escape(text, {'"': "&quot;"}))
    return escaped.replace("::", ":&#58;").replace("##", "#&#35;")


def _reference(character: str) -> str:
    """The numeric reference of a character; a mark for a character that XML cannot write."""
    barred = character in "\ufffe\uffff" or "\ud800" <= character <= "\udfff"
    return MARK if barred or (character < " " and character not in "\t\n\r") else f"&#{ord(character)};"
