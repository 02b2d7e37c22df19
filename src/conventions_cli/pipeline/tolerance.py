"""`tolere`: warnings a spec accepts, each with its reason. No error is tolerated; an idle tolerance is told.

A warning that holds back a final act is an error there, so it is tolerated in drafts only.
"""

from conventions_cli.foundation import CODES, Code, Diagnostic, Severity, catalogue
from conventions_cli.model import Spec, Tolerance, suggestion
from conventions_cli.rules import RULES


def all_codes() -> dict[str, Code]:
    """Every code `convention` can give, by number, in order."""
    codes = [*CODES, *(rule.code for rule in RULES)]
    return {code.number: code for code in sorted(codes, key=lambda code: code.number)}


def tolerate(spec: Spec, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings without those the spec tolerates, and what is wrong with its tolerances."""
    if not spec.convention.tolere:
        return found
    known = all_codes()
    kept = found
    added: list[Diagnostic] = []
    for index, tolerance in enumerate(spec.convention.tolere):
        if not isinstance(tolerance, Tolerance) or not isinstance(tolerance.code, str):
            continue
        span = spec.span("tolere", index, "code")
        number = str(tolerance.code)
        if number not in known:
            message = f"Le code « {number} » n’existe pas."
            added.append(Diagnostic(catalogue.CHOICE, message, span, suggestion(number, list(known))))
            continue
        if known[number].severity is Severity.ERROR:
            message = f"« {number} » est une erreur ({known[number].title}) : elle ne se tolère pas."
            added.append(
                Diagnostic(catalogue.NOT_TOLERABLE, message, span, "Retirer cette ligne et corriger l’erreur.")
            )
            continue
        remaining = tuple(one for one in kept if one.code.number != number or one.severity is Severity.ERROR)
        if not any(one.code.number == number for one in kept):
            message = f"Rien, dans cette spécification, ne donne plus « {number} » ({known[number].title})."
            added.append(Diagnostic(catalogue.UNUSED_TOLERANCE, message, span, "Retirer cette ligne de « tolere: »."))
        kept = remaining
    return (*kept, *added)
