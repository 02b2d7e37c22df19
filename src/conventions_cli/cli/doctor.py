"""`convention doctor`: what this machine has, what it lacks, and what that is needed for."""

import sys
from typing import Annotated

import typer

from conventions_cli.cli.door import hand, tell
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS


def doctor(
    template_dir: TemplateDir = None,
    form: Annotated[str, typer.Option("--format", metavar="FORME", help="Forme : text ou json.")] = "text",
) -> None:
    """Dire ce que ce poste permet : versions, modèles, polices, écriture, affichage.

    Finit par 1 s’il manque de quoi produire un acte ; ce qui n’est utile qu’à une option est seulement signalé.

    \b
    Exemple :
      convention doctor
    """
    from conventions_cli.cli.checkup import examine
    from conventions_cli.cli.french import refuse

    if form not in {"text", "json"}:
        raise refuse(f"la forme « {form} » n’existe pas. Formes : text, json.")
    findings = examine(template_dir, sys.stdout.encoding or "")
    if form == "json":
        from conventions_cli.foundation import json_text

        data = [
            {"quoi": finding.name, "etat": finding.state.value, "constat": finding.sentence, "aide": finding.hint}
            for finding in findings
        ]
        hand(json_text(data) + "\n")
    else:
        for finding in findings:
            tell(f"{finding.state.mark} {finding.name} : {finding.sentence}")
            if finding.hint:
                tell(f"    {finding.hint}")
    raise typer.Exit(FAULTS if any(finding.state.stops for finding in findings) else DONE)
