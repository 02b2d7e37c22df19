"""The answers that questions offer by number: what is at hand, what the model admits."""

from conventions_cli.drafting.view import ALL, NO, NOBODY, OTHER, YES, View
from conventions_cli.foundation import Record
from conventions_cli.french import Article, Gender
from conventions_cli.model import Nature


class Choice(Record, frozen=True):
    """One of the answers offered: what is kept of it, what is shown."""

    value: str
    shown: str


def yes_no(view: View, prefix: str) -> tuple[Choice, ...]:
    """Oui ou non."""
    del view, prefix
    return (Choice(YES, YES), Choice(NO, NO))


def cohorts(view: View, prefix: str) -> tuple[Choice, ...]:
    """The files made to be inherited that are at hand, and none of them."""
    del prefix
    found = [Choice(name, name) for name in map(view.place.relative, view.place.cohorts)]
    return (*found, Choice(NOBODY, "aucun")) if found else ()


def packs(view: View, prefix: str) -> tuple[Choice, ...]:
    """The packs that make acts."""
    del prefix
    return tuple(Choice(name, f"{name} : {title}") for name, title in view.place.packs)


_NATURES = {
    Nature.SERVICE_ETAT: "un service de l’État",
    Nature.OPERATEUR: "un opérateur de l’État",
    Nature.GIP: "un groupement d’intérêt public",
    Nature.COLLECTIVITE: "une collectivité",
    Nature.ASSOCIATION: "une association",
}


def parties(view: View, prefix: str) -> tuple[Choice, ...]:
    """The parties of the directory that have no place in the act yet, and another."""
    taken = {view.answers.get(f"@{other}.qui") for other in view.parties if other != prefix}
    free = [one for one in view.entries if one.identifier not in taken]
    found = [Choice(one.identifier, f"{one.shown} ({one.identifier})") for one in free]
    return (*found, Choice(OTHER, "une autre administration, à décrire")) if found else ()


def natures(view: View, prefix: str) -> tuple[Choice, ...]:
    """What a party can be in law."""
    del view, prefix
    return tuple(Choice(nature.value, shown) for nature, shown in _NATURES.items())


def articles(view: View, prefix: str) -> tuple[Choice, ...]:
    """The article before a name."""
    del view, prefix
    return tuple(Choice(str(one.value), str(one.value)) for one in Article)


def genders(view: View, prefix: str) -> tuple[Choice, ...]:
    """The gender of a person."""
    del view, prefix
    words = {Gender.FEMININE: "une femme", Gender.MASCULINE: "un homme"}
    return tuple(Choice(str(one.value), words[one]) for one in Gender)


def people(view: View, prefix: str) -> tuple[Choice, ...]:
    """Who may sign for a party of the directory: its representatives, or another person."""
    entry = view.entry(prefix)
    people = entry.people if entry is not None else ()
    if not people:
        return ()
    shown = [Choice(str(number), one.shown) for number, one in enumerate(people)]
    together = [Choice(ALL, "tous les représentants de l’annuaire")] if len(people) > 1 else []
    return (*together, *shown, Choice(OTHER, "une autre personne, par délégation"))
