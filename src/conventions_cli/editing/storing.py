"""Files that a person wrote, replaced: only if nobody changed them meanwhile, several together or not at all.

What they held may be kept: each then has a copy beside it, `NAME.bak`, then `NAME.bak2` …, and their folder a journal,
hidden, that says what each run wrote, so that `convention undo` gives a copy back only over that.
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
    """What was done to a file whose copy is kept: by what command, begun when; the SHA-256 of its copy, of the file.

    `number`: which of the copies of the file it is. `moment`: 0 when the copy of another file of that run was replaced,
    so that it can no longer be undone whole.
    """

    before: str
    after: str
    command: str
    moment: int
    number: int = 1


Journal = dict[str, tuple[Kept, ...]]  # by name of file, the last run last


class Keeping:
    """What one run of a command keeps of the files it replaces."""

    def __init__(self, command: str) -> None:
        self.command, self.moment = command, time.time_ns()

    def beside(self, changes: Iterable[Overwritten]) -> dict[Path, bytes]:
        """The copies and the journals to write with these changes, whose paths are those of the files themselves."""
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
            for lost in (one for one in runs if one.number == number):
                _outdate(journal, lost.moment)
            kept = Kept(digest(change.before), digest(change.after), self.command, self.moment, number)
            journal[name] = (*(one for one in journal.get(name, ()) if one.number != number), kept)
            files[copy_of(change.path, number)] = change.before
        return {**files, **{folder / JOURNAL: journal_text(journal) for folder, journal in journals.items()}}


def number_of_next(runs: Sequence[Kept]) -> int:
    """The number of the next copy of a file: the first that is free, or that of the oldest when there are too many."""
    taken = {one.number for one in runs}
    return next((number for number in range(1, _MOST + 1) if number not in taken), runs[0].number if runs else 1)


def _outdate(journal: Journal, moment: int) -> None:
    """Note that a run cannot be undone whole any more, as the copy of one of its files is replaced."""
    for name, runs in journal.items():
        journal[name] = tuple(replace(one, moment=0) if one.moment == moment else one for one in runs)


def copy_of(path: Path, number: int = 1) -> Path:
    """The place of a copy of a file."""
    return path.with_name(f"{path.name}{COPY}{number if number > 1 else ''}")


def digest(data: bytes) -> str:
    """The SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def journal_text(journal: Journal) -> bytes:
    """A journal as it is written."""
    files = {name: [_told(kept) for kept in runs] for name, runs in sorted(journal.items()) if runs}
    return f"{json_text({'fichiers': files})}\n".encode()


def _told(kept: Kept) -> dict[str, str | int]:
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
        journal = {name: tuple(_read(one) for one in runs) for name, runs in files}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}
    return {name: runs for name, runs in journal.items() if _is_name(name)}


def _read(one: dict[str, Any]) -> Kept:
    """One line of a journal. Raises ValueError, KeyError or TypeError for a line that is not ours."""
    number = int(one["copie"])
    if not 1 <= number <= _MOST:
        raise ValueError(number)
    return Kept(str(one["avant"]), str(one["apres"]), str(one["commande"])[:40], int(one["moment"]), number)


def _is_name(name: str) -> bool:
    """Whether a name is one of a file right in its folder, and of a spec."""
    return name == os.path.basename(name) and "\\" not in name and name.endswith(ENDINGS)  # noqa: PTH119 - a text


def rewrite(changes: Sequence[Overwritten], keeping: Keeping | None = None) -> Diagnostic | None:
    """Replace the content of files, all or none: their rights, their owner and the links that lead to them stay.

    A file changed, moved or deleted since it was read is left alone, and so is one outside the root of the specs of its
    folder, to which a link leads. Returns what went wrong; raises KeyboardInterrupt if interrupted, once all is written
    or before anything is.
    """
    real: list[Overwritten] = []
    states: dict[Path, os.stat_result] = {}
    for change in changes:
        found = _found(change)
        if isinstance(found, Diagnostic):
            return found
        path, states[path] = found[0], found[1]
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


def _found(change: Overwritten) -> tuple[Path, os.stat_result] | Diagnostic:
    """The file itself, links followed, and its state, if it holds what was read and may be written."""
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
    """The refusal to replace a copy that no journal knows: somebody else made it."""
    for change in changes:
        runs = read_journal(change.path.parent / JOURNAL).get(change.path.name, ())
        number = number_of_next(runs)
        path = copy_of(change.path, number)
        try:
            known = {one.before for one in runs if one.number == number}
            if known and digest(read_bytes(path, MAX_BYTES, root_of(path.parent))) in known:
                continue
        except (OSError, ValueError):
            pass  # told below, if it is there
        if not os.path.lexists(path):
            continue
        message = f"« {path} » existe déjà, et n’est pas une copie que « convention » a faite : rien n’est écrit."
        return Diagnostic(catalogue.OUTPUT, message, None, "Le déplacer ou le renommer, puis recommencer.")
    return None
