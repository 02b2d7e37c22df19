"""Which files may be opened: regular ones, inside the folder a person opened; the doors to the disk ask here.

What a spec names (`herite`, images, the act an avenant amends) stays in one folder, its *root*: that of `--racine`,
else the folder given on the command line, or that of the file given, widened to the project around it. A link is
followed when it ends inside. What is checked is the file that was opened, never a name that may have changed since.
"""

import errno
import os
import stat
from pathlib import Path

from conventions_cli.foundation.memory import on_forget
from conventions_cli.foundation.records import Record

_PROJECT, _SHARED = ".git", "annuaire.yaml"  # what the folder of a project holds
_LEVELS = 4  # how far above a spec the directory of its parties is looked for
_PLAIN = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_STEPS = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class OutsideError(OSError):
    """A file that is not in the folder what is read must stay in. `root`: that folder; `real`: where the file is."""

    def __init__(self, path: Path, root: Path, real: Path) -> None:
        super().__init__(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
        self.root, self.real = root, real


class NotRegularError(OSError):
    """A device, a pipe or a socket: nothing that is read to its end."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


class Opened(Record, frozen=True):
    """What the person opened: the folders given on the command line, or the one of `--racine`, all resolved."""

    folders: tuple[Path, ...] = ()
    racine: Path | None = None


class _Now:
    opened = Opened()
    roots: dict[Path, Path] = {}  # noqa: RUF012 - what `opened` makes of each folder


def opened() -> Opened:
    """What was opened so far, to be handed to another process (`resume`)."""
    return _Now.opened


def resume(state: Opened) -> None:
    """Take that for what was opened: at the start of a command (`Opened()`), or of another process."""
    if _Now.opened != state:
        _Now.opened, _Now.roots = state, {}


def open_folder(folder: Path) -> None:
    """Note a folder given on the command line: what the specs in it name may be anywhere in it."""
    state = _Now.opened
    real = resolved(folder)
    if real not in state.folders:
        resume(Opened((*state.folders, real), state.racine))


def set_racine(folder: Path) -> None:
    """Take a folder for the one root of all specs."""
    resume(Opened(_Now.opened.folders, resolved(folder)))


def root_of(folder: Path) -> Path:
    """The root of the specs of a folder, resolved."""
    if _Now.opened.racine is not None:
        return _Now.opened.racine
    place = folder if folder.is_absolute() else Path.cwd() / folder  # a library outlives a working directory
    if place not in _Now.roots:
        home = resolved(place)
        around = [one for one in _Now.opened.folders if home.is_relative_to(one)]
        _Now.roots[place] = _project(min(around, key=lambda one: len(one.parts), default=home))
    return _Now.roots[place]


def forget() -> None:
    """Look anew, from now on, for the project each folder is in."""
    _Now.roots = {}


on_forget(forget)


def _project(folder: Path) -> Path:
    """The repository a folder is in, else the highest folder just above with a directory of parties, else the folder.

    Never that of all the files of a person, nor one where anyone may leave what makes it a project.
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
    """Where a path leads, links followed as far as they go: `Path.resolve` raises RuntimeError for those in a loop."""
    return Path(os.path.realpath(path))


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path leads into a folder, resolved, once its links are followed."""
    return resolved(path).is_relative_to(root)


def find_inside(path: Path, root: Path) -> Path:
    """Where the links of a path lead, when it is inside a root, resolved. Raises OutsideError, OSError, ValueError."""
    real = resolved(path)
    if not real.is_relative_to(root):
        raise OutsideError(path, root, real)
    return real


def read_bytes(path: Path, most: int, root: Path | None = None) -> bytes:
    """The bytes of a regular file, one more than `most` at the most, so that a longer one is known.

    `root`: the folder it must be in, resolved; None for a file the person names, and nobody else.
    Raises OutsideError, NotRegularError, IsADirectoryError and any OSError; ValueError for an impossible name.
    """
    if root is None:
        _require_regular(path, path.stat())  # a device may act when it is opened
        return _read(path, os.open(path, _PLAIN), most)
    return read_found(find_inside(path, root), most, root)


def read_found(real: Path, most: int, root: Path) -> bytes:
    """The same of a file found by `find_inside`: no link is followed any more, were one put in its place meanwhile."""
    if not _BY_STEPS:
        return read_bytes(real, most)
    try:
        return _read(real, _opened_by_steps(real, root), most)
    except OSError as fault:
        fault.filename = str(real)
        raise


def _read(path: Path, number: int, most: int) -> bytes:
    """The bytes of an opened file, which is closed."""
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
    """A file opened step by step from its root, no step being a link: what was a folder a moment ago still is one."""
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
    if stat.S_ISLNK(status.st_mode):  # put there since its links were followed, or one in a loop
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(path)
