"""A clause and its result: in the act of the page, then in two examples, as its text would make them."""

from conventions_cli.document import Part
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, replace
from conventions_cli.pipeline import Checked
from conventions_cli.templating import Assembly, Clause, Pack, check_draft, clauses_of, examples, made_with, with_draft
from conventions_cli.writers import write_body

_MOST = 20  # faults told
_NAMES = ("Exemple au pluriel, avec tout ce qui est facultatif", "Exemple au singulier, sans rien de facultatif")
_ABSENT = "Cette clause n’est pas dans cet exemple."
_NOT_HERE = "Cette clause n’est pas dans cet acte."
_FAULTY = "La clause est à corriger : rien à montrer."


class Shown(Record, frozen=True):
    """What a clause gives in one act: the name of the act, the HTML of its parts, else why there is none."""

    name: str
    html: str
    note: str = ""


class Trial(Record, frozen=True):
    """A text of a clause, tried: what is wrong in it, what it gives."""

    faults: tuple[Diagnostic, ...]
    shown: tuple[Shown, ...]
    path: str

    @property
    def refused(self) -> bool:
        """Whether it has an error."""
        return any(one.severity is Severity.ERROR for one in self.faults)


def drafted(checked: Checked, clause: Clause, text: str) -> Checked:
    """The spec with the pack as it would be."""
    return replace(checked, pack=with_draft(checked.pack, clause.path, text))


def tried(checked: Checked, clause: Clause, text: str) -> Trial:
    """Try a text of a clause on the act of the page and on two examples."""
    pack = drafted(checked, clause, text).pack
    specs = dict(zip(_NAMES, examples(pack), strict=False))
    own = made_with(checked.spec, pack)
    found = check_draft(pack, checked.pack, checked.spec.convention)
    lines = {_line(one) for one in found}
    # What only this act shows: a case that no example has.
    faults = dict.fromkeys((*found, *(one for one in own.diagnostics if _line(one) not in lines)))
    shown = (
        _shown("Cet acte", own, pack, clause, _NOT_HERE),
        *(_shown(name, made_with(spec, pack), pack, clause, _ABSENT) for name, spec in specs.items()),
    )
    return Trial(_once(faults), shown, str(clause.path))


def _line(one: Diagnostic) -> tuple[str, int] | None:
    return (one.span.source.name, one.span.start.line) if one.span else None


def _once(faults: dict[Diagnostic, None]) -> tuple[Diagnostic, ...]:
    """The first fault of each line of each code, the errors first."""
    first: dict[object, Diagnostic] = {}
    for one in faults:
        first.setdefault((one.code, one.span.start.line if one.span else 0, one.message), one)
    return tuple(sorted(first.values(), key=lambda one: one.severity.rank))[:_MOST]


def _shown(name: str, made: Outcome[Assembly], pack: Pack, clause: Clause, absent: str) -> Shown:
    if made.value is None:
        return Shown(name, "", _FAULTY)
    parts = parts_with(made.value, pack, clause)
    if not parts:
        return Shown(name, "", absent)
    return Shown(name, write_body(replace(made.value.document, parts=parts)))


def parts_with(made: Assembly, pack: Pack, clause: Clause) -> tuple[Part, ...]:
    """The parts of an act that a clause writes."""
    both = zip(made.document.parts, made.elements, strict=True)
    return tuple(part for part, one in both if any(each.path == clause.path for each in clauses_of(pack, one)))


def told(trial: Trial) -> dict[str, object]:
    """What the page shows of a trial."""
    return {
        "fautes": [_fault(one, trial.path) for one in trial.faults],
        "resultats": [{"nom": one.name, "html": one.html, "note": one.note} for one in trial.shown],
        "refuse": trial.refused,
    }


def _fault(one: Diagnostic, path: str) -> dict[str, object]:
    here = one.span is not None and one.span.source.name == path
    start = one.span.start if one.span is not None and here else None
    return {
        "ligne": start.line if start else 0,
        "colonne": start.column if start else 0,
        "message": one.message,
        "aide": one.hint,
        "code": one.code.number,
        "erreur": one.severity is Severity.ERROR,
    }
