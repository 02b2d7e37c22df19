"""The recipe of a run: everything that the files of acts depend on, besides their specs."""

import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from conventions_cli.foundation import Record, installed_version, is_inside, templates_dir
from conventions_cli.templating import Neighbours

_MAX_TEMPLATE = 32 * 1024 * 1024  # bytes: above, a clause and a document of styles are refused
_CHUNK = 1024 * 1024
_MOST = 1024 * _CHUNK


class Recipe(Record, frozen=True):
    """The options of a run. `draft`: as in `pipeline.Options`; `formats` are those the person asked for.

    `carried`: whether each DOCX holds the spec it is made from.
    """

    formats: tuple[str, ...]
    settings: tuple[str, ...] = ()
    template_dir: Path | None = None
    draft: bool | None = None
    reference: Path | None = None
    carried: bool = True

    def digest(self, beside: Path | None = None) -> str:
        """The SHA-256 of the recipe: options, version, templates, reference document, stated date. Raises OSError.

        `beside`: the user's own templates near the specs, if any.
        """
        stated = {
            "version": installed_version(),
            "formats": sorted(self.formats),
            "valeurs": list(self.settings),
            "projet": self.draft,
            "specification": self.carried,
            "date": os.environ.get("SOURCE_DATE_EPOCH", ""),
            "modeles": {name: sha256(path) for name, path in self._templates(beside)},
            "reference": sha256(self.reference) if self.reference is not None else "",
        }
        return hashlib.sha256(json.dumps(stated, sort_keys=True).encode("utf-8")).hexdigest()

    def _templates(self, beside: Path | None) -> Iterator[tuple[str, Path]]:
        """Every file that a pack may read, each under a name that says nothing of this machine."""
        roots = [("interne", templates_dir())]
        if self.template_dir is not None:
            roots.append(("dossier", self.template_dir))
        if beside is not None:
            roots.append(("voisin", beside))
        for label, root in roots:
            for path in sorted(_below(root)):
                if path.suffix in {".md", ".yaml", ".docx"} and path.is_file():
                    yield f"{label}/{path.relative_to(root).as_posix()}", path


def _below(root: Path) -> Iterator[Path]:
    """The files of a folder, at any depth, that are not too large. Raises OSError for a folder closed to us.

    Files outside the folder that a link leads to are left out, as packs may not read them.
    """

    def tell(fault: OSError) -> None:
        raise fault

    real = Path(os.path.realpath(root))
    for home, _, names in os.walk(root, onerror=tell):
        for path in (Path(home, name) for name in names):
            if is_inside(path, real) and path.exists() and path.stat().st_size <= _MAX_TEMPLATE:
                yield path


class Digests:
    """The digest of a recipe for each spec: two specs may have templates of their own beside them."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self._by_templates: dict[Path | None, str] = {}
        self._folders: dict[str, str] = {}
        self._neighbours = Neighbours()

    def of(self, spec: str) -> str:
        """The digest for the spec at this path. Raises OSError."""
        folder = os.path.dirname(spec)  # noqa: PTH120 - a thousand specs of one folder are asked for in turn
        if folder not in self._folders:
            beside = self._neighbours.of(Path(folder))
            if beside not in self._by_templates:
                self._by_templates[beside] = self.recipe.digest(beside)
            self._folders[folder] = self._by_templates[beside]
        return self._folders[folder]


def ordinary(path: Path) -> BinaryIO:
    """Open a file to read it. Raises OSError if it cannot be read, or is a pipe or a device, which may never end."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError if it cannot be read, or is too large."""
    digest, size = hashlib.sha256(), 0
    with ordinary(path) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > _MOST:  # some files of the system never end
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return digest.hexdigest()
