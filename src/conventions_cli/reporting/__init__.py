"""Reports of diagnostics for people and machines: one module per form, and the table of forms.

Every form carries the same findings. To add one, write a module with a function from results to text, and list it here.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from conventions_cli.foundation import Diagnostic, Record, door

if TYPE_CHECKING:
    from conventions_cli.reporting.for_people import count_line, text_report
    from conventions_cli.reporting.page import quoted, table
    from conventions_cli.reporting.paper import Paper
    from conventions_cli.reporting.repository import repository_of

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)


class Stated(Record, frozen=True):
    """The subject of an act, its amount and its days, as people read them; empty for those it does not state."""

    what: str = ""
    amount: str = ""
    signed: str = ""
    end: str = ""


class Result(Record, frozen=True):
    """The name of a spec and its diagnostics. `stated`: the facts of its act, for forms that show them."""

    name: str
    diagnostics: tuple[Diagnostic, ...]
    stated: Stated | None = None


Reporter = Callable[[Sequence[Result]], str]

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit", "markdown")


def reporter(name: str) -> Reporter:
    """The function that writes a form for machines, imported on demand. Raises KeyError for an unknown form."""
    from conventions_cli.reporting import codequality, json_report, junit, page, sarif, workflow

    return {
        "json": json_report.json_report,
        "github": workflow.github_report,
        "gitlab": codequality.gitlab_report,
        "sarif": sarif.sarif_report,
        "junit": junit.junit_report,
        "markdown": page.markdown_report,
    }[name]
