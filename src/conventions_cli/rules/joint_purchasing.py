"""Rules on a group of buyers (code de la commande publique, L2113-6 to L2113-8)."""

from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Related
from conventions_cli.french import DateError, format_date, parse_date
from conventions_cli.rules.base import WARNING, Case, Finding, Rule, rule

_FAMILY = "groupement-commandes"
_FIELD = ("champs", "date_procedure")


@rule(
    "C347",
    WARNING,
    "la convention constitutive précède la procédure",
    "Code de la commande publique, articles L. 2113-6 à L. 2113-8 ; usage rapporté : la signature précède.",
    family=_FAMILY,
)
def signed_before_procedure(case: Case) -> Iterator[Finding]:
    """The members sign before the procedure they run together is launched, and the group lasts until then."""
    convention = case.spec.convention
    launched, signed, end = _day(convention.champs.get(_FIELD[1])), convention.date_signature, convention.duree.fin
    if launched is None:
        return
    place = case.spec.span(*_FIELD)
    if signed is not None and launched < signed:
        message = (
            f"La procédure serait lancée le {format_date(launched)}, "
            f"avant la signature de la convention ({format_date(signed)})."
        )
        related = (Related(case.spec.span("date_signature"), "date de signature"),)
        yield Finding(message, place, "Corriger l’une des deux dates.", related)
    if isinstance(end, date) and launched > end:
        message = f"La procédure serait lancée le {format_date(launched)}, après la fin du groupement."
        related = (Related(case.spec.span("duree", "fin"), "date de fin"),)
        yield Finding(message, place, "Corriger l’une des deux dates.", related)


def _day(value: object) -> date | None:
    """The day of a field; None for a text that is no date, which the reading of fields reports."""
    try:
        return parse_date(value) if isinstance(value, str) else None
    except DateError:
        return None


RULES: tuple[Rule, ...] = (signed_before_procedure,)
