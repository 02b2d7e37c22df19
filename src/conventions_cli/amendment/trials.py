"""Trials: a version of an act made again with a value of the other, to see the words that follow from it."""

from collections.abc import Iterator
from typing import Any

from conventions_cli import pipeline
from conventions_cli.amendment.act_versions import Version
from conventions_cli.amendment.holders import Holder, Key, holders_of, numbered
from conventions_cli.comparison import Differing
from conventions_cli.document import Part, SectionKind, section_text
from conventions_cli.foundation import STEPS, Effort, Record, replace
from conventions_cli.model import Convention, build, read_extras
from conventions_cli.pipeline import Checked
from conventions_cli.source import KeyPath, Mapping, Node, Sequence, find

_LETTER = 4  # steps of effort per letter of an act that is made again
_MOST = 5 * STEPS


class _Trial(Record, frozen=True):
    """An act made with some values: the meaning of its spec, the holders that the avenant may amend, all its parts."""

    meaning: tuple[Convention, dict[str, Any]]
    amended: tuple[Holder, ...]
    parts: tuple[Part, ...]


class Trials:
    """Trials of the values that differ between two versions, both made with the clauses of the new one.

    `untried`: how many values no effort was left to try. When the act of a trial cannot be made, its value counts as
    one that changes words.
    """

    def __init__(self, old: Version, new: Version, left_out: frozenset[SectionKind]) -> None:
        self.untried = 0
        self._left_out = left_out
        self._effort = Effort(_MOST)
        self._letters = sum(len(section_text(part)) for part in new.document.parts)
        self._old_tree = old.checked.spec.tree
        self._new, self._old = new, _with_clauses_of(new, old)
        self._base = {id(version): self._trial_of(version) for version in (self._new, self._old) if version is not None}
        self._amended = _changed_keys(*(holders_of(version.document, left_out) for version in (old, new)))
        self._tried: dict[tuple[object, ...], _Trial | None] = {}

    def same(self, change: Differing) -> bool:
        """Whether both values mean the same: an amount written otherwise, a default value that is written."""
        pairs = list(self._pairs(change))
        return bool(pairs) and all(trial is not None and trial.meaning == base.meaning for trial, base in pairs)

    def amends(self, change: Differing) -> bool:
        """Whether amended words of the act follow from a value, or its trial cannot be made.

        Only holders that differ between the versions count: a value tried alone may change others.
        """
        return any(
            trial is None or _changed_keys(trial.amended, base.amended) & self._amended
            for trial, base in self._pairs(change)
        )

    def shows(self, change: Differing) -> bool:
        """Whether any word of the act follows from a value, or its trial cannot be made."""
        return any(trial is None or trial.parts != base.parts for trial, base in self._pairs(change))

    def whole(self, before: KeyPath, after: KeyPath) -> Differing:
        """The change of all the values under a path, as one."""
        return Differing(before, after, _at(self._old_tree, before), _at(self._new.checked.spec.tree, after))

    def _pairs(self, change: Differing) -> Iterator[tuple[_Trial | None, _Trial]]:
        """The new version tried with the old value, then the old with the new; each beside the same version untried.

        A value inside a group that only one version has is tried in that version only.
        """
        sides = (
            (self._new, change.after_path, change.after, change.before),
            (self._old, change.before_path, change.before, change.after),
        )
        for version, path, mine, other in sides:
            if version is None or (change.inner and mine is None):
                continue
            key = (id(version), path, mine is None, other is None)
            if key not in self._tried:
                self._tried[key] = self._trial(version, _with_value(version.checked.spec.tree, path, mine, other))
            yield self._tried[key], self._base[id(version)]

    def _trial(self, version: Version, tree: Node | None) -> _Trial | None:
        """The trial of a version with another tree; None when it cannot be made, or no effort is left."""
        if not isinstance(tree, Mapping):
            return None
        if not self._effort.allows(_LETTER * self._letters, at_once=STEPS):
            self.untried += 1
            return None
        other = _of_tree(version, tree)
        return self._trial_of(other) if other is not None else None

    def _trial_of(self, version: Version) -> _Trial:
        checked = version.checked
        meaning = (checked.spec.convention, checked.extras)
        return _Trial(meaning, holders_of(version.document, self._left_out), version.document.parts)


def _with_clauses_of(new: Version, old: Version) -> Version | None:
    """The old version made with the clauses of the new version; None when it cannot be made."""
    pack = new.checked.pack
    if (pack.name, pack.folders) == (old.checked.pack.name, old.checked.pack.folders):
        return old
    return _again(old, replace(new.checked, spec=old.checked.spec))


def _changed_keys(before: tuple[Holder, ...], after: tuple[Holder, ...]) -> frozenset[Key]:
    """The keys of the holders that differ between two acts, or that only one has."""
    was, now = ({holder.key: holder for holder in holders} for holders in (before, after))
    return frozenset(key for key in {*was, *now} if was.get(key) != now.get(key))


def with_values_of(old: Version, new: Version, section: str, names: tuple[str, ...]) -> Version | None:
    """The new version with these values of the old one in each item of a list; None when it cannot be made.

    `section`: the key of the list; `names`: the keys of the values in an item.
    """
    tree = new.checked.spec.tree
    was, now = old.checked.spec.tree.get(section), tree.get(section)
    if not (isinstance(was, Sequence) and isinstance(now, Sequence) and len(was.items) == len(now.items)):
        return None
    items: list[Node] = []
    for before, other in zip(was.items, now.items, strict=True):
        if not (isinstance(before, Mapping) and isinstance(other, Mapping)):
            return None
        item = other.without(*names)
        for name in names:
            value = before.get(name)
            item = item.with_value(name, value) if value is not None else item
        items.append(item)
    return _of_tree(new, tree.with_value(section, Sequence(tuple(items), now.span)))


def _of_tree(version: Version, tree: Mapping) -> Version | None:
    """A version made of another tree; None when it cannot be made."""
    spec = version.checked.spec
    built = build(tree, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
    return _again(version, replace(version.checked, spec=replace(built, picture=spec.picture))) if built else None


def _again(version: Version, checked: Checked) -> Version | None:
    """A version made of another spec, with the same numbers of articles; None when it cannot be made."""
    extras = read_extras(checked.pack.manifest.champs, checked.spec).value
    checked = replace(checked, extras=checked.extras if extras is None else extras)
    document = pipeline.assemble_bare(checked).value
    if document is None:
        return None
    return replace(version, checked=checked, document=numbered(document, version.numbering.names))


def _at(tree: Node, path: KeyPath) -> Node | None:
    node, lacking = find(tree, path)
    return None if lacking else node


def _with_value(node: Node | None, path: KeyPath, mine: Node | None, other: Node | None) -> Node | None:
    """A tree with another value at a path: removed when `other` is None, added when `mine`, the present one, is None.

    None when the path leads nowhere.
    """
    if not path:
        return other
    step, *rest = path
    if isinstance(node, Mapping):
        if not rest and other is None:
            return node.without(str(step))
        inner = _with_value(node.get(str(step)), tuple(rest), mine, other)
        return node.with_value(str(step), inner) if inner is not None else None
    if isinstance(node, Sequence) and isinstance(step, int):
        before, after = node.items[:step], node.items[step + (rest != [] or mine is not None) :]
        if not rest and other is None:
            return Sequence((*before, *after), node.span)
        inner = _with_value(node.items[step] if step < len(node.items) else None, tuple(rest), mine, other)
        return Sequence((*before, inner, *after), node.span) if inner is not None else None
    return None
