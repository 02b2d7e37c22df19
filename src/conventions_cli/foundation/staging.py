"""What is made beside its place before it takes it: hidden files and folders, each held by a lock while its run lives.

Their names are drawn: two containers that share a folder both run process number 1. What a killed run left is known by
its lock, which nobody holds any more, and goes when the next run works there. A name is made, locked, then looked at
again: a sweep that came in between has taken it away, and another is drawn. Where a disk has no locks, what is a day
old is dead.
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

from conventions_cli.foundation.endings import held

_PREFIX = ".convention-"
_FILE = ".tmp"
_LOCK = ".verrou"
_TURN = f".convention{_LOCK}"
# A number alone: a folder of the versions that named it by their process, and held no lock.
_OURS = re.compile(rf"\.convention-(?:[0-9a-f]{{16}}(?:\{_FILE}|\{_LOCK})?|\d{{1,10}})|{re.escape(_TURN)}")
_TRIES = 100
_DAY = 24 * 3600
_SWEPT: set[str] = set()


class _Hold(Enum):
    """What asking for a lock gives."""

    OURS = auto()
    ANOTHERS = auto()
    NO_LOCKS_HERE = auto()


@contextlib.contextmanager
def hidden_file(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file of a folder, open to be written; gone when the context ends, unless it was moved. Raises OSError.

    On Windows, close it before moving it. What dead runs left in the folder goes first, once in the life of a process:
    thousands of files may be written in one folder.
    """
    if str(folder) not in _SWEPT:
        _SWEPT.add(str(folder))
        sweep(folder)
    with _new(folder, _FILE) as made:
        yield made


@contextlib.contextmanager
def hidden_folder(folder: Path) -> Iterator[Path]:
    """A new folder inside another, gone with what it holds when the context ends. Raises OSError.

    What dead runs left beside it goes first. Its lock is made before it and goes after it: one without a lock is dead.
    """
    sweep(folder)
    with _new(folder, _LOCK) as (lock, _):
        path = lock.with_suffix("")
        try:
            path.mkdir()
            yield path
        finally:
            with held():
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until no other run puts its files in place in this folder, and keep them waiting. Raises OSError."""
    path = folder / _TURN
    try:
        while True:
            with _descriptor(path, os.O_CREAT) as number:
                _lock(number, wait=True)
                if not _is(number, path):
                    continue  # the one that held it has removed it: the others wait for the new one
                try:
                    yield
                finally:
                    with contextlib.suppress(OSError):
                        path.unlink(missing_ok=True)
                return
    except BaseException:  # stopped as the file was made: it is there, and nobody holds it
        with contextlib.suppress(OSError):
            _sweep_one(path)
        raise


def sweep(folder: Path) -> None:
    """Remove what dead runs left in a folder. What cannot be removed stays: nothing is said of it."""
    try:
        with os.scandir(folder) as found:
            names = sorted(one.name for one in found if _OURS.fullmatch(one.name))
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
        return  # on Windows a file is closed, hence without its lock, for the moment it takes to move it
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
    """A file under a drawn name, and its lock, both ours; gone when the context ends, unless it was moved.

    The name is drawn first, and removed whatever comes between: a signal may fall as the file is made. Raises OSError.
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
    """Open what should be a file of ours, through no link, waiting for nobody. Raises OSError."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, os.O_RDWR | careful | more, 0o666)
    try:
        yield number
    finally:
        os.close(number)


def _is(number: int, path: Path) -> bool:
    """Whether the file that is open still has this name."""
    try:
        found = path.lstat()
    except OSError:
        return False
    ours = os.fstat(number)
    return (found.st_ino, found.st_dev) == (ours.st_ino, ours.st_dev)


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int, *, wait: bool = False) -> _Hold:
        """Ask for the lock of a file. The system gives up waiting after ten seconds: it is asked again."""
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
        """Ask for the lock of a file, which goes with the last process that has it open."""
        try:
            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return _Hold.ANOTHERS
        except OSError:
            return _Hold.NO_LOCKS_HERE
        return _Hold.OURS
