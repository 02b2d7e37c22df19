"""The deadlines as an iCalendar file (RFC 5545): one all-day event each, for any calendar.

Identifiers depend on the act, the kind and the day only, so that importing the file again duplicates no event.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from conventions_cli.foundation import moment_made
from conventions_cli.french import format_amount
from conventions_cli.summary import View
from conventions_cli.summary.deadlines import Deadline
from conventions_cli.summary.figures import Summary
from conventions_cli.summary.sentences import scheme_of
from conventions_cli.summary.stated_values import ToComplete


def write_ics(summary: Summary, view: View) -> bytes:
    """The file of the deadlines that have a day; the others have no place in a calendar."""
    del view
    calendar = Calendar()
    calendar.add("prodid", "-//conventions-cli//convention summary//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    scheme = scheme_of(summary)
    calendar.add("x-wr-calname", f"Échéances des conventions{f' {scheme}' if scheme else ''}")
    stamp = moment_made().replace(tzinfo=UTC)
    for deadline in summary.deadlines:
        if deadline.day is not None:
            calendar.add_component(_event(deadline, deadline.day, stamp))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, day: date, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", _identifier(deadline, day))
    event.add("dtstamp", stamp)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{deadline.services}\u00a0: {deadline.label}{' (projet)' if deadline.draft else ''}")
    event.add("description", _description(deadline))
    event.add("categories", ["Conventions"])
    event.add("status", "TENTATIVE" if deadline.draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _description(deadline: Deadline) -> str:
    lines = [f"Acte\u00a0: {deadline.act}", f"Ce que dit l’acte\u00a0: {deadline.wording}"]
    if deadline.amount is not None:
        amount = deadline.amount.value if isinstance(deadline.amount, ToComplete) else format_amount(deadline.amount)
        lines.append(f"Montant\u00a0: {amount}")
    if deadline.who:
        lines.append(f"À la charge de\u00a0: {deadline.who}")
    lines.append(f"Clé et clause\u00a0: {deadline.source}")
    return "\n".join(lines)


def _identifier(deadline: Deadline, day: date) -> str:
    """An identifier; the number distinguishes two instalments of an act on one day."""
    identity = "\x1f".join((deadline.act, deadline.kind, str(deadline.number), day.isoformat()))
    return f"{hashlib.sha256(identity.encode()).hexdigest()[:32]}@conventions-cli"
