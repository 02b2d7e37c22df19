"""Results kept from one run to the next: the code of the clauses of a pack, and the trees read from their Markdown.

Compiling clauses and reading their Markdown takes longer than making an act from them. There is one file for each list
of clause folders, in the folder that CONVENTION_CACHE names: the command names one when the user has not, the library
never does. These files hold code, and words of acts. So each is sealed (`sealed.py`): it is made again unless this
person sealed it with the same versions of the makers below.
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
# The modules and packages whose code a result depends on, besides its text.
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
    """A file of results by key. None of its methods fails: when the disk refuses, results are lost, and made again."""

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
        """The result kept under a key; None when there is none."""
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
        """Write the results if some are new. If there are too many, those this run did not use are dropped first."""
        if not self._news:
            return
        self._news = False
        atexit.unregister(self.save)
        staying: set[str] = set()
        room = _MAX_KEPT
        for key in sorted(self._results, key=lambda key: key in self._used)[: -_MAX_ENTRIES - 1 : -1]:
            if len(self._results[key]) <= room:
                room -= len(self._results[key])
                staying.add(key)
        results = {key: result for key, result in self._results.items() if key in staying}
        with suppress(OSError, ValueError, KeyboardInterrupt):  # the act is already written: a failure here is harmless
            sealed.write(self.path.parent, self.path.name, self._made_by, _FILE.packed(results))

    def blocks(self, text: str) -> Blocks | None:
        """The blocks kept for a guarded text; None when there are none."""
        packed = self.get(_key("texte", text))
        with suppress(ValueError):
            return _BLOCKS.unpacked(packed) if packed is not None else None
        return None

    def put_blocks(self, text: str, blocks: Blocks) -> None:
        """Keep the blocks read from a guarded text."""
        self.put(_key("texte", text), _BLOCKS.packed(blocks))


class ClauseCache(BytecodeCache):
    """The bytecode cache of Jinja, in a file of results."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def get_source_checksum(self, source: str) -> str:
        """A SHA-256 of the text, where Jinja's own checksum could be forged."""
        return _key("source", source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a text, if the file has it."""
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
        """The cache entry of a text that is in no clause file: an expression, a title."""
        return self.get_bucket(environment, f"{kind}:{self.get_source_checksum(text)}", None, text)


_OPEN: dict[Path, Kept] = {}


def kept_for(folders: Sequence[Path]) -> Kept | None:
    """The file of results for these clause folders; None when there is no folder to keep it in."""
    place, made_by = _folder(), _made_by()
    if place is None or not made_by:
        return None
    path = place / f"{_key(*map(str, folders))}.bin"
    if path not in _OPEN:
        _OPEN[path] = Kept(path, made_by)
    return _OPEN[path]


def kept_folder() -> Path | None:
    """The folder of these files; None when the environment names none, or when its files cannot be sealed."""
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
    """A digest of the Python and of the makers of these results; empty when a maker cannot be read."""
    digest = hashlib.sha256(f"{sys.version} {marshal.version}".encode())
    try:
        for name in _MAKERS:
            spec = find_spec(name)
            if spec is None or spec.origin is None:
                return ""
            digest.update(Path(spec.origin).read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()
