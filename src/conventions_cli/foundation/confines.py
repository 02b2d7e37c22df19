"""Which files may be opened: regular ones, inside the folder a person opened. All code that reads the disk uses it.

The files a spec names (`herite`, images, the act an avenant amends) must be in one folder, its *root*: that of
`--racine`, else the folder given on the command line, or that of the file given, widened to the project around it.
Links are followed when they end inside. The check is on the opened file, never on a name that may have changed since.
"""

import errno
import os
import stat
from pathlib import Path

from conventions_cli.foundation.memory import on_forget
from conventions_cli.foundation.records import Record

_PROJECT, _SHARED = ".git", "annuaire.yaml"  # names found in the folder of a project
_LEVELS = 4  # levels above a spec where the directory of its parties is looked for
_PLAIN = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_STEPS = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class OutsideError(OSError):
    """A file outside the folder that all files read must be in. `root`: that folder; `real`: where the file is."""

    def __init__(self, path: Path, root: Path, real: Path) -> None:
        super().__init__(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
        self.root, self.real = root, real


class NotRegularError(OSError):
    """A device, a pipe or a socket, which cannot be read to an end."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


class Opened(Record, frozen=True):
    """The folders a person opened: those given on the command line, or the one of `--racine`, all resolved."""

    folders: tuple[Path, ...] = ()
    racine: Path | None = None


class _Now:
    opened = Opened()
    roots: dict[Path, Path] = {}  # noqa: RUF012 - what `opened` makes of each folder


def opened() -> Opened:
    """The folders opened so far, to be handed to another process (`resume`)."""
    return _Now.opened


def resume(state: Opened) -> None:
    """Set the folders opened: at the start of a command (`Opened()`), or of another process."""
    if _Now.opened != state:
        _Now.opened, _Now.roots = state, {}


def open_folder(folder: Path) -> None:
    """Open a folder given on the command line: specs in it may name files anywhere in it."""
    state = _Now.opened
    real = resolved(folder)
    if real not in state.folders:
        resume(Opened((*state.folders, real), state.racine))


def set_racine(folder: Path) -> None:
    """Make a folder the one root of all specs."""
    resume(Opened(_Now.opened.folders, resolved(folder)))


def root_of(folder: Path) -> Path:
    """The root of the specs of a folder, resolved."""
    if _Now.opened.racine is not None:
        return _Now.opened.racine
    place = folder if folder.is_absolute() else Path.cwd() / folder  # a library may see the working directory change
    if place not in _Now.roots:
        home = resolved(place)
        around = [around_folder for around_folder in _Now.opened.folders if home.is_relative_to(around_folder)]
        _Now.roots[place] = _project(min(around, key=lambda folder: len(folder.parts), default=home))
    return _Now.roots[place]


def forget() -> None:
    """Forget the project of each folder: it is looked for again."""
    _Now.roots = {}


on_forget(forget)


def _project(folder: Path) -> Path:
    """The repository a folder is in, else the highest folder just above with a directory of parties, else the folder.

    Never the home folder of a person, nor a folder that anyone may turn into a project by writing in it.
    """
    person = resolved(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    shared = folder
    for above, place in enumerate((folder, *folder.parents)):
        if place != folder and (person.is_relative_to(place) or is_anyone_s(place)):
            break
        if os.path.lexists(place / _PROJECT):
            return place
        if above < _LEVELS and (place / _SHARED).is_file():
            shared = place
    return shared


def is_anyone_s(folder: Path) -> bool:
    """Whether everybody may write in a folder, as in « /tmp »."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return False


def resolved(path: str | Path) -> Path:
    """The path with its links followed as far as possible, where `Path.resolve` raises RuntimeError for loops."""
    return Path(os.path.realpath(path))


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path, with its links followed, is inside a resolved folder."""
    return resolved(path).is_relative_to(root)


def find_inside(path: Path, root: Path) -> Path:
    """The path with its links followed, if inside a resolved root. Raises OutsideError, OSError, ValueError."""
    real = resolved(path)
    if not real.is_relative_to(root):
        raise OutsideError(path, root, real)
    return real


def read_bytes(path: Path, most: int, root: Path | None = None) -> bytes:
    """The bytes of a regular file; at most `most` plus one, so that the caller can tell a longer file.

    `root`: the folder it must be in, resolved; None for a file named by the person, and by no file.
    Raises OutsideError, NotRegularError, IsADirectoryError and any OSError; ValueError for an impossible name.
    """
    if root is None:
        _require_regular(path, path.stat())  # opening a device may have effects
        return _read(path, os.open(path, _PLAIN), most)
    return read_found(find_inside(path, root), most, root)


def read_found(real: Path, most: int, root: Path) -> bytes:
    """The bytes of a file found by `find_inside`: no link is followed, even one put in its place meanwhile."""
    if not _BY_STEPS:
        return read_bytes(real, most)
    try:
        return _read(real, _opened_by_steps(real, root), most)
    except OSError as fault:
        fault.filename = str(real)
        raise


def _read(path: Path, number: int, most: int) -> bytes:
    """The bytes of an opened file; it is closed."""
    try:
        status = os.fstat(number)
        _require_regular(path, status)
        data = os.read(number, min(status.st_size, most) + 1)
        while data and len(data) <= most:
            more = os.read(number, most + 1 - len(data))
            if not more:
                break
            data += more
        return data
    finally:
        os.close(number)


def _opened_by_steps(real: Path, root: Path) -> int:
    """A file opened step by step from its root; no step may be a link, even one put there a moment ago."""
    *steps, name = real.relative_to(root).parts or (".",)
    place = os.open(root, _STEP)
    try:
        for step in steps:
            following = os.open(step, _STEP | _NO_LINK, dir_fd=place)
            os.close(place)
            place = following
        _require_regular(real, os.stat(name, dir_fd=place, follow_symlinks=False))
        return os.open(name, _PLAIN | _NO_LINK, dir_fd=place)
    finally:
        os.close(place)


def _require_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISLNK(status.st_mode):  # a link put there after links were followed, or a loop
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(path)
