"""The check of an amount against the sum of its parts: in its sentence, in the list or table that follows it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from conventions_cli.comparison import Shape, Unit
from conventions_cli.facts import Amount, Grid, announced_whole, figures_of, parted, said_amounts, sums_of
from conventions_cli.foundation import catalogue
from conventions_cli.french import plain
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark, euros

_DASH = re.compile(r"[-–—•·*] ?(?=\S)")


def stated_parts(act: Act) -> Iterator[Remark]:
    """C618: an amount that is not the sum of its parts."""
    for passage in act.passages:
        for sentence in passage.text.split(". "):
            for parts in parted(sentence):
                if parts.sum != parts.whole.cents:
                    yield _remark(passage.place, parts.whole, parts.sum)
    grids = {grid.place: grid for grid in act.grids}
    for root in act.units:
        yield from _below(root, grids)


def _below(unit: Unit, grids: dict[str, Grid]) -> Iterator[Remark]:
    """Remarks on the amounts of paragraphs that a list or a table follows."""
    for at, before in enumerate(unit.children[:-1]):
        after = unit.children[at + 1]
        items = after.children if after.shape is Shape.LIST else _typed_list(unit.children, at)
        if before.shape is not Shape.PARAGRAPH or not (items or after.shape is Shape.TABLE):
            continue
        near = unit.children[max(at - 1, 0) : at + 1]
        words = " ".join(plain(child.text) for child in near if child.shape is Shape.PARAGRAPH)
        whole = announced_whole(words)
        if whole is not None:
            sums = _sums_of_items(items) if items else _common_sum(grids.get(after.place), whole)
            if sums and whole.cents not in sums:
                yield _remark(before.place, whole, sums[0])
    for child in unit.children:
        yield from _below(child, grids)


def _common_sum(grid: Grid | None, whole: Amount) -> tuple[int, ...]:
    """The sum that all the columns of a table share; none when they differ, or when a figure is the whole amount."""
    sums = set(sums_of(grid)) if grid is not None and whole.cents not in figures_of(grid) else set()
    return tuple(sums) if len(sums) == 1 else ()


def _typed_list(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    """The list typed by hand after a paragraph: the next paragraphs that begin with a dash."""
    following = units[at + 1 :] if not _dashed(units[at]) else ()
    return tuple(takewhile(_dashed, following))


def _dashed(unit: Unit) -> bool:
    return unit.shape is Shape.PARAGRAPH and _DASH.match(unit.text) is not None


def _sums_of_items(items: Sequence[Unit]) -> tuple[int, ...] | None:
    """The sums of a list whose items each hold one amount: with and without the last item, which may be a total."""
    cents: list[int] = []
    for item in items:
        words = " ".join(leaf.text for leaf in item.within() if leaf.leaf)
        amounts = list(said_amounts(plain(words)))
        if len(amounts) != 1 or amounts[0].abbreviated:
            return None
        cents.append(amounts[0].cents)
    return (sum(cents), sum(cents[:-1])) if len(cents) > 1 else None


def _remark(place: str, whole: Amount, total: int) -> Remark:
    message = f"le montant dit est de {euros(whole.cents)}, la somme de ses parts de {euros(total)}."
    return Remark(catalogue.ACT_PARTS, place, message, "Corriger le montant, ou l’une de ses parts.")
