"""The attributes of values that clauses may reach: data, and useful methods of texts, lists and dictionaries.

All else is denied: a pack may come with a spec, so a clause is not trusted. It reads the fields and the properties of
our own values, but calls none of their methods; the day, the month and the year of a date; nothing of the nodes of an
act. Bytes never reach a clause, by any way.
"""

import math
from datetime import date
from enum import Enum
from functools import cached_property
from types import DynamicClassAttribute, MemberDescriptorType
from typing import Any

from jinja2 import Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.utils import Namespace

from conventions_cli.foundation import remembered
from conventions_cli.model import Montant, Pourcentage

DICTIONARIES = frozenset({"get", "items", "keys", "values"})
_TEXTS = frozenset(
    """capitalize casefold count endswith find format index isalnum isalpha isdecimal isdigit islower isnumeric isspace
    istitle isupper join lower lstrip partition removeprefix removesuffix replace rfind rindex rpartition rsplit rstrip
    split splitlines startswith strip swapcase title upper""".split()  # noqa: SIM905 - one list of words
)
_LOOPS = frozenset(
    """changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0""".split()  # noqa: SIM905
)
# The names offered by classes; the first match counts.
_OFFERED: tuple[tuple[type | tuple[type, ...], frozenset[str]], ...] = (
    (LoopContext, _LOOPS),
    (Macro, frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"})),
    (date, frozenset({"day", "month", "year"})),
    (dict, DICTIONARIES),
    ((list, tuple), frozenset({"count", "index"})),
)
_NAMED_BY_CLAUSES = (Namespace, TemplateModule, TemplateReference, BlockReference)
_OURS, _TREE = "conventions_cli.", "conventions_cli.document."
_DATA = (property, cached_property, MemberDescriptorType, DynamicClassAttribute)
BYTES = (bytes, bytearray, memoryview)
_LETTERS = (str, int, Montant, Pourcentage, date, Undefined)


@remembered(256)
def offered(kind: type) -> frozenset[str]:
    """The names that a clause may ask of the values of a class."""
    for classes, names in _OFFERED:
        if issubclass(kind, classes):
            return names
    own = frozenset(_data(kind)) if kind.__module__.startswith(_OURS) and not kind.__module__.startswith(_TREE) else ()
    return (_TEXTS if issubclass(kind, str) else frozenset()).union(own)


def _data(kind: type) -> set[str]:
    """The fields and the properties of a class of ours, without those that come from pydantic."""
    ours = [vars(base) for base in kind.__mro__ if base.__module__.startswith(_OURS)]
    names = {name for own in ours for name, value in own.items() if isinstance(value, _DATA)}
    if issubclass(kind, Enum):
        names |= {"name", "value"}
    names |= getattr(kind, "model_fields", {}).keys()
    return {name for name in names if not name.startswith(("_", "model_"))}


def is_named_by_clauses(kind: type, name: str) -> bool:
    """Whether clauses themselves gave this name, in a value of the class: a namespace, an imported file, a block."""
    return issubclass(kind, _NAMED_BY_CLAUSES) and not name.startswith("_")


def given(value: Any) -> Any:
    """This value, checked before it reaches a clause. Raises SecurityError for bytes."""
    if isinstance(value, BYTES):
        raise SecurityError("bytes")
    return value


def letters(value: object) -> str:
    """The text of a value, in an expression of a clause. Raises TypeError for a value without text: a list, a party."""
    if isinstance(value, _LETTERS) or (isinstance(value, float) and math.isfinite(value)):
        return str(value)
    raise TypeError(f"no text stands for {type(value).__name__}")


def is_large(value: object) -> bool:
    """Whether a value is an object of ours with parts: a party, the act, a text in paragraphs."""
    kind = type(value)
    return kind.__module__.startswith(_OURS) and not isinstance(value, (str, Montant, Pourcentage, Enum))
