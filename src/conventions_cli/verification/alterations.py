"""The values of a spec, and the spec with altered values: its act shows which words follow from them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import MAXYEAR

from conventions_cli.foundation import replace
from conventions_cli.french import (
    AmountError,
    DateError,
    format_amount,
    format_date,
    format_number,
    parse_amount,
    parse_date,
)
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence

Values = dict[KeyPath, str]

_AMOUNTS = frozenset({"montant", "accompagnement", "ae", "cp"})
_STRUCTURE = frozenset({"annuaire", "herite", "modele", "tolere"}) | frozenset(
    {"role", "nature", "genre", "nombre", "article", "reference", "groupe", "par_delegation"}
)
_FAR = 5  # numbers and years are altered by so many steps at most: farther, a value would mean something else
_LETTERS = "bcdfghjklmnpqrstvwxz"


def values_of(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every value an act may print, with its path."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text not in _STRUCTURE and "." not in entry.key.text:
                yield from values_of(entry.value, (*path, entry.key.text))
        article = node.get("reference")
        if not path and isinstance(article, Scalar):  # that of the act; elsewhere, this key names a party
            yield ("reference",), article.text
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from values_of(item, (*path, index))
    elif not node.blank:
        yield path, node.text


def printed(text: str) -> str:
    """A value as acts print it: an amount in groups of figures, a day in words, other texts unchanged."""
    with suppress(AmountError):
        return format_number(parse_amount(text))
    with suppress(DateError):
        return format_date(parse_date(text))
    return text


def altered(tree: Mapping, values: Values) -> Mapping:
    """The spec with these values altered, each by another step, so that equal values, or equal gaps, become different.

    A single value is altered by the smallest step.
    """
    others = {path: another(path, text, rank) for rank, (path, text) in enumerate(values.items())}
    by_key: dict[KeyPath, set[str | int]] = {}
    for path in others:
        for length in range(len(path)):
            by_key.setdefault(path[:length], set()).add(path[length])

    def alter(node: Node, path: KeyPath) -> Node:
        if path in others and isinstance(node, Scalar):
            return replace(node, text=others[path])
        touched = by_key.get(path)
        if touched is None or isinstance(node, Scalar):
            return node
        if isinstance(node, Sequence):
            items = (alter(item, (*path, at)) if at in touched else item for at, item in enumerate(node.items))
            return replace(node, items=tuple(items))
        entries = (
            replace(entry, value=alter(entry.value, (*path, entry.key.text))) if entry.key.text in touched else entry
            for entry in node.entries
        )
        return Mapping(tuple(entries), node.span)

    tree_altered = alter(tree, ())
    return tree_altered if isinstance(tree_altered, Mapping) else tree


def another(path: KeyPath, text: str, rank: int = 0) -> str:
    """Another value of the same kind, without a word of the first, that varies with the rank."""
    few = rank % _FAR
    if path[-1] in _AMOUNTS or "€" in text:
        try:
            return format_amount(parse_amount(text) + 1 + rank * (rank + 1))
        except AmountError:
            return f"{text}x"
    with suppress(DateError):
        day = parse_date(text)
        return day.replace(year=min(day.year + 1 + few, MAXYEAR), day=max(1, min(day.day, 28) - rank % 23)).isoformat()
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{int(text[:4]) + 1 + few}{text[4:]}"
    if re.fullmatch(r"\d{1,4}", text):
        return str(int(text) + 1 + few)
    share = re.fullmatch(r"(\d{1,2})(.*%)", text)
    if share:
        return f"{int(share[1]) + 1 + few}{share[2]}"
    mark = _mark(rank)
    if "://" in text:
        return f"{text}{mark}"
    return re.sub(r"(\w)\b", rf"\1{mark}", text)


def _mark(rank: int) -> str:
    """Letters to put after words: « x » for rank 0, more for each other rank."""
    mark = "x"
    while rank:
        rank, digit = divmod(rank, len(_LETTERS))
        mark += _LETTERS[digit]
    return mark
