"""What a rule is: a code with its legal or measured basis, and a function that finds where a spec breaks it."""

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
    """What a rule looks at: the spec, what the articles of its pack declare to state, what its acts are in law."""

    spec: Spec
    mentions: frozenset[Mention]
    nature: NatureActe = NatureActe.DELEGATION

    @cached_property
    def codes(self) -> tuple[tuple[Axe, tuple[str | int, ...], CodeBudgetaire], ...]:
        """Every Chorus code that was written: its axis, its path under `chorus`, itself."""
        return tuple(self.spec.convention.chorus.codes())

    def once(self, look: "Callable[[Case], T]") -> T:
        """What a function finds in this case, found once for all the rules that ask for it."""
        if look not in self._looks:
            self._looks[look] = look(self)
        found: T = self._looks[look]
        return found

    @cached_property
    def _looks(self) -> dict[object, Any]:
        return {}


class Finding(Record, frozen=True):
    """Where a rule is broken: one French sentence with the facts in it, and what to type.

    `meant`: what to write in that place, when the rule can tell; `certain`: without guessing.
    """

    message: str
    span: Span
    hint: str
    related: tuple[Related, ...] = ()
    meant: str = ""
    certain: bool = True


Check = Callable[[Case], Iterator[Finding]]


class Rule(Record, frozen=True):
    """A rule: its code, its function, and whether it rests on the decree on délégations de gestion alone."""

    code: Code
    check: Check
    delegations_only: bool = False

    def __call__(self, case: Case) -> Iterator[Diagnostic]:
        """The diagnostics of this rule on a spec."""
        if self.delegations_only and case.nature is not NatureActe.DELEGATION:
            return iter(())
        return map(self._told, self.check(case))

    def _told(self, found: Finding) -> Diagnostic:
        mended = remedy(found.span, found.meant, certain=found.certain) if found.meant else None
        return Diagnostic(self.code, found.message, found.span, found.hint, found.related, mended)


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
