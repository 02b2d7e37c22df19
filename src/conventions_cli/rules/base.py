"""A rule: a code with its legal or measured basis, and a function that finds where a spec breaks it."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from conventions_cli.foundation import Code, Diagnostic, Record, Related, Severity, Span
from conventions_cli.french import Month
from conventions_cli.model import Axe, Chorus, CodeBudgetaire, Partie, Spec
from conventions_cli.source import remedy

T = TypeVar("T")


PlacedCode: TypeAlias = tuple[Axe, tuple[str | int, ...], CodeBudgetaire]  # its axis, its path in the spec, the code


class Imputation(Record, frozen=True):
    """The Chorus codes under one key of a spec."""

    key: str
    chorus: Chorus
    codes: tuple[PlacedCode, ...]


def _placed(key: str, chorus: Chorus) -> Iterator[PlacedCode]:
    for axis, path, code in chorus.codes():
        yield axis, (key, *path), code


class Case(Record, frozen=True, dict=True):
    """The input of a rule: the spec, the mentions that its pack declares, the families of rules that apply."""

    spec: Spec
    mentions: frozenset[str] | None
    families: frozenset[str] = frozenset()

    def states(self, mention: str) -> bool:
        """Whether an article of the pack declares a mention.

        True when the pack is unknown, and for an avenant: its act has the mentions that it does not repeat.
        """
        return self.mentions is None or mention in self.mentions or self.spec.convention.amende is not None

    @cached_property
    def imputations(self) -> tuple["Imputation", ...]:
        """The Chorus codes of the spec, then those of the party that is paid back (`chorus_credite`)."""
        convention = self.spec.convention
        both = (("chorus", convention.chorus), ("chorus_credite", convention.chorus_credite))
        return tuple(Imputation(key, chorus, tuple(_placed(key, chorus))) for key, chorus in both)

    @property
    def codes(self) -> tuple["PlacedCode", ...]:
        """Every Chorus code of the spec."""
        return tuple(code for imputation in self.imputations for code in imputation.codes)

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
    """A rule: its code, its function, its family. A rule with a family applies only if the kind of act names it."""

    code: Code
    check: Check
    family: str = ""

    def __call__(self, case: Case) -> Iterator[Diagnostic]:
        """The diagnostics of this rule on a spec."""
        if self.family and self.family not in case.families:
            return iter(())
        return map(self._diagnostic, self.check(case))

    def _diagnostic(self, finding: Finding) -> Diagnostic:
        mended = remedy(finding.span, finding.meant, certain=finding.certain) if finding.meant else None
        return Diagnostic(self.code, finding.message, finding.span, finding.hint, finding.related, mended)


def rule(
    number: str,
    severity: Severity,
    title: str,
    basis: str,
    *,
    family: str = "",
    holds_final: bool = False,
) -> Callable[[Check], Rule]:
    """Declare a rule; `basis` is the text or the practice it rests on, `holds_final`: no final act may break it."""

    def declare(check: Check) -> Rule:
        return Rule(Code(number, severity, title, basis, holds_final), check, family)

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
