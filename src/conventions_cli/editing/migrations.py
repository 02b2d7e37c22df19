"""`convention migrate`: rewrites a file for the current version of the format, with its comments, and proves it."""

from collections import Counter
from pathlib import Path

from conventions_cli.editing.canon import canonize
from conventions_cli.editing.formatting import Rewritten, open_file
from conventions_cli.editing.proof import same_act
from conventions_cli.foundation import Diagnostic, Outcome, SourceText, Span, catalogue, has_errors, ordered
from conventions_cli.source import (
    CURRENT,
    KEY,
    Former,
    Group,
    Layout,
    LayoutEntry,
    Leaf,
    applies,
    find,
    key_to_write,
    parse,
    print_layout,
    read_layout,
    read_version,
    steps_for,
    to_write,
)


def migrate_file(path: Path) -> Rewritten:
    """A file in the current version; unchanged when it is of that version already."""
    file, faults = open_file(path)
    if file is None:
        return Rewritten(str(path), None, None, faults)
    outcome = migrate_source(file.source, path.parent)
    return Rewritten(str(path), file, outcome.value, outcome.diagnostics)


def migrate_source(source: SourceText, folder: Path) -> Outcome[str]:
    """The text of a file in the current version, proved: same comments, same model, no new diagnostics."""
    read = parse(source)
    if read.value is None or has_errors(read.diagnostics):
        return Outcome(None, ordered(read.diagnostics))
    version = read_version(read.value)
    if version.diagnostics:
        return Outcome(None, version.diagnostics)
    layout = read_layout(source)
    if layout.root.flow:
        return Outcome(source.text)
    changed = version.value is not None and version.value < CURRENT
    for step in steps_for(version.value):
        node, rest = find(read.value, step.at)
        if not rest and applies(step, read.value, node):
            _move(layout, step)
            changed = True
    if not changed:
        return Outcome(source.text)
    _state_version(layout)
    canonize(layout, typography=False)
    text = print_layout(layout)
    new = SourceText(source.name, text)
    again = parse(new)
    same_comments = read_layout(source).comments == (read_layout(new).comments if again.value else None)
    if same_comments and same_act(source, new, folder, besides=Counter([catalogue.FORMER_KEY.number])):
        return Outcome(text)
    return Outcome(None, (_unproved(source),))


def _move(layout: Layout, step: Former) -> None:
    """Apply a step to a layout; it must apply to it."""
    holder = layout.root
    for key in step.at[:-1]:
        value = _entry(holder, key).value
        assert isinstance(value, Group)  # noqa: S101 - the path was followed
        holder = value
    entry = _entry(holder, step.at[-1])
    if step.item:
        _into_list(holder, entry, step)
        return
    if step.at[:-1] == step.to[:-1]:
        _rename(entry, step.to[-1])
        return
    holder.entries.remove(entry)
    target = layout.root
    for key in step.to[:-1]:
        target = _group(target, key)
    _rename(entry, step.to[-1])
    target.entries.append(entry)


def _entry(group: Group, key: str) -> LayoutEntry:
    return next(entry for entry in group.entries if entry.key is not None and entry.key.text == key)


def _rename(entry: LayoutEntry, name: str) -> None:
    assert entry.key is not None  # noqa: S101 - it was found by its key
    entry.key.text, entry.key.raw, entry.key.style, entry.key.changed = name, name, "", True


def _group(group: Group, key: str) -> Group:
    """The group under a key, made if there is none."""
    entry = next((entry for entry in group.entries if entry.key is not None and entry.key.text == key), None)
    if entry is None:
        entry = LayoutEntry(key_to_write(key), Group(True, group.flow, 0), 0)
        group.entries.append(entry)
    if not isinstance(entry.value, Group):
        entry.value = Group(True, group.flow, 0)
    return entry.value


def _into_list(holder: Group, entry: LayoutEntry, step: Former) -> None:
    """Turn the value of an old key into items of a list, which takes the place of that key if it is new."""
    listed = next(
        (candidate for candidate in holder.entries if candidate.key is not None and candidate.key.text == step.to[-1]),
        None,
    )
    place = holder.entries.index(entry)
    del holder.entries[place]
    if listed is None:
        listed = LayoutEntry(key_to_write(step.to[-1]), Group(False, False, 0), 0)
        holder.entries.insert(place, listed)
    group = listed.value
    assert isinstance(group, Group)  # noqa: S101 - made above, or refused by `applies`
    value = entry.value
    if isinstance(value, Group) and not value.mapping:
        items = value.entries
        tail = value.tail
    else:
        items, tail = [LayoutEntry(None, value, entry.start)], []
    above = [*entry.above, *([entry.beside] if entry.beside else []), *entry.under]
    for number, item in enumerate(items):
        item.above = [*(above if number == 0 else []), *item.above]
        item.value = _item(item, step)
        group.entries.append(item)
    group.tail.extend(tail)


def _item(item: LayoutEntry, step: Former) -> Group:
    value = item.value
    if isinstance(value, Leaf):
        value.below = False
        value = Group(True, True, 0, entries=[LayoutEntry(key_to_write(step.item), value, 0)])
    if step.role and all(entry.key is None or entry.key.text != "role" for entry in value.entries):
        value.entries.append(LayoutEntry(key_to_write("role"), to_write(step.role), 0))
    return value


def _state_version(layout: Layout) -> None:
    """Write the current version, if the file states one."""
    for entry in layout.root.entries:
        if entry.key is not None and entry.key.text == KEY and isinstance(entry.value, Leaf) and not entry.value.blank:
            entry.value = to_write(str(CURRENT))


def _unproved(source: SourceText) -> Diagnostic:
    message = f"« {source.name} » n’est pas réécrit : le résultat ne dirait pas exactement la même chose."
    hint = "Le fichier n’est pas touché, et reste lisible tel quel ; changer ces clés à la main."
    return Diagnostic(catalogue.UNCHANGED, message, Span.whole(source), hint)
