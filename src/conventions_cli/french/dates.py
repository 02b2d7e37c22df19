"""Dates and months: the forms people write, and the form the law prints (« 1er janvier 2025 »)."""

import re
from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.french.letters import bare

_MONTHS = tuple(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)
_FORMS = "Écrire par exemple « 2025-08-20 », « 20/08/2025 » ou « 20 août 2025 »."


class DateError(ValueError):
    """The text is not a date of the calendar; `hint`: what to type; `meant`: the probable date, as a text.

    `certain`: whether the date is only written in an odd way, and not guessed.
    """

    def __init__(self, message: str, hint: str = _FORMS, meant: str = "", *, certain: bool = True) -> None:
        super().__init__(message)
        self.hint = hint
        self.meant = meant
        self.certain = certain


class Month(Record, frozen=True, order=True):
    """A month of a year, when the day is not known: « juin 2025 »."""

    year: int
    month: int

    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)


def month_names() -> tuple[str, ...]:
    """January to December in French, as CLDR has them."""
    return _MONTHS


def parse_date(text: str) -> date:
    """Read `2025-08-20`, `20/08/2025` or `20 août 2025` (`1er` too). Raises DateError, also for 31 juin."""
    cleaned = re.sub(r"\s+", " ", text.strip())
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cleaned)
    if match:
        return _calendar(text, int(match[1]), int(match[2]), int(match[3]))
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cleaned)
    if match:
        return _calendar(text, int(match[3]), int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{1,2})(?:er)? ([^\W\d]+) (\d{4})", cleaned)
    if match:
        return _calendar(text, int(match[3]), _month(match[2], text), int(match[1]))
    for wrong_weekday in wrong_weekdays(cleaned):
        hint = f"Vérifier le jour, et écrire la date seule : « {wrong_weekday.day.isoformat()} »."
        raise DateError(f"« {text} » : le {format_date(wrong_weekday.day)} est un {wrong_weekday.right}.", hint)
    meant, certain = _odd_form(cleaned)
    hint = f"Écrire « {meant} »." if certain else f"Faut-il lire « {meant} » ?"
    raise DateError(f"« {text} » n’est pas une date.", hint if meant else _FORMS, meant, certain=certain)


_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"


_DAY_SAID = re.compile(
    rf"(?<!\w)({_WEEKDAYS}),?\s+(?:le\s+)?(\d{{1,2}}(?:er)?\s+[^\W\d]+\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d?-\d\d?)(?!\w)",
    re.IGNORECASE,
)


class WrongWeekday(Record, frozen=True):
    """A weekday, in lower case, that is not the day of the date beside it; `start`: its index in the text."""

    day: date
    said: str
    start: int

    @property
    def right(self) -> str:
        """The weekday of the date."""
        return _WEEKDAYS.split("|")[self.day.weekday()]

    @property
    def message(self) -> str:
        """The fault, in a sentence."""
        return f"Le {format_date(self.day)} est un {self.right}, et non un {self.said}."


def wrong_weekdays(text: str) -> Iterator[WrongWeekday]:
    """The weekdays of a text that are not the day of the date beside them: 20 August 2025 is no « lundi »."""
    if "di" not in text.lower():  # a quick answer for most texts, which name no weekday
        return
    for match in _DAY_SAID.finditer(text):
        try:
            wrong = WrongWeekday(parse_date(match[2]), match[1].lower(), match.start())
        except DateError:
            continue
        if wrong.said != wrong.right:
            yield wrong


# The forms of a date that have one reading: the groups are the day, the month and the year, in some order.
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[./\- ] ?(\d{1,2}) ?[./\- ] ?(\d{4}|\d\d)\.?")
_YEAR_FIRST = re.compile(r"(\d{4})(?: ?[./\- ] ?(\d{1,2}) ?[./\- ] ?(\d{1,2})|(\d\d)(\d\d))\.?")
_NAMED = re.compile(
    rf"(?i)(?:le )?(?:(?:{_WEEKDAYS}),? )?(?:le )?(\d{{1,2}})(?:er)?[ .-]([^\W\d]+)\.?[ .-](\d{{4}}|\d\d)\.?"
)
_END_OF = re.compile(r"(?i)(?:fin|fin de|à la fin de) (?:([^\W\d]+) )?(\d{4})")


def _odd_form(text: str) -> tuple[str, bool]:
    """The date, as `2025-08-20`, of a text in another form with one possible reading, and whether nothing is guessed.

    A year of two digits is guessed to be of this century, and « fin juin » to mean its last day. Empty for other texts.
    """
    bare_text = re.sub(r"(?i)^(?:le|au|jusqu['’]au) ", "", text)
    try:
        if match := _DAY_FIRST.fullmatch(bare_text):
            return _odd(match[3], match[2], match[1])
        if match := _YEAR_FIRST.fullmatch(bare_text):
            return _odd(match[1], match[2] or match[4], match[3] or match[5])
        if match := _NAMED.fullmatch(bare_text):
            return _odd(match[3], str(_month_begun(match[2])), match[1])
        if match := _END_OF.fullmatch(bare_text):
            month = _month_begun(match[1]) if match[1] else 12
            from calendar import monthrange

            day = _calendar(text, int(match[2]), month, 1)
            return day.replace(day=monthrange(day.year, day.month)[1]).isoformat(), False
    except DateError:
        pass
    return "", True


def _odd(year: str, month: str, day: str) -> tuple[str, bool]:
    full = year if len(year) == 4 else f"20{year}"
    return _calendar("", int(full), int(month), int(day)).isoformat(), len(year) == 4


def _month_begun(name: str) -> int:
    """The month of a name, or of its first letters: « déc. »; at least three, and no other month has them."""
    begun = [
        number
        for number, month in enumerate(month_names(), start=1)
        if len(name) > 2 and fold_accents(month).startswith(fold_accents(name))
    ]
    if len(begun) != 1:
        raise DateError("")
    return begun[0]


def parse_month_or_date(text: str) -> date | Month:
    """Read a date, or a month: `2025-06`, `06/2025`, `juin 2025`."""
    cleaned = re.sub(r"\s+", " ", text.strip())
    match = re.fullmatch(r"(\d{4})-(\d{1,2})", cleaned)
    if match:
        return _month_of(text, int(match[1]), int(match[2]))
    match = re.fullmatch(r"(\d{1,2})/(\d{4})", cleaned)
    if match:
        return _month_of(text, int(match[2]), int(match[1]))
    match = re.fullmatch(r"([^\W\d]+) (\d{4})", cleaned)
    if match:
        return _month_of(text, int(match[2]), _month(match[1], text))
    try:
        return parse_date(text)
    except DateError as fault:
        meant = "" if fault.meant else _odd_month(cleaned)
        if not meant:
            raise
        raise DateError(str(fault), f"Faut-il lire « {meant} » ?", meant, certain=False) from None


def _odd_month(text: str) -> str:
    """The month, as `2025-06`, of a text in another form with one possible reading: « 06.2025 », « juin 25 »."""
    match = re.fullmatch(r"(?i)(?:en )?(?:(\d{1,2})|([^\W\d]{3,})\.?) ?[-./ ] ?(\d{4}|\d\d)\.?", text)
    try:
        if match is None:
            return ""
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        month = _month_of(text, int(year), int(match[1]) if match[1] else _month_begun(match[2]))
        return f"{month.year}-{month.month:02d}"
    except DateError:
        return ""


def format_date(day: date | Month) -> str:
    """Print in full, with no-break spaces: « 20 août 2025 », « 1er janvier 2025 », « juin 2025 »."""
    if isinstance(day, Month):
        return f"{month_names()[day.month - 1]}\u00a0{day.year}"
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{month_names()[day.month - 1]}\u00a0{day.year}"


def _month(name: str, text: str) -> int:
    folded = fold_accents(name)
    for number, month_name in enumerate(month_names(), start=1):
        if fold_accents(month_name) == folded:
            return number
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), month_names(), n=1)
    raise DateError(
        f"« {name} », dans « {text} », n’est pas un mois.",
        f"Vouliez-vous dire « {close[0]} » ?" if close else _FORMS,
        text.strip().replace(name, close[0]) if close else "",
        certain=False,
    )


def fold_accents(name: str) -> str:
    """A text in lower case and without accents, for comparison."""
    return bare(name.lower())


def _month_of(text: str, year: int, month: int) -> Month:
    if not 1 <= month <= 12 or not 1900 <= year <= 2999:
        raise DateError(f"« {text} » n’est pas un mois du calendrier.", "Écrire par exemple « 2025-06 ».")
    return Month(year, month)


def _calendar(text: str, year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2999:
        raise DateError(f"« {text} » : l’année {year} n’est pas plausible.")
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        raise DateError(f"« {text} » n’existe pas : il n’y a pas de mois {month}.")
    from calendar import monthrange

    last = monthrange(year, month)[1]
    name = month_names()[month - 1]
    raise DateError(f"« {text} » n’existe pas : {name} {year} compte {last} jours.")
