"""The versions that a signed act carries in its Word or ODT file, once the file is proved to be unaltered."""

from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Outcome,
    Record,
    SourceText,
    Span,
    catalogue,
    read_bytes,
    replace,
)
from conventions_cli.model import SEQUELS, Sequel
from conventions_cli.pipeline import Checked
from conventions_cli.readers import MAX_FILE, Revisions
from conventions_cli.verification.printed_verdict import text_report
from conventions_cli.verification.remade import claims_of, signed_versions
from conventions_cli.verification.returned import Report, examine
from conventions_cli.verification.verdicts import Verdict

_SAME_WORDS = frozenset({Verdict.INTACT, Verdict.WORDS, Verdict.BESIDE})
_MOST = 12  # lines of the report of `convention verify` that are repeated


class Signed(Record, frozen=True):
    """The versions a signed act carries, each with its name; the last one is the text of the file.

    `clauses`: the folder near the file that has its own clauses. `beside`: a line on the differences besides the text.
    """

    versions: tuple[tuple[str, Checked], ...]
    clauses: Path | None = None
    beside: str = ""


def signed_act(path: Path, options: pipeline.Options) -> Outcome[Signed]:
    """The versions of the act that a Word or ODT file carries.

    Faults: C512 for a file whose words are not those of the act of the spec it carries; C513 for a file that carries
    no spec; C514 for a file whose own clauses are not at hand.
    """
    outcome = examine(path, None, Revisions.ACCEPTED, options)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    report, origin = outcome.value, outcome.value.origin
    if origin is None or not origin.carried:
        return Outcome(None, (_carries_none(path),))
    if report.verdict is Verdict.LACKING:
        return Outcome(None, (_lacking(path),))
    if report.altered_spec or report.verdict not in _SAME_WORDS:
        return Outcome(None, (_altered(path, report),))
    claims = claims_of(read_bytes(path, MAX_FILE), origin)  # `examine` could read this file
    if claims.pack in SEQUELS:
        return Outcome(None, (_no_act(path, SEQUELS[claims.pack]),))
    own_options = replace(options, template_dir=report.clauses or options.template_dir)
    beside = "" if report.verdict is Verdict.INTACT else _differences(report)
    return signed_versions(origin, claims, own_options, str(path)).then(
        lambda versions: Outcome(Signed(tuple(versions), report.clauses, beside))
    )


def _fault(code: Code, path: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, f"«\u00a0{path}\u00a0» {message}", Span.whole(SourceText(str(path), "")), hint)


def _no_act(path: Path, sequel: Sequel) -> Diagnostic:
    message = f"n’est pas un acte : c’est {sequel.of_one.removeprefix('d’')}, qu’aucun avenant ne modifie."
    return _fault(catalogue.NO_PARENT, path, message, "Donner le document de l’acte signé, ou sa spécification.")


def _carries_none(path: Path) -> Diagnostic:
    message = "ne porte pas de spécification\u00a0: on ne sait pas de quelles valeurs il est fait."
    hint = (
        f"En tirer une d’abord, avec ses propres clauses\u00a0: convention import {path} --as-pack maison\u00a0; puis "
        "donner, à sa place, la spécification ainsi écrite."
    )
    return _fault(catalogue.NOT_CARRIED, path, message, hint)


def _lacking(path: Path) -> Diagnostic:
    message = (
        "ne peut pas être refait\u00a0: ses clauses ne sont pas celles de convention, et celles qui l’ont produit ne "
        "sont pas ici, ou ont changé depuis."
    )
    hint = (
        "Donner le dossier de ces clauses, telles qu’elles étaient\u00a0: --old-template-dir DOSSIER, ou la "
        "spécification de l’acte signé à côté de laquelle elles sont."
    )
    return _fault(catalogue.CLAUSES_LACKING, path, message, hint)


def _altered(path: Path, report: Report) -> Diagnostic:
    message = (
        "n’est pas l’acte de la spécification qu’il porte\u00a0: un avenant qui en partirait modifierait un autre "
        f"texte. {_differences(report)}"
    )
    hint = (
        f"Donner le fichier signé, ou la spécification du texte signé. Pour voir et reporter ce qui a changé\u00a0: "
        f"convention verify {path}"
    )
    return _fault(catalogue.SIGNED_ALTERED, path, message, hint)


def _differences(report: Report) -> str:
    """The report of `convention verify` on one line, without the remarks of the linter."""
    text = text_report(report, quiet=True).partition("\nRelecture de l’acte")[0]
    lines = [" ".join(line.split()) for line in text.splitlines()[1:] if line.strip()]
    facts = [line for line in lines if not line.startswith("→")]
    return " | ".join(facts[:_MOST]) + (" | …" if len(facts) > _MOST else "")
