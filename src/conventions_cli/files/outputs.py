"""Writes files, whole or not at all, under names that stay inside their folder.

One rule applies when something already exists under the name of an output. For a file that a person names (`-o`),
links are followed, and devices, pipes and descriptors are written to; folders, sockets and disks are refused. In a
folder that a person names, the program chooses the file names: only ordinary files are replaced, and links are refused
like all else, since whoever made a link would choose the file to be overwritten.
"""

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from conventions_cli.foundation import Diagnostic, Record, catalogue, endings_held, hidden_file, hidden_folder, replace
from conventions_cli.french import bare, disk_reason

_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_MAX_NAME = 100
# Letters that Unicode does not decompose, as people type them without that key.
_PAIRS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})
_NEW = "Rien n’est écrit. Donner un autre nom de fichier, ou déplacer celui qui s’y trouve."


def file_stem(name: str) -> str:
    """A file name without its ending: ASCII letters, digits, `-`, `.` and `_`, nothing a system reserves."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", bare(name.translate(_PAIRS), "NFKD")).strip("-.")[:_MAX_NAME].rstrip("-.")
    if not slug or slug.partition(".")[0].lower() in _RESERVED:  # for Windows, « con.x.docx » is the console too
        return f"convention-{slug}".rstrip("-")
    return slug


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in a folder that nobody reads yet. Raises OSError.

    Takes half the time of `Path.write_bytes`, which asks the system what kind of file it opened, in order to buffer it.
    """
    with path.open("wb", buffering=0) as stream:
        rest = memoryview(content)
        while rest:
            rest = rest[stream.write(rest) :]


class Written(Record, frozen=True):
    """The result of writing files together: the files in place, the diagnostic of a failure, whether an interruption
    came meanwhile (all files were then put in place first).
    """

    paths: tuple[Path, ...] = ()
    fault: Diagnostic | None = None
    interrupted: bool = False


def write_output(path: Path, content: bytes) -> Diagnostic | None:
    """Write the result of a command under the name a person gave, by the rule above. Returns a failure, if any."""
    try:
        target = output_file(path)
        if target is None:
            _stream(path, content)
            return None
    except (OSError, ValueError) as fault:
        return _unwritable(path, fault, "Choisir un autre fichier avec « -o ».")
    return write_whole(target, content)


def output_file(path: Path) -> Path | None:
    """The file that a name leads to, links followed, whether it exists or not; None for a stream, which is written to.

    Raises OSError when nothing may be written there, ValueError when the name is not valid.
    """
    if _descriptor(path) is not None:
        return None
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        if target is not path and not target.parent.is_dir():
            raise
        return target
    if stat.S_ISREG(mode):
        return Path(os.path.realpath(path)) if path.is_symlink() else path
    if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
        return None
    raise _refusal(path, mode)


def is_stream(path: Path) -> bool:
    """Whether a name leads to a stream, which is written to and not replaced: no content would be lost."""
    try:
        return output_file(path) is None
    except (OSError, ValueError):
        return False


def refuse_taken(paths: Iterable[str | Path]) -> Diagnostic | None:
    """The refusal of the first of these paths that exists and is no ordinary file; None when there is none."""
    for path in paths:
        try:
            mode = os.lstat(path).st_mode
            if not stat.S_ISREG(mode):
                raise _refusal(path, mode)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as fault:
            hint = "Rien n’est écrit. Déplacer ce qui s’y trouve, ou choisir un autre dossier."
            return _unwritable(path, fault, hint)
    return None


def _refusal(path: str | Path, mode: int) -> OSError:
    number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EMLINK if stat.S_ISLNK(mode) else errno.EINVAL
    return OSError(number, os.strerror(number), str(path))


def _descriptor(path: Path) -> int | None:
    """The number of the descriptor of this process that a name stands for (`/dev/stdout`); None for other names."""
    own = {os.path.realpath(folder) for folder in ("/dev/fd", "/proc/self/fd") if os.path.isdir(folder)}  # noqa: PTH112
    name = os.fspath(path)
    for _ in range(40):  # as many links as a system follows
        folder, last = os.path.split(name)
        folder = os.path.realpath(folder)
        if folder in own and last.isascii() and last.isdecimal():
            return int(last)
        try:
            name = os.path.join(folder, os.readlink(os.path.join(folder, last)))  # noqa: PTH115, PTH118 - as above
        except (OSError, ValueError):
            return None
    return None


def _stream(path: Path, content: bytes) -> None:
    """Write to a stream. A pipe that nobody reads is refused, as writing to it would block. Raises OSError."""
    for stream in (sys.stdout, sys.stderr):  # so that earlier messages come first
        stream.flush()
    number = _descriptor(path)
    if number is not None:
        descriptor = os.dup(number)  # opened again, a file would be written from its beginning
    else:
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    try:
        if number is None:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):  # it may have changed since it was looked at
                raise _refusal(path, 0)
            os.set_blocking(descriptor, True)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Diagnostic | None:
    """Write a new folder of files, whole or not at all; never touch an existing one. Returns a diagnostic on failure.

    `files`: contents by path inside the folder, with `/`. The caller must know that these paths are safe.
    """
    try:
        if os.path.lexists(folder):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with hidden_folder(folder.parent) as temporary:
            whole = temporary / "entier"
            whole.mkdir()
            for name, content in files.items():
                target = whole / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            whole.rename(folder)
    except OSError as fault:
        message = f"Le dossier « {folder} » ne peut pas être écrit ({disk_reason(fault)})."
        return Diagnostic(catalogue.OUTPUT, message, None, "Choisir un autre dossier.")
    return None


def write_whole(
    path: Path, content: bytes, *, private: bool = False, like: os.stat_result | None = None
) -> Diagnostic | None:
    """Write a file beside its place, then move it there: it is never seen half written. Returns a failure, if any.

    `private`: only its owner may read it. `like`: the file it replaces; it gets the rights and owner of that one.
    """
    refused = refuse_taken([path])
    if refused is not None:
        return refused
    try:
        with _staged(path, content, private=private, like=like) as temporary:
            temporary.replace(path)
    except OSError as fault:
        return _unwritable(path, fault, "Choisir un autre dossier avec « -o », fermer le fichier s’il est ouvert.")
    return None


def write_all(files: Mapping[Path, bytes], likes: Mapping[Path, os.stat_result] | None = None) -> Written:
    """Write files that go together: all are made before the first is put in place; from then on no signal stops this.

    `likes`: of those that are replaced and keep their rights and their owner, their state. Raises KeyboardInterrupt if
    interrupted before any file is in place.
    """
    refused = refuse_taken(files)
    if refused is not None:
        return Written((), refused)
    return _together(files, placed, "Rien n’est écrit. Choisir un autre dossier avec « -o ».", likes or {})


def _together(
    files: Mapping[Path, bytes],
    place: Callable[[list[tuple[Path, Path]]], Written],
    hint: str,
    likes: Mapping[Path, os.stat_result],
) -> Written:
    """Make all these files, then put them in place, which no signal stops.

    `hint`: what to do when a file cannot be made. Raises KeyboardInterrupt if interrupted before any is in place.
    """
    done = Written()
    path = Path()
    with contextlib.ExitStack() as stack:
        try:
            staged = []
            for path, content in files.items():
                staged.append((stack.enter_context(_staged(path, content, like=likes.get(path))), path))
        except OSError as fault:
            return Written((), _unwritable(path, fault, hint))
        try:
            with endings_held():
                done = place(staged)
        except KeyboardInterrupt:
            return replace(done, interrupted=True)
    return done


def placed(staged: Iterable[tuple[str | Path, str | Path]]) -> Written:
    """Put finished files in place; each replaces the file there. The caller must hold the signals."""
    pairs = list(staged)
    paths: list[Path] = []
    for temporary, path in pairs:
        try:
            os.replace(temporary, path)  # noqa: PTH105 - which makes no path anew
        except OSError as fault:
            done = f"{len(paths)} fichier{'s' if len(paths) > 1 else ''} sur {len(pairs)} déjà en place"
            hint = f"{done if paths else 'Rien n’est écrit'}. Fermer ce fichier s’il est ouvert, puis recommencer."
            return Written(tuple(paths), _unwritable(path, fault, hint))
        paths.append(Path(path))
    return Written(tuple(paths))


def write_new(files: Mapping[Path, bytes]) -> Written:
    """Write files that must not exist yet, all or none; nothing is ever replaced.

    Raises KeyboardInterrupt if interrupted before any file is in place.
    """
    return _together(files, _all_new, _NEW, {})


def _all_new(staged: Iterable[tuple[Path, Path]]) -> Written:
    """Put finished files in place, all or none."""
    paths: list[Path] = []
    for temporary, path in staged:
        try:
            _place(temporary, path)
        except OSError as fault:
            for created in paths:
                with contextlib.suppress(OSError):
                    created.unlink()
            return Written((), _unwritable(path, fault, _NEW))
        paths.append(path)
    return Written(tuple(paths))


def _place(temporary: Path, path: Path) -> None:
    """Put a finished file in place, unless something exists there, even since a moment ago."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: create the name first, then fill it
        path.open("xb").close()
        temporary.replace(path)


@contextlib.contextmanager
def _staged(path: Path, content: bytes, *, private: bool = False, like: os.stat_result | None = None) -> Iterator[Path]:
    """A finished file beside its place; it is removed at the end of the context unless it was moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with hidden_file(path.parent) as (temporary, stream):
        if private:
            temporary.chmod(0o600)
        if like is not None:
            _resemble(temporary, like)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
        if os.name == "nt":
            stream.close()  # Windows cannot move an open file
        yield temporary


def _resemble(path: Path, model: os.stat_result) -> None:
    """Give a file the owner and the rights of another, as far as the system allows."""
    state = path.stat()
    if hasattr(os, "chown") and (state.st_uid, state.st_gid) != (model.st_uid, model.st_gid):
        with contextlib.suppress(OSError):
            os.chown(path, model.st_uid, model.st_gid)
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(model.st_mode) & 0o777)


def _unwritable(path: str | Path, fault: Exception, hint: str) -> Diagnostic:
    message = f"Le fichier « {path} » ne peut pas être écrit ({disk_reason(fault)})."
    return Diagnostic(catalogue.OUTPUT, message, None, hint)
