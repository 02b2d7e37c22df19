"""The list of a round, as `convention new --from` reads it: one row an act, one column for each value of its own file.

Parties are named under their roles, by their names in the directory. Values of a shared file are not repeated.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.french import AmountError, DateError, parse_amount, parse_date
from conventions_cli.model import (
    FILE,
    IGNORED,
    NAME,
    Convention,
    Measure,
    Names,
    Partie,
    Role,
    Spec,
    measure_at,
    path_of,
)
from conventions_cli.source import Mapping, Node, Scalar
from conventions_cli.source import Sequence as Listed

Cell = str | int | date
_APART = frozenset({"herite", "annuaire", "spec_version"})


class Own(Record, frozen=True):
    """The values of the own file of an act, as a cell for each key; the roles and the fields of its kind."""

    cells: dict[str, Cell]
    roles: dict[str, Role]
    fields: dict[str, str]


def own_of(spec: Spec, fields: dict[str, str]) -> Own:
    """The values of an act that its own file gives, and not a shared one. `fields`: labels of its pack, by field."""
    cells: dict[str, Cell] = {}
    seated: dict[str, list[str]] = {}
    for path, text in _texts(spec.tree, spec.tree.span.source.name):
        if path[0] == "parties" and len(path) == 3 and path[2] in {"reference", "role"}:
            if path[2] == "reference":
                party = spec.convention.parties[int(path[1])]
                if isinstance(party, Partie):
                    seated.setdefault(_role_of(spec, party), []).append(_named(party, text))
        elif path[0] == "chorus" and isinstance(path[-1], int):
            key = ".".join(map(str, (*path[:-1], 0)))
            cells[key] = f"{cells[key]} ; {text}" if key in cells else text
        else:
            cells[".".join(map(str, path))] = _typed(path, text)
    cells |= {role: " ; ".join(names) for role, names in seated.items() if role}
    return Own(cells, spec.kind.roles, fields)


def _texts(node: Node, name: str, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts of a file, by path."""
    if isinstance(node, Scalar):
        if node.span.source.name == name and not node.blank and node.text.strip():
            yield path, node.text
        return
    below: Iterable[tuple[str | int, Node]]
    if isinstance(node, Mapping):
        below = [(entry.key.text, entry.value) for entry in node.entries if path or entry.key.text not in _APART]
    else:
        assert isinstance(node, Listed)  # noqa: S101 - there is no other node
        below = list(enumerate(node.items))
    for step, value in below:
        yield from _texts(value, name, (*path, step))


def _role_of(spec: Spec, party: Partie) -> str:
    return next((key for key, role in spec.kind.roles.items() if role == party.role), "")


def _named(party: Partie, reference: str) -> str:
    """The name by which the party will be found in the directory again."""
    return next((str(name) for name in (party.nom, party.sigle) if isinstance(name, str) and name), reference)


def _typed(path: tuple[str | int, ...], text: str) -> Cell:
    """A cell: an amount as a number, a day as a day, so that a spreadsheet recognises them; anything else as text."""
    measure = measure_at(Convention, path)
    try:
        if measure is Measure.EUROS:
            return parse_amount(text)
        return parse_date(text) if measure is Measure.DAY else text
    except (AmountError, DateError):
        return text


class Listing(Record, frozen=True):
    """The columns of a list, as (title, key, measure), and its rows."""

    columns: tuple[tuple[str, str, Measure | None], ...]
    rows: tuple[tuple[Cell | None, ...], ...]


def listing(acts: Sequence[tuple[str, Own]], kept: Sequence[tuple[str, str]]) -> Listing:
    """The list of acts, each given by the name of its file and its values. `kept`: the columns of their first list."""
    roles = {key: role for _, own in acts for key, role in own.roles.items()}
    names = Names(roles, {name: label for _, own in acts for name, label in own.fields.items()})
    rows = [{FILE: stem, **own.cells} for stem, own in acts]
    present = list(dict.fromkeys(key for row in rows for key in row))
    wanted = {key: title for title, key in kept if key not in {"", IGNORED}}
    more = (key for key in present if key not in wanted)
    keys = [*wanted, *sorted(more, key=lambda key: _order(key, names, present))]
    columns = tuple(
        (wanted.get(key) or names.title_of(key), key, measure_at(Convention, path_of(key) or ())) for key in keys
    )
    return Listing(columns, tuple(tuple(row.get(key) for key in keys) for row in rows))


def _order(key: str, names: Names, present: Sequence[str]) -> tuple[int, int]:
    """The file and the service first, then the parties, then the other values as the acts have them."""
    ranks = (FILE, NAME, *names.roles)
    return (ranks.index(key) if key in ranks else len(ranks)), present.index(key)
