"""What an interview asks of a spec that exists, and what its answers change there."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from conventions_cli.drafting.asked import AskedQuestion, Question
from conventions_cli.drafting.choices import Choice, articles, genders, natures
from conventions_cli.drafting.draft_values import Path, as_written
from conventions_cli.drafting.resumed import Resumed, is_compound
from conventions_cli.drafting.view import NO, View
from conventions_cli.french import capitalized
from conventions_cli.model import Convention, Manque, is_list, path_of

_OF_FILES = {"@herite", "@fichier", "@annuaire", "@schema", "@tiers", "@chorus"}
_SUMMED = {"finances", "chorus"}  # sections whose values answer one another: one is judged without those to come
_OPTIONAL = {"@accompagnement": "finances.accompagnement", "@cofinancement": "finances.cofinancement"}
_CALENDAR = ("finances", "echeancier")
_CHOICES = {"nature": natures, "article": articles, "genre": genders}
_SECTION = "Ce qui manque encore"


class Lacks:
    """What a spec lacked at first, all it has lacked since then, by key, and what it lacks now."""

    def __init__(self, first: Iterable[Manque]) -> None:
        self.first = {one.cle: one for one in first}
        self.seen = dict(self.first)
        self.now = set(self.first)

    def note(self, missing: Iterable[Manque]) -> None:
        """Take note of what the spec lacks after an answer."""
        lacking = {one.cle: one for one in missing}
        self.seen = {**lacking, **self.seen}
        self.now = set(lacking)


def wanted_of(
    view: View, table: Iterable[AskedQuestion], lacks: Lacks, keys: Callable[[Question, str], Iterator[str]]
) -> Iterator[AskedQuestion]:
    """The questions of the table about what the spec lacks, or about all it may hold; then one for each other lack."""
    asked = set()
    for question in table:
        if _wanted(view, question, lacks):
            asked.add(question.key)
            yield question
    for lack in list(lacks.seen.values()):
        path = path_of(lack.cle)
        known = lack.cle in asked or any(key.startswith(f"{lack.cle}.") for key in asked)
        gone = lack.cle not in lacks.now and not _answered(view, lack.cle)
        if path is None or known or gone or lack.cle == "date_signature" or _left(view, lack.cle) or is_compound(path):
            continue
        several = is_list(Convention, path)
        key = f"{lack.cle}.*" if several else lack.cle
        plain = Question(key, capitalized(lack.libelle), _choices(path), several=several)
        for item in keys(plain, ""):
            yield AskedQuestion(item, "", plain.wording, _SECTION, plain)


def _wanted(view: View, asked: AskedQuestion, lacks: Lacks) -> bool:
    """Whether a question of the table is asked of the spec to go on with."""
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
    return any(path[: len(one)] == one for one in (path_of(key) for key in lacks.first) if one)


def by_hand(missing: Iterable[Manque]) -> tuple[Manque, ...]:
    """What a spec lacks that no single answer gives: groups of keys, which are written in the file."""
    return tuple(one for one in missing if (path := path_of(one.cle)) is not None and is_compound(path))


def _answered(view: View, key: str) -> bool:
    return key in view.answers or f"{key}.0" in view.answers


def _left(view: View, key: str) -> bool:
    """Whether a key is of a party left for later as a whole: nobody was chosen, or its name was not given."""
    prefix = ".".join(key.split(".")[:2])
    firsts = (f"@{prefix}.qui", f"{prefix}.nom")
    return key.startswith("parties.") and any(one in view.answers and view.answers[one] is None for one in firsts)


def _choices(path: Path) -> Callable[[View, str], tuple[Choice, ...]]:
    """The answers to offer for a key that no question of the table is about."""
    if path[0] == "parties" and path[-1] == "role":
        return _roles
    return _CHOICES.get(str(path[-1]), _none)


def _roles(view: View, prefix: str) -> tuple[Choice, ...]:
    del prefix
    return tuple(Choice(key, role.nom) for key, role in view.kind.roles.items())


def _none(view: View, prefix: str) -> tuple[Choice, ...]:
    del view, prefix
    return ()


def said_by(spec: Resumed, key: str) -> str:
    """What the spec says itself under the key of a question; of a question in « @ », the answer that amounts to it."""
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
    """The values still to be asked again, of those that answer one another."""
    if not spec.everything:
        return ()
    paths = (path for section in _SUMMED for path in spec.leaves((section,)))
    return tuple(key for key in (".".join(map(str, path)) for path in paths) if key not in answers)


def changes_of(view: View, spec: Resumed, texts: Mapping[Path, str | None]) -> tuple[list[str], list[str]]:
    """What answers write in a spec: « key=value » to set, keys to remove. What it says already stays as it is."""
    settings: dict[Path, str] = {}
    for path, text in texts.items():
        said = spec.says(path)
        if text is None and path[:2] == _CALENDAR and not spec.says_anywhere(path):
            settings[path] = ""  # a place is held, so that no rule sums a part
        elif text is not None and text not in {said, as_written(".".join(map(str, path)), said)}:
            settings[path] = text
    for path in [path for path in settings if path[0] == "parties" and path[2:] == ("role",)]:
        mates = any(other[:2] == path[:2] and other != path for other in settings)
        if not mates or view.spec is None or spec.says_anywhere(path):
            del settings[path]
    removed = [key for prefix in view.parties if view.entry(prefix) is not None for key in spec.blanks_of(prefix)]
    removed += [key for asked, key in _OPTIONAL.items() if view.answers.get(asked) == NO and said_by(spec, asked) != NO]
    return [f"{'.'.join(map(str, path))}={text}" for path, text in settings.items()], removed
