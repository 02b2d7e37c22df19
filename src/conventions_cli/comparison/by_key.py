"""The values that differ between two specs, key by key: exact facts, however clauses print them."""

from collections.abc import Iterator

from conventions_cli.comparison.act_differences import Fact, Nature
from conventions_cli.comparison.sequences import alike, common
from conventions_cli.foundation import Effort, Record, replace
from conventions_cli.french import AmountError, DateError, format_amount, format_date, parse_amount, parse_month_or_date
from conventions_cli.source import Mapping, Node, Scalar, Sequence, plain

Path = tuple[str | int, ...]
Paths = tuple[Path, Path]  # in the first spec, in the second
Names = dict[str, str]

_AMOUNTS = frozenset({"montant", "accompagnement", "ae", "cp"})
_NAMES = ("reference", "nom", "role", "code", "titre")  # the keys that identify an element of a list
# No act depends on these keys: parties already hold their values from the directory.
_IGNORED = ("herite", "tolere", "annuaire")


class Differing(Record, frozen=True):
    """A value that differs between two specs, or that only one has: a scalar, or all the values under a key.

    `before_path`, `after_path`: its path in each spec, even in one without it. `facts`: the changes to show; none when
    both values mean the same. `inner`: whether it is a part of a group or list that only one spec has.
    """

    before_path: Path
    after_path: Path
    before: Node | None
    after: Node | None
    facts: tuple[Fact, ...] = ()
    inner: bool = False

    @property
    def key(self) -> str:
        """Its path in the second spec, as a person types it."""
        return ".".join(map(str, self.after_path))

    def leaves(self) -> "Iterator[Differing]":
        """Each scalar under a key that only one spec has; the value itself when both specs have one."""
        node = self.after if self.before is None else self.before
        if (self.before is None) is (self.after is None) or node is None or isinstance(node, Scalar):
            yield self
            return
        for step, value in _steps(node):
            was, now = (*self.before_path, step), (*self.after_path, step)
            mine = tuple(fact for fact in self.facts if f"{fact.key}.".startswith(f"{'.'.join(map(str, now))}."))
            old, new = (None, value) if self.before is None else (value, None)
            yield from Differing(was, now, old, new, mine, inner=True).leaves()


def facts_of_specs(before: Mapping, after: Mapping, effort: Effort, fields: Names | None = None) -> tuple[Fact, ...]:
    """The facts of `differing`, in the order of the first spec."""
    return tuple(fact for value in differing(before, after, effort, fields) for fact in value.facts)


def differing(before: Mapping, after: Mapping, effort: Effort, fields: Names | None = None) -> tuple[Differing, ...]:
    """The values that differ, with their paths. `fields`: by key, the names that a pack gives to its own fields."""
    values = _mapping(before.without(*_IGNORED), after.without(*_IGNORED), ((), ()), effort)
    named = fields or {}
    return tuple(replace(value, facts=tuple(_named(fact, named) for fact in value.facts)) for value in values)


def _named(fact: Fact, fields: Names) -> Fact:
    """A fact under the name that its pack gives to its field, if it has one."""
    section, _, name = fact.key.partition(".")
    label = fields.get(name.partition(".")[0]) if section == "champs" else None
    return replace(fact, label=label) if label else fact


def _different(before: Node | None, after: Node | None, paths: Paths, effort: Effort) -> Iterator[Differing]:
    path = paths[1]
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mapping(before, after, paths, effort)
    elif isinstance(before, Sequence) and isinstance(after, Sequence):
        yield from _list(before, after, paths, effort)
    elif isinstance(before, Scalar) and isinstance(after, Scalar):
        yield Differing(*paths, before, after, tuple(_scalar(before.text, after.text, path)))
    else:
        facts = (*_leaves(before, path, came=False), *_leaves(after, path, came=True))
        yield Differing(*paths, before, after, facts)


def _mapping(before: Mapping, after: Mapping, paths: Paths, effort: Effort) -> Iterator[Differing]:
    for key in dict.fromkeys((*before.keys(), *after.keys())):
        yield from _different(before.get(key), after.get(key), _under(paths, key, key), effort)


def _under(paths: Paths, step: str | int, other: str | int) -> Paths:
    return (*paths[0], step), (*paths[1], other)


def _list(before: Sequence, after: Sequence, paths: Paths, effort: Effort) -> Iterator[Differing]:
    """Match equal elements, then those with the same names, then in order; the others were added or removed."""
    names_of = {id(item): _names_of(item) for item in (*before.items, *after.items)}

    def resembles(left: Node, right: Node) -> float:
        return _resembles(left, right, names_of[id(left)], names_of[id(right)])

    def near_in(left: tuple[Node, ...], right: tuple[Node, ...]) -> Iterator[tuple[int, int]]:
        """The pairs of elements with the same names, and, between these, of elements that resemble each other."""
        names = [[repr(names_of[id(item)] or id(item)) for item in items] for items in (left, right)]
        at = other = 0
        for i, j in [*common(names[0], names[1], effort), (len(left), len(right))]:
            yield from ((at + a, other + b) for a, b in alike(left[at:i], right[other:j], resembles, effort))
            if i < len(left):
                yield i, j
            at, other = i + 1, j + 1

    pairs = common([_key_of(item) for item in before.items], [_key_of(item) for item in after.items], effort)
    at = other_at = 0
    for i, j in [*pairs, (len(before.items), len(after.items))]:
        left, right = before.items[at:i], after.items[other_at:j]
        near = list(near_in(left, right))
        paired, matched = {a for a, _ in near}, {b for _, b in near}
        for a, b in near:
            yield from _different(left[a], right[b], _under(paths, at + a, other_at + b), effort)
        for a in range(len(left)):
            if a not in paired:
                yield from _different(left[a], None, _under(paths, at + a, at + a), effort)
        for b in range(len(right)):
            if b not in matched:
                yield from _different(None, right[b], _under(paths, other_at + b, other_at + b), effort)
        at, other_at = i + 1, j + 1


def _key_of(node: Node) -> str:
    return repr(plain(node))


def _names_of(node: Node) -> dict[str, str]:
    """The names of an element of a list: its values under the keys that identify it."""
    if not isinstance(node, Mapping):
        return {}
    return {name: _key_of(value) for name in _NAMES if (value := node.get(name))}


def _resembles(left: Node, right: Node, names: dict[str, str], other_names: dict[str, str]) -> float:
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        return 0.5
    if not (isinstance(left, Mapping) and isinstance(right, Mapping)):
        return 0.0
    return 0.1 + sum(names[name] == other_names[name] for name in names if name in other_names)


def _steps(node: Node) -> Iterator[tuple[str | int, Node]]:
    """The values right under a node, each after the step that leads to it."""
    if isinstance(node, Mapping):
        yield from ((entry.key.text, entry.value) for entry in node.entries)
    elif isinstance(node, Sequence):
        yield from enumerate(node.items)


def _leaves(node: Node | None, path: Path, *, came: bool) -> Iterator[Fact]:
    """A fact for every value under a key that only one spec has."""
    if isinstance(node, Scalar):
        if not node.blank:
            yield from _scalar("", node.text, path) if came else _scalar(node.text, "", path)
    elif node is not None:
        for step, value in _steps(node):
            yield from _leaves(value, (*path, step), came=came)


def _scalar(before: str, after: str, path: Path) -> Iterator[Fact]:
    """The fact of one value, if it changed; amounts and dates written in two ways are equal."""
    was, now = _read(before, path), _read(after, path)
    if was[1] != now[1]:
        nature = now[0] if after else was[0]
        yield Fact(nature, _label(path), was[1], now[1], (), ".".join(map(str, path)))


def _label(path: Path) -> str:
    """The name of the value at a path: « AE 2026 », « AE 2026 (dnrt) », « date de fin », « nom (parties 2) »."""
    if path[-1] in {"ae", "cp"} and len(path) > 1:
        whose = f" ({path[2]})" if path[:2] == ("finances", "echeancier") and len(path) == 5 else ""
        return f"{str(path[-1]).upper()} {path[-2]}{whose}"
    number = next((step for step in path if isinstance(step, int)), None)
    from conventions_cli.model import label_of  # late: pydantic is dear, and acts without a spec need no label

    label = label_of(path)
    return f"{label} ({path[0]} {number + 1})" if number is not None and not isinstance(path[-1], int) else label


def _read(text: str, path: Path) -> tuple[Nature, str]:
    """The nature of a value, and its text as acts print it."""
    if not text:
        return Nature.VALUE, ""
    if "€" in text or (path and path[-1] in _AMOUNTS):
        try:
            return Nature.MONEY, format_amount(parse_amount(text))
        except AmountError:
            return Nature.VALUE, text
    try:
        return Nature.DATE, format_date(parse_month_or_date(text))
    except DateError:
        return Nature.VALUE, text
