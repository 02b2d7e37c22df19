"""The name of a file for a platform: its path from the top of its repository, wherever the command was typed."""

import os
from collections.abc import Callable
from pathlib import Path, PurePath

from conventions_cli.foundation import opened, resolved

Naming = Callable[[str], str]
_GIT = ".git"  # a folder; a file in a second working tree, or in a submodule


def posix(name: str) -> str:
    """A file name with forward slashes, without a leading `./`."""
    return PurePath(name).as_posix()


def in_repository() -> Naming:
    """The function that names files from the top of the repository of the working directory.

    A file outside it is named from the top of its own repository. A file without a repository is named from the folder
    of `--racine`; without this folder, as the person typed it, like a name that is no file (the standard input).
    """
    here = repository_of(Path.cwd())
    tops = [top for top in (here, opened().racine if here is None else None) if top is not None]

    names: dict[str, str] = {}

    def named(name: str) -> str:
        if name not in names:
            names[name] = new_name(name)
        return names[name]

    def new_name(name: str) -> str:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - removes `..`, follows no link: repositories hold links
        if not name or not os.path.lexists(path):
            return posix(name)
        for form in (path, resolved(path)):
            for top in (*tops, repository_of(form.parent)):
                if top is not None and form.is_relative_to(top):
                    return form.relative_to(top).as_posix()
        return posix(name)

    return named


def repository_of(folder: Path) -> Path | None:
    """The repository of a folder, if it is in one."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / _GIT)), None)
