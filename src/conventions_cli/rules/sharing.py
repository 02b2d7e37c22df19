"""Rules on money shared between several parties: each has its own accountant."""

from collections.abc import Iterator

from conventions_cli.french import capitalized, pluralized
from conventions_cli.model import DELEGATION, UNREADABLE_PARTY, Partie, fold, nearest, suggestion
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, rule

_CALENDAR = ("finances", "echeancier")


def _holders(case: Case) -> tuple[str, ...]:
    """The identifiers of the parties that receive money."""
    return tuple(party.identifiant for party in _delegates(case))


def _noun(case: Case) -> str:
    """The word of the act for a party that receives the money."""
    return case.spec.kind.money_words.receiver


def _delegates(case: Case) -> tuple[Partie, ...]:
    return case.spec.convention.receveurs


@rule(
    "C366",
    WARNING,
    "plusieurs services reçoivent l’argent : il est réparti entre eux",
    "Décret n° 2004-1085 du 14 octobre 2004, article 1er : un service confie la gestion à un autre service ; chacun "
    "a son comptable et son contrôleur.",
    family=DELEGATION,
)
def money_is_divided(case: Case) -> Iterator[Finding]:
    """The money must be divided: two accountants cannot manage the same sum, and each controller wants its share."""
    convention, holders = case.spec.convention, _holders(case)
    if len(holders) < 2 or "" in holders or convention.finances.reparti or not convention.finances.lignes:
        return
    rows = convention.finances.lignes
    year = next((row_year for row_year, row in rows if row.montant_ae), rows[0][0])
    form = ", ".join(f"{name}: {{{year}: {{ae: …, cp: …}}}}" for name in holders)
    message = (
        f"L’argent n’est pas réparti entre les {len(holders)} {pluralized(_noun(case))} : chacun a son comptable, "
        "et un contrôleur refuse un montant indivis."
    )
    hint = f"Donner l’échéancier de chacun : « echeancier: {{{form}}} »."
    yield Finding(message, case.spec.key(*_CALENDAR), hint)


@rule(
    "C367",
    ERROR,
    "un échéancier par partie nomme chaque partie qui reçoit l’argent",
    "Décret n° 2004-1085 du 14 octobre 2004, article 1er : les crédits sont délégués à un service nommé.",
)
def calendars_of_the_delegates(case: Case) -> Iterator[Finding]:
    """Each key must be the identifier of a party that receives money, and each of them must have its calendar."""
    finances, holders = case.spec.convention.finances, list(_holders(case))
    if not finances.reparti or "" in holders:
        return
    stated = [
        str(calendrier.identifiant) for calendrier in finances.calendriers if calendrier.identifiant != UNREADABLE_PARTY
    ]
    unknown = [name for name in stated if name not in holders]
    for name in unknown:
        hint = suggestion(name, holders).replace("Valeurs admises", f"{capitalized(pluralized(_noun(case)))} de l’acte")
        free = [holder for holder in holders if holder not in stated]
        near = nearest(name, free)
        message = f"« {name} » n’est pas {_noun(case)} de cet acte."
        yield Finding(message, case.spec.key(*_CALENDAR, name), hint, (), near, certain=fold(name) == fold(near))
    absent = [name for name in holders if name not in stated]
    if unknown or len(stated) < len(finances.calendriers):
        return  # the unknown name may stand for a party without calendar
    years = [year for year, _ in finances.lignes]
    for name in absent:
        message = f"L’échéancier est donné par {_noun(case)}, et rien n’y est dit de « {name} »."
        hint = f"Ajouter « {name}: {{{years[0] if years else 2025}: {{ae: …, cp: …}}}} »."
        yield Finding(message, case.spec.key(*_CALENDAR), hint)


RULES: tuple[Rule, ...] = (money_is_divided, calendars_of_the_delegates)
