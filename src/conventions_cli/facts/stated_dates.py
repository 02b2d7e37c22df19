"""The dates an act of any origin writes in its sentences, and what they are worth. Spaces are taken as plain ones."""

import re
from datetime import date

from conventions_cli.french import DateError, Month, bare, month_names, parse_date, parse_month_or_date

_MONTHS = "|".join(dict.fromkeys(form for name in month_names() for form in (name, bare(name))))
_FIGURES = "|".join(rf"\d{{1,2}}{sign}\d{{1,2}}{sign}\d{{4}}" for sign in ("/", "-", r"\."))
DATE = rf"(?:(?:1er|\d{{1,2}}) (?:{_MONTHS}) \d{{4}}|{_FIGURES})"
DATE_OR_MONTH = rf"(?:{DATE}|(?:{_MONTHS}) \d{{4}})"


def said_date(text: str) -> date | None:
    """The day a text that `DATE` found says; None when it is not of the calendar."""
    try:
        return parse_date(_slashed(text.lower()))
    except DateError:
        return None


def _slashed(text: str) -> str:
    """« 10-11-2023 » and « 10.11.2023 » as « 10/11/2023 »; anything else as it is."""
    return re.sub(r"\A(\d{1,2})[-.](\d{1,2})[-.](\d{4})\Z", r"\1/\2/\3", text)


def date_text(text: str) -> str:
    """The same as a spec writes it, « 2025-08-20 »; nothing when it is not of the calendar."""
    day = said_date(text)
    return day.isoformat() if day else ""


def date_or_month_text(text: str) -> str:
    """The same for « juin 2025 » too, which gives « 2025-06 »."""
    try:
        read = parse_month_or_date(_slashed(text.lower()))
    except DateError:
        return ""
    return f"{read.year}-{read.month:02d}" if isinstance(read, Month) else read.isoformat()
