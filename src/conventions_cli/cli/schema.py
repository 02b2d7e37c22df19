"""`convention schema`: the JSON Schema of specs, for editors and CI."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.door import hand, say
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import DONE, deliver, exit_code, report
from conventions_cli.foundation import has_errors


def schema(
    directory: Annotated[
        Path | None,
        typer.Option("--annuaire", metavar="FICHIER", help="Proposer les parties de cet annuaire (fichier .yaml)."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FICHIER", help="Écrire le schéma dans ce fichier.")
    ] = None,
    template_dir: TemplateDir = None,
) -> None:
    """Donner le schéma JSON des spécifications : complétion, aide et contrôle dans l’éditeur.

    Rangé à côté des spécifications, il est pris par VS Code (extension YAML) quand le fichier commence par :

    \b
      # yaml-language-server: $schema=convention.schema.json

    \b
    Exemples :
      convention schema -o specs/convention.schema.json
      convention schema --annuaire specs/annuaire.yaml -o specs/convention.schema.json
    """
    from conventions_cli.model import schema_text
    from conventions_cli.templating import schema_of

    outcome = schema_of(template_dir, directory)
    report(outcome.diagnostics, quiet=False)
    if outcome.value is None or has_errors(outcome.diagnostics):
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False))
    text = schema_text(outcome.value)
    if output is None:
        hand(text)
        return
    code = deliver(output, text.encode("utf-8"), quiet=False, named=False)
    if code != DONE:
        raise typer.Exit(code)
    say(f"Schéma écrit dans « {output} ».")
