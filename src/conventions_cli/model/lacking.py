"""Completes a report with what its act requires: a figure for each year and each sum, a state for each objective."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from conventions_cli.french import DateError, parse_date
from conventions_cli.model.calendar import opened_years
from conventions_cli.model.sequels import REPORT
from conventions_cli.source import KeyPath

SECTION = REPORT.section
_CREDITS = (("ae", "engage"), ("cp", "paye"))
# For each list of a report: the path of these sums under `finances`, and the key with the words of a line.
PROMISED: dict[str, tuple[tuple[str, ...], str]] = {
    "versements": (("versements",), "declencheur"),
    "contributions": (("contributions",), "partie"),
    "charges": (("budget", "charges"), "libelle"),
    "produits": (("budget", "produits"), "libelle"),
    "cout": (("cout",), "libelle"),
}


def complete(data: dict[str, Any]) -> list[KeyPath]:
    """Add to `data`, a spec as plain data, the rows that its report needs; return the paths of the missing values.

    A value of an unexpected form is left as it is: the model reports it.
    """
    section = data.setdefault(SECTION, {})
    if not isinstance(section, dict):
        return []
    return [
        *_texts(section, "arrete_au"),
        *_figures(data, section),
        *_forecast(data, section),
        *_cofinancing(data, section),
        *_sums(data, section),
        *_texts(section, "travaux"),
        *_objectives(data, section),
        *_texts(section, "difficultes", "suites"),
    ]


def _texts(section: dict[str, Any], *keys: str) -> list[KeyPath]:
    return [(SECTION, key) for key in keys if key not in section]


def _calendar(data: dict[str, Any]) -> dict[str, set[str]]:
    """The credits of each year of the act, whatever the party."""
    finances = data.get("finances")
    return opened_years(finances.get("echeancier")) if isinstance(finances, dict) else {}


def _figures(data: dict[str, Any], section: dict[str, Any]) -> Iterator[KeyPath]:
    """The missing engagements of years with AE, and payments of years with CP, up to the day the accounts stop."""
    calendar, stopped = _calendar(data), _day(section.get("arrete_au"))
    last = stopped.year if stopped is not None else None
    realised = section.setdefault("realise", {}) if calendar else None
    readable = isinstance(realised, dict) and all(len(year) == 4 and year.isdecimal() for year in realised)
    for year, opened in calendar.items():
        if not isinstance(realised, dict) or not _reached(year, last):
            continue
        if year not in realised and not readable:
            continue  # a year that cannot be read may be this one
        row = realised.setdefault(year, {})
        for opens, spends in _CREDITS:
            if opens in opened and isinstance(row, dict) and spends not in row:
                yield SECTION, "realise", year, spends


def _reached(year: str, last: int | None) -> bool:
    return last is None or not year.isdecimal() or int(year) <= last


def _day(text: object) -> date | None:
    try:
        return parse_date(text) if isinstance(text, str) else None
    except DateError:
        return None


def _forecast(data: dict[str, Any], section: dict[str, Any]) -> Iterator[KeyPath]:
    """The forecast, if missing while a day of the calendar is still to come; « 0 € » says that nothing is planned."""
    years = [int(year) for year in _calendar(data) if year.isdecimal()]
    stopped = _day(section.get("arrete_au"))
    over = stopped is not None and years and (stopped.year, stopped.month, stopped.day) >= (max(years), 12, 31)
    if years and "prevision" not in section and not over:
        yield SECTION, "prevision"


def _cofinancing(data: dict[str, Any], section: dict[str, Any]) -> Iterator[KeyPath]:
    """The missing figures of the co-financing, when the act has one."""
    finances = data.get("finances")
    if not isinstance(finances, dict) or "cofinancement" not in finances:
        return
    row = section.setdefault("cofinancement", {})
    for _, credit in _CREDITS:
        if isinstance(row, dict) and credit not in row:
            yield SECTION, "cofinancement", credit


def _sums(data: dict[str, Any], section: dict[str, Any]) -> Iterator[KeyPath]:
    """The missing outcome of each sum that the act promises line by line; « 0 € » says that there is none."""
    for key in PROMISED:
        lines = _worded(data, key)
        rows = section.setdefault(key, []) if lines else None
        if not isinstance(rows, list):
            continue
        reported = {_folded(row.get("libelle")) for row in rows if isinstance(row, dict)}
        for words in lines:
            if words not in reported:
                rows.append({"libelle": words})
                yield SECTION, key, len(rows) - 1, "montant"


def _objectives(data: dict[str, Any], section: dict[str, Any]) -> Iterator[KeyPath]:
    """The missing state of each objective without a row. A row without an objective counts as one of them."""
    rows = section.setdefault("avancement", [])
    if not isinstance(rows, list):
        return
    reported = [_folded(row.get("objectif")) for row in rows if isinstance(row, dict)]
    lacking = []
    for aim, service in _aims(data):
        if _folded(aim) in reported:
            reported.remove(_folded(aim))  # two services that share an objective have a row each
        else:
            lacking.append({"objectif": aim} | ({"service": service} if service else {}))
    for row in lacking[len([words for words in reported if words]) :]:
        rows.append(row)
        yield SECTION, "avancement", len(rows) - 1, "etat"


def _aims(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The objectives of the act, each with the name of its service when there are several."""
    services = data.get("services")
    listed = services if isinstance(services, list) else []
    for service in listed:
        aims = service.get("objectifs", []) if isinstance(service, dict) else []
        name = service.get("nom") if isinstance(service, dict) and len(listed) > 1 else ""
        for aim in [aims] if isinstance(aims, str) else aims if isinstance(aims, list) else []:
            if _folded(aim):
                yield aim, name if isinstance(name, str) else ""


def _folded(text: object) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""


def _worded(data: dict[str, Any], key: str) -> list[str]:
    """The words of each line that an act promises, each once. `data`: the spec, as plain data."""
    path, worded_by = PROMISED[key]
    at: Any = data.get("finances")
    for step in path:
        at = at.get(step) if isinstance(at, dict) else None
    rows = at if isinstance(at, list) else []
    words = (row.get(worded_by) for row in rows if isinstance(row, dict))
    return list(dict.fromkeys(" ".join(text.split()) for text in words if isinstance(text, str) and text.strip()))
