"""JUnit XML: a test case per spec, which fails when it has an error."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from conventions_cli.foundation import MARK, Diagnostic, Severity, is_plain
from conventions_cli.reporting import Result
from conventions_cli.reporting.flattened import posix
from conventions_cli.reporting.told import told

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def junit_report(results: Sequence[Result]) -> str:
    """One suite; the errors of a spec are its failure, warnings and informations its output."""
    failures = sum(any(one.severity is Severity.ERROR for one in result.diagnostics) for result in results)
    counts = f'tests="{len(results)}" failures="{failures}" errors="0" skipped="0" time="0"'
    cases = "".join(_case(result) for result in results)
    return (
        f'{_HEAD}<testsuites name="convention" {counts.replace(chr(32) + "skipped=" + chr(34) + "0" + chr(34), "")}>'
        f'<testsuite name="convention" {counts}>{cases}</testsuite></testsuites>\n'
    )


def _case(result: Result) -> str:
    found = list(told(result.diagnostics))
    errors = [one for one in found if one.severity is Severity.ERROR]
    others = [one for one in found if one.severity is not Severity.ERROR]
    body = ""
    if errors:
        count = f"{len(errors)} erreur{'s' if len(errors) > 1 else ''}"
        lines = "\n".join(_line(one) for one in errors)
        body += f"<failure message={_attribute(count)} type={_attribute(errors[0].code.number)}>{lines}</failure>"
    if others:
        body += f"<system-out>{chr(10).join(_line(one) for one in others)}</system-out>"
    name = posix(result.name)
    attributes = f'classname="convention.validate" name={_attribute(name)} file={_attribute(name)} time="0"'
    return f"<testcase {attributes}>{body}</testcase>"


def _line(one: Diagnostic) -> str:
    place = f"{one.span.location}: " if one.span else ""
    return _text(f"{place}{one.severity.value} {one.code.number} : {one.message} {one.hint}".rstrip())


def _attribute(text: str) -> str:
    return f'"{_text(text)}"'


def _text(text: str) -> str:
    """A text as XML 1.0 holds it, on one line: what is not plain, and what a runner of CI obeys, as references."""
    held = "".join(c if is_plain(c) else _reference(c) for c in escape(text, {'"': "&quot;"}))
    return held.replace("::", ":&#58;").replace("##", "#&#35;")


def _reference(character: str) -> str:
    """A character by its number; a mark for those XML has no way to write."""
    barred = character in "\ufffe\uffff" or "\ud800" <= character <= "\udfff"
    return MARK if barred or (character < " " and character not in "\t\n\r") else f"&#{ord(character)};"
