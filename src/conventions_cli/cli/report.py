"""`convention report`: the report of execution that the receiver of credits owes their giver."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.options import (
    FORMATS,
    DraftOption,
    FinalOption,
    FormatsOption,
    OpenOption,
    OutputOption,
    Quiet,
    ReferenceOption,
    SetOption,
    Strict,
    TemplateDir,
    chosen_draft,
    chosen_formats,
)
from conventions_cli.cli.render import Files, produce
from conventions_cli.cli.streams import expand


def report(
    specs: Annotated[
        list[str],
        typer.Argument(
            metavar="SPEC…", help="Fichiers YAML ou dossiers de comptes rendus, ou - pour l’entrée standard."
        ),
    ],
    output: OutputOption = Path("build"),
    formats: FormatsOption = FORMATS,
    reference: ReferenceOption = None,
    opened: OpenOption = False,
    draft: DraftOption = False,
    final: FinalOption = False,
    settings: SetOption = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Produire le compte rendu d’exécution que doit à qui donne les crédits celui qui les reçoit.

    La spécification du compte rendu hérite de celle de l’acte (« herite: convention.yaml ») et n’y ajoute qu’une
    section « execution: ». Donner le fichier de l’acte lui-même produit un projet, où tout ce qu’il reste à fournir
    est surligné et énuméré. Les fichiers s’appellent « <nom>-compte-rendu.docx », etc.

    \b
    Exemples :
      convention report specs/fast17/clairsemis.yaml
      convention report specs/fast17/comptes-rendus/clairsemis.yaml --final
      convention report specs/fast17/comptes-rendus --format docx,pdf -o comptes-rendus
    """
    state, wanted = chosen_draft(draft=draft, final=final), chosen_formats(formats)
    from conventions_cli.model import REPORT
    from conventions_cli.pipeline import Options

    options = Options(settings or (), template_dir, state, sequel=REPORT)
    names = expand(specs, acts=False, sequels=(REPORT,))
    raise typer.Exit(
        produce(names, Files(wanted, reference, output, opened=opened), options, strict=strict, quiet=quiet)
    )
