"""The name of a file as a platform knows it: from the top of its repository, wherever the command was typed."""

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
    """The function that names files from the top of the repository the command is typed in.

    A file outside it is named from the top of its own; one of no repository from the folder of `--racine`, if there is
    one, else as it was given. So is what is no file: the standard input.
    """
    here = repository_of(Path.cwd())
    tops = [top for top in (here, opened().racine if here is None else None) if top is not None]

    known: dict[str, str] = {}

    def named(name: str) -> str:
        if name not in known:
            known[name] = found(name)
        return known[name]

    def found(name: str) -> str:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - without `..`, links kept: a link is what the repository holds
        if not name or not os.path.lexists(path):
            return posix(name)
        for form in (path, resolved(path)):
            for top in (*tops, repository_of(form.parent)):
                if top is not None and form.is_relative_to(top):
                    return form.relative_to(top).as_posix()
        return posix(name)

    return named


def repository_of(folder: Path) -> Path | None:
    """The repository a folder is in."""
    return next((place for place in (folder, *folder.parents) if os.path.lexists(place / _GIT)), None)
