"""Files, whole or not at all, under names that stay inside their folder."""

import contextlib
import errno
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.diagnostics import Diagnostic
from conventions_cli.french.disk import disk_reason
from conventions_cli.french.letters import bare

_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_MAX_NAME = 100


def file_stem(name: str) -> str:
    """A file name without its ending: ASCII letters, digits, `-`, `.` and `_`, nothing a system reserves."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", bare(name, "NFKD")).strip("-.")[:_MAX_NAME].rstrip("-.")
    if not slug or slug.lower() in _RESERVED:
        return f"convention-{slug}".rstrip("-")
    return slug


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file of a folder nobody looks into yet. Raises OSError.

    Twice as fast as `Path.write_bytes`, which asks the system what kind of file it opened, in order to buffer it.
    """
    with path.open("wb", buffering=0) as stream:
        rest = memoryview(content)
        while rest:
            rest = rest[stream.write(rest) :]


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Diagnostic | None:
    """Write a new folder of files, whole or not at all. Returns what went wrong; one that exists is never touched.

    `files`: contents by path inside the folder, with `/`. The caller answers for these paths.
    """
    temporary = _beside(folder)
    try:
        if os.path.lexists(folder):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary.mkdir()
        try:
            for name, content in files.items():
                target = temporary / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            temporary.rename(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as fault:
        message = f"Le dossier « {folder} » ne peut pas être écrit ({disk_reason(fault)})."
        return Diagnostic(catalogue.OUTPUT, message, None, "Choisir un autre dossier.")
    return None


def write_whole(
    path: Path, content: bytes, *, private: bool = False, like: os.stat_result | None = None
) -> Diagnostic | None:
    """Write a file beside its place, then move it there: nobody ever sees a half of it. Returns what went wrong.

    `private`: only its owner may read it. `like`: the file it replaces, whose rights and owner it takes.
    """
    try:
        with _staged(path, content, private=private, like=like) as temporary:
            temporary.replace(path)
    except OSError as fault:
        return _unwritable(path, fault, "Choisir un autre dossier avec « -o », fermer le fichier s’il est ouvert.")
    return None


def write_new(files: Mapping[Path, bytes]) -> Diagnostic | None:
    """Write files that must not be there yet, all or none; nothing is ever replaced. Returns what went wrong."""
    made: list[Path] = []
    with contextlib.ExitStack() as stack:
        try:
            staged = []
            for path, content in files.items():
                staged.append((path, stack.enter_context(_staged(path, content))))
            for path, temporary in staged:
                _place(temporary, path)
                made.append(path)
        except BaseException as fault:
            for placed in made:
                with contextlib.suppress(OSError):
                    placed.unlink()
            if isinstance(fault, OSError):
                hint = "Rien n’est écrit. Donner un autre nom de fichier, ou déplacer celui qui s’y trouve."
                return _unwritable(path, fault, hint)
            raise
    return None


def _place(temporary: Path, path: Path) -> None:
    """Give a finished file its name, unless something bears it already, be it since a moment ago."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links: the name is taken first, then filled
        path.open("xb").close()
        temporary.replace(path)


@contextlib.contextmanager
def _staged(path: Path, content: bytes, *, private: bool = False, like: os.stat_result | None = None) -> Iterator[Path]:
    """A finished file beside its place, gone when the context ends unless it was moved."""
    temporary = _beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with temporary.open("xb") as stream:
            if private:
                temporary.chmod(0o600)
            if like is not None:
                _resemble(temporary, like)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """The hidden name a file has until it is whole: no other run takes it, be it of the same number in a container."""
    return path.parent / f".{path.name}.{os.getpid()}-{os.urandom(3).hex()}.tmp"  # `with_name` raises on « . »


def _resemble(path: Path, model: os.stat_result) -> None:
    """Give a file the owner and the rights of another, as far as the system allows."""
    made = path.stat()
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (model.st_uid, model.st_gid):
        with contextlib.suppress(OSError):
            os.chown(path, model.st_uid, model.st_gid)
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(model.st_mode) & 0o777)


def _unwritable(path: Path, fault: OSError, hint: str) -> Diagnostic:
    message = f"Le fichier « {path} » ne peut pas être écrit ({disk_reason(fault)})."
    return Diagnostic(catalogue.OUTPUT, message, None, hint)
