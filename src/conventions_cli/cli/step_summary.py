"""The summary of a step of GitHub Actions: the whole report, beside the few annotations that its page shows."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.streams import STDIN
from conventions_cli.foundation import SourceText, Span, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conventions_cli.foundation import Diagnostic
    from conventions_cli.pipeline import Checked
    from conventions_cli.reporting import Result, Stated
    from conventions_cli.source import Node

_SHOWN = 60  # characters of a value that cannot be read
_SERVICES = 20
_FILE = "GITHUB_STEP_SUMMARY"


def stated_by(checked: "Checked") -> "Stated":
    """The subject of an act, its amount and its dates, in French."""
    from datetime import date

    from conventions_cli.french import format_amount, format_date
    from conventions_cli.model import Manquant
    from conventions_cli.reporting import Stated
    from conventions_cli.summary import services_of

    convention = checked.spec.convention
    amount = convention.finances.montant
    missing = "à compléter"

    def day(value: object) -> str:
        return format_date(value) if isinstance(value, date) else missing if isinstance(value, Manquant) else ""

    return Stated(
        services_of(checked.spec),
        "" if amount is None else missing if isinstance(amount, Manquant) else format_amount(amount.euros),
        day(convention.date_signature) or "projet",
        day(convention.duree.fin),
    )


def stated_anyway(name: str) -> "Stated":
    """The same facts from the file of a faulty spec; a value that cannot be read is given as typed."""
    from conventions_cli.french import enumerate_words, format_amount, format_date, parse_amount, parse_date
    from conventions_cli.reporting import Stated
    from conventions_cli.source import Mapping, Scalar, Sequence, find, load_text, read_file

    path = Path(name)
    read = read_file(path, name) if name != STDIN else None
    tree = read.then(lambda source: load_text(source, path.parent)).value if read is not None else None
    if tree is None:
        return Stated()

    def text_at(node: "Node", *keys: str, put: "Callable[[str], str]" = str) -> str:
        value, absent = find(node, keys)
        if absent or not isinstance(value, Scalar) or value.blank:
            return ""
        try:
            return put(value.text)
        except ValueError:
            return value.text[:_SHOWN]

    services = tree.get("services")
    items = services.items[:_SERVICES] if isinstance(services, Sequence) else ()
    return Stated(
        enumerate_words([text_at(item, "nom") for item in items if isinstance(item, Mapping) and text_at(item, "nom")]),
        text_at(tree, "finances", "montant", put=lambda text: format_amount(parse_amount(text))),
        text_at(tree, "date_signature", put=lambda text: format_date(parse_date(text))) or "projet",
        text_at(tree, "duree", "fin", put=lambda text: format_date(parse_date(text))),
    )


def add_to_summary(results: "Sequence[Result]") -> "Diagnostic | None":
    """Add the report to the summary of the step, where there is one; the fault, if it cannot be written."""
    name = os.environ.get(_FILE)
    if not name:
        return None
    from conventions_cli.foundation import Diagnostic
    from conventions_cli.french import disk_reason
    from conventions_cli.reporting import reporter

    try:
        with Path(name).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(reporter("markdown")(results))
    except (OSError, ValueError) as fault:
        message = f"Le résumé de l’étape (« {name} », variable {_FILE}) ne peut pas être écrit ({disk_reason(fault)})."
        return Diagnostic(
            catalogue.OUTPUT, message, Span.whole(SourceText("", "")), "Vérifier les droits, ou la place."
        )
    return None
