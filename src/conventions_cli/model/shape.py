"""The shape of a model, by path: which keys are known somewhere, and whether keys are free there."""

from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from conventions_cli.foundation import remembered
from conventions_cli.french import Month
from conventions_cli.model.values import Montant, Nom, Prose

Path = tuple[str | int, ...]


class Words(Enum):
    """What is done with the words of a field: set in prose, or printed as they are, but for apostrophes."""

    PROSE = "prose"
    NAME = "name"


# Fields of words that name a file or another value: they are compared, never printed.
_IDENTIFIERS = frozenset({"modele", "reference", "convention_distincte", "de", "fichier", "code", "fin_comptable"})


def fields_at(kind: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys a model knows at a path; none where there is no model."""
    return keys_of(_at(kind, path))


def has_free_keys(kind: type[BaseModel], path: Path) -> bool:
    """Whether the keys at a path are the author's own: years, labels, identifiers."""
    return is_free(_at(kind, path))


@remembered(512)
def keys_of(annotation: Any) -> tuple[str, ...]:
    """The keys of what an annotation stands for; none when it is not a model."""
    return tuple(annotation.model_fields) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else ()


def is_free(annotation: Any) -> bool:
    """Whether the keys of what an annotation stands for are the author's own."""
    return get_origin(annotation) is dict or bool(_forms(annotation))


def within(annotation: Any, step: str | int) -> Any:
    """The annotation under a key, or at an index; all the items of a list have one."""
    forms = _forms(annotation)
    if forms:  # by year, or by name and then by year
        annotation = forms[not str(step).isdecimal()]
    if is_free(annotation):
        return _bare(get_args(annotation)[1])
    return _within(annotation, 0 if isinstance(step, int) else step)


@remembered(2048)
def _within(annotation: Any, step: str | int) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        info = annotation.model_fields.get(str(step))
        return _bare(info.annotation) if info is not None else None
    if get_origin(annotation) in {tuple, list}:
        return _bare(get_args(annotation)[0]) if isinstance(step, int) else None
    return None


@remembered(512)
def _forms(annotation: Any) -> tuple[Any, ...]:
    """The two forms of a calendar, that of the whole act first; none for anything else."""
    if get_origin(annotation) not in {Union, UnionType}:
        return ()
    forms = tuple(_bare(one) for one in get_args(annotation))
    return forms if len(forms) == 2 and all(get_origin(one) is dict for one in forms) else ()


def is_list(kind: type[BaseModel], path: Path) -> bool:
    """Whether the model has a list at a path."""
    return get_origin(_at(kind, path)) is tuple


class Measure(Enum):
    """What the text at a path counts or dates."""

    EUROS = "euros"
    DAY = "day"
    MONTH = "month"  # or a day


def measure_at(kind: type[BaseModel], path: Path) -> Measure | None:
    """Whether the text at a path is an amount, a day, or a month; None for anything else."""
    found = _at(kind, path)
    if found is Montant:
        return Measure.EUROS
    if found is date:
        return Measure.DAY
    return Measure.MONTH if date in get_args(found) and Month in get_args(found) else None


def is_known(kind: type[BaseModel], path: Path) -> bool:
    """Whether every step of a path is a key of the model, a free key, or an index."""
    return all(
        isinstance(step, int) or step in fields_at(kind, path[:index]) or has_free_keys(kind, path[:index])
        for index, step in enumerate(path)
    )


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


# Fields that keep the lines they are written on, and reasons, which no act prints.
_LINES_KEPT = frozenset({"adresse", "entete", "motif"})


def is_on_one_line(kind: type[BaseModel], path: Path) -> bool:
    """Whether the text at a path is printed on one line, whatever the lines it was written on."""
    names = [step for step in path if isinstance(step, str)]
    if not names or names[-1] in _LINES_KEPT or words_at(kind, path) is None:
        return False
    found = _at(kind, path)
    return (_bare(get_args(found)[0]) if get_origin(found) is tuple else found) is not Prose


def _at(kind: type[BaseModel], path: Path) -> Any:
    """The annotation at a path."""
    at: Any = kind
    for step in path:
        at = within(at, step)
    return at


def _bare(annotation: Any) -> Any:
    """An annotation without its validators nor its « or None »."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        kept = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(kept[0]) if len(kept) == 1 else annotation
    return annotation
