"""What Jinja compiles, kept from one run to the next in a folder of the user's own.

Compiling the clauses of a pack takes longer than making an act of it. The folder is the one CONVENTION_CACHE names: the
command names one when the user has not, the library never does. What is kept there is code, so a folder that others can
write is not used; and what cannot be read is compiled again.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from conventions_cli.resources import installed_version

VARIABLE = "CONVENTION_CACHE"
# To raise when the marks laid in the clauses change: code compiled with others must not be found again.
_FORM = 1


class ClauseCache(FileSystemBytecodeCache):
    """A file for each text compiled. A disk that refuses makes it forget, and never fails a run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "%s.bin")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of a text; nothing when the file is damaged or of another version."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # damaged bytes fail in many ways, all with the same remedy
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a text, if the disk allows."""
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def bucket(self, environment: Environment, kind: str, text: str) -> Bucket:
        """What is known of a text that is in no file of clauses."""
        return self.get_bucket(environment, f"{kind}:{self.get_source_checksum(text)}", None, text)


def clause_cache() -> ClauseCache | None:
    """The place for compiled clauses; none when the environment names none, or when it is not the user's alone."""
    root = os.environ.get(VARIABLE)
    folder = _private(Path(root) / f"clauses-{installed_version()}-{jinja2.__version__}-{_FORM}") if root else None
    return ClauseCache(folder) if folder is not None else None


def _private(folder: Path) -> Path | None:
    """The folder, made if it is not there; None when someone else could write in it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    if not stat.S_ISDIR(status.st_mode):
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    return folder
