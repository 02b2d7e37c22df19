"""The facts that a product page states: one record, whether they come from its front matter or from the JSON of an API.

Anyone may write a page: every text is cut and cleaned, every list is bounded, and a value of another form is left out.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from conventions_cli.drafting.site import SITE
from conventions_cli.foundation import Record, SourceText, Span
from conventions_cli.source import Mapping, span_of, without_forbidden

_MAX_TEXT, _MAX_LISTED = 400, 40
_TEXTS = ("mission", "owner", "contact", "link", "repository")
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})?")
_MIDNIGHTS = {"22:00:00", "23:00:00"}  # midnight in France, as an API writes it in universal time


class Phase(Record, frozen=True):
    """A phase of a product, or an event of its life: its name, its dates as written, its place in the file."""

    name: str
    start: str
    end: str = ""
    place: Span | None = None


class Page(Record, frozen=True):
    """The facts that a page states about a product; a text it does not state is empty, a number None.

    `incubators`: their short names, or their identifiers when the page gives no name. `sponsors`: identifiers of
    organisations, without « /organisations/ ». `stated_phase`: the phase it calls current, if it says so itself.
    `promotion`, `amount`: those of the fund. `place`: the file it was read from.
    """

    identifier: str
    title: str
    mission: str = ""
    owner: str = ""
    incubators: tuple[str, ...] = ()
    contact: str = ""
    link: str = ""
    repository: str = ""
    sponsors: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    events: tuple[Phase, ...] = ()
    stated_phase: str = ""
    promotion: int | None = None
    amount: int | None = None
    place: Span | None = None

    @property
    def backers(self) -> tuple[str, ...]:
        """The possible parties: its sponsors, or the administration that older pages name instead."""
        return self.sponsors or ((self.owner,) if self.owner else ())


def page_of(data: dict[str, object], identifier: str, file: str, front: Mapping | None = None) -> Page:
    """The page that the values of a file describe. `front`: their located tree, which gives the lines of the phases."""
    fund = data.get(SITE.key)
    fund = fund if isinstance(fund, dict) else {}
    texts = {key: clean(data.get(key)) for key in _TEXTS}
    return Page(
        clean(identifier, 100),
        clean(data.get("title"), 200),
        **texts,
        incubators=_incubators(data),
        sponsors=_distinct(map(_organisation, _listed(data.get("sponsors")))),
        phases=tuple(_phases(data, "phases", "start", front)),
        events=tuple(_phases(data, "events", "date", front)),
        stated_phase=clean(data.get("current_phase"), 40),
        promotion=_number(fund.get("promotion"), 999),
        amount=_number(fund.get("montant"), 10**9),
        place=Span.whole(SourceText(file, "")),
    )


def clean(value: object, most: int = _MAX_TEXT) -> str:
    """A text on one line, without forbidden characters, cut at `most` characters; empty for other values."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    if isinstance(value, int) and abs(value) >= 10**_MAX_TEXT:
        return ""  # Python refuses to write the longest numbers
    text = " ".join(without_forbidden(str(value)[: 20 * most]).split())
    text = text if text not in {"null", "~"} else ""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0]


def _incubators(data: dict[str, object]) -> tuple[str, ...]:
    """The incubators: the names, then the identifiers that have no name."""
    objects = [*_listed(data.get("incubators")), data.get("incubator")]
    identifiers = [*_listed(data.get("incubator_ids")), data.get("incubator_id")]
    named = {clean(item.get("uuid")): _short_name(item) for item in objects if isinstance(item, dict)}
    names = map(_short_name, objects)
    return _distinct([*names, *(named.get(clean(item)) or clean(item) for item in identifiers)])


def _short_name(value: object) -> str:
    """The name of an incubator or of an organisation: its text, or the shortest that an object gives."""
    if not isinstance(value, dict):
        return clean(value, 150)
    return next(filter(None, (clean(value.get(key), 150) for key in ("ghid", "acronym", "title", "name"))), "")


def _organisation(value: object) -> str:
    return _short_name(value).rstrip("/").rpartition("/")[2]


def _phases(data: dict[str, object], key: str, start: str, front: Mapping | None) -> Iterable[Phase]:
    for number, item in enumerate(_listed(data.get(key))):
        values = item if isinstance(item, dict) else {"name": item}
        name = clean(values.get("name"), 40)
        if name:
            place = span_of(front, (key, number, "name")) if front is not None else None
            yield Phase(name, _day(values.get(start)), _day(values.get("end")), place)


def _day(value: object) -> str:
    """A date as it is written; of an instant in universal time, the day it is in France."""
    text = clean(value, 40)
    instant = _INSTANT.match(text)
    if instant is None:
        return clean(text, 20)
    day = instant[1]
    if instant[2] in _MIDNIGHTS:
        try:
            return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        except (ValueError, OverflowError):
            return day
    return day


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _listed(value: object) -> list[object]:
    items = [value] if isinstance(value, str) else value
    return items[:_MAX_LISTED] if isinstance(items, list) else []


def _number(value: object, most: int) -> int | None:
    """A whole number, written as a number or as a text; None for anything else, or beyond `most`."""
    text = clean(value, 12)
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= most else None
