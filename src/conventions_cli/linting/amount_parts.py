"""An amount against the sum of its parts: in its sentence, in the list or the table that follows it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from conventions_cli.comparison import Shape, Unit
from conventions_cli.facts import Amount, Grid, announced_whole, figures_of, parted, said_amounts, sums_of
from conventions_cli.foundation import catalogue
from conventions_cli.french import plain
from conventions_cli.linting.comparable import euros
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark

_DASH = re.compile(r"[-–—•·*] ?(?=\S)")


def stated_parts(act: Act) -> Iterator[Remark]:
    """C618."""
    for passage in act.passages:
        for sentence in passage.text.split(". "):
            for one in parted(sentence):
                if one.sum != one.whole.cents:
                    yield _wrong(passage.place, one.whole, one.sum)
    grids = {grid.place: grid for grid in act.grids}
    for root in act.units:
        yield from _below(root, grids)


def _below(unit: Unit, grids: dict[str, Grid]) -> Iterator[Remark]:
    """The amounts of paragraphs that a list or a table follows."""
    for at, before in enumerate(unit.children[:-1]):
        after = unit.children[at + 1]
        items = after.children if after.shape is Shape.LIST else _typed(unit.children, at)
        if before.shape is not Shape.PARAGRAPH or not (items or after.shape is Shape.TABLE):
            continue
        said = [one for one in unit.children[max(at - 1, 0) : at + 1] if one.shape is Shape.PARAGRAPH]
        whole = announced_whole(" ".join(plain(one.text) for one in said))
        if whole is not None:
            sums = _listed(items) if items else _summed(grids.get(after.place), whole)
            if sums and whole.cents not in sums:
                yield _wrong(before.place, whole, sums[0])
    for child in unit.children:
        yield from _below(child, grids)


def _summed(grid: Grid | None, whole: Amount) -> tuple[int, ...]:
    """The sum of the columns of a table, when they all make one that is not the whole, and no figure is."""
    sums = set(sums_of(grid)) if grid is not None and whole.cents not in figures_of(grid) else set()
    return tuple(sums) if len(sums) == 1 else ()


def _typed(units: Sequence[Unit], at: int) -> Sequence[Unit]:
    """The paragraphs after one that make a list typed by hand, each with its dash."""
    following = units[at + 1 :] if not _dashed(units[at]) else ()
    return tuple(takewhile(_dashed, following))


def _dashed(unit: Unit) -> bool:
    return unit.shape is Shape.PARAGRAPH and _DASH.match(unit.text) is not None


def _listed(items: Sequence[Unit]) -> tuple[int, ...] | None:
    """The sum of the items of a list that are each an amount; with and without the last, when it may be their total."""
    found: list[int] = []
    for item in items:
        words = " ".join(leaf.text for leaf in item.within() if leaf.leaf)
        amounts = list(said_amounts(plain(words)))
        if len(amounts) != 1 or amounts[0].abbreviated:
            return None
        found.append(amounts[0].cents)
    return (sum(found), sum(found[:-1])) if len(found) > 1 else None


def _wrong(place: str, whole: Amount, made: int) -> Remark:
    message = f"le montant dit est de {euros(whole.cents)}, la somme de ses parts de {euros(made)}."
    return Remark(catalogue.ACT_PARTS, place, message, "Corriger le montant, ou l’une de ses parts.")
