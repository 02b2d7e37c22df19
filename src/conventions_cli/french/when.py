"""Due dates in a sentence: « fin mars 2024 » gives « à la fin du mois de mars 2024 »."""

import re

from conventions_cli.foundation import remembered
from conventions_cli.french.dates import DateError, Month, format_date, month_names, parse_month_or_date

_BLANK = "[ \u00a0\u202f]"
_MONTH = "|".join(month_names())
_YEAR = r"(?:19|20|21)\d\d"
_RANKS = ("premier", "deuxième", "troisième", "quatrième")
_LED = rf"(?:du{_BLANK}mois{_BLANK})?(?:de{_BLANK}|d[’'])?"

_PART_OF_MONTH = re.compile(
    rf"(?:(?P<edge>(?:à{_BLANK}la{_BLANK}|la{_BLANK})?fin|(?:au{_BLANK}|le{_BLANK})?début|(?:dans{_BLANK}le{_BLANK})?courant)"
    rf"{_BLANK}{_LED}|(?P<middle>(?:à{_BLANK}la{_BLANK})?mi(?:-|{_BLANK})))(?P<month>{_MONTH})(?:{_BLANK}(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    rf"(?:(?:à{_BLANK}la{_BLANK})?(?P<end>fin)|(?:au{_BLANK})?(?P<start>début)|(?:à{_BLANK}la{_BLANK})?(?P<middle>mi))"
    rf"(?:-|{_BLANK})(?:de{_BLANK}l[’']année{_BLANK})?(?P<year>{_YEAR})",
    re.IGNORECASE,
)
_TERM = re.compile(
    rf"(?:au{_BLANK}|le{_BLANK})?(?:(?P<rank>premier|deuxième|second|troisième|quatrième)|(?P<digit>[1-4])(?:er|re|e|ème))"
    rf"{_BLANK}(?P<term>trimestre|semestre){_BLANK}(?:de{_BLANK})?(?P<year>{_YEAR})",
    re.IGNORECASE,
)


@remembered(512)
def due(text: str) -> str:
    """A time as it enters a sentence; unchanged if it already fits (« avant le 31 mars », « à la signature »)."""
    bare = text.strip()
    for pattern, say in ((_PART_OF_MONTH, _of_month), (_PART_OF_YEAR, _of_year), (_TERM, _of_term)):
        match = pattern.fullmatch(bare)
        if match is not None:
            return say(match)
    if re.fullmatch(_YEAR, bare):
        return f"en {bare}"
    if bare.lower() in month_names():
        return f"en {bare.lower()}"
    try:
        parsed = parse_month_or_date(bare)
    except DateError:
        return text
    return f"en {format_date(parsed)}" if isinstance(parsed, Month) else f"le {format_date(parsed)}"


def _of_month(match: re.Match[str]) -> str:
    month = match["month"].lower()
    year = f" {match['year']}" if match["year"] else ""
    if match["middle"]:
        return f"à la mi-{month}{year}"
    edge = match["edge"].lower()
    opening = "à la fin" if edge.endswith("fin") else "au début" if edge.endswith("début") else "dans le courant"
    return f"{opening} du mois {'d’' if month[0] in 'ao' else 'de '}{month}{year}"


def _of_year(match: re.Match[str]) -> str:
    opening = "à la fin" if match["end"] else "au début" if match["start"] else "au milieu"
    return f"{opening} de l’année {match['year']}"


def _of_term(match: re.Match[str]) -> str:
    rank = match["rank"].lower() if match["rank"] else _RANKS[int(match["digit"]) - 1]
    return f"au {rank} {match['term'].lower()} {match['year']}"
