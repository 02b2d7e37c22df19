"""Two versions of an act made again with values of each other: what changes then follows from those values."""

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

_LETTER = 4  # steps that each letter of an act takes when it is made again to try a value
_MOST = 5 * STEPS


class _Made(Record, frozen=True):
    """An act made to try a value: what its spec means, what an avenant may amend of it, all its parts."""

    meaning: tuple[Convention, dict[str, Any]]
    amended: tuple[Holder, ...]
    parts: tuple[Part, ...]


class Trials:
    """Trials of the values that differ between two versions, both made with the clauses of the new one.

    `untried`: how many there was no time for. A trial whose act cannot be made tells nothing: its value counts as one
    that moves words.
    """

    def __init__(self, old: Version, new: Version, left_out: frozenset[SectionKind]) -> None:
        self.untried = 0
        self._left_out = left_out
        self._effort = Effort(_MOST)
        self._letters = sum(len(section_text(part)) for part in new.document.parts)
        self._old_tree = old.checked.spec.tree
        self._new, self._old = new, _with_clauses_of(new, old)
        self._as_made = {id(one): self._seen(one) for one in (self._new, self._old) if one is not None}
        self._amended = _moved(*(holders_of(one.document, left_out) for one in (old, new)))
        self._tried: dict[tuple[object, ...], _Made | None] = {}

    def same(self, change: Differing) -> bool:
        """Whether both values mean the same: an amount in other figures, a default that is written."""
        pairs = list(self._pairs(change))
        return bool(pairs) and all(made is not None and made.meaning == seen.meaning for made, seen in pairs)

    def amends(self, change: Differing) -> bool:
        """Whether words of the act that this avenant amends follow from a value, or it cannot be told.

        A value may move other words when it is tried alone, and keep them as they were beside the others that change.
        """
        return any(
            made is None or _moved(made.amended, seen.amended) & self._amended for made, seen in self._pairs(change)
        )

    def shows(self, change: Differing) -> bool:
        """Whether any word of the act follows from it, or it cannot be told."""
        return any(made is None or made.parts != seen.parts for made, seen in self._pairs(change))

    def whole(self, before: KeyPath, after: KeyPath) -> Differing:
        """All that stands under a path, as one value."""
        return Differing(before, after, _at(self._old_tree, before), _at(self._new.checked.spec.tree, after))

    def _pairs(self, change: Differing) -> Iterator[tuple[_Made | None, _Made]]:
        """The new version with the old value, then the old one with the new; each beside what it was.

        A part of what only one version has is tried in that one alone.
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
                self._tried[key] = self._made(version, _laid(version.checked.spec.tree, path, mine, other))
            yield self._tried[key], self._as_made[id(version)]

    def _made(self, version: Version, tree: Node | None) -> _Made | None:
        """A version with another spec; None when it cannot be made."""
        if not isinstance(tree, Mapping):
            return None
        if not self._effort.allows(_LETTER * self._letters, at_once=STEPS):
            self.untried += 1
            return None
        made = _of_tree(version, tree)
        return self._seen(made) if made is not None else None

    def _seen(self, made: Version) -> _Made:
        checked = made.checked
        meaning = (checked.spec.convention, checked.extras)
        return _Made(meaning, holders_of(made.document, self._left_out), made.document.parts)


def _with_clauses_of(new: Version, old: Version) -> Version | None:
    """The old version made with the clauses of the new one; None when it cannot be."""
    pack = new.checked.pack
    if (pack.name, pack.folders) == (old.checked.pack.name, old.checked.pack.folders):
        return old
    return _again(old, replace(new.checked, spec=old.checked.spec))


def _moved(before: tuple[Holder, ...], after: tuple[Holder, ...]) -> frozenset[Key]:
    """The keys of the holders that only one of two acts has, or that differ."""
    was, now = ({one.key: one for one in holders} for holders in (before, after))
    return frozenset(key for key in {*was, *now} if was.get(key) != now.get(key))


def with_values_of(old: Version, new: Version, section: str, names: tuple[str, ...]) -> Version | None:
    """The new version with some values of each element of a list as the old one has them; None when it cannot be."""
    tree = new.checked.spec.tree
    was, now = old.checked.spec.tree.get(section), tree.get(section)
    if not (isinstance(was, Sequence) and isinstance(now, Sequence) and len(was.items) == len(now.items)):
        return None
    items: list[Node] = []
    for one, other in zip(was.items, now.items, strict=True):
        if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
            return None
        kept = other.without(*names)
        for name in names:
            value = one.get(name)
            kept = kept.with_value(name, value) if value is not None else kept
        items.append(kept)
    return _of_tree(new, tree.with_value(section, Sequence(tuple(items), now.span)))


def _of_tree(version: Version, tree: Mapping) -> Version | None:
    """A version made of another tree; None when it cannot be."""
    spec = version.checked.spec
    built = build(tree, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
    return _again(version, replace(version.checked, spec=replace(built, picture=spec.picture))) if built else None


def _again(version: Version, checked: Checked) -> Version | None:
    """A version made of another spec; its articles keep their numbers."""
    extras = read_extras(checked.pack.manifest.champs, checked.spec).value
    checked = replace(checked, extras=checked.extras if extras is None else extras)
    made = pipeline.assemble_bare(checked).value
    if made is None:
        return None
    return replace(version, checked=checked, document=numbered(made, version.numbering.names))


def _at(tree: Node, path: KeyPath) -> Node | None:
    node, lacking = find(tree, path)
    return None if lacking else node


def _laid(node: Node | None, path: KeyPath, mine: Node | None, other: Node | None) -> Node | None:
    """A tree where the value at a path is another: removed when the other is None, added when there is none of its own.

    None when the path does not lead there.
    """
    if not path:
        return other
    step, *rest = path
    if isinstance(node, Mapping):
        if not rest and other is None:
            return node.without(str(step))
        inner = _laid(node.get(str(step)), tuple(rest), mine, other)
        return node.with_value(str(step), inner) if inner is not None else None
    if isinstance(node, Sequence) and isinstance(step, int):
        before, after = node.items[:step], node.items[step + (rest != [] or mine is not None) :]
        if not rest and other is None:
            return Sequence((*before, *after), node.span)
        inner = _laid(node.items[step] if step < len(node.items) else None, tuple(rest), mine, other)
        return Sequence((*before, inner, *after), node.span) if inner is not None else None
    return None
