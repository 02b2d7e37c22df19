"""`tolere`: warnings a spec accepts, each with its reason. No error is tolerated; an unused tolerance is reported.

A warning that prevents a final act is an error in a final act, so it is tolerated in drafts only.
"""

from conventions_cli.foundation import CODES, Code, Diagnostic, Severity, catalogue
from conventions_cli.model import Spec, Tolerance, suggestion
from conventions_cli.rules import RULES


def all_codes() -> dict[str, Code]:
    """Every code of `convention`, by number, in order."""
    codes = [*CODES, *(rule.code for rule in RULES)]
    return {code.number: code for code in sorted(codes, key=lambda code: code.number)}


def tolerate(spec: Spec, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics without those that the spec tolerates, then the diagnostics of its tolerances."""
    if not spec.convention.tolere:
        return diagnostics
    codes = all_codes()
    kept = diagnostics
    added: list[Diagnostic] = []
    for index, tolerance in enumerate(spec.convention.tolere):
        if not isinstance(tolerance, Tolerance) or not isinstance(tolerance.code, str):
            continue
        span = spec.span("tolere", index, "code")
        number = str(tolerance.code)
        if number not in codes:
            message = f"Le code « {number} » n’existe pas."
            added.append(Diagnostic(catalogue.CHOICE, message, span, suggestion(number, list(codes))))
            continue
        if codes[number].severity is Severity.ERROR:
            message = f"« {number} » est une erreur ({codes[number].title}) : elle ne se tolère pas."
            added.append(
                Diagnostic(catalogue.NOT_TOLERABLE, message, span, "Retirer cette ligne et corriger l’erreur.")
            )
            continue
        remaining = tuple(
            finding for finding in kept if finding.code.number != number or finding.severity is Severity.ERROR
        )
        if not any(finding.code.number == number for finding in kept):
            message = f"Rien, dans cette spécification, ne donne plus « {number} » ({codes[number].title})."
            added.append(Diagnostic(catalogue.UNUSED_TOLERANCE, message, span, "Retirer cette ligne de « tolere: »."))
        kept = remaining
    return (*kept, *added)
