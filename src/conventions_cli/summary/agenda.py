"""The deadlines as an iCalendar file (RFC 5545): one all-day event each, for any calendar.

Identifiers follow from the act, the kind and the day, so that importing the file again does not double an event.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from conventions_cli.foundation import moment_made
from conventions_cli.french import format_amount
from conventions_cli.summary import View
from conventions_cli.summary.deadlines import Deadline
from conventions_cli.summary.figures import Summary
from conventions_cli.summary.known import ToComplete
from conventions_cli.summary.sentences import scheme_of


def write_ics(summary: Summary, view: View) -> bytes:
    """The deadlines that have a day; the others have no place in a calendar."""
    del view
    calendar = Calendar()
    calendar.add("prodid", "-//conventions-cli//convention summary//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    scheme = scheme_of(summary)
    calendar.add("x-wr-calname", f"Échéances des conventions{f' {scheme}' if scheme else ''}")
    stamp = moment_made().replace(tzinfo=UTC)
    for one in summary.deadlines:
        if one.day is not None:
            calendar.add_component(_event(one, one.day, stamp))
    return bytes(calendar.to_ical())


def _event(one: Deadline, day: date, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", _identifier(one, day))
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{one.services}\u00a0: {one.label}{' (projet)' if one.draft else ''}")
    event.add("description", _description(one))
    event.add("categories", ["Conventions"])
    event.add("status", "TENTATIVE" if one.draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _description(one: Deadline) -> str:
    lines = [f"Acte\u00a0: {one.act}", f"Ce que dit l’acte\u00a0: {one.wording}"]
    if one.amount is not None:
        amount = one.amount.value if isinstance(one.amount, ToComplete) else format_amount(one.amount)
        lines.append(f"Montant\u00a0: {amount}")
    if one.who:
        lines.append(f"À la charge de\u00a0: {one.who}")
    lines.append(f"Clé et clause\u00a0: {one.source}")
    return "\n".join(lines)


def _identifier(one: Deadline, day: date) -> str:
    """The number tells apart two instalments of an act on one day."""
    known = "\x1f".join((one.act, one.kind, str(one.number), day.isoformat()))
    return f"{hashlib.sha256(known.encode()).hexdigest()[:32]}@conventions-cli"
