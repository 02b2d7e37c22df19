"""`convention inspect`: the origin of an act, and the spec it carries."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.door import hand, tell
from conventions_cli.cli.streams import FAULTS, exit_code, report
from conventions_cli.foundation import Diagnostic, SourceText, Span, catalogue

_LABELS = {
    "convention.version": "Produit par convention",
    "convention.modele": "Modèle",
    "convention.modele.version": "Version du modèle",
    "convention.spec.sha256": "Empreinte de la spécification",
}

_BARE = "Cet acte ne porte pas sa spécification : il a été produit avec --sans-specification."


def inspect(
    act: Annotated[
        Path, typer.Argument(metavar="ACTE", help="Document Word, ODT ou PDF produit par « convention render ».")
    ],
    spec: Annotated[bool, typer.Option("--spec", help="N’afficher que la spécification, en YAML.")] = False,
) -> None:
    """Dire ce qui a produit un acte, et en redonner la spécification.

    \b
    Exemples :
      convention inspect build/domifa.docx
      convention inspect build/domifa.docx --spec > domifa.yaml
    """
    from conventions_cli.readers import read_origin

    outcome = read_origin(act)
    report(outcome.diagnostics, quiet=False)
    if outcome.value is None:
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False))
    if spec and not outcome.value.carried:
        fault = Diagnostic(
            catalogue.DOCUMENT, _BARE, Span.whole(SourceText(str(act), "")), "La demander à qui l’a produit."
        )
        report([fault], quiet=False)
        raise typer.Exit(FAULTS)
    if spec:
        hand(outcome.value.spec)
        return
    for name, label in _LABELS.items():
        tell(f"{label} : {outcome.value.properties.get(name, 'inconnu')}")
    own = outcome.value.properties.get("convention.modele.sha256")
    tell(f"Clauses : propres à l’administration, empreinte {own}" if own else "Clauses : celles de convention")
    if not outcome.value.carried:
        tell(_BARE)
        return
    state = "intacte" if outcome.value.intact else "modifiée depuis la production de l’acte"
    tell(f"Spécification portée : {len(outcome.value.spec.splitlines())} lignes, {state}.")
