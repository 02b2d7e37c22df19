"""Rules on a letter of mission: its length, its signatories, the meetings of its committee."""

from collections.abc import Iterator
from datetime import date, timedelta

from conventions_cli.french import MOST, Duration, Unit, format_date
from conventions_cli.model import Personne
from conventions_cli.rules.base import WARNING, Case, Finding, Rule, rule

_FAMILY = "lettre-mission"
_PROGRAMME = "Pages publiques du programme de consolidation (mai 2026)"
_MONTHS = 6


@rule("C345", WARNING, "la mission dure six mois", f"{_PROGRAMME} : six mois d’accompagnement.", family=_FAMILY)
def six_months(case: Case) -> Iterator[Finding]:
    """The mission lasts six months from its first day: it ends on the same day of the month, or the day before."""
    start, end = case.spec.convention.duree.debut, case.spec.convention.duree.fin
    if not isinstance(start, date) or not isinstance(end, date):
        return
    after = Duration(_MONTHS, Unit.MONTH).after(start)
    last = after - timedelta(days=1)
    if end in {last, after}:
        return
    message = f"La mission irait du {format_date(start)} au {format_date(end)} ; le programme dure six mois."
    hint = f"Écrire « fin: {last.isoformat()} », ou garder cette date si le programme l’admet (« tolere: »)."
    yield Finding(message, case.spec.span("duree", "fin"), hint)


@rule(
    "C346",
    WARNING,
    "le chef de service et les sponsors signent",
    f"{_PROGRAMME} : le chef de service et les sponsors signent la lettre.",
    family=_FAMILY,
)
def sponsors_sign(case: Case) -> Iterator[Finding]:
    """At least two persons sign: the head of the service and a sponsor."""
    people = [person for party in case.spec.convention.parties_connues for person in party.personnes_signataires]
    if len(people) == 1 and isinstance(people[0], Personne):
        message = "Une seule personne signe la lettre : aucun sponsor ne la signe."
        hint = (
            "Ajouter une partie « role: sponsor » ; ou, si le sponsor est du même service, "
            "un second représentant à ce service."
        )
        yield Finding(message, case.spec.key("parties"), hint)


@rule(
    "C348",
    WARNING,
    "le comité se réunit pendant la mission",
    "Cohérence de l’acte : ses propres dates.",
    family=_FAMILY,
)
def committee_meets(case: Case) -> Iterator[Finding]:
    """The first committee is due before the end of the mission."""
    convention = case.spec.convention
    start, end, interval = convention.duree.debut, convention.duree.fin, convention.champs.get("comite_mois")
    is_number = isinstance(interval, str) and interval.isdecimal()
    if not isinstance(start, date) or not isinstance(end, date) or not is_number:
        return
    months = int(str(interval))
    if 0 < months <= MOST and Duration(months, Unit.MONTH).after(start) <= end + timedelta(days=1):
        return
    message = f"Un comité tous les {months} mois ne se réunirait pas avant la fin de la mission ({format_date(end)})."
    place = case.spec.span("champs", "comite_mois")
    yield Finding(message, place, "Écrire un intervalle plus court, par exemple « comite_mois: 2 ».")


RULES: tuple[Rule, ...] = (six_months, sponsors_sign, committee_meets)
