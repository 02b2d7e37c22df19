"""Which pack made an act, and what of it is not convention's own."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from conventions_cli.resources import templates_dir
from conventions_cli.templating.folders import find_clause
from conventions_cli.templating.pack import MANIFEST, Pack, is_builtin


@dataclass(frozen=True, slots=True)
class PackUse:
    """A pack as an act used it. `folder`: where it is, empty for a built-in one; `clauses`: those taken from elsewhere
    by a built-in pack.
    """

    name: str
    version: str
    folder: str = ""
    clauses: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What a person must know: that words of convention were replaced; empty when none was."""
        if self.folder:
            if not is_builtin(self.name):
                return ""
            return f"modèle {self.name} : clauses de « {self.folder} » (au lieu de celles de convention)."
        if not self.clauses:
            return ""
        return f"modèle {self.name} : {', '.join(f'« {one} »' for one in self.clauses)} (au lieu de la clause fournie)."


def use_of(pack: Pack) -> PackUse:
    """How an act uses a pack; paths are as they were given, with `/`."""
    builtin = templates_dir()
    version = str(pack.manifest.version)
    if not pack.home.is_relative_to(builtin):
        return PackUse(pack.name, version, _written(pack.home))
    named = (str(name) for element in pack.elements for name in element.clause)
    found = (find_clause(pack.folders, name) for name in named)
    own = dict.fromkeys(_written(path) for path in found if path is not None and not path.is_relative_to(builtin))
    return PackUse(pack.name, version, "", tuple(own))


def own_digest(pack: Pack) -> str:
    """The SHA-256 of the words of a pack that is not, or not wholly, convention's own; empty for a built-in one.

    It covers the manifest and the clauses its plan names; a file that is gone counts as empty.
    """
    use = use_of(pack)
    if not (use.folder or use.clauses):
        return ""
    digest = hashlib.sha256(_bytes(pack.home / MANIFEST))
    for name in sorted({str(name) for element in pack.elements for name in element.clause}):
        digest.update(f"\0{name}\0".encode())
        digest.update(_bytes(find_clause(pack.folders, name)))
    return digest.hexdigest()


def _bytes(path: Path | None) -> bytes:
    try:
        return path.read_bytes() if path is not None else b""
    except OSError:
        return b""


def _written(path: Path) -> str:
    """A path as a person writes it: from the working directory when it is inside."""
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    return str(shown).replace(os.sep, "/")
