"""What the tests of every kind of act do: an example with one value changed, its codes, its words."""

import copy
from typing import Any

import yaml

from conventions_cli import pipeline
from conventions_cli.amendment.avenant import prepare
from conventions_cli.pipeline import Options
from conventions_cli.source import plain
from fabrique import ABSENT, SPECS, document, words

EXAMPLES = SPECS / "exemples"


def example(name: str) -> dict[str, Any]:
    """The values of an example, with those it inherits."""
    outcome = pipeline.check(EXAMPLES / f"{name}.yaml")
    assert outcome.value is not None, outcome.diagnostics
    data = plain(outcome.value.spec.tree)
    assert isinstance(data, dict)
    data.pop("annuaire", None)
    return copy.deepcopy(data)


def changed(data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The same with values changed: `finances__montant="3 €"`; ABSENT removes a key, digits index lists."""
    data = copy.deepcopy(data)
    for path, value in changes.items():
        *steps, last = path.split("__")
        at: Any = data
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
        key: Any = int(last) if isinstance(at, list) else last
        if value is ABSENT:
            del at[key]
        else:
            at[key] = value
    return data


def text_of(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def told(data: dict[str, Any]) -> list[str]:
    """The codes of what is wrong, in order; information is left out."""
    outcome = pipeline.check_bytes(text_of(data).encode(), "essai.yaml", EXAMPLES, Options(draft=False))
    return [one.code.number for one in outcome.diagnostics if one.code.severity.name != "INFO"]


def said(data: dict[str, Any]) -> str:
    return " ".join(words(document(text_of(data)))).replace("\u00a0", " ").replace("\u202f", " ")


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths of the values of an example that an act must print."""
    if isinstance(value, dict):
        return [leaf for key, held in value.items() for leaf in leaves(held, (*path, str(key)))]
    if isinstance(value, list):
        return [leaf for index, held in enumerate(value) for leaf in leaves(held, (*path, str(index)))]
    return [path]


def avenant(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The words of the avenant that leads from one act to the other."""
    old, new = (
        pipeline.check_bytes(text_of(one).encode(), name, EXAMPLES, Options()).value
        for one, name in ((before, "avant.yaml"), (after, "apres.yaml"))
    )
    assert old is not None and new is not None
    outcome = prepare("apres.yaml", new, EXAMPLES, Options(), before=("avant.yaml", old))
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    return " ".join(words(outcome.value.document)).replace("\u00a0", " ").replace("\u202f", " ")
