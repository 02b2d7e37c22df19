"""`convention explain`: the page of a code."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import show, tell
from conventions_cli.cli.french import refuse

if TYPE_CHECKING:
    from conventions_cli.foundation import Code


def explain(
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE…]", help="Des codes, par exemple C353 ; sans code, leur liste.")
    ] = None,
) -> None:
    """Expliquer un code de diagnostic : pourquoi, sur quel fondement, avec deux exemples.

    Sans code, les donne tous, chacun avec ce qu’il dit.

    \b
    Exemples :
      convention explain C353
      convention explain
    """
    from conventions_cli.pages import page_text
    from conventions_cli.pipeline import all_codes

    by_number = all_codes()
    wanted = [_number(code) for code in codes or ()]
    for code in wanted:
        if code not in by_number:
            raise refuse(f"le code « {code} » n’existe pas. {_admitted(code, by_number)}")
    if not wanted:
        tell(*(f"{number} : {code.title}" for number, code in sorted(by_number.items())))
        return
    show("\n".join(page_text(by_number[code]) for code in wanted))


def _number(typed: str) -> str:
    """A code as it is written: « 353 » and « c353 » are C353."""
    code = typed.strip().strip("[](),.;:").upper()
    return f"C{code}" if code.isdecimal() else code


def _admitted(code: str, codes: "dict[str, Code]") -> str:
    """The codes that begin like an unknown one, else those of its hundred, else the range of each hundred."""
    for start in (code, code[:2]):
        near = sorted(number for number in codes if len(start) > 1 and number.startswith(start))
        if near:
            return f"Codes en {start} : {', '.join(near)}."
    ranges = ", ".join(_range(numbers) for _, numbers in groupby(sorted(codes), key=lambda number: number[:2]))
    return f"Les codes vont de {ranges} ; « convention explain » les donne tous."


def _range(numbers: Iterable[str]) -> str:
    first, *others = numbers
    return f"{first} à {others[-1]}" if others else first
