"""The code that `fmt` and `migrate` share: shows the changes of files, and writes them."""

from typing import TYPE_CHECKING

from conventions_cli.cli.door import show, tell
from conventions_cli.cli.streams import exit_code, report

if TYPE_CHECKING:
    from conventions_cli.editing import Keeping, Rewritten


def show_changes(changed: "list[Rewritten]", *, diff: bool) -> None:
    """Show the names of the files that would change, or their changes."""
    for result in changed:
        if not diff:
            tell(result.name)
            continue
        shown = result.diff()
        if shown:
            show(f"{shown}\n")
        else:
            tell(f"{result.name} : fins de ligne ou marque d’ordre des octets.")


def write(
    changed: "list[Rewritten]", keeping: "Keeping | None" = None, *, quiet: bool
) -> "tuple[list[Rewritten], int]":
    """Write the files that change, one after the other; when the disk refuses one, the others are still written.

    `keeping`: what keeps a copy of each. Returns the files written, and the exit code.
    """
    done, faults = [], []
    for result in changed:
        fault = result.write(keeping)
        if fault is None:
            tell(result.name)
            done.append(result)
        else:
            faults.append(fault)
    report(faults, quiet=quiet)
    return done, exit_code(faults, strict=False)
