"""The shape of a model, by path: which keys are known somewhere, and whether keys are free there."""

from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from conventions_cli.model.values import Nom, Prose

Path = tuple[str | int, ...]


class Words(Enum):
    """What is done with the words of a field: set in prose, or printed as they are, but for apostrophes."""

    PROSE = "prose"
    NAME = "name"


# Fields of words that name a file or another value: they are compared, never printed.
_IDENTIFIERS = frozenset({"modele", "reference", "convention_distincte", "de", "fichier", "code", "fin_comptable"})


def fields_at(kind: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys a model knows at a path; none where there is no model."""
    found = _at(kind, path)
    return tuple(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else ()


def has_free_keys(kind: type[BaseModel], path: Path) -> bool:
    """Whether the keys at a path are the author's own: years, labels, identifiers."""
    return get_origin(_at(kind, path)) is dict


def is_list(kind: type[BaseModel], path: Path) -> bool:
    """Whether the model has a list at a path."""
    return get_origin(_at(kind, path)) is tuple


def words_at(kind: type[BaseModel], path: Path) -> Words | None:
    """What the words of the text at a path are; None when they are not words: an amount, a date, a code, a file name.

    A text alone may stand for a list of one, or for a part that can be written as one text.
    """
    if any(step in _IDENTIFIERS for step in path if isinstance(step, str)):
        return None
    found = _at(kind, path)
    if get_origin(found) is tuple:
        found = _bare(get_args(found)[0])
    if found is str or found is Prose or hasattr(found, "_from_text"):
        return Words.PROSE
    return Words.NAME if found is Nom else None


def _at(kind: type[BaseModel], path: Path) -> Any:
    """The annotation at a path; all the items of a list have one."""
    return _descend(kind, tuple(0 if isinstance(step, int) else step for step in path))


@lru_cache(maxsize=4096)
def _descend(kind: Any, path: Path) -> Any:
    at: Any = kind
    for step in path:
        at = _bare(at)
        if isinstance(at, type) and issubclass(at, BaseModel):
            info = at.model_fields.get(str(step))
            at = info.annotation if info is not None else None
        elif get_origin(at) in {tuple, list}:
            at = get_args(at)[0] if isinstance(step, int) else None
        elif get_origin(at) is dict:
            at = get_args(at)[1]
        else:
            return None
    return _bare(at)


def _bare(annotation: Any) -> Any:
    """An annotation without its validators nor its « or None »."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        kept = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(kept[0]) if len(kept) == 1 else annotation
    return annotation
