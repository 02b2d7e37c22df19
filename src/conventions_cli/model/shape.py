"""The shape of a model, by path: its keys there, whether keys are free, and what its texts mean."""

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
    """The treatment of the words of a field: typeset as prose, or printed as they are, apostrophes aside."""

    PROSE = "prose"
    NAME = "name"


# Fields that name a file or another value: they are compared, never printed.
_IDENTIFIERS = frozenset({"modele", "reference", "convention_distincte", "de", "fichier", "code", "fin_comptable"})


def fields_at(kind: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys of a model at a path; none when there is no model there."""
    return keys_of(_at(kind, path))


def has_free_keys(kind: type[BaseModel], path: Path) -> bool:
    """Whether the keys at a path are free: years, labels, identifiers."""
    return is_free(_at(kind, path))


@remembered(512)
def keys_of(annotation: Any) -> tuple[str, ...]:
    """The keys of an annotation; none when it is no model."""
    return tuple(annotation.model_fields) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else ()


def is_free(annotation: Any) -> bool:
    """Whether the keys of an annotation are free."""
    return get_origin(annotation) is dict or bool(_forms(annotation))


def within(annotation: Any, step: str | int) -> Any:
    """The annotation under a key, or at an index; all items of a list have the same."""
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
    """The two forms of a calendar, by year first; none for any other annotation."""
    if get_origin(annotation) not in {Union, UnionType}:
        return ()
    forms = tuple(_bare(form) for form in get_args(annotation))
    return forms if len(forms) == 2 and all(get_origin(form) is dict for form in forms) else ()


def is_list(kind: type[BaseModel], path: Path) -> bool:
    """Whether the model has a list at a path."""
    return get_origin(_at(kind, path)) is tuple


class Measure(Enum):
    """The measure of a text: an amount or a date."""

    EUROS = "euros"
    DAY = "day"
    MONTH = "month"  # or a day


def measure_at(kind: type[BaseModel], path: Path) -> Measure | None:
    """The measure of the text at a path; None for a text that is neither an amount nor a date."""
    annotation = _at(kind, path)
    if annotation is Montant:
        return Measure.EUROS
    if annotation is date:
        return Measure.DAY
    return Measure.MONTH if date in get_args(annotation) and Month in get_args(annotation) else None


def is_known(kind: type[BaseModel], path: Path) -> bool:
    """Whether every step of a path is a key of the model, a free key, or an index."""
    return all(
        isinstance(step, int) or step in fields_at(kind, path[:index]) or has_free_keys(kind, path[:index])
        for index, step in enumerate(path)
    )


def words_at(kind: type[BaseModel], path: Path) -> Words | None:
    """The treatment of the words at a path; None for a text that is no words: an amount, a date, a code, a file name.

    A text may replace a list of one item, or a part that can be written as a single text.
    """
    if any(step in _IDENTIFIERS for step in path if isinstance(step, str)):
        return None
    annotation = _at(kind, path)
    if get_origin(annotation) is tuple:
        annotation = _bare(get_args(annotation)[0])
    if annotation is str or annotation is Prose or hasattr(annotation, "_from_text"):
        return Words.PROSE
    return Words.NAME if annotation is Nom else None


# Fields that keep their lines, and reasons, which no act prints.
_LINES_KEPT = frozenset({"adresse", "entete", "motif"})


def is_on_one_line(kind: type[BaseModel], path: Path) -> bool:
    """Whether the text at a path is printed on one line, however many lines it is written on."""
    names = [step for step in path if isinstance(step, str)]
    if not names or names[-1] in _LINES_KEPT or words_at(kind, path) is None:
        return False
    annotation = _at(kind, path)
    return (_bare(get_args(annotation)[0]) if get_origin(annotation) is tuple else annotation) is not Prose


def _at(kind: type[BaseModel], path: Path) -> Any:
    at: Any = kind
    for step in path:
        at = within(at, step)
    return at


def _bare(annotation: Any) -> Any:
    """An annotation without its validators and its « or None »."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        kept = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(kept[0]) if len(kept) == 1 else annotation
    return annotation
