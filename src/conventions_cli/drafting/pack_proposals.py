"""What a new spec takes from its pack until its author says otherwise: written in the file, with a mark to check it."""

from collections.abc import Iterable, Mapping

from conventions_cli.drafting.draft_values import Path, Values
from conventions_cli.drafting.surroundings import Surroundings
from conventions_cli.model import path_of
from conventions_cli.source import Mapping as Tree
from conventions_cli.source import find, plain

_REMARK = "proposé par le modèle, à vérifier"


def propose(values: Values, names: tuple[str, ...], place: Surroundings) -> None:
    """Lay what the pack proposes where nothing is given, and where no inherited file has a place for it."""
    inherited = place.inherited(names)
    named = values.texts.get(("modele",)) or _text(inherited, ("modele",))
    kind = place.kind_of(named)
    proposed = {path: text for key, text in kind.proposals.items() if (path := path_of(key)) is not None}
    held = [role for role in kind.roles.values() if not role.facultatif]
    giver = next((number for number, role in enumerate(held) if role.donne), None)
    if kind.fund is not None and kind.fund.party and giver is not None:
        proposed |= _giver(kind.fund.party, giver, place, names)
    laid = {path: text for path, text in proposed.items() if _free(values, inherited, path)}
    if any(path[0] == "parties" for path in laid):
        for number, role in enumerate(held):
            values.texts.setdefault(("parties", number, "role"), role.cle)
    values.texts |= laid
    for path in laid:
        values.remarks.setdefault(path, _REMARK)


def _free(values: Values, inherited: Tree, path: Path) -> bool:
    """Whether nothing is said at a path, under it or above it; of a party nothing at all, but its role."""
    path = path[:2] if path[0] == "parties" else path
    if not find(inherited, path[:1] if path[0] == "parties" else path)[1]:
        return False
    said = [known for known, text in values.texts.items() if text is not None and known[-1] != "role"]
    return not any(known[: len(path)] == path or path[: len(known)] == known for known in said)


def _giver(party: str, number: int, place: Surroundings, names: tuple[str, ...]) -> dict[Path, str]:
    """Who gives the money of the fund: its entry in the directory at hand, else what the shipped one says of it."""
    if any(entry.identifier == party for entry in place.entries(names)):
        return {("parties", number, "reference"): party}
    shipped = place.with_directory()
    tree = plain(shipped.inherited(("annuaire.yaml",))) if shipped is not None else {}
    listed = tree.get("annuaire") if isinstance(tree, Mapping) else None
    entry = listed.get(party) if isinstance(listed, Mapping) else None
    return {("parties", number, *path): text for path, text in _leaves(entry) if path[0] != "adresse"}


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
