"""The check of the totals of lines and columns, in tables of any kind."""

from collections.abc import Iterator

from conventions_cli.facts import MONEY, Total, totals_across, totals_down
from conventions_cli.foundation import catalogue
from conventions_cli.french import NO_BREAK, format_number
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark, euros
from conventions_cli.linting.sums import schedules


def table_totals(act: Act) -> Iterator[Remark]:
    """C617: a total that is not the sum of its table; C611 is for the totals of schedules of AE and CP."""
    judged = {cell.place for schedule in schedules(act) for _, cell in schedule.totals.values()}
    for grid in act.grids:
        across = tuple(totals_across(grid))
        wrong_columns = {
            total.column for total in across if total.listed and not total.right
        }  # their totals: no remark
        for total in (*across, *totals_down(grid)):
            again = not (total in across and total.listed) and total.column in wrong_columns
            if not total.right and not again and total.cell.place not in judged:
                judged.add(total.cell.place)
                yield _remark(total)


def _remark(total: Total) -> Remark:
    stated, meant = (_shown(worth, total.figure.unit) for worth in (total.figure.worth, total.sums[0]))
    message = f"le total est de {stated}, la somme de {meant}."
    return Remark(catalogue.ACT_TABLE_TOTAL, total.cell.place, message, f"Faut-il lire {meant}\u202f?")


def _shown(worth: int, unit: str) -> str:
    if worth < 0:
        return f"-{_shown(-worth, unit)}"
    if unit == MONEY:
        return euros(worth)
    whole, rest = divmod(worth, 100)
    decimals = f",{rest:02d}".rstrip("0") if rest else ""
    return f"{format_number(whole)}{decimals}{NO_BREAK if unit else ''}{unit}"
