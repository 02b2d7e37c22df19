"""The state of each act of a folder: service, kind, state, missing values and who has them, next date."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from conventions_cli.foundation import Diagnostic, Record, Severity, catalogue, has_errors, json_text
from conventions_cli.pipeline import Checked, promises
from conventions_cli.summary.figures import Member, count
from conventions_cli.summary.shown_tables import state_of

FAULTY = "à corriger"


class Standing(Record, frozen=True):
    """The state of an act. `lacking`: the number of missing values, by supplier; `next`: a day and its deadline."""

    act: str
    name: str
    service: str
    kind: str
    state: str
    lacking: dict[str, int]
    errors: int
    warnings: int
    next: tuple[date, str] | None = None

    @property
    def lacks(self) -> str:
        """« le partenaire : 3, le service financier : 6 »."""
        return ", ".join(f"{supplier} : {number}" for supplier, number in self.lacking.items())

    @property
    def faults(self) -> str:
        """« 1 erreur, 2 avertissements »."""
        counts = ((self.errors, "erreur"), (self.warnings, "avertissement"))
        return ", ".join(f"{number} {word}{'s' if number > 1 else ''}" for number, word in counts if number)


def standing_of(
    stem: str, name: str, checked: Checked | None, diagnostics: Sequence[Diagnostic], today: date
) -> Standing:
    """The state of an act on a day. `checked`: None for a spec with errors."""
    faults = [fault for fault in diagnostics if fault.code is not catalogue.TO_COMPLETE]
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    warnings = sum(fault.severity is Severity.WARNING for fault in faults)
    if checked is None:
        return Standing(stem, name, "", "", FAULTY, {}, errors, warnings)
    declared = promises(checked)
    line = count(Member(name, stem, checked, declared.value or ())).line
    coming = [deadline for deadline in line.deadlines if deadline.day is not None and deadline.day >= today]
    first = min(coming, key=lambda deadline: deadline.order, default=None)
    return Standing(
        stem,
        name,
        line.services,
        checked.spec.kind.words,
        FAULTY if has_errors(faults) else state_of(line.draft),
        dict(Counter(lacking.fournisseur for lacking in checked.missing)),
        errors,
        warnings,
        (first.day, first.label) if first is not None and first.day is not None else None,
    )


def standings_json(acts: Sequence[Standing], today: date) -> str:
    """The standings for programs."""
    listed = [
        {
            "acte": act.act,
            "specification": act.name.replace("\\", "/"),
            "service": act.service or None,
            "genre": act.kind or None,
            "etat": act.state,
            "manque": act.lacking,
            "erreurs": act.errors,
            "avertissements": act.warnings,
            "prochaine_date": act.next[0].isoformat() if act.next else None,
            "prochaine_echeance": act.next[1] if act.next else None,
        }
        for act in acts
    ]
    return json_text({"version": 1, "au": today.isoformat(), "actes": listed}) + "\n"
