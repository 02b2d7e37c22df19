"""Suggests a filter, a test, a tag or a name for an unknown word of a clause."""

import re
from collections.abc import Iterable, Mapping

from conventions_cli.foundation import Span
from conventions_cli.model import nearest, suggestion
from conventions_cli.sandbox import syntax_hint, undefined_name
from conventions_cli.templating.environment import ClauseEnvironment

_UNKNOWN = re.compile(r"No (filter|test) named '(.*?)'(?: found)?\.?|Encountered unknown tag '(.*?)'.*", re.DOTALL)
_CHAMP = re.compile(r"\bchamps\.(\w+)")
_TAGS = ("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "include", "macro", "endmacro")
_ANY = ("range", "namespace", "loop")  # names that Jinja gives to every clause


def for_syntax(message: str | None, environment: ClauseEnvironment, names: Mapping[str, object]) -> str:
    """What to type for a fault of syntax. `message`: from Jinja; `names`: what clauses may name, with values."""
    match = _UNKNOWN.fullmatch(message or "")
    if match is None:
        return syntax_hint(message)
    kind, name, tag = match.groups()
    if tag is not None:
        near = nearest(tag, list(_TAGS))
        return f"Vouliez-vous dire « {near} » ?" if near else syntax_hint(message)
    if kind == "filter" and name in names:
        return f"« {name} » n’est pas un filtre : l’écrire seul, « {{{{ {name}{_call(names[name])} }}}} »."
    if kind == "test" and name in environment.filters:
        return f"« {name} » est un filtre : écrire « valeur | {name} »."
    return _near(name, environment.filters if kind == "filter" else environment.tests)


def for_undefined(message: str | None, place: Span, environment: ClauseEnvironment, names: Mapping[str, object]) -> str:
    """What to type for the fault that `FrenchUndefined` raised at a place; empty when its message is enough."""
    name = undefined_name(message)
    if name:
        return for_name(name, environment, names)
    field = _CHAMP.search(place.source.line(place.start.line))
    declared = names.get("champs")
    if (
        field is None
        or not isinstance(declared, dict)
        or field[1] in declared
        or f"« {field[1]} »" not in (message or "")
    ):
        return ""
    near = nearest(field[1], list(declared))
    start = f"Vouliez-vous dire « champs.{near} » ? " if near else ""
    return f"{start}Pour déclarer ce champ, dans modele.yaml, sous « champs: » : « {field[1]}: {{type: texte}} »."


def for_name(name: str, environment: ClauseEnvironment, names: Iterable[str]) -> str:
    """What to type instead of a name that clauses do not know."""
    if name in environment.filters:
        return f"« {name} » est un filtre : écrire « {{{{ valeur | {name} }}}} »."
    return suggestion(name, sorted({*names, *_ANY}))


def _call(value: object) -> str:
    return "(…)" if callable(value) else ""


def _near(name: str, words: Iterable[str]) -> str:
    """The nearest word, or all of them."""
    allowed = sorted(word for word in words if len(word) > 1 and word[0].isalpha())
    near = nearest(name, allowed)
    return f"Vouliez-vous dire « {near} » ?" if near else f"Mots admis ici : {', '.join(allowed)}."
