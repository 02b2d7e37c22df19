"""The phases of a product: their French names, the current phase, and what an author must check about it.

`PHASES` has the names of 2026, then older names that some pages still have. Any other name gives a diagnostic.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from conventions_cli.drafting.page_facts import Page, Phase
from conventions_cli.drafting.site import SITE
from conventions_cli.foundation import Diagnostic, Record, catalogue
from conventions_cli.french import DateError, enumerate_words, format_date, parse_date
from conventions_cli.model import fold, nearest

_MOST_NAMED = 5


class End(Enum):
    """How a product can have ended. Value: the words of a message about it, and the words before the date."""

    DROPPED = ("ce produit est abandonné", "depuis le")
    FRUITLESS = ("l’investigation de ce produit s’est arrêtée sans suite", "le")
    HANDED_OVER = ("ce produit a été transféré à une autre structure", "le")
    PARTED = (f"le partenariat avec {SITE.name} pour ce produit est terminé", "depuis le")


class KnownPhase(Record, frozen=True):
    """A phase of `PHASES`: its name in comments, the way it ends a product if it does, and a note for the author."""

    shown: str
    end: End | None = None
    note: str = ""


_COACHED = (
    "Le programme de consolidation, depuis mai 2026, accompagne sans verser de crédits : il se signe par une lettre de "
    "mission. Vérifier qu’une délégation de gestion est bien l’acte voulu."
)
PHASES = {
    "investigation": KnownPhase("investigation"),
    "construction": KnownPhase("construction"),
    "acceleration": KnownPhase("accélération"),
    "consolidation": KnownPhase("consolidation", None, _COACHED),
    "opere": KnownPhase(f"exploitation dans le réseau {SITE.name}"),
    "transfere": KnownPhase("produit transféré", End.HANDED_OVER),
    "abandon": KnownPhase("abandon", End.DROPPED),
    "abandon-investigation": KnownPhase("abandon après l’investigation", End.FRUITLESS),
    "success": KnownPhase("pérennisation"),
    "perennisation": KnownPhase("pérennisation"),
    "transfer": KnownPhase("transfert", End.HANDED_OVER),
    "alumni": KnownPhase("partenariat terminé", End.PARTED),
}
_FOLDED = {fold(name): phase for name, phase in PHASES.items()}


def phase_named(name: str) -> KnownPhase | None:
    """The phase of `PHASES` with a name, whatever its capitals and accents; None for an unknown name."""
    return _FOLDED.get(fold(name))


def shown(name: str) -> str:
    """The name of a phase as a comment gives it."""
    phase = phase_named(name)
    return phase.shown if phase is not None else f"{name} (phase inconnue de convention)"


def current(page: Page) -> Phase | None:
    """The phase that a page calls current, else the one that started last; None for a page without phases."""
    stated = [phase for phase in page.phases if fold(phase.name) == fold(page.stated_phase)]
    if page.stated_phase and not stated:
        return Phase(page.stated_phase, "")
    listed = stated or list(page.phases)
    dated = [(day, number) for number, phase in enumerate(listed) if (day := _date_of(phase.start)) is not None]
    return listed[max(dated)[1] if dated else -1] if listed else None


def remarks(page: Page) -> tuple[Diagnostic, ...]:
    """The diagnostics of the phases of a page: a product that ended, unknown names of phases."""
    phase = current(page)
    meant = phase_named(phase.name) if phase is not None else None
    diagnostics: list[Diagnostic] = []
    if phase is not None and meant is not None and meant.end is not None:
        message = f"La page de « {page.title} » dit que {ended(phase, meant.end)} (phase « {phase.name} »)."
        diagnostics.append(
            Diagnostic(catalogue.ENDED_PRODUCT, message, phase.place or page.place, _what_to_check(meant.end))
        )
    named = [*page.phases, *([phase] if phase is not None else [])]
    unknown = {other.name: other for other in named if phase_named(other.name) is None}
    if unknown:
        question = "Le produit est-il encore en cours ?" if meant is None else "Est-ce une phase en cours, ou une fin ?"
        diagnostics.append(_question(page, list(unknown.values()), question))
    return tuple(diagnostics)


def comments(page: Page) -> Iterable[str]:
    """The comments that a draft makes about the current phase of its product."""
    phase = current(page)
    meant = phase_named(phase.name) if phase is not None else None
    if phase is not None and meant is not None and meant.end is not None:
        yield f"À vérifier : la page dit que {ended(phase, meant.end)}."
    elif phase is not None and meant is None:
        yield f"À vérifier : la phase actuelle d’après la page, « {phase.name} », est inconnue de convention."
    elif meant is not None and meant.note:
        yield meant.note


def ended(phase: Phase, end: End) -> str:
    """« ce produit est abandonné depuis le 3 mars 2026 »."""
    state, since = end.value
    day = _date_of(phase.start)
    if day is not None:
        return f"{state} {since} {format_date(day)}"
    return f"{state} (date écrite : « {phase.start} »)" if phase.start else f"{state}, sans en donner la date"


def _what_to_check(end: End) -> str:
    if end is End.HANDED_OVER:
        return "Vérifier que la partie qui recevra les crédits est la structure qui a repris le produit."
    return (
        "Demander à l’équipe du produit si une convention est encore à conclure ; si la page n’est pas à jour, la "
        "faire corriger."
    )


def _question(page: Page, unknown: list[Phase], question: str) -> Diagnostic:
    names = [f"« {phase.name} »" for phase in unknown[:_MOST_NAMED]]
    others = f" (et {len(unknown) - _MOST_NAMED} autres)" if len(unknown) > _MOST_NAMED else ""
    noun = "une phase inconnue" if len(unknown) == 1 else "des phases inconnues"
    message = f"La page de « {page.title} » nomme {noun} de convention : {enumerate_words(names)}{others}. {question}"
    meant = nearest(unknown[0].name, list(PHASES))
    start = f"Est-ce « {meant} » ? " if meant else ""
    hint = f"{start}Vérifier auprès de l’équipe. Phases connues : {', '.join(PHASES)}."
    return Diagnostic(catalogue.UNKNOWN_PHASE, message, unknown[0].place or page.place, hint)


def _date_of(text: str) -> date | None:
    try:
        return parse_date(text)
    except DateError:
        return None
