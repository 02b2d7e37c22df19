"""Files that only this person can have written: a file that somebody else made, or that a disk damaged, is not read.

Each file begins with a seal (HMAC-SHA256) of its content, verified before the content is used. The key of the seals is
drawn once, and kept in the person's own configuration folder, not beside the files: whoever can write the files,
restore old ones or exchange a folder above them has no key. Folders and files are checked once they are open (`fstat`
of their descriptors), and a file is opened within its open folder, so that nothing can be exchanged between the check
and the reading. Where a system does not allow that (Windows), nothing is kept.
"""

import hmac
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from conventions_cli.foundation import config_folder

MAX_BYTES = 16 * 1024 * 1024
_KEY_NAME, _KEY_BYTES = "cache.key", 32
_SEAL_BYTES = 32
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")
_LEFT_FOR = 3600  # seconds after which a temporary file belongs to a process that died
_NEEDED = ("getuid", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK")

POSSIBLE = os.open in os.supports_dir_fd and all(hasattr(os, name) for name in _NEEDED)


def read(folder: Path, name: str, use: str) -> bytes | None:
    """The content that this person sealed in a file of a folder; None for a file that is missing or not so sealed.

    `use`: the purpose of the file. A seal made for another use, another folder or another name does not match.
    """
    try:
        with _opened(folder) as place:
            sealed = _content(place, name, MAX_BYTES)
        with _opened(_key_folder()) as place:
            key = _key(place)
    except (OSError, ValueError):
        return None
    seal, data = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
    return data if hmac.compare_digest(seal, _seal(key, folder, name, use, data)) else None


def write(folder: Path, name: str, use: str, data: bytes) -> None:
    """Write a sealed file in a folder, made where it is missing. The file is never seen half written.

    Raises OSError when the file cannot be written, ValueError when it is too large for `read`.
    """
    if len(data) + _SEAL_BYTES > MAX_BYTES:
        raise ValueError("too large to be read again")
    key = _key_or_new()
    with _opened_or_new(folder) as place:
        _sweep(place)
        _write_file(place, name, _seal(key, folder, name, use, data) + data)


def usable(folder: Path) -> bool:
    """Whether sealed files can be written in a folder, made where it is missing."""
    try:
        _key_or_new()
        with _opened_or_new(folder):
            return True
    except (OSError, ValueError):
        return False


def _seal(key: bytes, folder: Path, name: str, use: str, data: bytes) -> bytes:
    own = hmac.digest(key, "\0".join((folder.name, name, use)).encode("utf-8", "surrogateescape"), "sha256")
    return hmac.digest(own, data, "sha256")


def _key_folder() -> Path:
    folder = config_folder()
    if not folder:
        raise OSError("no place for a key")
    return Path(folder)


def _key(place: int) -> bytes:
    """The key of an open folder. Raises OSError or ValueError for a key that is missing, cut, or readable by others."""
    key = _content(place, _KEY_NAME, _KEY_BYTES, _OTHERS)
    if len(key) != _KEY_BYTES:
        raise ValueError("a key that was cut")
    return key


def _key_or_new() -> bytes:
    """The key; a new one is drawn when there is no valid key."""
    with _opened_or_new(_key_folder()) as place:
        try:
            return _key(place)
        except (OSError, ValueError):
            key = os.urandom(_KEY_BYTES)
            _write_file(place, _KEY_NAME, key)
            return key


@contextmanager
def _opened_or_new(folder: Path) -> Iterator[int]:
    if not POSSIBLE:
        raise OSError("no descriptors of folders")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder) as place:
        yield place


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The descriptor of a folder that only this person can write in. Raises OSError for any other folder, or a link."""
    if not POSSIBLE:
        raise OSError("no descriptors of folders")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _check(os.fstat(place), stat.S_IFDIR, _OTHERS_WRITE)
        yield place
    finally:
        os.close(place)


def _check(status: os.stat_result, kind: int, refused: int) -> None:
    """Raise OSError unless an open file is of that kind, belongs to this person, and has none of the refused rights."""
    if stat.S_IFMT(status.st_mode) != kind or status.st_uid != os.getuid() or status.st_mode & refused:
        raise OSError("not this person's alone")


def _content(place: int, name: str, most: int, refused: int = _OTHERS_WRITE) -> bytes:
    """The bytes of an ordinary file of an open folder. Raises OSError for anything else, ValueError for a huge one."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    try:
        status = os.fstat(descriptor)
        _check(status, stat.S_IFREG, refused)
        if status.st_size > most:
            raise ValueError("too large")
        return os.read(descriptor, status.st_size)  # one call reads an ordinary file whole; if not, its seal is wrong
    finally:
        os.close(descriptor)


def _write_file(place: int, name: str, data: bytes) -> None:
    """Write a file of an open folder under a temporary name, then rename it."""
    temporary = f".{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(temporary, flags, 0o600, dir_fd=place)
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - of a descriptor, which this closes
            stream.write(data)
        os.replace(temporary, name, src_dir_fd=place, dst_dir_fd=place)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=place)
        raise


def _sweep(place: int) -> None:
    """Remove the temporary files that dead processes left in an open folder."""
    for name in os.listdir(place):
        if _TEMPORARY.fullmatch(name):
            with suppress(OSError):
                status = os.stat(name, dir_fd=place, follow_symlinks=False)
                if status.st_mtime < time.time() - _LEFT_FOR:
                    os.unlink(name, dir_fd=place)
