"""Lengths of time as people write them (« six mois », « 2 ans ») and as the law prints them; days at such distances."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import Enum

from conventions_cli.foundation import Record
from conventions_cli.french.letters import bare
from conventions_cli.french.numerals import number_in_words, parse_words

_FORM = re.compile(r"(.{1,40}) (jours?|semaines?|mois|ans?|années?)", re.IGNORECASE)
_JOINTS = re.compile(r"[\s-]+")
MOST = 999


class Unit(Enum):
    """The unit of a length of time; the value is its French name in the singular."""

    DAY = "jour"
    WEEK = "semaine"
    MONTH = "mois"
    YEAR = "an"


class Duration(Record, frozen=True):
    """A number of days, weeks, months or years: at least one."""

    count: int
    unit: Unit

    @property
    def figures(self) -> str:
        """« 6 mois », « 1 an »."""
        return f"{self.count} {self._unit}"

    @property
    def words(self) -> str:
        """« six mois », « un an », « vingt et une semaines »."""
        return f"{self._number} {self._unit}"

    @property
    def every(self) -> str:
        """« tous les six mois », « tous les ans », « toutes les deux semaines »."""
        start = "toutes les" if self.unit is Unit.WEEK else "tous les"
        plural = self.unit.value.removesuffix("s") + "s"
        return f"{start} {plural}" if self.count == 1 else f"{start} {self._number} {plural}"

    @property
    def months(self) -> int | None:
        """The duration in months; None for days and weeks."""
        return {Unit.MONTH: self.count, Unit.YEAR: 12 * self.count}.get(self.unit)

    def after(self, day: date, times: int = 1) -> date:
        """The day that is `times` this duration after another day; before it when `times` is negative."""
        if self.months is not None:
            return add_months(day, self.months * times)
        return day + timedelta(days=self.count * times * (7 if self.unit is Unit.WEEK else 1))

    @property
    def _unit(self) -> str:
        return self.unit.value if self.count == 1 or self.unit is Unit.MONTH else f"{self.unit.value}s"

    @property
    def _number(self) -> str:
        words = number_in_words(self.count)
        return f"{words}e" if self.unit is Unit.WEEK and words.endswith("un") else words


def read_duration(text: str) -> Duration | None:
    """The duration of « six mois », « 6 mois » or « une semaine »; None for any other text."""
    match = _FORM.fullmatch(_JOINTS.sub(" ", text.strip()))
    if match is None:
        return None
    number, name = match[1].lower(), bare(match[2].lower())
    unit = Unit.YEAR if name.startswith("an") else Unit(name if name == "mois" else name.removesuffix("s"))
    figures = number.isascii() and number.isdecimal()
    count = int(number) if figures else parse_words(number)
    if count is None or not 1 <= count <= MOST:
        return None
    read = Duration(count, unit)
    words = _plain(number_in_words(count))
    forms = {words, f"{words}e"} if words.endswith("un") and name.startswith(("semaine", "annee")) else {words}
    return read if figures or _plain(number) in forms else None


def _plain(words: str) -> str:
    return bare(_JOINTS.sub(" ", words))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or earlier; the last day of the month when that day does not exist.

    31 August and six months give 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
