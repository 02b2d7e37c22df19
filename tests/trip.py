"""A disk that refuses: the Nth call that touches a folder fails, as a full, closed or broken disk makes it fail.

The calls are those of Python to the system: `os` functions, files opened, writes to them. They are counted in one run,
then each is made to fail in its turn.
"""

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from conventions_cli.foundation import resources

# Of the functions that take a path first; those with two take the other second.
_CHANGING = (
    *("mkdir", "rename", "replace", "link", "symlink", "unlink", "remove", "rmdir", "chmod", "chown", "truncate"),
    *("utime", "mkfifo", "fsync", "write", "ftruncate", "fchmod", "fchown"),
)
_READING = ("stat", "lstat", "fstat", "scandir", "listdir", "readlink", "read", "access")
_DESCRIPTORS = {"fsync", "write", "ftruncate", "fchmod", "fchown", "fstat", "read"}
# No EINTR: Python itself calls again (PEP 475), so that none of these functions ever raises it.
_REASONS = (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT)
_PACKAGE = str(Path(resources.__file__).parent)


class Call(NamedTuple):
    """A call that touched the folder: the function, the line of ours it comes from, and whether it changes the disk."""

    name: str
    line: str
    changes: bool


class Trip:
    """Counts the calls, and fails the one whose turn it is. `fired`: the error that was raised."""

    def __init__(self, folder: Path, at: int = 0) -> None:
        """`at`: the rank of the call that fails, from 1; 0 for none."""
        self.folder, self.at = os.path.realpath(folder), at
        self.calls: list[Call] = []
        self.fired: OSError | None = None
        self._inside = False

    def step(self, name: str, about: object, *, changes: bool, elsewhere: bool = False) -> OSError | None:
        """Count a call; the error it is to fail with, if any."""
        if self._inside or not (elsewhere or self._ours(about)):
            return None
        self.calls.append(Call(name, _line(), changes))
        if len(self.calls) != self.at:
            return None
        number = _REASONS[self.at % len(_REASONS)]
        shown = os.fsdecode(about) if isinstance(about, str | bytes | os.PathLike) else None
        self.fired = OSError(number, os.strerror(number), *([shown] if shown is not None else []))
        return self.fired

    def subject(self, about: object, place: int | None) -> object:
        """The path a call is about; a name in an open folder becomes its path."""
        if place is None or self._inside or not isinstance(about, str | bytes | os.PathLike):
            return about
        self._inside = True
        try:
            return str(Path(_path_of(place)) / os.fsdecode(about))
        finally:
            self._inside = False

    def _ours(self, about: object) -> bool:
        self._inside = True
        try:
            if isinstance(about, int):
                return about > 2 and _path_of(about).startswith(self.folder)
            if isinstance(about, str | bytes | os.PathLike):
                return str(Path.cwd() / os.fsdecode(about)).startswith(self.folder)
            return False
        finally:
            self._inside = False


def _path_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _line() -> str:
    """The innermost line of the package, which is the place in our code a call comes from."""
    frame = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back  # type: ignore[assignment]
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame is not None else "?"


class _File(io.FileIO):
    """A file whose writes count; the one that fails has written a half, as a disk that fills up does."""

    trip: Trip

    def write(self, data: Any) -> int:
        fault = self.trip.step("write", None, changes=True, elsewhere=True)
        if fault is not None:
            super().write(bytes(data)[: len(data) // 2])
            raise fault
        return super().write(data) or 0


@contextmanager
def tripped(trip: Trip) -> Iterator[None]:
    """Count every call made while the block runs."""
    replaced: list[tuple[Any, str, Any]] = []

    def put(holder: Any, name: str, value: Any) -> None:
        replaced.append((holder, name, getattr(holder, name)))
        setattr(holder, name, value)

    for name in (*_CHANGING, *_READING):
        if hasattr(os, name):
            put(os, name, _failing(trip, name, getattr(os, name), changes=name in _CHANGING))
    put(os, "open", _os_open(trip, os.open))
    opening = _open(trip, io.open)
    put(io, "open", opening)
    put(builtins, "open", opening)
    try:
        yield
    finally:
        for holder, name, value in reversed(replaced):
            setattr(holder, name, value)


def _failing(trip: Trip, name: str, function: Callable[..., Any], *, changes: bool) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        about = arguments[0] if arguments else named.get("path", named.get("src"))
        place = next((named[key] for key in ("dir_fd", "src_dir_fd") if named.get(key) is not None), None)
        fault = trip.step(name, trip.subject(about, place), changes=changes)
        if fault is not None:
            raise fault
        return function(*arguments, **named)

    return call


def _os_open(trip: Trip, function: Callable[..., int]) -> Callable[..., int]:
    def call(path: Any, flags: int, *arguments: Any, **named: Any) -> int:
        changes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        fault = trip.step("os.open", trip.subject(path, named.get("dir_fd")), changes=changes)
        if fault is not None:
            raise fault
        return function(path, flags, *arguments, **named)

    return call


def _open(trip: Trip, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(file: Any, mode: str = "r", buffering: int = -1, *arguments: Any, **named: Any) -> Any:
        writes = any(sign in mode for sign in "wax+")
        ours = trip._ours(file)
        fault = trip.step("open", file, changes=writes, elsewhere=ours)
        if fault is not None:
            raise fault
        if not (writes and ours) or "+" in mode:
            return function(file, mode, buffering, *arguments, **named)
        raw = _File(file, mode.replace("b", "").replace("t", ""), closefd=named.pop("closefd", True))
        raw.trip = trip
        if "b" in mode:
            return raw if buffering == 0 else io.BufferedWriter(raw)
        return io.TextIOWrapper(io.BufferedWriter(raw), *arguments, **named)

    return call
