"""What a pack costs to prepare, kept from one run to the next: the code of its clauses, and the trees read from them.

Compiling clauses and reading their Markdown takes longer than making an act of them. There is a file for each list of
folders that clauses are looked for in, in the folder CONVENTION_CACHE names: the command names one when the user has
not, the library never does. It holds code, so a folder that others can write is not used; what cannot be read, or was
made by another version, is made again.
"""

import atexit
import hashlib
import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from conventions_cli.document.nodes import Blocks
from conventions_cli.records import Packing
from conventions_cli.resources import installed_version

VARIABLE = "CONVENTION_CACHE"
_MAX_ENTRIES = 512
# What a result depends on, besides its text: what compiles clauses, and what reads their Markdown.
_MAKERS = (
    "conventions_cli.templating.bounds",
    "conventions_cli.templating.environment",
    "conventions_cli.templating.guard",
    "conventions_cli.readers.markdown",
    "conventions_cli.document.addresses",
    "conventions_cli.document.nodes",
    "conventions_cli.document.passes",
    "markdown_it",
    "mdit_py_plugins",
)

_FILE: Packing[tuple[str, dict[str, bytes]]] = Packing(tuple[str, dict[str, bytes]])
_BLOCKS: Packing[Blocks] = Packing(Blocks)


class Kept:
    """A file of results by key. Nothing it is asked fails: a disk that refuses makes it forget."""

    def __init__(self, path: Path, made_by: str) -> None:
        self.path, self._made_by = path, made_by
        self._results: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._news = False
        with suppress(OSError, ValueError):
            maker, results = _FILE.unpacked(path.read_bytes())
            if maker == made_by:
                self._results = results

    def get(self, key: str) -> bytes | None:
        """What was kept under a key."""
        self._used.add(key)
        return self._results.get(key)

    def put(self, key: str, result: bytes) -> None:
        """Keep a result; it is written when the process ends."""
        self._used.add(key)
        self._results[key] = result
        if not self._news:
            self._news = True
            atexit.register(self.save)

    def save(self) -> None:
        """Write what is new, what this run did not use giving way first. The file is whole at any time."""
        if not self._news:
            return
        self._news = False
        atexit.unregister(self.save)
        order = sorted(self._results, key=lambda key: key in self._used)
        results = {key: self._results[key] for key in order[-_MAX_ENTRIES:]}
        with suppress(OSError, KeyboardInterrupt):  # the act is written: nobody waits for this
            _write(self.path, _FILE.packed((self._made_by, results)))

    def blocks(self, text: str) -> Blocks | None:
        """The blocks read from a guarded text."""
        packed = self.get(_key("texte", text))
        with suppress(ValueError):
            return _BLOCKS.unpacked(packed) if packed is not None else None
        return None

    def put_blocks(self, text: str, blocks: Blocks) -> None:
        """Keep the blocks read from a guarded text."""
        self.put(_key("texte", text), _BLOCKS.packed(blocks))


class ClauseCache(BytecodeCache):
    """The code Jinja compiles, in a file of results."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of a text; nothing when it is damaged or of another version."""
        code = self._kept.get(f"code-{bucket.key}")
        if code is None:
            return
        try:
            bucket.load_bytecode(BytesIO(code))
        except Exception:  # damaged bytes fail in many ways, all with the same remedy
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a text."""
        self._kept.put(f"code-{bucket.key}", bucket.bytecode_to_string())

    def bucket(self, environment: jinja2.Environment, kind: str, text: str) -> Bucket:
        """What is known of a text that is in no file of clauses."""
        return self.get_bucket(environment, f"{kind}:{self.get_source_checksum(text)}", None, text)


_OPEN: dict[Path, Kept] = {}


def kept_for(folders: Sequence[Path]) -> Kept | None:
    """The file of results for these folders of clauses; none when there is no place for it."""
    place, made_by = kept_folder(), _made_by()
    if place is None or not made_by:
        return None
    path = place / f"{_key(*map(str, folders))}.bin"
    if path not in _OPEN:
        _OPEN[path] = Kept(path, made_by)
    return _OPEN[path]


def kept_folder() -> Path | None:
    """The place of these files; none when the environment names none, or when it is not the user's alone."""
    root = os.environ.get(VARIABLE)
    return _private(Path(root) / f"clauses-{installed_version()}-{jinja2.__version__}") if root else None


def _write(path: Path, data: bytes) -> None:
    """Write a file beside its place, then move it there."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _key(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _made_by() -> str:
    """What makes these results here, as one word; empty when it cannot be told."""
    digest = hashlib.sha256()
    try:
        for name in _MAKERS:
            found = find_spec(name)
            if found is None or found.origin is None:
                return ""
            digest.update(Path(found.origin).read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()


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
