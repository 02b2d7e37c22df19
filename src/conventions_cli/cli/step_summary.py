"""The summary of a step of GitHub Actions: the whole report, beside the few annotations that its page shows."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.foundation import SourceText, Span, catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conventions_cli.foundation import Diagnostic
    from conventions_cli.pipeline import Checked
    from conventions_cli.reporting import Result, Stated

_FILE = "GITHUB_STEP_SUMMARY"


def stated_by(checked: "Checked") -> "Stated":
    """What an act is about, its amount and its days, as people read them."""
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
