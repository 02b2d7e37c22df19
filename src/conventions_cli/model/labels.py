"""The French name of each field, its purpose, and a line to paste when it is missing.

They are in `cles.json`, by path: `*` replaces an index or a free key, `partie` the name of the party of a calendar. A
path may have a name (`nom`), a line to paste (`exemple`), a purpose (`sert`). `mots`: the names of keys under any path
without a name. Those of the axes of CHORUS come from their declarations (`model/chorus.py`).
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


def _text_of(pattern: str, column: str) -> str:
    return str(_table()["cles"].get(pattern, {}).get(column, ""))


def purpose_of(pattern: str) -> str:
    """The purpose of a key, for editors; empty when the table has none."""
    return _text_of(pattern, "sert")


def example_of(pattern: str) -> str:
    """A line to paste for a key; empty when the table has none."""
    return _text_of(pattern, "exemple")


def pattern_of(path: tuple[str | int, ...]) -> str:
    """A path as `cles.json` writes it: `*` for indexes and years, `partie` for the name of the party of a calendar."""
    if path[:2] == _CALENDAR and len(path) > 2 and not str(path[2]).isdecimal():
        path = (*_CALENDAR, _HOLDER, *path[3:])
    return ".".join("*" if isinstance(step, int) or step.isdecimal() else step for step in path)


def label_of(path: tuple[str | int, ...]) -> str:
    """The French name of a field; its last key when it has none."""
    name = _text_of(pattern_of(path), "nom")
    if name:
        return name.format(annee=path[-2], partie=path[2:3] and path[2]) if len(path) > 1 else name
    if path and (isinstance(path[-1], int) or str(path[-1]).isdecimal()):
        noun = "élément" if isinstance(path[-1], int) else "année"
        number = path[-1] + 1 if isinstance(path[-1], int) else path[-1]
        return f"{noun} {number} ({label_of(path[:-1])})"
    last = str(path[-1] if path else "")
    return str(_table()["mots"].get(last) or last.replace("_", " "))


def line_for(path: tuple[str | int, ...]) -> str:
    """A line to paste for a missing field; « clé: … » when the table has none."""
    pattern = pattern_of(path)
    example = example_of(pattern)
    if example and pattern == ".".join((*_CALENDAR, _HOLDER)):
        return f"{path[-1]}{example[example.index(':') :]}"
    return example or f"{path[-1]}: …"
