"""`convention terminate`: the letter by which a party ends an act, after the notice that the act requires."""

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


def terminate(
    specs: Annotated[
        list[str],
        typer.Argument(
            metavar="SPEC…", help="Fichiers YAML ou dossiers de lettres de résiliation, ou - pour l’entrée standard."
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
    """Produire la lettre de résiliation d’un acte signé.

    La spécification de la lettre hérite de celle de l’acte (« herite: convention.yaml ») et n’y ajoute qu’une section
    « resiliation: » : la partie qui met fin à l’acte, le jour où les autres en reçoivent la notification. L’article
    qui le permet, le préavis et le jour où l’acte prend fin viennent de l’acte. Donner le fichier de l’acte lui-même
    produit un projet. Les fichiers s’appellent « <nom>-resiliation.docx », etc.

    \b
    Exemples :
      convention terminate specs/fast17/clairsemis.yaml
      convention terminate specs/fast17/clairsemis.yaml --set resiliation.auteur=dina
      convention terminate specs/fast17/clairsemis.yaml --draft --format docx,html -o resiliations
    """
    state, wanted = chosen_draft(draft=draft, final=final), chosen_formats(formats)
    from conventions_cli.model import TERMINATION
    from conventions_cli.pipeline import Options

    options = Options(settings or (), template_dir, state, sequel=TERMINATION)
    names = expand(specs, acts=False, sequels=(TERMINATION,))
    raise typer.Exit(
        produce(names, Files(wanted, reference, output, opened=opened), options, strict=strict, quiet=quiet)
    )
