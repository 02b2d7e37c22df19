"""Versions of the format: how files of older versions are read, and the keys that replaced older ones.

`MIGRATIONS` is the only table. It is applied to the located tree when a file is read (so old specs keep working, with a
warning), and to the layout of the file by `convention migrate` (`editing/migrations.py`).
"""

from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence, find

KEY = "spec_version"
CURRENT = 1


class Former(Record, frozen=True):
    """A key of an older version and its place today.

    `item`: the value becomes an item of a list, and a value that is a text becomes that key of the item; `role`: the
    role added to the item. Without `item`, only a text moves: a group might not mean the same there.
    """

    at: tuple[str, ...]
    to: tuple[str, ...]
    item: str = ""
    role: str = ""

    @property
    def says(self) -> str:
        """The place of its value today, in French."""
        target = ".".join(self.to)
        return f"un élément de « {target}: »" if self.item else f"« {target} »"


# Version 0: drafts written by hand before the format had a number, with one section for each role, one service,
# and the names CHORUS users give to codes. No key ever changes its meaning: a step moves a key or renames it.
MIGRATIONS: dict[int, tuple[Former, ...]] = {
    0: (
        Former(("template",), ("modele",)),
        Former(("signature",), ("date_signature",)),
        Former(("date_fin",), ("duree", "fin")),
        Former(("service",), ("services",), item="nom"),
        Former(("delegant",), ("parties",), item="reference", role="delegant"),
        Former(("delegataire",), ("parties",), item="reference", role="delegataire"),
        Former(("porteur",), ("parties",), item="reference", role="porteur"),
        Former(("chorus", "uo"), ("chorus", "centre_financier")),
        Former(("chorus", "pam"), ("chorus", "projet_analytique")),
    )
}


def steps_for(version: int | None) -> tuple[Former, ...]:
    """The steps from a version to the current one; a file that states none may hold keys of any version."""
    first = 0 if version is None else version
    return tuple(step for number in range(first, CURRENT) for step in MIGRATIONS[number])


def read_version(tree: Mapping) -> Outcome[int]:
    """The version a file states; no value and no diagnostic when it states none."""
    node = tree.get(KEY)
    if node is None or (isinstance(node, Scalar) and node.blank):
        return Outcome(None)
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        message = "« spec_version » attend le numéro d’une version de la spécification."
        return Outcome(
            None, (Diagnostic(catalogue.VERSION, message, node.span, f"Écrire « {KEY}: {CURRENT} », ou rien."),)
        )
    if int(text) > CURRENT:
        message = (
            f"Cette spécification est de la version {int(text)} ; ce « convention » lit jusqu’à la version {CURRENT}."
        )
        hint = "Mettre « convention » à jour : pip install --upgrade conventions-cli."
        return Outcome(None, (Diagnostic(catalogue.VERSION, message, node.span, hint),))
    return Outcome(int(text))


def modernize(tree: Mapping) -> Outcome[Mapping]:
    """A file in the current version, with a warning for each old key; no value when its version is unknown."""
    version = read_version(tree)
    if version.diagnostics:
        return Outcome(None, version.diagnostics)
    diagnostics: list[Diagnostic] = []
    migrated = tree
    for step in steps_for(version.value):
        node, rest = find(migrated, step.at)
        if not rest and applies(step, tree, node):
            diagnostics.append(_old_key(tree, step))
            migrated = _moved(migrated, step, node)
    return Outcome(migrated, tuple(diagnostics))


def applies(step: Former, tree: Mapping, node: Node) -> bool:
    """Whether the value of an old key can move to its new place: that place is free, and the value has its shape."""
    if not find(tree, step.to)[1]:
        return False
    if step.item:
        return not (isinstance(node, Scalar) and node.blank)
    above, _ = find(tree, step.to[:-1])
    return isinstance(node, Scalar) and (isinstance(above, Mapping) or _blank(above))


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.blank


def _old_key(tree: Mapping, step: Former) -> Diagnostic:
    parent = find(tree, step.at[:-1])[0]
    entry = parent.entry(step.at[-1]) if isinstance(parent, Mapping) else None
    assert entry is not None  # noqa: S101 - it was found
    name = entry.key.span.source.name
    message = f"« {'.'.join(step.at)} » est une clé d’une ancienne version : elle est lue comme {step.says}."
    return Diagnostic(
        catalogue.FORMER_KEY, message, entry.key.span, f"Taper « convention migrate {name} » pour réécrire le fichier."
    )


def _moved(tree: Mapping, step: Former, node: Node) -> Mapping:
    moved = _without(tree, step.at)
    return _with(moved, step.to, _items(moved, step, node) if step.item else node)


def _items(tree: Mapping, step: Former, node: Node) -> Sequence:
    """The list at the new place, with the values of the old key added."""
    target, rest = find(tree, step.to)
    items = target.items if not rest and isinstance(target, Sequence) else ()
    values = node.items if isinstance(node, Sequence) else (node,)
    return Sequence((*items, *(_item(step, value) for value in values)), node.span)


def _item(step: Former, node: Node) -> Node:
    group = node
    if isinstance(node, Scalar):
        group = Mapping((Entry(Scalar(step.item, node.span), node),), node.span)
    if step.role and isinstance(group, Mapping) and group.get("role") is None:
        group = group.with_value("role", Scalar(step.role, node.span))
    return group


def _without(tree: Mapping, path: tuple[str, ...]) -> Mapping:
    if len(path) == 1:
        return tree.without(path[0])
    below = tree.get(path[0])
    assert isinstance(below, Mapping)  # noqa: S101 - the path was followed
    return tree.with_value(path[0], _without(below, path[1:]))


def _with(tree: Mapping, path: tuple[str, ...], node: Node) -> Mapping:
    if len(path) == 1:
        return tree.with_value(path[0], node)
    below = tree.get(path[0])
    mapping = below if isinstance(below, Mapping) else Mapping((), node.span)
    return tree.with_value(path[0], _with(mapping, path[1:], node))
