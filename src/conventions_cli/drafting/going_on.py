"""The questions of an interview about an existing spec, and the changes that its answers make there."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from conventions_cli.drafting.asked import AskedQuestion, Question
from conventions_cli.drafting.choices import Choice, articles, genders, natures
from conventions_cli.drafting.draft_values import Path, as_written
from conventions_cli.drafting.resumed import Resumed, is_compound
from conventions_cli.drafting.view import NO, View
from conventions_cli.french import capitalized
from conventions_cli.model import Convention, Manque, is_list, path_of

_OF_FILES = {"@herite", "@fichier", "@annuaire", "@schema", "@tiers", "@chorus"}
_SUMMED = {"finances", "chorus"}  # their values depend on each other: those not asked yet are set aside
_OPTIONAL = {"@accompagnement": "finances.accompagnement", "@cofinancement": "finances.cofinancement"}
_CALENDAR = ("finances", "echeancier")
_CHOICES = {"nature": natures, "article": articles, "genre": genders}
_SECTION = "Ce qui manque encore"


class Lacks:
    """The values that a spec lacked at first, those it has lacked at any time, by key, and those it lacks now."""

    def __init__(self, first: Iterable[Manque]) -> None:
        self.first = {lack.cle: lack for lack in first}
        self.ever = dict(self.first)
        self.now = set(self.first)

    def note(self, missing: Iterable[Manque]) -> None:
        """Record the values that the spec lacks after an answer."""
        lacking = {lack.cle: lack for lack in missing}
        self.ever = {**lacking, **self.ever}
        self.now = set(lacking)


def wanted_of(
    view: View, table: Iterable[AskedQuestion], lacks: Lacks, keys: Callable[[Question, str], Iterator[str]]
) -> Iterator[AskedQuestion]:
    """The questions of the table that the spec leaves open, or all of them; then a question for each other lack."""
    asked_keys = set()
    for question in table:
        if _wanted(view, question, lacks):
            asked_keys.add(question.key)
            yield question
    for lack in list(lacks.ever.values()):
        path = path_of(lack.cle)
        done = lack.cle in asked_keys or any(key.startswith(f"{lack.cle}.") for key in asked_keys)
        gone = lack.cle not in lacks.now and not _answered(view, lack.cle)
        later = lack.cle == "date_signature" or _postponed(view, lack.cle)
        if path is None or done or gone or later or is_compound(path):
            continue
        several = is_list(Convention, path)
        key = f"{lack.cle}.*" if several else lack.cle
        plain = Question(key, capitalized(lack.libelle), _choices(path), several=several)
        for item in keys(plain, ""):
            yield AskedQuestion(item, "", plain.wording, _SECTION, plain)


def _wanted(view: View, asked: AskedQuestion, lacks: Lacks) -> bool:
    """Whether a question of the table is asked about the existing spec."""
    spec, name = view.spec, asked.question.key
    if spec is None or asked.key in _OF_FILES or name == "@signe":
        return False
    nameless = f"{asked.prefix}.nom" in lacks.first
    if name == "@qui":
        return nameless
    if asked.key == "@annee":
        return ".".join(_CALENDAR) in lacks.first or (spec.everything and _years(spec) != ("",))
    if spec.everything or (nameless and asked.prefix.startswith("parties.") and not asked.key.startswith("@")):
        return True
    path = path_of(asked.key) or ()
    return any(path[: len(start)] == start for start in (path_of(key) for key in lacks.first) if start)


def by_hand(missing: Iterable[Manque]) -> tuple[Manque, ...]:
    """The missing values that are groups of keys: no single answer gives them, a person writes them in the file."""
    return tuple(lack for lack in missing if (path := path_of(lack.cle)) is not None and is_compound(path))


def _answered(view: View, key: str) -> bool:
    return key in view.answers or f"{key}.0" in view.answers


def _postponed(view: View, key: str) -> bool:
    """Whether a key belongs to a party left for later: nobody was chosen, or its name was not given."""
    prefix = ".".join(key.split(".")[:2])
    firsts = (f"@{prefix}.qui", f"{prefix}.nom")
    return key.startswith("parties.") and any(first in view.answers and view.answers[first] is None for first in firsts)


def _choices(path: Path) -> Callable[[View, str], tuple[Choice, ...]]:
    """The answers to offer for a key without a question in the table."""
    if path[0] == "parties" and path[-1] == "role":
        return _roles
    return _CHOICES.get(str(path[-1]), _none)


def _roles(view: View, prefix: str) -> tuple[Choice, ...]:
    del prefix
    return tuple(Choice(key, role.nom) for key, role in view.kind.roles.items())


def _none(view: View, prefix: str) -> tuple[Choice, ...]:
    del view, prefix
    return ()


def stated_by(spec: Resumed, key: str) -> str:
    """The text of the spec itself under the key of a question; for a key in « @ », the answer that the spec implies."""
    if key in _OPTIONAL:
        return "oui" if spec.leaves(path_of(_OPTIONAL[key]) or ()) else NO
    if key == "@annee":
        return _years(spec)[0]
    path = path_of(key)
    return spec.says(path) if path is not None and not key.startswith("@") else ""


def _years(spec: Resumed) -> tuple[str, ...]:
    """The years of the calendar that a spec writes itself; one empty text when it has none, or one for each party."""
    years = sorted({str(path[2]) for path in spec.leaves(_CALENDAR) if len(path) == 4})
    return tuple(years) if years and all(year.isdecimal() for year in years) else ("",)


def unasked(spec: Resumed, answers: Mapping[str, str | None]) -> tuple[str, ...]:
    """The keys still to be asked again, in the sections whose values depend on each other (`_SUMMED`)."""
    if not spec.everything:
        return ()
    paths = (path for section in _SUMMED for path in spec.leaves((section,)))
    return tuple(key for key in (".".join(map(str, path)) for path in paths) if key not in answers)


def changes_of(view: View, spec: Resumed, texts: Mapping[Path, str | None]) -> tuple[list[str], list[str]]:
    """The changes that answers make to a spec: « key=value » to set, keys to remove. Values it already has stay."""
    settings: dict[Path, str] = {}
    for path, text in texts.items():
        own = spec.says(path)
        if text is None and path[:2] == _CALENDAR and not spec.says_anywhere(path):
            settings[path] = ""  # a blank value, so that no rule adds up a part of the figures
        elif text is not None and text not in {own, as_written(".".join(map(str, path)), own)}:
            settings[path] = text
    for path in [path for path in settings if path[0] == "parties" and path[2:] == ("role",)]:
        mates = any(other[:2] == path[:2] and other != path for other in settings)
        if not mates or view.spec is None or spec.says_anywhere(path):
            del settings[path]
    removed = [key for prefix in view.parties if view.entry(prefix) is not None for key in spec.blanks_of(prefix)]
    refused = [asked for asked in _OPTIONAL if view.answers.get(asked) == NO and stated_by(spec, asked) != NO]
    removed += [_OPTIONAL[asked] for asked in refused]
    return [f"{'.'.join(map(str, path))}={text}" for path, text in settings.items()], removed
