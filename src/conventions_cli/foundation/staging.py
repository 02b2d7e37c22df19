"""Files and folders made beside their final place: hidden, and each locked as long as its run lives.

Their names are random, for two containers that share a folder may both run as process number 1. When a run is killed,
the lock of its files is released, and the next run in that folder removes them. A file is created, locked, then looked
at again: if a sweep in between has removed it, another name is drawn. On a disk without locks, files a day old count
as left by a dead run.
"""

import contextlib
import errno
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

from conventions_cli.foundation.endings import endings_held

_PREFIX = ".convention-"
_FILE = ".tmp"
_LOCK = ".verrou"
_TURN = f".convention{_LOCK}"
# A mere number: a folder of earlier versions, named after their process, without a lock.
_OURS = re.compile(rf"\.convention-(?:[0-9a-f]{{16}}(?:\{_FILE}|\{_LOCK})?|\d{{1,10}})|{re.escape(_TURN)}")
_TRIES = 100
_DAY = 24 * 3600
_SWEPT: set[str] = set()


class _Hold(Enum):
    """The result of asking for a lock."""

    OURS = auto()
    ANOTHERS = auto()
    NO_LOCKS_HERE = auto()


@contextlib.contextmanager
def hidden_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file in a folder, open for writing; removed at the end of the context unless it was moved. Raises OSError.

    On Windows, close it before moving it. Files of dead runs in the folder are removed first, once for each process, as
    thousands of files may be written in one folder.
    """
    if str(folder) not in _SWEPT:
        _SWEPT.add(str(folder))
        sweep(folder)
    with _new(folder, _FILE) as path:
        yield path


@contextlib.contextmanager
def hidden_folder(folder: Path) -> Iterator[Path]:
    """A new folder inside another, removed with its content at the end of the context. Raises OSError.

    Folders of dead runs beside it are removed first. Its lock exists longer than itself: a folder without one is dead.
    """
    sweep(folder)
    with _new(folder, _LOCK) as (lock, _):
        path = lock.with_suffix("")
        try:
            path.mkdir()
            yield path
        finally:
            with endings_held():
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until no other run puts files in place in this folder, then keep others waiting. Raises OSError."""
    path = folder / _TURN
    try:
        while True:
            with _descriptor(path, os.O_CREAT) as number:
                _lock(number, wait=True)
                if not _is(number, path):
                    continue  # the run that held this lock has removed it: wait for the new one
                try:
                    yield
                finally:
                    with contextlib.suppress(OSError):
                        path.unlink(missing_ok=True)
                return
    except BaseException:  # its run was stopped as it made the file, which nobody holds
        with contextlib.suppress(OSError):
            _sweep_one(path)
        raise


def sweep(folder: Path) -> None:
    """Remove the files of dead runs in a folder; those that cannot be removed stay, without a message."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if _OURS.fullmatch(entry.name))
    except OSError:
        return
    for name in names:
        with contextlib.suppress(OSError):
            _sweep_one(folder / name)


def _sweep_one(path: Path) -> None:
    status = path.lstat()
    if stat.S_ISDIR(status.st_mode):
        if not os.path.lexists(f"{path}{_LOCK}"):
            shutil.rmtree(path, ignore_errors=True)
        return
    old = time.time() - status.st_mtime > _DAY
    if not stat.S_ISREG(status.st_mode) or (os.name == "nt" and path.suffix == _FILE and not old):
        return  # on Windows a file is closed, and so without its lock, while it is moved
    with _descriptor(path) as number:
        hold = _lock(number)
        dead = hold is _Hold.OURS or (hold is _Hold.NO_LOCKS_HERE and old)
        if not dead or not _is(number, path):
            return
        if path.suffix == _LOCK and path.name != _TURN:
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
        if os.name != "nt":
            path.unlink(missing_ok=True)
    path.unlink(missing_ok=True)


@contextlib.contextmanager
def _new(folder: Path, ending: str) -> Iterator[tuple[Path, BinaryIO]]:
    """A locked file with a random name; removed at the end of the context, unless it was moved. Raises OSError.

    The name is chosen before the file is made, so that the file is removed even if a signal comes while it is made.
    """
    for _ in range(_TRIES):
        path = folder / f"{_PREFIX}{os.urandom(8).hex()}{ending}"
        try:
            with path.open("xb") as stream:
                if _lock(stream.fileno()) is not _Hold.ANOTHERS and _is(stream.fileno(), path):
                    yield path, stream
                    return
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


@contextlib.contextmanager
def _descriptor(path: Path, more: int = 0) -> Iterator[int]:
    """Open a file that should be ours, without following links or waiting. Raises OSError."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, os.O_RDWR | careful | more, 0o666)
    try:
        yield number
    finally:
        os.close(number)


def _is(number: int, path: Path) -> bool:
    """Whether an open file still has this name."""
    try:
        state = path.lstat()
    except OSError:
        return False
    ours = os.fstat(number)
    return (state.st_ino, state.st_dev) == (ours.st_ino, ours.st_dev)


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int, *, wait: bool = False) -> _Hold:
        """Ask for the lock of a file, again and again, as the system stops waiting after ten seconds."""
        while True:
            os.lseek(number, 0, os.SEEK_SET)
            try:
                msvcrt.locking(number, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError as fault:
                if not wait:
                    return _Hold.ANOTHERS
                if fault.errno == errno.EDEADLK:
                    continue
                return _Hold.NO_LOCKS_HERE
            return _Hold.OURS

else:
    import fcntl

    def _lock(number: int, *, wait: bool = False) -> _Hold:
        """Ask for the lock of a file; it is released when the last process that has it open ends."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return _Hold.ANOTHERS
        except OSError:
            return _Hold.NO_LOCKS_HERE
        return _Hold.OURS
