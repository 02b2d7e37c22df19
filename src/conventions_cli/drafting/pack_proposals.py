"""Writes the proposals of a pack in a new spec, each with a remark that asks its author to check it."""

from collections.abc import Iterable, Mapping

from conventions_cli.drafting.draft_values import Path, Values
from conventions_cli.drafting.surroundings import DIRECTORY, Surroundings
from conventions_cli.model import path_of
from conventions_cli.source import Mapping as Tree
from conventions_cli.source import find, plain

_REMARK = "proposé par le modèle, à vérifier"


def propose(values: Values, names: tuple[str, ...], place: Surroundings) -> None:
    """Add the proposals of the pack, except where a value is given or where an inherited file has the key."""
    inherited = place.inherited(names)
    named = values.texts.get(("modele",)) or _text(inherited, ("modele",))
    kind = place.kind_of(named)
    proposed = {path: text for key, text in kind.proposals.items() if (path := path_of(key)) is not None}
    needed = [role for role in kind.roles.values() if not role.facultatif]
    giver = next((number for number, role in enumerate(needed) if role.donne), None)
    if kind.fund is not None and kind.fund.party and giver is not None:
        proposed |= _giver(kind.fund.party, giver, place, names)
    new = {path: text for path, text in proposed.items() if _free(values, inherited, path)}
    if any(path[0] == "parties" for path in new):
        for number, role in enumerate(needed):
            values.texts.setdefault(("parties", number, "role"), role.cle)
    values.texts |= new
    for path in new:
        values.remarks.setdefault(path, _REMARK)


def _free(values: Values, inherited: Tree, path: Path) -> bool:
    """Whether neither the values nor the inherited files say anything at a path, under or above it (a role aside)."""
    path = path[:2] if path[0] == "parties" else path
    if not find(inherited, path[:1] if path[0] == "parties" else path)[1]:
        return False
    stated = [other for other, text in values.texts.items() if text is not None and other[-1] != "role"]
    return not any(other[: len(path)] == path or path[: len(other)] == other for other in stated)


def _giver(party: str, number: int, place: Surroundings, names: tuple[str, ...]) -> dict[Path, str]:
    """The party that gives the money of the fund: its reference in the directory at hand, else its shipped entry."""
    if any(entry.identifier == party for entry in place.entries(names)):
        return {("parties", number, "reference"): party}
    entry = shipped_entry(place, party)
    return {("parties", number, *path): text for path, text in entry.items() if path[0] != "adresse"}


def shipped_entry(place: Surroundings, party: str) -> dict[Path, str]:
    """The entry of a party in the directory of the examples, by path; empty when another directory is at hand."""
    shipped = place.with_directory()
    tree = plain(shipped.inherited((DIRECTORY,))) if shipped is not None else {}
    listed = tree.get("annuaire") if isinstance(tree, Mapping) else None
    return dict(_leaves(listed.get(party) if isinstance(listed, Mapping) else None))


def _leaves(tree: object, path: Path = ()) -> Iterable[tuple[Path, str]]:
    """The texts of a tree, by path."""
    if isinstance(tree, str):
        yield path, tree
    steps = tree.items() if isinstance(tree, Mapping) else enumerate(tree) if isinstance(tree, list) else ()
    for step, below in steps:
        yield from _leaves(below, (*path, step))


def _text(tree: Tree, path: Path) -> str:
    node, rest = find(tree, path)
    return "" if rest else str(getattr(node, "text", ""))
