"""`convention explain`: the page of a code."""

from difflib import get_close_matches
from typing import Annotated

import typer

from conventions_cli.cli.door import show
from conventions_cli.cli.french import refuse


def explain(
    codes: Annotated[list[str], typer.Argument(metavar="CODE…", help="Un ou plusieurs codes, par exemple C353.")],
) -> None:
    """Expliquer un code de diagnostic : pourquoi, sur quel fondement, avec deux exemples.

    \b
    Exemple :
      convention explain C353
    """
    from conventions_cli.pages import page_text
    from conventions_cli.pipeline import all_codes

    by_number = all_codes()
    wanted = [code.strip().upper() for code in codes]
    for code in wanted:
        if code not in by_number:
            close = get_close_matches(code, by_number, n=1)
            near = (
                f" Vouliez-vous dire « {close[0]} » ?"
                if close
                else f" Les codes vont de {min(by_number)} à {max(by_number)}."
            )
            raise refuse(f"le code « {code} » n’existe pas.{near}")
    show("\n".join(page_text(by_number[code]) for code in wanted))
