"""The totals of tables of any kind: of their lines, and of their columns."""

from collections.abc import Iterator

from conventions_cli.facts import MONEY, Total, totals_across, totals_down
from conventions_cli.foundation import catalogue
from conventions_cli.french import NO_BREAK, format_number
from conventions_cli.linting.comparable import euros
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.sums import schedules


def table_totals(act: Act) -> Iterator[Remark]:
    """C617: a total that is not the sum of its table; those of the schedules of AE and CP are C611."""
    judged = {cell.place for schedule in schedules(act) for _, cell in schedule.totals.values()}
    for grid in act.grids:
        across = tuple(totals_across(grid))
        told = {total.column for total in across if total.listed and not total.right}  # no total of those
        for total in (*across, *totals_down(grid)):
            again = not (total in across and total.listed) and total.column in told
            if not total.right and not again and total.cell.place not in judged:
                judged.add(total.cell.place)
                yield _wrong(total)


def _wrong(total: Total) -> Remark:
    said, meant = (_shown(worth, total.figure.unit) for worth in (total.figure.worth, total.sums[0]))
    message = f"le total est de {said}, la somme de {meant}."
    return Remark(catalogue.ACT_TABLE_TOTAL, total.cell.place, message, f"Faut-il lire {meant}\u202f?")


def _shown(worth: int, unit: str) -> str:
    if worth < 0:
        return f"-{_shown(-worth, unit)}"
    if unit == MONEY:
        return euros(worth)
    whole, rest = divmod(worth, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{format_number(whole)}{decimals}{NO_BREAK if unit else ''}{unit}"
