"""A rule: a code with its legal or measured basis, and a function that finds where a spec breaks it."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from conventions_cli.foundation import Code, Diagnostic, Record, Related, Severity, Span
from conventions_cli.french import Month
from conventions_cli.model import Axe, CodeBudgetaire, Mention, NatureActe, Partie, Spec
from conventions_cli.source import remedy

T = TypeVar("T")


class Case(Record, frozen=True, dict=True):
    """The input of a rule: the spec, the statements its pack declares, the legal nature of its acts."""

    spec: Spec
    mentions: frozenset[Mention]
    nature: NatureActe = NatureActe.DELEGATION

    @cached_property
    def codes(self) -> tuple[tuple[Axe, tuple[str | int, ...], CodeBudgetaire], ...]:
        """Every Chorus code of the spec: its axis, its path under `chorus`, the code."""
        return tuple(self.spec.convention.chorus.codes())

    def once(self, look: "Callable[[Case], T]") -> T:
        """The result of a function on this case, computed once for all the rules that need it."""
        if look not in self._looks:
            self._looks[look] = look(self)
        value: T = self._looks[look]
        return value

    @cached_property
    def _looks(self) -> dict[object, Any]:
        return {}


class Finding(Record, frozen=True):
    """A breach of a rule: its place, one French sentence with the facts, and what to type.

    `meant`: the text to write at that place, when the rule can tell; `certain`: whether it is no guess.
    """

    message: str
    span: Span
    hint: str
    related: tuple[Related, ...] = ()
    meant: str = ""
    certain: bool = True


Check = Callable[[Case], Iterator[Finding]]


class Rule(Record, frozen=True):
    """A rule: its code, its function, and whether only the decree on délégations de gestion asks for it."""

    code: Code
    check: Check
    delegations_only: bool = False

    def __call__(self, case: Case) -> Iterator[Diagnostic]:
        """The diagnostics of this rule on a spec."""
        if self.delegations_only and case.nature is not NatureActe.DELEGATION:
            return iter(())
        return map(self._told, self.check(case))

    def _told(self, finding: Finding) -> Diagnostic:
        mended = remedy(finding.span, finding.meant, certain=finding.certain) if finding.meant else None
        return Diagnostic(self.code, finding.message, finding.span, finding.hint, finding.related, mended)


def rule(
    number: str,
    severity: Severity,
    title: str,
    basis: str,
    *,
    delegations_only: bool = False,
    holds_final: bool = False,
) -> Callable[[Check], Rule]:
    """Declare a rule; `basis` is the text or the practice it rests on, `holds_final`: no final act may break it."""

    def declare(check: Check) -> Rule:
        return Rule(Code(number, severity, title, basis, holds_final), check, delegations_only)

    return declare


def first_day(day: date | Month) -> date:
    """A date to compare with: a month counts from its first day."""
    return day.first_day() if isinstance(day, Month) else day


def parties(case: Case) -> Iterator[tuple[int, Partie]]:
    """The parties that could be read, with their number in the spec."""
    for index, party in enumerate(case.spec.convention.parties):
        if isinstance(party, Partie):
            yield index, party


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
