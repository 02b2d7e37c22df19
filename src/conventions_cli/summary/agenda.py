"""The deadlines as an iCalendar file (RFC 5545): one all-day event each, for any calendar.

An identifier depends on the act, whatever its file is called, and on the deadline, whatever its day: the file imported
again moves events, and doubles none. The revision and the stamp of an event grow with the life of its act, and with the
day the calendar is made for, when that is stated: the clock of the machine is never read.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from conventions_cli.foundation import moment_made
from conventions_cli.french import format_amount
from conventions_cli.summary import View
from conventions_cli.summary.deadlines import Deadline
from conventions_cli.summary.figures import ActLine, Summary
from conventions_cli.summary.sentences import scheme_of
from conventions_cli.summary.stated_values import ToComplete

_FIRST = datetime(2020, 1, 1, tzinfo=UTC)  # revisions are counted from here: they must fit in 31 bits
_STAGES = 100  # an act has fewer avenants
_MORNING = timedelta(hours=9)


def write_ics(summary: Summary, view: View) -> bytes:
    """The file of the deadlines that have a day; the others have no place in a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//conventions-cli//convention summary//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    scheme = scheme_of(summary)
    calendar.add("x-wr-calname", f"Échéances des conventions{f' {scheme}' if scheme else ''}")
    stated = moment_made() if view.today is None else datetime.combine(view.today, time())
    stamp = stated.replace(tzinfo=UTC)
    identities = _identities(summary.acts)
    stages = {act.stem: act.stage for act in summary.acts}
    for deadline in summary.deadlines:
        if deadline.day is not None:
            event = _event(deadline, deadline.day, identities[deadline.act])
            event.add("dtstamp", stamp)
            event.add("last-modified", stamp)
            event.add("sequence", _minutes(stamp) * _STAGES + min(stages[deadline.act], _STAGES - 1))
            for alarm in _alarms(deadline, deadline.day, view):
                event.add_component(alarm)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _minutes(stamp: datetime) -> int:
    """Minutes since the first revision, within the range of a revision."""
    return min(max(int((stamp - _FIRST).total_seconds() // 60), 0), (2**31 - 1) // _STAGES - 1)


def _identities(acts: tuple[ActLine, ...]) -> dict[str, str]:
    """The identity of each act, by its stem; with its number when two acts would have the same."""
    shared = Counter(act.identity for act in acts)
    return {
        act.stem: act.identity if shared[act.identity] == 1 else f"{act.identity}\x1f{act.number or act.stem}"
        for act in acts
    }


def _event(deadline: Deadline, day: date, identity: str) -> Event:
    event = Event()
    event.add("uid", _identifier(deadline, identity))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _title(deadline))
    event.add("description", _description(deadline))
    event.add("categories", ["Conventions"])
    event.add("status", "TENTATIVE" if deadline.draft else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _title(deadline: Deadline) -> str:
    return f"{deadline.services}\u00a0: {deadline.label}{' (projet)' if deadline.draft else ''}"


def _alarms(deadline: Deadline, day: date, view: View) -> Iterator[Alarm]:
    """A reminder in the morning, so many days before; none that would be over on the day the calendar is made for."""
    for days in view.reminders:
        if view.today is not None and day - timedelta(days=days) < view.today:
            continue
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _title(deadline))
        alarm.add("trigger", _MORNING - timedelta(days=days))
        yield alarm


def _description(deadline: Deadline) -> str:
    lines = [f"Acte\u00a0: {deadline.act}", f"Ce que dit l’acte\u00a0: {deadline.wording}"]
    if deadline.amount is not None:
        amount = deadline.amount.value if isinstance(deadline.amount, ToComplete) else format_amount(deadline.amount)
        lines.append(f"Montant\u00a0: {amount}")
    if deadline.who:
        lines.append(f"À la charge de\u00a0: {deadline.who}")
    lines.append(f"Clé et clause\u00a0: {deadline.source}")
    return "\n".join(lines)


def _identifier(deadline: Deadline, identity: str) -> str:
    """An identifier; the number distinguishes two instalments of an act."""
    source = "\x1f".join((identity, deadline.kind, str(deadline.number)))
    return f"{hashlib.sha256(source.encode()).hexdigest()[:32]}@conventions-cli"
