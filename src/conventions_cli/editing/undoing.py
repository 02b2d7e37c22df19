"""`convention undo`: puts the copies that the last command kept back in place of what it wrote."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from conventions_cli.editing.storing import (
    JOURNAL,
    Kept,
    Overwritten,
    copy_of,
    digest,
    journal_text,
    read_journal,
    rewrite,
)
from conventions_cli.files import write_whole
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, read_bytes, root_of
from conventions_cli.french import disk_reason
from conventions_cli.source import MAX_BYTES

_BY_HAND = "Rien n’est changé. Comparer le fichier et sa copie, puis reprendre à la main ce qu’il faut."


class Undone(Record, frozen=True):
    """A run that was undone: its command, the restored files, and those already restored by hand."""

    command: str
    paths: tuple[Path, ...]
    same: tuple[Path, ...] = ()


def undo(names: Iterable[Path], *, dry_run: bool = False) -> Outcome[Undone]:
    """Restore the files of the last run that kept copies, in these folders at any depth or among these files.

    All are restored or none: a file or a copy that was changed since prevents it. Raises KeyboardInterrupt.
    """
    entries = {path: kept for path, kept in _last_runs(names) if kept.moment}
    if not entries:
        message = "Il n’y a rien à rendre ici : aucune copie n’a été gardée par une commande."
        hint = "Se placer dans le dossier des fichiers, ou le donner ; --bak (set, fmt, fix …) garde une copie."
        return Outcome(None, (Diagnostic(catalogue.OUTPUT, message, None, hint),))
    last = max(kept.moment for kept in entries.values())
    last_run = {path: kept for path, kept in entries.items() if kept.moment == last}
    changes: list[Overwritten] = []
    same: list[Path] = []
    faults: list[Diagnostic] = []
    for path, kept in last_run.items():
        try:
            present, copy = (
                read_bytes(file, MAX_BYTES, root_of(path.parent)) for file in (path, copy_of(path, kept.number))
            )
        except (OSError, ValueError) as unread:
            message = (
                f"« {path} », ou sa copie « {copy_of(path, kept.number)} », ne se lit plus ({disk_reason(unread)})."
            )
            faults.append(Diagnostic(catalogue.OUTPUT, message, None, _BY_HAND))
            continue
        fault = _changed(path, kept, present, copy)
        if fault is not None:
            faults.append(fault)
        elif present == copy:
            same.append(path)
        else:
            changes.append(Overwritten(path, present, copy))
    if faults:
        return Outcome(None, tuple(faults))
    undone = Undone(next(iter(last_run.values())).command, tuple(change.path for change in changes), tuple(same))
    if dry_run:
        return Outcome(undone)
    refused = rewrite(changes) if changes else None
    if refused is not None:
        return Outcome(None, (refused,))
    return Outcome(undone, tuple(_forget(last_run)))


def _changed(path: Path, kept: Kept, present: bytes, copy: bytes) -> Diagnostic | None:
    """The refusal to restore a copy, or to replace a file, that was changed since the run; None when neither was."""
    if digest(copy) != kept.before:
        message = (
            f"La copie « {copy_of(path, kept.number)} » n’est plus celle qu’a gardée « convention {kept.command} »."
        )
        return Diagnostic(catalogue.OUTPUT, message, None, _BY_HAND)
    if digest(present) not in {kept.after, kept.before}:
        message = f"« {path} » a été changé depuis « convention {kept.command} » : ces changements seraient perdus."
        return Diagnostic(catalogue.OUTPUT, message, None, _BY_HAND)
    return None


def _last_runs(names: Iterable[Path]) -> Iterator[tuple[Path, Kept]]:
    """The files in the journals of these folders, at any depth, and these files, each with its last run."""
    for name in names:
        if not name.is_dir():
            path = Path(os.path.realpath(name)) if name.is_symlink() else name  # the copy is beside the file itself
            for kept in read_journal(path.parent / JOURNAL).get(path.name, ())[-1:]:
                yield path, kept
            continue
        for home, folders, files in os.walk(name):
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            if JOURNAL in files:
                for file, runs in read_journal(Path(home, JOURNAL)).items():
                    yield from ((Path(home, file), kept) for kept in runs[-1:])


def _forget(done: dict[Path, Kept]) -> Iterator[Diagnostic]:
    """Remove the copies, and their lines in the journals. Yields a diagnostic for a journal that cannot be written."""
    for folder in dict.fromkeys(path.parent for path in done):
        journal = read_journal(folder / JOURNAL)
        remaining = {name: runs[:-1] if folder / name in done else runs for name, runs in journal.items()}
        if any(remaining.values()):
            fault = write_whole(folder / JOURNAL, journal_text(remaining))
            if fault is not None:
                yield fault
            continue
        with contextlib.suppress(OSError):
            (folder / JOURNAL).unlink()
    for path, kept in done.items():
        with contextlib.suppress(OSError):
            copy_of(path, kept.number).unlink()
