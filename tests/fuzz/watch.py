"""What a run touches, and how many steps it takes: seen from inside the interpreter, by the events it audits."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conventions_cli.foundation.resources import templates_dir

# What no command that reads a file has to do, whatever the file says.
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "os.kill",
    "os.symlink",
    "pty.",
    "ctypes.",
    "pickle.find_class",
    "webbrowser.",
    "urllib.",
    "http.client.",
    "ftplib.",
    "smtplib.",
    "sqlite3.",
    "shutil.unpack_archive",
)
# Events that name what they change, and how many of their first arguments are paths.
_CHANGES = {
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "os.utime": 1,
    "shutil.rmtree": 1,
    "shutil.move": 2,
    "shutil.copyfile": 2,
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DEVICES = {"/dev/null", "/dev/urandom"}
# Where a program finds itself and its libraries.
_PROGRAM = tuple(
    {
        os.path.realpath(path)
        for path in (
            sys.prefix,
            sys.base_prefix,
            Path(os.__file__).parent,
            *(path for path in sys.path if path),
            templates_dir(),
            templates_dir().parent / "src",
            "/usr/share/zoneinfo",
            "/etc/localtime",
        )
    }
)


class TooManySteps(BaseException):
    """The run took more steps than its input may ask for."""


class Watch:
    """What one run did: what it had no right to do (`trespasses`), and its `steps` (calls and returns)."""

    def __init__(self, folder: Path, *writable: Path) -> None:
        """`folder`: where the run works; `writable`: other folders that are its own."""
        self.own = tuple(os.path.realpath(path) for path in (folder, *writable))
        self.trespasses: list[str] = []
        self.steps = 0

    def event(self, name: str, arguments: tuple[Any, ...]) -> None:
        """Judge one audited event."""
        if name == "open":
            path, mode, flags = arguments
            writes = bool(flags & _WRITING) or any(sign in (mode or "") for sign in "wax+")
            self._path(name, path, writes=writes)
        elif name in _CHANGES:
            for path in arguments[: _CHANGES[name]]:
                self._path(name, path, writes=True)
        elif name.startswith(_FORBIDDEN):
            self.trespasses.append(f"{name} {arguments!r}"[:300])
        elif name in {"exec", "compile"}:
            self._code(name, arguments)

    def _path(self, event: str, given: object, *, writes: bool) -> None:
        if not isinstance(given, str | bytes | os.PathLike):
            return  # an open descriptor
        path = os.path.realpath(os.fsdecode(given))
        allowed = self.own if writes else (*self.own, *_PROGRAM)
        if path in _DEVICES or any(path == root or path.startswith(root + os.sep) for root in allowed):
            return
        # Looking for a name above the folder is no harm: packs are looked for up to the working directory.
        self.trespasses.append(f"{event} {path}")

    def _code(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Only programs make code, and Jinja, which does it for clauses: no clause does by itself."""
        frame = sys._getframe(2)
        while frame is not None and frame.f_code.co_filename == __file__:
            frame = frame.f_back
        caller = frame.f_code.co_filename if frame is not None else "<rien>"
        if not caller.startswith("<") and not any(os.path.realpath(caller).startswith(root) for root in _PROGRAM):
            self.trespasses.append(f"{event} par {caller}")


_NOW: list[Watch] = []


def _audit(name: str, arguments: tuple[Any, ...]) -> None:
    if _NOW:
        watch = _NOW.pop()  # what judging itself does is not judged
        try:
            watch.event(name, arguments)
        finally:
            _NOW.append(watch)


_HOOKED: list[bool] = []


@contextmanager
def watched(watch: Watch, most: int) -> Iterator[None]:
    """Watch what is run inside. Raises TooManySteps past `most` steps."""
    if not _HOOKED:
        sys.addaudithook(_audit)  # for the life of the process: an audit hook cannot be taken away
        _HOOKED.append(True)
    left = most

    def step(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManySteps

    before, bytecode = sys.getprofile(), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # what Python keeps of a module it compiles is not the work of the run
    _NOW.append(watch)
    sys.setprofile(step)
    try:
        yield
    finally:
        sys.setprofile(before)
        sys.dont_write_bytecode = bytecode
        _NOW.clear()
        watch.steps = most - left
