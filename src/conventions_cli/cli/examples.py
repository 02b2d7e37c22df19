"""`convention examples`: the example specs that come with the package, copied where one can change them."""

import os
from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.door import say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.streams import DISK, report


def examples(
    folder: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Le dossier à créer ; il ne doit pas exister.")
    ] = Path("specs"),
) -> None:
    """Copier les spécifications d’exemple : deux actes, un annuaire, une promotion entière, et leur schéma.

    Les guides emploient ces fichiers : après cette commande, ce qu’ils montrent se tape tel quel. Un dossier qui existe
    n’est jamais remplacé.

    \b
    Exemples :
      convention examples
      convention examples exemples
    """
    from conventions_cli.files import write_folder
    from conventions_cli.foundation import example_specs

    if os.path.lexists(folder):
        raise refuse(f"« {folder} » existe déjà, et n’est pas remplacé : donner le nom d’un dossier à créer.")
    files = example_specs()
    fault = write_folder(folder, {name: path.read_bytes() for name, path in files.items()})
    if fault is not None:
        report([fault], quiet=False)
        raise typer.Exit(DISK)
    tell(str(folder))
    say(f"{len(files)} fichiers copiés. Pour produire un acte : convention render {folder.as_posix()}/domifa.yaml")
