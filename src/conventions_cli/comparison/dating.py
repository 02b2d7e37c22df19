"""The date of tracked changes when nobody gives one: that of the acts, so that each comparison gives the same file."""

from collections.abc import Sequence
from datetime import UTC, datetime

from conventions_cli.document import Document, Part, Section, SectionKind, section_text
from conventions_cli.facts import Cell, signature_dates
from conventions_cli.foundation import NO_DATE, Moment

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009", " "))


def stamp(moment: Moment) -> str:
    """A moment as tracked changes state it: `2025-08-20T00:00:00Z`."""
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*moment)


def day_of_acts(before: Document, after: Document) -> str:
    """The day of signature of the second act, else of creation of its file; else those of the first; else `NO_DATE`."""
    days = (day for document in (after, before) for day in (_signed(document), _created(document)) if day)
    return next(days, stamp(NO_DATE))


def _signed(document: Document) -> str:
    signing = _lines(document, SectionKind.SIGNATURES)
    others = _cells(document.parts[-3:])
    signature = next(signature_dates(signing, _lines(document, SectionKind.TITLE), others), None)
    return f"{signature.day.isoformat()}T00:00:00Z" if signature is not None and signature.day is not None else ""


def _lines(document: Document, kind: SectionKind) -> list[Cell]:
    return _cells([part for part in document.parts if isinstance(part, Section) and part.kind is kind])


def _cells(parts: Sequence[Part]) -> list[Cell]:
    return [Cell(line, "") for part in parts for line in section_text(part).translate(_SPACES).split("\n")]


def _created(document: Document) -> str:
    try:
        moment = datetime.fromisoformat(document.metadata.created)
    except ValueError:  # a file may state anything
        return ""
    universal = moment.astimezone(UTC) if moment.tzinfo is not None else moment
    return stamp((*universal.timetuple()[:6],))
