"""The effect of a text typed for a clause: in the act of the page, then in two examples."""

from conventions_cli.document import Part
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, replace
from conventions_cli.pipeline import Checked
from conventions_cli.templating import Assembly, Clause, Pack, check_draft, clauses_of, examples, made_with, with_draft
from conventions_cli.writers import write_body

_MOST = 20  # faults listed
_NAMES = ("Exemple au pluriel, avec tout ce qui est facultatif", "Exemple au singulier, sans rien de facultatif")
_ABSENT = "Cette clause n’est pas dans cet exemple."
_NOT_HERE = "Cette clause n’est pas dans cet acte."
_FAULTY = "La clause est à corriger : rien à montrer."


class TrialResult(Record, frozen=True):
    """What a clause writes in one act: the name of the act, and the HTML of its parts or a note that says why none."""

    name: str
    html: str
    note: str = ""


class Trial(Record, frozen=True):
    """A text of a clause that was tried: its faults, its results, the path of the clause."""

    faults: tuple[Diagnostic, ...]
    results: tuple[TrialResult, ...]
    path: str

    @property
    def refused(self) -> bool:
        """Whether a fault is an error."""
        return any(fault.severity is Severity.ERROR for fault in self.faults)


def drafted(checked: Checked, clause: Clause, text: str) -> Checked:
    """The checked spec, with its pack as it would be with this text."""
    return replace(checked, pack=with_draft(checked.pack, clause.path, text))


def tried(checked: Checked, clause: Clause, text: str) -> Trial:
    """Try a text of a clause on the act of the page and on two examples."""
    pack = drafted(checked, clause, text).pack
    specs = dict(zip(_NAMES, examples(pack), strict=False))
    own = made_with(checked.spec, pack)
    drafted_faults = check_draft(pack, checked.pack, checked.spec.convention)
    lines = {_line(fault) for fault in drafted_faults}
    # Faults that only this act shows: it may have a case that no example has.
    faults = dict.fromkeys(
        (*drafted_faults, *(diagnostic for diagnostic in own.diagnostics if _line(diagnostic) not in lines))
    )
    results = (
        _result("Cet acte", own, pack, clause, _NOT_HERE),
        *(_result(name, made_with(spec, pack), pack, clause, _ABSENT) for name, spec in specs.items()),
    )
    return Trial(_distinct(faults), results, str(clause.path))


def _line(diagnostic: Diagnostic) -> tuple[str, int] | None:
    return (diagnostic.span.source.name, diagnostic.span.start.line) if diagnostic.span else None


def _distinct(faults: dict[Diagnostic, None]) -> tuple[Diagnostic, ...]:
    """The faults without those that have the code, line and message of another; errors first."""
    first: dict[object, Diagnostic] = {}
    for fault in faults:
        first.setdefault((fault.code, fault.span.start.line if fault.span else 0, fault.message), fault)
    return tuple(sorted(first.values(), key=lambda fault: fault.severity.rank))[:_MOST]


def _result(name: str, outcome: Outcome[Assembly], pack: Pack, clause: Clause, absent: str) -> TrialResult:
    if outcome.value is None:
        return TrialResult(name, "", _FAULTY)
    parts = parts_with(outcome.value, pack, clause)
    if not parts:
        return TrialResult(name, "", absent)
    return TrialResult(name, write_body(replace(outcome.value.document, parts=parts)))


def parts_with(assembly: Assembly, pack: Pack, clause: Clause) -> tuple[Part, ...]:
    """The parts of an act that the clause writes."""
    both = zip(assembly.document.parts, assembly.elements, strict=True)
    return tuple(
        part for part, element in both if any(written.path == clause.path for written in clauses_of(pack, element))
    )


def trial_answer(trial: Trial) -> dict[str, object]:
    """A trial as the answer for the page."""
    return {
        "fautes": [_fault(fault, trial.path) for fault in trial.faults],
        "resultats": [{"nom": result.name, "html": result.html, "note": result.note} for result in trial.results],
        "refuse": trial.refused,
    }


def _fault(diagnostic: Diagnostic, path: str) -> dict[str, object]:
    here = diagnostic.span is not None and diagnostic.span.source.name == path
    start = diagnostic.span.start if diagnostic.span is not None and here else None
    return {
        "ligne": start.line if start else 0,
        "colonne": start.column if start else 0,
        "message": diagnostic.message,
        "aide": diagnostic.hint,
        "code": diagnostic.code.number,
        "erreur": diagnostic.severity is Severity.ERROR,
    }
