"""The messages of Jinja, in French, for a jurist who reads them beside the line."""

import re

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from conventions_cli.model import Echeances, nearest
from conventions_cli.sandbox.reach import offered
from conventions_cli.source import without_forbidden

_SHOWN = 80  # characters of a name


class FrenchUndefined(StrictUndefined):
    """A name or a field that does not exist; using it raises UndefinedError, with a message in French."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """The message of the error; Jinja reads it under this name."""
        name = self._undefined_name
        if not isinstance(name, (str, int)):
            return "cette valeur n’a pas de champ de ce nom"
        name = without_forbidden(str(name)[:_SHOWN])
        if self._undefined_obj is missing:
            return f"« {name} » n’existe pas pour les clauses"
        if isinstance(self._undefined_obj, Echeances):
            return f"l’échéance « {name} » n’est pas déclarée par cet élément de modele.yaml, sous « echeances: »"
        near = without_forbidden(nearest(name, _fields_of(self._undefined_obj))[:_SHOWN])
        also = f" (« {near} » en est un)" if near else ""
        return f"« {name} » n’est pas un champ de cette valeur{also}"


def _fields_of(value: object) -> list[str]:
    """The names that a clause may ask of a value."""
    if isinstance(value, dict):
        return [key for key in value if type(key) is str]
    return sorted(offered(type(value)))  # type: ignore[arg-type]  # hashable


def undefined_name(message: str | None) -> str:
    """The unknown name in a message of `FrenchUndefined`; empty when the message is about something else."""
    match = re.fullmatch(r"« (.*) » n’existe pas pour les clauses", message or "", re.DOTALL)
    return match[1] if match else ""


_SYNTAX: tuple[tuple[str, str], ...] = (
    (r"No filter named '(.*?)'(?: found)?\.?", "le filtre « {0} » n’existe pas"),
    (r"No test named '(.*?)'(?: found)?\.?", "le test « {0} » n’existe pas"),
    (r"Encountered unknown tag '(.*?)'.*", "la balise « {0} » n’existe pas, ou n’est pas à sa place"),
    (r".*[Uu]nexpected end of template.*", "il manque la fin d’un « {{% if … %}} » ou d’un « {{% for … %}} »"),
    (r"expected token '(.*?)', got '(.*?)'", "« {0} » était attendu, et non « {1} »"),
    (r"unexpected '(.*?)'", "« {0} » n’est pas à sa place"),
    (r"unexpected char (.*?) at .*", "le signe {0} n’est pas admis ici"),
    (r"Missing end of comment tag", "un commentaire « {{# » n’est pas refermé par « #}} »"),
    (r"Expected an expression, got '(.*?)'", "une valeur était attendue, et non « {0} »"),
)

_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "end of template": "la fin du fichier",
}


def syntax_message(message: str | None) -> str:
    """The French message of a fault of syntax, without a full stop. `message`: from Jinja."""
    for pattern, french in _SYNTAX:
        match = re.fullmatch(pattern, message or "", re.DOTALL)
        if match:
            return french.format(*(_TOKENS.get(group, group) for group in match.groups()))
    return "cette ligne ne peut pas être lue"


def syntax_hint(message: str | None) -> str:
    """What to type for a fault of syntax."""
    if "unexpected end of template" in (message or "").lower():
        return "Ajouter « {% endif %} » (ou « {% endfor %} ») à la fin du passage."
    return "Corriger la clause à cette ligne."


def failure_message(fault: BaseException) -> str:
    """Why a clause failed while it was rendered, without a full stop."""
    if isinstance(fault, SecurityError):
        return "elle demande une opération refusée aux modèles"
    if isinstance(fault, ZeroDivisionError):
        return "elle divise par zéro"
    if isinstance(fault, OverflowError):
        return "elle demande un calcul ou une répétition démesurés"
    if isinstance(fault, TypeError):
        return "une valeur n’est pas de la nature attendue par un filtre ou une opération"
    if isinstance(fault, TemplateError):
        return syntax_message(fault.message)
    return "une valeur ne convient pas à l’opération demandée"
