"""Values as French texts, and the few sentences that several forms print."""

from datetime import date

from conventions_cli.french import format_amount, format_number
from conventions_cli.model import MoneyWords
from conventions_cli.summary.figures import Half, Sum, Summary
from conventions_cli.summary.shown_tables import Cell, Column, Kind
from conventions_cli.summary.stated_values import TO_COMPLETE, ToComplete


def text_of(cell: Cell, column: Column) -> str:
    """A cell as it prints: « 185 000 € », « 20/08/2025 »; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, ToComplete):
        return TO_COMPLETE.value
    if isinstance(cell, date):
        return day_text(cell)
    if isinstance(cell, int):
        if column.kind is Kind.EUROS:
            return format_amount(cell)
        return str(cell) if column.kind is Kind.YEAR else format_number(cell)
    return cell


def day_text(day: date) -> str:
    """« 20/08/2025 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def sum_text(amount: Sum) -> str:
    """« 185 000 € », « à compléter », « 185 000 € + 2 à compléter »; empty for nil."""
    shown = format_amount(amount.euros) if amount.euros else ""
    if not amount.missing:
        return shown
    return f"{shown} + {amount.missing} {TO_COMPLETE.value}" if shown else TO_COMPLETE.value


def heading(summary: Summary) -> str:
    """« FIR 17 : 10 actes, dont 2 projets »; no scheme is named when the acts are of several."""
    total = summary.signed.acts + summary.draft.acts
    count = f"{total} acte{'s' if total > 1 else ''}"
    if summary.draft.acts == total:
        count = f"{total} projet{'s' if total > 1 else ''}"
    elif summary.draft.acts:
        count += f", dont {summary.draft.acts} projet{'s' if summary.draft.acts > 1 else ''}"
    scheme = scheme_of(summary)
    return f"{scheme}\u00a0: {count}" if scheme else count


def promised(half: Half, words: MoneyWords) -> dict[str, Sum]:
    """The sums of a half, under the labels people read, with the words of the acts."""
    return {
        "Montant attribué": half.amount,
        f"dont accompagnement, payé par {words.giver}": half.coaching,
        f"dont {words.done}": half.delegated,
        "Cofinancement promis": half.cofinancing,
    }


def scheme_of(summary: Summary) -> str:
    """The scheme and round of all acts; empty when they are of several."""
    schemes = {act.scheme for act in summary.acts}
    return schemes.pop() if len(schemes) == 1 else ""


def left_out_sentences(summary: Summary) -> tuple[str, ...]:
    """A sentence for each spec that the figures leave out."""
    return tuple(f"{excluded.name}\u00a0: {excluded.reason}" for excluded in summary.left_out)
