"""Which pack made an act, and what of it is not convention's own."""

import os
from pathlib import Path

from conventions_cli.foundation import Record, templates_dir
from conventions_cli.templating.pack import Pack, is_builtin


class PackUse(Record, frozen=True):
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
    version = str(pack.manifest.version)
    if not pack.own:
        return PackUse(pack.name, version)
    if not pack.home.is_relative_to(templates_dir()):
        return PackUse(pack.name, version, _written(pack.home))
    return PackUse(pack.name, version, "", tuple(map(_written, pack.own)))


def _written(path: Path) -> str:
    """A path as a person writes it: from the working directory when it is inside."""
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    return str(shown).replace(os.sep, "/")
