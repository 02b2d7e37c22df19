"""What a pack costs to prepare, kept from one run to the next: the code of its clauses, and the trees read from them.

Compiling clauses and reading their Markdown takes longer than making an act of them. There is a file for each list of
folders that clauses are looked for in, in the folder CONVENTION_CACHE names: the command names one when the user has
not, the library never does. It holds code, and words of acts: each file is sealed (`sealed`), and one whose seal is not
this person's for these very makers is made again.
"""

import atexit
import hashlib
import marshal
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from conventions_cli.document import Blocks
from conventions_cli.foundation import Packing, installed_version
from conventions_cli.templating import sealed

VARIABLE = "CONVENTION_CACHE"
_MAX_ENTRIES = 512
_MAX_KEPT = sealed.MAX_BYTES // 2  # bytes of all results
# What a result depends on, besides its text: what compiles clauses, and what reads their Markdown.
_MAKERS = (
    "conventions_cli.sandbox.bounds",
    "conventions_cli.templating.environment",
    "conventions_cli.sandbox.generator",
    "conventions_cli.sandbox.guard",
    "conventions_cli.sandbox.literals",
    "conventions_cli.readers.markdown",
    "conventions_cli.document.addresses",
    "conventions_cli.document.nodes",
    "conventions_cli.document.passes",
    "markdown_it",
    "mdit_py_plugins",
)

_FILE: Packing[dict[str, bytes]] = Packing(dict[str, bytes])
_BLOCKS: Packing[Blocks] = Packing(Blocks)


class Kept:
    """A file of results by key. Nothing it is asked fails: a disk that refuses makes it forget."""

    def __init__(self, path: Path, made_by: str) -> None:
        self.path, self._made_by = path, made_by
        self._results: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._news = False
        data = sealed.read(path.parent, path.name, made_by)
        if data is not None:
            with suppress(ValueError):
                self._results = _FILE.unpacked(data)

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
        staying: set[str] = set()
        left = _MAX_KEPT
        for key in sorted(self._results, key=lambda key: key in self._used)[: -_MAX_ENTRIES - 1 : -1]:
            if len(self._results[key]) <= left:
                left -= len(self._results[key])
                staying.add(key)
        results = {key: result for key, result in self._results.items() if key in staying}
        with suppress(OSError, ValueError, KeyboardInterrupt):  # the act is written: nobody waits for this
            sealed.write(self.path.parent, self.path.name, self._made_by, _FILE.packed(results))

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

    def get_source_checksum(self, source: str) -> str:
        """What tells a text from any other, made to be taken for it or not."""
        return _key("source", source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Find the code of a text, if it is kept."""
        code = self._kept.get(self._key(bucket))
        if code is not None:
            with suppress(EOFError, ValueError, TypeError):
                bucket.code = marshal.loads(code)  # noqa: S302 - sealed by this person, for this very Python

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a text."""
        self._kept.put(self._key(bucket), marshal.dumps(bucket.code))

    @staticmethod
    def _key(bucket: Bucket) -> str:
        return f"code-{bucket.key}-{bucket.checksum}"

    def bucket(self, environment: jinja2.Environment, kind: str, text: str) -> Bucket:
        """What is known of a text that is in no file of clauses."""
        return self.get_bucket(environment, f"{kind}:{self.get_source_checksum(text)}", None, text)


_OPEN: dict[Path, Kept] = {}


def kept_for(folders: Sequence[Path]) -> Kept | None:
    """The file of results for these folders of clauses; none when there is no place for it."""
    place, made_by = _folder(), _made_by()
    if place is None or not made_by:
        return None
    path = place / f"{_key(*map(str, folders))}.bin"
    if path not in _OPEN:
        _OPEN[path] = Kept(path, made_by)
    return _OPEN[path]


def kept_folder() -> Path | None:
    """The place of these files; none when the environment names none, or where they cannot be sealed."""
    folder = _folder()
    return folder if folder is not None and sealed.usable(folder) else None


def _folder() -> Path | None:
    root = os.environ.get(VARIABLE)
    if not root or not sealed.POSSIBLE:
        return None
    return Path(root) / f"clauses-{installed_version()}-{jinja2.__version__}"


def _key(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _made_by() -> str:
    """What makes these results here, as one word; empty when it cannot be told."""
    digest = hashlib.sha256(f"{sys.version} {marshal.version}".encode())
    try:
        for name in _MAKERS:
            found = find_spec(name)
            if found is None or found.origin is None:
                return ""
            digest.update(Path(found.origin).read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()
