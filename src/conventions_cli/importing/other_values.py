"""Other values for the facts of an act, each of the right type and unlike any other value of that act."""

import re
import string
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from conventions_cli.facts import YEAR, said_amounts
from conventions_cli.foundation import replace
from conventions_cli.french import format_number
from conventions_cli.importing.facts import Fact, Path

_SHAPED = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 .-]*")  # codes, register numbers: their shape is checked
_DAYS = 45  # between two dates, so that neither day nor month is the same


def other_values(facts: Iterable[Fact]) -> dict[Path, str]:
    """Another value for each fact, by its path; no entry when no other value of that type exists."""
    listed = list(facts)
    taken = {fact.value.casefold() for fact in listed}
    others: dict[Path, str] = {}
    for number, fact in enumerate(listed, start=1):
        for value in _others(fact.value, number, fact.path[-1]):
            if value.casefold() not in taken:
                taken.add(value.casefold())
                others[fact.path] = value
                break
    return others


def changed(facts: Iterable[Fact], values: dict[Path, str]) -> dict[Path, Fact]:
    """The facts by path, with the given values instead of their own."""
    return {fact.path: replace(fact, value=values.get(fact.path, fact.value)) for fact in facts}


def _others(value: str, number: int, key: str | int) -> Iterator[str]:
    """Other values of the type of `value`, the nearest first."""
    amount = next(said_amounts(value), None)
    if amount is not None and "€" in value:
        yield from (_amount(amount.euros + 1013 * (number + turn)) for turn in range(1, 60))
    elif is_day(value):
        yield from (_later(value, _DAYS * (number + turn)) for turn in range(1, 60))
    elif re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", value):
        yield from (f"{int(value[:4]) + turn}-{(int(value[5:]) + number) % 12 + 1:02}" for turn in range(1, 30))
    elif re.fullmatch(r"\d{1,2}(?: ?%)?", value):
        most = {"jours_par_semaine": 5, "preavis_mois": 24, "delai_mois": 60}.get(str(key), 99)
        yield from (
            re.sub(r"\d+", str(figure), value) for figure in (*range(11, most + 1), *range(1, min(most, 10) + 1))
        )
    elif YEAR.fullmatch(value):
        yield from (str(int(value) + turn) for turn in range(1, 30))
    elif _SHAPED.fullmatch(value):
        yield from (_turned(value, turn) for turn in range(1, 10))
    else:
        mark = "x" + "".join(string.ascii_lowercase[(number // 26**power) % 26] for power in (1, 0))
        yield from (re.sub(r"(\w{2,})\b", rf"\g<1>{mark * turn}", value, count=9) for turn in range(1, 4))


def _amount(euros: int) -> str:
    return f"{format_number(euros)} €".replace("\u202f", " ").replace("\u00a0", " ")


def is_day(text: str) -> bool:
    """Whether a text is a day in ISO format; « 0129-16-02 » is a code."""
    try:
        return text[:2] in {"19", "20"} and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _turned(code: str, turn: int) -> str:
    """A code of the same shape, with other digits and the same letters, since letters often name the axis."""
    return re.sub(r"\d", lambda match: str((int(match[0]) + turn) % 10), code)
