"""`convention verify --apply`: the values that changed in a returned act, asked one by one and written in its spec."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.door import query, say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.streams import DISK, DONE, FAULTS, exit_code, report

if TYPE_CHECKING:
    from conventions_cli.templating import Pack
    from conventions_cli.verification import Carrying, Left, Proposal, Report

ANSWERS = {"o": "o", "oui": "o", "n": "n", "non": "n", "t": "t", "toutes": "t", "q": "q", "quitter": "q"}
_NOTHING = "Rien n’est écrit."


def check_possible(spec: str | None, form: str) -> Path:
    """The spec to write in. Refuses a missing spec, the standard input, and a form of report for programs."""
    if spec is None or spec == "-":
        raise refuse("--apply écrit dans votre spécification : la donner. convention verify ACTE.docx SPEC --apply")
    if form != "text":
        raise refuse("--apply pose des questions : le taper sans --format json.")
    return Path(spec)


def apply(
    result: "Report", spec: Path, *, yes: bool, bak: bool, revisions: str | None, template_dir: Path | None
) -> int:
    """Ask for each value, write the accepted ones, tell what remains to do; return the exit code."""
    from conventions_cli.verification import carrying_of

    if result.changes and revisions is None:
        many = "s" if len(result.changes) > 1 else ""
        say(
            f"{_NOTHING[:-1]} : {len(result.changes)} modification{many} suivie{many} en attente dans l’acte.",
            "  Les accepter ou les refuser dans Word, ou dire comment les lire : --revisions accepted, ou rejected.",
        )
        return FAULTS
    carrying = carrying_of(result)
    if carrying is None:
        why = "l’acte suit de plusieurs spécifications" if result.remade is not None else "l’acte n’est comparé à rien"
        say(f"{_NOTHING[:-1]} : {why}.")
        return FAULTS
    if result.changes:
        say(f"Modifications suivies en attente, lues comme {'accept' if revisions == 'accepted' else 'refus'}ées.")
    session = _Session(spec, yes=yes, cancelled=_cancelled(result))
    session.ask_all(carrying)
    if session.stopped and not carrying.accepted:
        say(_NOTHING)
        return FAULTS
    code = _write(carrying, spec, template_dir, writes=session.writes, bak=bak)
    remaining = carrying.left()
    if session.writes and code != DISK:
        _tell_remaining(remaining, session, result.pack, spec)
    if code != DONE:
        return code
    return DONE if not remaining and _nothing_else(result) else FAULTS


def _nothing_else(report: "Report") -> bool:
    """Whether the act has no other difference than changed words."""
    from conventions_cli.comparison import Kind
    from conventions_cli.foundation import Severity

    verified = report.verified
    changes = verified.changes if verified is not None else ()
    dressed = verified is None or any(altered.change.kind is Kind.FORMATTING for altered in changes)
    wrong = any(remark.severity is Severity.ERROR for remark in report.remarks)
    beside = report.beside or report.comments or report.changes or report.altered_spec or report.unread
    return not (dressed or wrong or beside)


def _cancelled(report: "Report") -> frozenset[str]:
    """The places where words are struck out, hidden or white: values read there cannot be written in the spec."""
    from conventions_cli.foundation import catalogue

    return frozenset(item.place for item in report.beside if item.code is catalogue.ACT_CANCELLED)


class _Session:
    """The answers so far; « toutes » holds until the end, for what is sure.

    `writes`: whether accepted values are to be written; `kept`: those that were not accepted.
    """

    def __init__(self, spec: Path, *, yes: bool, cancelled: frozenset[str]) -> None:
        self.spec, self.yes, self.cancelled = spec, yes, cancelled
        self.asks = not yes and sys.stdin.isatty() and sys.stderr.isatty()
        self.writes = yes or self.asks
        self.everything = self.stopped = False
        self.kept: dict[str, Proposal] = {}

    def ask_all(self, carrying: "Carrying") -> None:
        """Show each proposal, and accept it or not."""
        for proposal in carrying.proposals():
            if any(place.endswith(proposal.place) for place in self.cancelled):
                continue
            if self.stopped:
                break
            _show(proposal)
            if self._elsewhere(proposal):
                self.kept[proposal.place] = proposal
            elif self._agreed(proposal):
                carrying.accept(proposal)
            else:
                self.kept[proposal.place] = proposal

    def _elsewhere(self, proposal: "Proposal") -> bool:
        """Whether the value is in another file, which other acts may inherit, and which is not changed from here."""
        source = proposal.span.source.name
        if Path(source) == self.spec:
            return False
        say(
            f"  non reporté : cette valeur est écrite dans « {source} », ligne {proposal.span.start.line}, dont "
            "d’autres actes peuvent hériter. La changer là-bas si elle vaut pour tous."
        )
        return True

    def _agreed(self, proposal: "Proposal") -> bool:
        if proposal.doubt:
            say(f"  à vérifier : {proposal.doubt}.")
        if not self.asks or (self.everything and not proposal.doubt):
            return not proposal.doubt
        while True:
            query("Reporter ? (o)ui, (n)on, (t)outes, (q)uitter : ")
            line = sys.stdin.readline()
            answer = ANSWERS.get(line.strip().lower()) if line else "q"
            if answer is not None:
                break
            say("Répondre par o, n, t ou q.")
        self.stopped = answer == "q"
        self.everything = self.everything or answer == "t"
        return answer in {"o", "t"}


def _show(proposal: "Proposal") -> None:
    say("", proposal.place, f"  {proposal.key} : {proposal.before} → {proposal.after}")


def _write(carrying: "Carrying", spec: Path, template_dir: Path | None, *, writes: bool, bak: bool) -> int:
    """Write the accepted values through the engine of `convention set`, all together. `bak`: a copy is kept."""
    from conventions_cli.editing import Keeping, change, changed_lines

    number = len(carrying.accepted)
    many = "s" if number > 1 else ""
    if not writes:
        if number:
            say("", f"{_NOTHING} {number} valeur{many} sûre{many} à reporter : ajouter --yes pour l’écrire.")
        else:
            say("", f"{_NOTHING} Aucune valeur sûre à reporter.")
        return FAULTS
    if not number:
        say("", f"{_NOTHING} Aucune valeur à reporter.")
        return DONE
    outcome = change(spec, carrying.settings(), (), template_dir)
    laid = outcome.value
    if laid is None:
        say("", f"{_NOTHING} Ces valeurs, écrites ensemble, seraient refusées :")
        report(outcome.diagnostics, quiet=False)
        return exit_code(outcome.diagnostics, strict=False) or FAULTS
    fault = laid.file.write(laid.text, Keeping("verify --apply") if bak else None)
    if fault is not None:
        report([fault], quiet=False)
        return DISK
    for line in changed_lines(laid.file.source.text, laid.text, laid.file.source.name):
        tell(line)
    say("", f"{laid.file.source.name} : {number} valeur{many} reportée{many}.")
    return DONE


def _tell_remaining(remaining: "tuple[Left, ...]", session: _Session, pack: "Pack | None", spec: Path) -> None:
    """Tell what a person has to change by hand: values, or clause files."""
    if not remaining:
        return
    say("", "Reste à reporter à la main :")
    for change in remaining:
        kept = session.kept.get(change.change.place)
        if kept is not None and kept.span.source.name == str(spec):
            say(f'  {change.change.place} : convention set {spec} {kept.key} "{kept.after}"')
        elif change.keys:
            named = f"{'clé' if len(change.keys) == 1 else 'clés'} {', '.join(change.keys)}"
            place = f" (« {kept.span.source.name} », ligne {kept.span.start.line})" if kept is not None else ""
            say(f"  {change.change.place} : {named}{place}")
        else:
            say(f"  {change.change.place} : {_clause(change, pack, spec)}")


def _clause(left: "Left", pack: "Pack | None", spec: Path) -> str:
    """The file of a clause; for a built-in clause, how to copy it first."""
    from conventions_cli.foundation import templates_dir
    from conventions_cli.templating import find_clause, own_templates

    if left.clause is None or pack is None:
        return "dans le modèle, où rien ne dit de quelle clause viennent ces mots"
    line = f", ligne {left.clause.line}" if left.clause.line else ""
    path = find_clause(pack.folders, left.clause.file)
    if path is not None and not path.is_relative_to(templates_dir()):
        return f"clause « {path} »{line}"
    folder = own_templates(spec.parent) or spec.parent / "templates"
    return (
        f"clause « {left.clause.file} »{line}, fournie par convention. La copier d’abord : convention templates eject "
        f"{pack.name} {folder}, puis changer « {folder / pack.name / left.clause.file} »."
    )
