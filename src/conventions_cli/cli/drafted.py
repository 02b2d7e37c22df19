"""The messages after a draft: the file, the missing values and who has them, the next commands; a table for a round."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.door import say, show
from conventions_cli.cli.keyboard import say_wrapped
from conventions_cli.cli.streams import DISK, DONE, FAULTS, deliver_all, exit_code, report, say_missing
from conventions_cli.foundation import has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conventions_cli.drafting import Draft, Round, Surroundings
    from conventions_cli.model import Manque


def finish(target: Path, draft: "Draft", place: "Surroundings", *, quiet: bool) -> int:
    """Write a draft without errors, with the other files of its surroundings; return the exit code."""
    report(draft.faults, quiet=quiet)
    if not draft.usable:
        say("", "Rien n’est écrit : corriger les options, puis recommencer.")
        return FAULTS
    extra = {place.folder / name: text.encode("utf-8") for name, text in place.pending.items()}
    code = write({target: draft.text.encode("utf-8"), **extra}, quiet=quiet)
    if code == DONE and not quiet:
        _tell_next(target, draft)
    return code


def write(files: dict[Path, bytes], *, quiet: bool) -> int:
    """Write new files, all or none, and name them on the standard output."""
    from conventions_cli.files import write_new

    return deliver_all(write_new(files), quiet=quiet)


def _tell_next(target: Path, draft: "Draft") -> None:
    """Tell what is still to do, who can do it, and what to type next."""
    note = f"La date de signature ({draft.date_held}) y est gardée en commentaire, jusqu’à ce que rien ne manque."
    tell_next(target, draft.missing, "écrit", note if draft.date_held else "")


def tell_next(target: Path, missing: "Sequence[Manque]", state: str, note: str = "") -> None:
    """Tell what a spec lacks, who can give it, and what to type next. `state`: « écrit », « à jour »."""
    name = shlex.quote(str(target))
    if missing:
        say_wrapped("", f"« {target} » est {state}. C’est un projet ; il manque :")
        say_missing(missing)
    else:
        say_wrapped("", f"« {target} » est {state}, et complet.")
    say_wrapped(*filter(None, [note]), "", "Pour continuer :")
    if missing:
        say(f"  convention new {name}   (compléter : seul ce qui manque est demandé)")
    say(
        f"  convention validate {name}   (vérifier)", f"  convention render {name}   (produire le DOCX, dans « build »)"
    )


def room_for_a_round(folder: Path, *, quiet: bool) -> int:
    """Refuse a folder with a directory or the shared file of a round, which the drafts would inherit by mistake.

    Returns the exit code.
    """
    import os

    from conventions_cli.drafting import DIRECTORY, ROUND
    from conventions_cli.foundation import Diagnostic, catalogue

    existing = next((name for name in (ROUND, DIRECTORY) if os.path.lexists(folder / name)), None)
    if existing is None:
        return DONE
    message = (
        f"« {folder / existing} » existe déjà : une promotion s’écrit entière, sans rien remplacer. Rien n’est écrit."
    )
    hint = "Donner un autre dossier."
    if existing == DIRECTORY:
        hint += " Un annuaire à vous se range dans le dossier au-dessus, ou se nomme avec --annuaire : il est hérité."
    report([Diagnostic(catalogue.OUTPUT, message, None, hint)], quiet=quiet)
    return DISK


def whole_round(
    checkout: Path, promotion: int, startups: tuple[str, ...], place: "Surroundings", pack: str, *, quiet: bool
) -> int:
    """Draft a round and write it whole; return the exit code."""
    from conventions_cli.drafting import draft_round, is_faulty, pages_of

    code = room_for_a_round(place.folder, quiet=quiet)
    if code != DONE:
        return code
    pages = pages_of(checkout, promotion, startups)
    report(pages.diagnostics, quiet=quiet)
    if pages.value is None:
        return exit_code(pages.diagnostics, strict=False) or FAULTS
    drafted = draft_round(checkout, pages.value, place, promotion, pack)
    report(drafted.diagnostics, quiet=quiet)
    code = write({place.folder / name: text.encode("utf-8") for name, text in drafted.files.items()}, quiet=quiet)
    if code != DONE:
        return code
    if not quiet:
        show(f"\n{round_table(drafted)}", err=True)
        folder = shlex.quote(str(place.folder))
        say("", "Pour continuer :", f"  convention validate {folder}", f"  convention batch {folder}")
    return FAULTS if is_faulty(drafted) or has_errors(pages.diagnostics) else DONE


def round_table(drafted: "Round", first: str = "Produit") -> str:
    """One line for each act: its name under `first`, its file, who receives the money, its state, what it lacks."""
    from conventions_cli.cli.batch_table import plain_table
    from conventions_cli.french import capitalized

    columns = (first, "Fichier", capitalized(drafted.receiving), "État", "À compléter")
    rows = [
        (
            row.title,
            row.file if row.draft is not None and row.draft.usable else "",
            row.receiver,
            row.state,
            row.lacking,
        )
        for row in drafted.rows
    ]
    return plain_table(columns, rows)
