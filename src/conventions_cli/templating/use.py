"""Which pack made an act, and which of its clauses do not come with convention."""

import os
from pathlib import Path

from conventions_cli.foundation import Record, templates_dir
from conventions_cli.templating.pack import Pack, is_builtin


class PackUse(Record, frozen=True):
    """A pack that an act used. `folder`: its folder, empty for a built-in pack; `clauses`: the clause files that
    replace those of a built-in pack.
    """

    name: str
    version: str
    folder: str = ""
    clauses: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Says that clauses of convention were replaced; empty when none was."""
        if self.folder:
            if not is_builtin(self.name):
                return ""
            return f"modèle {self.name} : clauses de « {self.folder} » (au lieu de celles de convention)."
        if not self.clauses:
            return ""
        return (
            f"modèle {self.name} : {', '.join(f'« {path} »' for path in self.clauses)} (au lieu de la clause fournie)."
        )


def use_of(pack: Pack) -> PackUse:
    """The use of a pack, with paths relative to the working directory where possible, and `/` between their steps."""
    version = str(pack.manifest.version)
    if not pack.own:
        return PackUse(pack.name, version)
    if not pack.home.is_relative_to(templates_dir()):
        return PackUse(pack.name, version, _path_text(pack.home))
    return PackUse(pack.name, version, "", tuple(map(_path_text, pack.own)))


def _path_text(path: Path) -> str:
    """A path with `/`, relative to the working directory when it is inside."""
    here = Path.cwd()
    path_from_here = path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
    return str(path_from_here).replace(os.sep, "/")
