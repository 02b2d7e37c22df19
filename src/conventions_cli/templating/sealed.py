"""Files that only this person can have written: what somebody else made, or a disk damaged, is not read as theirs.

Each begins with a seal (HMAC-SHA256) of what follows, verified before anything looks into it. The key of the seals is
drawn once, and kept in the person's own configuration folder rather than beside the files: who can write these, restore
them from elsewhere or exchange the folder above them has no key. Folder and file are looked at once they are open
(`fstat` of their descriptors), and the file is opened within the open folder: between a look and what is read, nothing
can be exchanged. Where a system does not allow that (Windows), nothing is kept.
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
_LEFT_FOR = 3600  # seconds after which a file that was never put in its place is somebody's who died
_NEEDED = ("getuid", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK")

POSSIBLE = os.open in os.supports_dir_fd and all(hasattr(os, name) for name in _NEEDED)


def read(folder: Path, name: str, use: str) -> bytes | None:
    """What this person sealed in a file of a folder; None when there is no such thing, whatever stands there.

    `use`: what the file is for; one that was sealed for another use, in another folder or under another name is not it.
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
    """Seal a file of a folder, made with it where it is missing. The file is whole at any time.

    Raises OSError when that cannot be, ValueError when the file is larger than what is read.
    """
    if len(data) + _SEAL_BYTES > MAX_BYTES:
        raise ValueError("too large to be read again")
    key = _key_made()
    with _made(folder) as place:
        _sweep(place)
        _put(place, name, _seal(key, folder, name, use, data) + data)


def usable(folder: Path) -> bool:
    """Whether files can be sealed in a folder, which is made where it is missing."""
    try:
        _key_made()
        with _made(folder):
            return True
    except (OSError, ValueError):
        return False


def _seal(key: bytes, folder: Path, name: str, use: str, data: bytes) -> bytes:
    own = hmac.digest(key, "\0".join((folder.name, name, use)).encode("utf-8", "surrogateescape"), "sha256")
    return hmac.digest(own, data, "sha256")


def _key_folder() -> Path:
    found = config_folder()
    if not found:
        raise OSError("no place for a key")
    return Path(found)


def _key(place: int) -> bytes:
    """The key of an open folder. Raises OSError or ValueError for one that is missing, cut, or seen by others."""
    key = _content(place, _KEY_NAME, _KEY_BYTES, _OTHERS)
    if len(key) != _KEY_BYTES:
        raise ValueError("a key that was cut")
    return key


def _key_made() -> bytes:
    """The key, drawn when there is none that is good."""
    with _made(_key_folder()) as place:
        try:
            return _key(place)
        except (OSError, ValueError):
            key = os.urandom(_KEY_BYTES)
            _put(place, _KEY_NAME, key)
            return key


@contextmanager
def _made(folder: Path) -> Iterator[int]:
    if not POSSIBLE:
        raise OSError("no descriptors of folders")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _opened(folder) as place:
        yield place


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The descriptor of a folder that only this person can write in; raises OSError for any other, or a link."""
    if not POSSIBLE:
        raise OSError("no descriptors of folders")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _check(os.fstat(place), stat.S_IFDIR, _OTHERS_WRITE)
        yield place
    finally:
        os.close(place)


def _check(status: os.stat_result, kind: int, refused: int) -> None:
    """Raise OSError unless what is open is of that kind, of this person, without the rights that are refused."""
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
        return os.read(descriptor, status.st_size)  # whole, since it is ordinary; one that was cut breaks its seal
    finally:
        os.close(descriptor)


def _put(place: int, name: str, data: bytes) -> None:
    """Write a file of an open folder beside its place, then move it there."""
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
    """Remove what writers that died left in an open folder."""
    for name in os.listdir(place):
        if _TEMPORARY.fullmatch(name):
            with suppress(OSError):
                status = os.stat(name, dir_fd=place, follow_symlinks=False)
                if status.st_mtime < time.time() - _LEFT_FOR:
                    os.unlink(name, dir_fd=place)
