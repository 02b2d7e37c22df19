"""What each field is called in French, what it is for, and a line to paste when it is missing.

`cles.json` says it, by path: `*` stands for an index or a free key, `partie` for the name of a calendar's holder. A key
may have a name (`nom`), a line to paste (`exemple`), a sentence (`sert`). `mots`: the name of a key wherever it stands,
when its path has none and its letters are not its name. The axes of CHORUS say theirs (`model/chorus.py`).
"""

from pathlib import Path
from typing import Any

from conventions_cli.foundation import read_table, remembered
from conventions_cli.model.chorus import AXES

_FILE = Path(__file__).with_name("cles.json")
_CALENDAR = ("finances", "echeancier")
_HOLDER = "partie"


@remembered()
def _table() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = read_table(_FILE)
    keys = table["cles"]
    common = ", ".join(axis.line for axis in AXES if axis.common)
    keys["chorus"]["exemple"] = f"chorus: {{{common}}}"
    for axis in AXES:
        keys[f"chorus.{axis.key}"] = {"nom": axis.name, "exemple": axis.line}
        keys[f"chorus_credite.{axis.key}"] = {"nom": f"{axis.name} (crédits rétablis)", "exemple": axis.line}
    return table


def _said(pattern: str, what: str) -> str:
    return str(_table()["cles"].get(pattern, {}).get(what, ""))


def purpose_of(pattern: str) -> str:
    """What a key is for, as an editor shows it; empty when nothing says it."""
    return _said(pattern, "sert")


def example_of(pattern: str) -> str:
    """A line to paste for a key; empty when none is given."""
    return _said(pattern, "exemple")


def pattern_of(path: tuple[str | int, ...]) -> str:
    """A path as `cles.json` writes it: indexes and years become `*`, the name of a calendar's holder `partie`."""
    if path[:2] == _CALENDAR and len(path) > 2 and not str(path[2]).isdecimal():
        path = (*_CALENDAR, _HOLDER, *path[3:])
    return ".".join("*" if isinstance(step, int) or step.isdecimal() else step for step in path)


def label_of(path: tuple[str | int, ...]) -> str:
    """The French name of a field; its last key when it has none."""
    known = _said(pattern_of(path), "nom")
    if known:
        return known.format(annee=path[-2], partie=path[2:3] and path[2]) if len(path) > 1 else known
    if path and (isinstance(path[-1], int) or str(path[-1]).isdecimal()):
        what = "élément" if isinstance(path[-1], int) else "année"
        number = path[-1] + 1 if isinstance(path[-1], int) else path[-1]
        return f"{what} {number} ({label_of(path[:-1])})"
    last = str(path[-1] if path else "")
    return str(_table()["mots"].get(last) or last.replace("_", " "))


def line_for(path: tuple[str | int, ...]) -> str:
    """A line to paste for a missing field."""
    pattern = pattern_of(path)
    known = example_of(pattern)
    if known and pattern == ".".join((*_CALENDAR, _HOLDER)):
        return f"{path[-1]}{known[known.index(':') :]}"
    return known or f"{path[-1]}: …"
