"""The answers that questions offer by number: files and parties at hand, values that the model admits."""

from conventions_cli.drafting.view import ALL, NO, NOBODY, OTHER, YES, View
from conventions_cli.foundation import Record
from conventions_cli.french import Article, Gender
from conventions_cli.model import Nature


class Choice(Record, frozen=True):
    """An answer on offer: the value it gives, the text to show."""

    value: str
    shown: str


def yes_no(view: View, prefix: str) -> tuple[Choice, ...]:
    """Oui ou non."""
    del view, prefix
    return (Choice(YES, YES), Choice(NO, NO))


def cohorts(view: View, prefix: str) -> tuple[Choice, ...]:
    """The files at hand that are made to be inherited, and the choice of none."""
    del prefix
    choices = [Choice(name, name) for name in map(view.place.relative, view.place.cohorts)]
    return (*choices, Choice(NOBODY, "aucun")) if choices else ()


def packs(view: View, prefix: str) -> tuple[Choice, ...]:
    """The packs that make acts."""
    del prefix
    return tuple(Choice(name, f"{usage} ({name})") for name, usage in view.place.packs)


def parties(view: View, prefix: str) -> tuple[Choice, ...]:
    """The parties of the directory that have no place in the act yet, and the choice of another one."""
    chosen = {view.answers.get(f"@{other}.qui") for other in view.parties if other != prefix}
    free = [entry for entry in view.entries if entry.identifier not in chosen]
    choices = [Choice(entry.identifier, f"{entry.shown} ({entry.identifier})") for entry in free]
    return (*choices, Choice(OTHER, "une autre administration, à décrire")) if choices else ()


def natures(view: View, prefix: str) -> tuple[Choice, ...]:
    """The legal natures of a party. All are offered: a rule refuses the one its role does not admit, with a hint."""
    del view, prefix
    return tuple(Choice(nature.value, nature.libelle) for nature in Nature)


def articles(view: View, prefix: str) -> tuple[Choice, ...]:
    """The article before a name."""
    del view, prefix
    return tuple(Choice(str(article.value), str(article.value)) for article in Article)


def genders(view: View, prefix: str) -> tuple[Choice, ...]:
    """The gender of a person."""
    del view, prefix
    words = {Gender.FEMININE: "une femme", Gender.MASCULINE: "un homme"}
    return tuple(Choice(str(gender.value), words[gender]) for gender in Gender)


def people(view: View, prefix: str) -> tuple[Choice, ...]:
    """The persons who may sign for a party of the directory: its representatives, or another person."""
    entry = view.entry(prefix)
    people = entry.people if entry is not None else ()
    if not people:
        return ()
    shown = [Choice(str(number), person.shown) for number, person in enumerate(people)]
    together = [Choice(ALL, "tous les représentants de l’annuaire")] if len(people) > 1 else []
    return (*together, *shown, Choice(OTHER, "une autre personne, par délégation"))
