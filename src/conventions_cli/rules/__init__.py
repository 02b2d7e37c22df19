"""The rules of law, money, Chorus and reports: one function each, in one tuple.

To add a rule, write it in its module with `@rule(code, …)` and list it in that module's `RULES`.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import Diagnostic, door
from conventions_cli.model import Spec
from conventions_cli.rules import (
    annuality,
    chorus_codes,
    copies,
    joint_purchasing,
    legality,
    mission_letter,
    money,
    own_texts,
    payment_sums,
    people,
    reports,
    sharing,
    stipulations,
    subvention,
)
from conventions_cli.rules.base import Case, Rule

if TYPE_CHECKING:
    from conventions_cli.rules.chorus_codes import Judgement, judged
    from conventions_cli.rules.legality import missing_decrees, nature_fits_role
    from conventions_cli.rules.lookalikes import cleaned, readings

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)


RULES: tuple[Rule, ...] = (
    *legality.RULES,
    *people.RULES,
    *copies.RULES,
    *own_texts.RULES,
    *chorus_codes.RULES,
    *money.RULES,
    *payment_sums.RULES,
    *subvention.RULES,
    *annuality.RULES,
    *sharing.RULES,
    *stipulations.RULES,
    *mission_letter.RULES,
    *joint_purchasing.RULES,
    *reports.RULES,
)


def check(
    spec: Spec, mentions: frozenset[str] | None, families: frozenset[str] = frozenset()
) -> tuple[Diagnostic, ...]:
    """The diagnostics of all the rules. `mentions`, `families`: the mentions and the families of rules of the pack."""
    case = Case(spec, mentions, families)
    return tuple(diagnostic for rule in RULES for diagnostic in rule(case))
