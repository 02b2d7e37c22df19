"""The dates in the sentences of any act. Spaces must be plain."""

import re
from datetime import date

from conventions_cli.french import DateError, Month, bare, month_names, parse_date, parse_month_or_date

_MONTHS = "|".join(dict.fromkeys(form for name in month_names() for form in (name, bare(name))))
_FIGURES = "|".join(rf"\d{{1,2}}{sign}\d{{1,2}}{sign}\d{{4}}" for sign in ("/", "-", r"\."))
DATE = rf"(?:(?:1er|\d{{1,2}}) (?:{_MONTHS}) \d{{4}}|{_FIGURES})"
DATE_OR_MONTH = rf"(?:{DATE}|(?:{_MONTHS}) \d{{4}})"


def said_date(text: str) -> date | None:
    """The day of a text that `DATE` matched; None when the calendar does not have it."""
    try:
        return parse_date(_slashed(text.lower()))
    except DateError:
        return None


def _slashed(text: str) -> str:
    """« 10-11-2023 » and « 10.11.2023 » written « 10/11/2023 »; any other text as it is."""
    return re.sub(r"\A(\d{1,2})[-.](\d{1,2})[-.](\d{4})\Z", r"\1/\2/\3", text)


def date_text(text: str) -> str:
    """The day of a text as a spec writes it, « 2025-08-20 »; empty when the calendar does not have it."""
    day = said_date(text)
    return day.isoformat() if day else ""


def date_or_month_text(text: str) -> str:
    """The day or the month of a text as a spec writes it: « juin 2025 » gives « 2025-06 »; empty for other texts."""
    try:
        read = parse_month_or_date(_slashed(text.lower()))
    except DateError:
        return ""
    return f"{read.year}-{read.month:02d}" if isinstance(read, Month) else read.isoformat()
