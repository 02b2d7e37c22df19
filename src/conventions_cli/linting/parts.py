"""An amount against the sum of its parts: in its sentence, in the list or the table that follows it."""

from collections.abc import Iterator
from itertools import pairwise

from conventions_cli.comparison import Shape, Unit, text_of
from conventions_cli.facts import Amount, Grid, announced_whole, figures_of, parted, said_amounts, sums_of
from conventions_cli.foundation import catalogue
from conventions_cli.french import plain
from conventions_cli.linting.comparable import euros
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark


def stated_parts(act: Act) -> Iterator[Remark]:
    """C618."""
    for passage in act.passages:
        for sentence in passage.text.split(". "):
            for one in parted(sentence):
                if one.made != one.whole.cents:
                    yield _wrong(passage.place, one.whole, one.made)
    grids = {grid.place: grid for grid in act.grids}
    for root in act.units:
        yield from _below(root, grids)


def _below(unit: Unit, grids: dict[str, Grid]) -> Iterator[Remark]:
    """The amounts of paragraphs that a list or a table follows."""
    for before, after in pairwise(unit.children):
        if before.shape is Shape.PARAGRAPH and after.shape in {Shape.LIST, Shape.TABLE}:
            whole = announced_whole(plain(text_of(before.tokens)).split(". ")[-1])
            if whole is None:
                continue
            if after.shape is Shape.LIST:
                made = _listed(after)
                if made is not None and whole.cents not in made:
                    yield _wrong(before.place, whole, made[0])
            elif (grid := grids.get(after.place)) is not None and whole.cents not in {
                *figures_of(grid),
                *sums_of(grid),
            }:
                sums = set(sums_of(grid))
                if len(sums) == 1:
                    yield _wrong(before.place, whole, sums.pop())
    for child in unit.children:
        yield from _below(child, grids)


def _listed(items: Unit) -> tuple[int, ...] | None:
    """The sum of the items of a list that are each an amount; with and without the last, when it may be their total."""
    found: list[int] = []
    for item in items.children:
        words = " ".join(text_of(leaf.tokens) for leaf in item.within() if leaf.leaf)
        amounts = list(said_amounts(plain(words)))
        if len(amounts) != 1 or amounts[0].abbreviated:
            return None
        found.append(amounts[0].cents)
    return (sum(found), sum(found[:-1])) if len(found) > 1 else None


def _wrong(place: str, whole: Amount, made: int) -> Remark:
    message = f"le montant dit est de {euros(whole.cents)}, la somme de ses parts de {euros(made)}."
    return Remark(catalogue.ACT_PARTS, place, message, "Corriger le montant, ou l’une de ses parts.")
