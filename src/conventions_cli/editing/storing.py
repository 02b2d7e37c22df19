"""Replaces files that a person wrote: only if nobody changed them meanwhile, and all together or none.

Copies may be kept: `NAME.bak` beside each file, then `NAME.bak2` and so on. A hidden journal in the folder then tells
what each run wrote, so that `convention undo` never replaces anything else by a copy.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from conventions_cli.files import Written, write_all, write_whole
from conventions_cli.foundation import (
    Diagnostic,
    Record,
    catalogue,
    find_inside,
    json_text,
    read_bytes,
    read_found,
    replace,
    root_of,
)
from conventions_cli.french import disk_reason
from conventions_cli.source import ENDINGS, MAX_BYTES

JOURNAL = ".convention-undo.json"
COPY = ".bak"
_HINT = "Rien n’a changé. Libérer de la place, ou vérifier les droits du dossier, puis recommencer."
_LARGEST = 1024 * 1024  # bytes of a journal
_MOST = 9  # copies of one file


class Overwritten(Record, frozen=True):
    """A file to replace: its name, its bytes when it was read, and those to write."""

    path: Path
    before: bytes
    after: bytes


class Kept(Record, frozen=True):
    """The change of a file whose copy is kept: SHA-256 of the copy, SHA-256 of the new file, command, start of the run.

    `number`: the number of the copy. `moment`: in nanoseconds; 0 when the copy of another file of the run was replaced,
    so that the run can no longer be undone as a whole.
    """

    before: str
    after: str
    command: str
    moment: int
    number: int = 1


Journal = dict[str, tuple[Kept, ...]]  # by file name, in the order of the runs


class Keeping:
    """Keeps copies of the files that a run of a command replaces."""

    def __init__(self, command: str) -> None:
        self.command, self.moment = command, time.time_ns()

    def beside(self, changes: Iterable[Overwritten]) -> dict[Path, bytes]:
        """The copies and the journals to write beside these changes. The paths of the changes must be resolved."""
        files: dict[Path, bytes] = {}
        journals: dict[Path, Journal] = {}
        for change in changes:
            folder, name = change.path.parent, change.path.name
            if folder not in journals:
                journals[folder] = read_journal(folder / JOURNAL)
            journal = journals[folder]
            runs = journal.get(name, ())
            if runs and runs[-1].moment == self.moment:  # written twice by one run: the first copy is the one to keep
                journal[name] = (*runs[:-1], replace(runs[-1], after=digest(change.after)))
                continue
            number = number_of_next(runs)
            for lost in (run for run in runs if run.number == number):
                _outdate(journal, lost.moment)
            kept = Kept(digest(change.before), digest(change.after), self.command, self.moment, number)
            journal[name] = (*(run for run in journal.get(name, ()) if run.number != number), kept)
            files[copy_of(change.path, number)] = change.before
        return {**files, **{folder / JOURNAL: journal_text(journal) for folder, journal in journals.items()}}


def number_of_next(runs: Sequence[Kept]) -> int:
    """The number of the next copy of a file: the first free one, or the oldest when there are `_MOST` copies."""
    taken = {run.number for run in runs}
    return next((number for number in range(1, _MOST + 1) if number not in taken), runs[0].number if runs else 1)


def _outdate(journal: Journal, moment: int) -> None:
    """Note that a run can no longer be undone as a whole, because the copy of one of its files is replaced."""
    for name, runs in journal.items():
        journal[name] = tuple(replace(run, moment=0) if run.moment == moment else run for run in runs)


def copy_of(path: Path, number: int = 1) -> Path:
    """The place of a copy of a file."""
    return path.with_name(f"{path.name}{COPY}{number if number > 1 else ''}")


def digest(data: bytes) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def journal_text(journal: Journal) -> bytes:
    """The bytes of a journal."""
    files = {name: [_line(kept) for kept in runs] for name, runs in sorted(journal.items()) if runs}
    return f"{json_text({'fichiers': files})}\n".encode()


def _line(kept: Kept) -> dict[str, str | int]:
    return {
        "avant": kept.before,
        "apres": kept.after,
        "commande": kept.command,
        "moment": kept.moment,
        "copie": kept.number,
    }


def read_journal(path: Path) -> Journal:
    """The journal of a folder; empty when there is none, or when it is not one of ours."""
    from json import loads  # late: few commands keep copies

    try:
        files = loads(read_bytes(path, _LARGEST, root_of(path.parent)).decode("utf-8"))["fichiers"].items()
        journal = {name: tuple(_read(line) for line in runs) for name, runs in files}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}
    return {name: runs for name, runs in journal.items() if _is_name(name)}


def _read(line: dict[str, Any]) -> Kept:
    """Read a line of a journal. Raises ValueError, KeyError or TypeError for a line of another form."""
    number = int(line["copie"])
    if not 1 <= number <= _MOST:
        raise ValueError(number)
    return Kept(str(line["avant"]), str(line["apres"]), str(line["commande"])[:40], int(line["moment"]), number)


def _is_name(name: str) -> bool:
    """Whether a text is the name of a YAML file, without any folder."""
    return name == os.path.basename(name) and "\\" not in name and name.endswith(ENDINGS)  # noqa: PTH119 - a text


def rewrite(changes: Sequence[Overwritten], keeping: Keeping | None = None) -> Diagnostic | None:
    """Replace the content of files, all or none; their rights, their owner and the links to them stay.

    A file that was changed, moved or deleted since it was read is refused, and so is one that a link puts outside the
    root of the specs of its folder. Returns a diagnostic on failure. Raises KeyboardInterrupt if interrupted, either
    before anything is written or after everything is.
    """
    real: list[Overwritten] = []
    states: dict[Path, os.stat_result] = {}
    for change in changes:
        target = _target_of(change)
        if isinstance(target, Diagnostic):
            return target
        path, states[path] = target[0], target[1]
        real.append(replace(change, path=path))
    if keeping is None and len(real) == 1:
        fault = write_whole(real[0].path, real[0].after, like=states[real[0].path])
        return replace(fault, hint=_HINT) if fault is not None else None
    beside = keeping.beside(real) if keeping is not None else {}
    stranger = _stranger(real) if keeping is not None else None
    if stranger is not None:
        return stranger
    return _end(write_all({**beside, **{change.path: change.after for change in real}}, states))


def _end(written: Written) -> Diagnostic | None:
    if written.interrupted:
        raise KeyboardInterrupt
    if written.fault is None or written.paths:  # some are in place: the message of the fault says how many
        return written.fault
    return replace(written.fault, hint=_HINT)


def _target_of(change: Overwritten) -> tuple[Path, os.stat_result] | Diagnostic:
    """The resolved file and its state; a diagnostic when it has changed since it was read, or may not be written."""
    path, root = change.path, root_of(change.path.parent)
    try:
        real = find_inside(path, root)
        present = read_found(real, MAX_BYTES, root)
        state = real.stat()
    except OSError as fault:
        message = f"Le fichier « {path} » n’est plus là, ou ne se lit plus ({disk_reason(fault)}) : rien n’est écrit."
        return Diagnostic(catalogue.OUTPUT, message, None, "Le remettre à sa place, puis recommencer.")
    if present != change.before:
        message = f"Le fichier « {path} » a été changé par ailleurs depuis qu’il a été lu : il n’est pas touché."
        return Diagnostic(catalogue.OUTPUT, message, None, "L’enregistrer dans l’éditeur, puis recommencer.")
    if not state.st_mode & 0o222:
        message = f"Le fichier « {path} » est en lecture seule : il n’est pas changé."
        return Diagnostic(catalogue.OUTPUT, message, None, "Lever la lecture seule du fichier, puis recommencer.")
    return real, state


def _stranger(changes: Iterable[Overwritten]) -> Diagnostic | None:
    """The refusal to replace a copy that no journal mentions, since somebody else made it."""
    for change in changes:
        runs = read_journal(change.path.parent / JOURNAL).get(change.path.name, ())
        number = number_of_next(runs)
        path = copy_of(change.path, number)
        try:
            digests = {run.before for run in runs if run.number == number}
            if digests and digest(read_bytes(path, MAX_BYTES, root_of(path.parent))) in digests:
                continue
        except (OSError, ValueError):
            pass  # reported below, if the copy exists
        if not os.path.lexists(path):
            continue
        message = f"« {path} » existe déjà, et n’est pas une copie que « convention » a faite : rien n’est écrit."
        return Diagnostic(catalogue.OUTPUT, message, None, "Le déplacer ou le renommer, puis recommencer.")
    return None
