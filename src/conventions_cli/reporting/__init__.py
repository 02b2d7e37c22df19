"""Diagnostics to people and machines: one module per form, one registry.

Every form carries the same findings. To add one, write a module with a function from results to text, and list it here.
"""

from collections.abc import Callable, Sequence

from conventions_cli.diagnostics import Diagnostic
from conventions_cli.records import Record


class Result(Record, frozen=True):
    """What was found in one spec, under the name it was given by."""

    name: str
    diagnostics: tuple[Diagnostic, ...]


Reporter = Callable[[Sequence[Result]], str]

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


def reporter(name: str) -> Reporter:
    """The machine form of that name; each is imported when it is asked for. Raises KeyError for an unknown one."""
    from conventions_cli.reporting import codequality, junit, sarif, structured, workflow

    return {
        "json": structured.json_report,
        "github": workflow.github_report,
        "gitlab": codequality.gitlab_report,
        "sarif": sarif.sarif_report,
        "junit": junit.junit_report,
    }[name]
