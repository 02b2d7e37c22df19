"""The rules of law, money, Chorus and reports: one function each, in one tuple.

To add a rule, write it in its module with `@rule(code, …)` and list it in that module's `RULES`.
"""

from conventions_cli.diagnostics import Diagnostic
from conventions_cli.model.build import Spec
from conventions_cli.model.manifest import Mention, NatureActe
from conventions_cli.rules import chorus, copies, execution, law, money, people, sharing, texts, years
from conventions_cli.rules.base import Case, Rule

RULES: tuple[Rule, ...] = (
    *law.RULES,
    *people.RULES,
    *copies.RULES,
    *texts.RULES,
    *chorus.RULES,
    *money.RULES,
    *years.RULES,
    *sharing.RULES,
    *execution.RULES,
)


def check(
    spec: Spec, mentions: frozenset[Mention], nature: NatureActe = NatureActe.DELEGATION
) -> tuple[Diagnostic, ...]:
    """Every breach of every rule. `mentions` and `nature`: what the pack says its articles state, its acts are."""
    case = Case(spec, mentions, nature)
    return tuple(found for one in RULES for found in one(case))
