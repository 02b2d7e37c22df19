"""Writes a value at its place in the text of a file; the other lines stay as they are."""

from conventions_cli.editing.canon import order_at, ranks
from conventions_cli.foundation import Record
from conventions_cli.model import Convention, is_list
from conventions_cli.source import (
    Group,
    KeyPath,
    Layout,
    LayoutEntry,
    Leaf,
    Line,
    as_layout,
    entry_text,
    flow_text,
    group_lines,
    scalar_text,
)

_STEP = 2


class NoPlaceError(Exception):
    """The path leads nowhere in this file; the message says why, in French."""


class _Target(Record):
    """The deepest group on a path, the entry that leads to it (None for the root), and the remaining steps."""

    group: Group
    holder: LayoutEntry | None
    path: KeyPath
    rest: tuple[str, ...]


def lay(layout: Layout, steps: list[str], value: str) -> str:
    """The text of the file with `value` at the path `steps`; an empty value leaves the key blank.

    Raises NoPlaceError.
    """
    place = _descend(layout, steps)
    text = layout.source.text
    if not place.rest:
        assert place.holder is not None  # noqa: S101 - steps are never empty
        return _replace(text, place, value)
    return _insert(text, place, value)


def take_out(layout: Layout, steps: list[str]) -> str:
    """The text of the file without the value at the path `steps`; groups that become empty are removed too.

    Raises NoPlaceError when there is no value at that path.
    """
    place = _descend(layout, steps)
    if place.rest:
        raise NoPlaceError("cette clé n’est pas écrite dans ce fichier")
    trail = _trail(layout, steps)
    group, entry = trail.pop()
    while trail and len(group.entries) == 1:
        group, entry = trail.pop()
    if len(group.entries) == 1:
        raise NoPlaceError("c’est la seule valeur du fichier, qui resterait vide")
    return _without(layout.source.text, group, entry)


def _descend(layout: Layout, steps: list[str]) -> _Target:
    group = layout.root
    holder: LayoutEntry | None = None
    path: KeyPath = ()
    for number, step in enumerate(steps):
        if group.raw:
            raise NoPlaceError("ce groupe entre accolades contient des commentaires : le modifier à la main")
        entry = _child(group, step)
        if entry is None:
            return _Target(group, holder, path, tuple(steps[number:]))
        path = (*path, step if group.mapping else int(step))
        rest = tuple(steps[number + 1 :])
        if not isinstance(entry.value, Group):
            return _settled(layout, group, entry, path, rest)
        holder, group = entry, entry.value
    return _Target(group, holder, path, ())


def _settled(layout: Layout, group: Group, entry: LayoutEntry, path: KeyPath, rest: tuple[str, ...]) -> _Target:
    """The target of a path that ends at a value, or goes on under a blank key."""
    value = entry.value
    assert isinstance(value, Leaf)  # noqa: S101 - see the caller
    if value.style == "*" or value.anchor:
        raise NoPlaceError("cette valeur est partagée par un renvoi (« & » ou « * ») : la modifier à la main")
    if rest and not value.blank:
        raise NoPlaceError("une simple valeur est écrite à cette place, et non un groupe de clés")
    under = Group(True, group.flow, value.start, value.end)
    under.column = entry_column(layout, entry) + _STEP
    return _Target(under if rest else group, entry, path, rest)


def entry_column(layout: Layout, entry: LayoutEntry) -> int:
    """The column, from 0, of a key or a dash."""
    return entry.start - (layout.source.text.rfind("\n", 0, entry.start) + 1)


def _child(group: Group, step: str) -> LayoutEntry | None:
    if group.mapping:
        return next((entry for entry in group.entries if entry.key is not None and entry.key.text == step), None)
    count = len(group.entries)
    if not step.isdecimal() or int(step) > count:
        items = "un seul élément, de numéro 0" if count == 1 else f"{count} éléments, de 0 à {count - 1}"
        phrase = f"cette liste a {items}" if count else "cette liste est vide"
        raise NoPlaceError(f"{phrase} : « {step} » n’en désigne aucun, et « {count} » en ajouterait un")
    return group.entries[int(step)] if int(step) < count else None


def _trail(layout: Layout, steps: list[str]) -> list[tuple[Group, LayoutEntry]]:
    """Each group on the path, with the entry the path goes through."""
    group, trail = layout.root, []
    for step in steps:
        entry = _child(group, step)
        assert entry is not None  # noqa: S101 - the path was followed before
        trail.append((group, entry))
        if isinstance(entry.value, Group):
            group = entry.value
    return trail


def _replace(text: str, place: _Target, value: str) -> str:
    entry = place.holder
    assert entry is not None  # noqa: S101 - see the caller
    old = entry.value
    if isinstance(old, Group):
        if old.mapping or any(isinstance(item.value, Group) for item in old.entries):
            raise NoPlaceError("un groupe de clés est écrit à cette place : donner la clé d’une de ses valeurs")
        if not old.flow:
            raise NoPlaceError("une liste est écrite à cette place : donner le numéro d’un élément, à partir de 0")
    flow = place.group.flow and place.group is not old
    new = scalar_text(value, flow=flow, written=old.raw if isinstance(old, Leaf) and old.text == value else "")
    new = new if value else ""
    if isinstance(old, Leaf) and old.blank:
        at = _after_mark(text, entry)
        after = text[at:]
        if flow and after[:2] in {" }", " ,", " ]"}:
            after = after[1:]
        return f"{text[:at]} {new}{after}" if new else text
    if not new and flow and entry.key is None:
        raise NoPlaceError("un élément entre crochets ne peut pas rester vide ; le retirer avec --unset")
    start = old.start if new or flow else len(text[: old.start].rstrip(" "))
    remark = f"  {old.remark}" if isinstance(old, Leaf) and old.remark else ""
    return text[:start] + new + remark + text[old.end :]


def _after_mark(text: str, entry: LayoutEntry) -> int:
    """The index after the colon or the dash of a blank entry."""
    if entry.key is None:
        return entry.start + 1
    return text.index(":", entry.key.end) + 1


def _insert(text: str, target: _Target, value: str) -> str:
    """The text with a key that was not in the file, at its canonical place."""
    group, rest = target.group, target.rest
    for number, step in enumerate(rest[1:], 1):
        if step.isdecimal() and step != "0" and is_list(Convention, (*target.path, *rest[:number])):
            name = ".".join(map(str, (*target.path, *rest[:number])))
            raise NoPlaceError(f"« {name} » est une liste qui n’est pas écrite ici : elle commence par le numéro 0")
    if not value and group.flow and _is_item(rest[-1]):
        raise NoPlaceError("un élément entre crochets ne peut pas rester vide")
    new = _to_lay(rest, value)
    if not group.entries and group.start == group.end and target.holder is not None:
        return _under_blank(text, target, new)
    if group.flow:
        return _into_flow(text, target, new)
    lines = "\n".join(group_lines(new, column=group.column))
    place = _place(group, order_at(target.path), rest[0]) if group.mapping else len(group.entries)
    if place:
        at = _end_of(text, group.entries[place - 1])
        return f"{text[:at]}\n{lines}{text[at:]}"
    first = group.entries[0]
    start = text.rfind("\n", 0, first.start) + 1
    lead = text[start : first.start]
    if lead.strip():  # the first key of an item stands on the line of its dash
        return f"{text[: first.start]}{lines.lstrip()}\n{' ' * group.column}{text[first.start :]}"
    return f"{text[:start]}{lines}\n{text[start:]}"


def _place(group: Group, order: tuple[str, ...], key: str) -> int:
    """The number of entries before a new key."""
    if key not in order:
        return len(group.entries)
    rank = order.index(key)
    before = [number for number, entry_rank in enumerate(ranks(group.entries, order)) if entry_rank < rank]
    return before[-1] + 1 if before else 0


def _to_lay(steps: tuple[str, ...], value: str) -> Group:
    """A group with a value under its keys; a step that is a number is a new item of a list."""
    root = Line()
    line = root.at(tuple(int(step) if _is_item(step) else step for step in steps))
    line.value, line.blank = value or None, not value
    return as_layout(root)


def _is_item(step: str) -> bool:
    """Whether a step is an item of a list, and not a key: years have four digits."""
    return step.isdecimal() and len(step) < 4


def _under_blank(text: str, target: _Target, new: Group) -> str:
    entry = target.holder
    assert entry is not None  # noqa: S101 - see the caller
    at = _after_mark(text, entry)
    if target.group.flow:
        return f"{text[:at]} {flow_text(new)}{text[at:].lstrip(' ')}"
    lines = "\n".join(group_lines(new, column=target.group.column))
    if entry.key is None:
        return f"{text[:at]} {lines.lstrip()}{text[at:]}"
    end = text.find("\n", at) % (len(text) + 1)
    return f"{text[:end].rstrip(' ')}\n{lines}{text[end:]}"


def _into_flow(text: str, target: _Target, new: Group) -> str:
    group = target.group
    if not group.entries:
        return text[: group.start] + flow_text(new) + text[group.end :]
    pair = entry_text(new.entries[0])
    place = _place(group, order_at(target.path), target.rest[0]) if group.mapping else len(group.entries)
    if place == 0:
        at = group.entries[0].start
        return f"{text[:at]}{pair}, {text[at:]}"
    at = _end_of_value(text, group.entries[place - 1])
    return f"{text[:at]}, {pair}{text[at:]}"


def _end_of_value(text: str, entry: LayoutEntry) -> int:
    """The index after a value, or after the colon of a blank key."""
    value = entry.value
    if isinstance(value, Leaf) and value.blank:
        return _after_mark(text, entry)
    return value.end


def _end_of(text: str, entry: LayoutEntry) -> int:
    """The index of the end of the last line of an entry, its comments beside and under it included."""
    value = entry.value
    while isinstance(value, Group) and not value.flow and value.entries:
        entry = value.entries[-1]
        value = entry.value
    end = text.find("\n", _end_of_value(text, entry)) % (len(text) + 1)
    for _ in entry.under:
        end = text.find("\n", end + 1) % (len(text) + 1)
    return end


def _without(text: str, group: Group, entry: LayoutEntry) -> str:
    place = next(number for number, candidate in enumerate(group.entries) if candidate is entry)
    if group.flow:
        if place + 1 < len(group.entries):
            return text[: entry.start] + text[group.entries[place + 1].start :]
        return text[: _end_of_value(text, group.entries[place - 1])] + text[_end_of_value(text, entry) :]
    start = text.rfind("\n", 0, entry.start) + 1
    end = _end_of(text, entry)
    if text[start : entry.start].strip() and entry.key is not None:
        # The first key of an item goes, and the next one comes after the dash.
        following = group.entries[1].start
        return text[: entry.start] + text[following:]
    return text[:start] + text[end + 1 :]
