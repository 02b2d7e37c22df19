"""What the tests of every kind of act ask: the example with values changed, its findings, its text, what it prints."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from conventions_cli import pipeline
from conventions_cli.document.walk import section_text
from fabrique import ABSENT, ROOT, check

EXAMPLES = ROOT / "specs" / "exemples"
__all__ = ["ABSENT", "changed", "example", "leaves", "printed", "sown"]


def example(path: str | Path) -> dict[str, Any]:
    """The example of a kind, by its name, or any spec by its path."""
    file = EXAMPLES / f"{path}.yaml" if isinstance(path, str) else path
    # Every scalar stays the text that was written, as `convention` reads it.
    data: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts
    return data


def changed(data: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A spec with values changed: `duree__fin="2026-12-31"`; ABSENT removes a key, digits index lists."""
    data = copy.deepcopy(data)
    for path, value in changes.items():
        *steps, last = path.split("__")
        at: Any = data
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
        key: Any = int(last) if isinstance(at, list) else last
        if value is ABSENT:
            del at[key]
        elif isinstance(at, list) and key == len(at):
            at.append(copy.deepcopy(value))
        else:
            at[key] = copy.deepcopy(value)
    return data


def sown(data: dict[str, Any], changes: dict[str, Any], **options: Any) -> list[str]:
    """The codes that a spec gives once values are changed, each once."""
    outcome = check(changed(data, **changes), **options)
    return sorted({one.code.number for one in outcome.diagnostics})


def printed(data: dict[str, Any], **options: Any) -> str:
    """The words of the act of a spec that has no error, with plain spaces."""
    outcome = check(data, **options)
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    built = pipeline.assemble(outcome.value)
    assert built.value is not None, [(one.code.number, one.message) for one in built.diagnostics]
    text = "\n".join(section_text(part) for part in built.value.parts)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def leaves(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The path and the text of each value of a spec."""
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in rows:
        yield from leaves(value, (*path, str(key)))
    if isinstance(data, str):
        yield "__".join(path), data
