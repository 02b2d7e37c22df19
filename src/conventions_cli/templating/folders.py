"""Finds templates: the folder of the user near a spec, and a clause in a list of folders, never outside them."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from conventions_cli.foundation import Record, consult, is_inside, read_bytes, resolved, templates_dir
from conventions_cli.source import MAX_BYTES, as_on_disk

OWN = "templates"
SHARED = "commun"
_MANIFEST = "modele.yaml"
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")


class Draft(Record, frozen=True):
    """The new bytes of a clause file, tried before they are written."""

    path: Path
    data: bytes


def find_clause(folders: tuple[Path, ...], name: str) -> Path | None:
    """The file of a clause in the first folder that has it; None when there is none, or when its name leads outside."""
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts or "\0" in name:
        return None
    for folder in folders:
        path, spelt = _spelt(folder, name, parts)
        consult(path)
        try:
            if _holds(folder, spelt):
                return path
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as fault:
            if fault.errno != errno.ENAMETOOLONG:  # a closed folder may hold the clause: ours must not replace it
                raise
    return None


def read_clause(path: Path, folders: tuple[Path, ...]) -> bytes:
    """The bytes of a file that `find_clause` found in these folders; at most `MAX_BYTES` + 1 of them.

    Raises OSError, also when the path now leads to something other than a file inside these folders.
    """
    home = min(
        (folder for folder in folders if path.is_relative_to(folder)),
        key=lambda folder: len(folder.parts),
        default=path.parent,
    )
    return read_bytes(path, MAX_BYTES, Path(os.path.realpath(home)))


def clause_text(path: Path, folders: tuple[Path, ...]) -> str:
    """The text of such a file, with LF line ends. Raises OSError, also past `MAX_BYTES`, or UnicodeDecodeError."""
    data = read_clause(path, folders)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def included_in(text: str) -> list[str]:
    """The names of the clauses that a clause includes, in its order."""
    return _INCLUDE.findall(text)


def with_included(
    names: Iterable[str], folders: tuple[Path, ...], left_out: Path | None = None
) -> Iterator[tuple[str, Path]]:
    """The names and files of clauses, then of those they include, each once; an unreadable file includes none.

    `left_out`: a folder whose files are passed over, with those they include.
    """
    queue, visited = list(names), set[str]()
    while queue:
        name = queue.pop(0)
        path = find_clause(folders, name) if name not in visited else None
        visited.add(name)
        if path is None or (left_out is not None and path.is_relative_to(left_out)):
            continue
        yield name, path
        with suppress(OSError, UnicodeDecodeError):
            queue.extend(included_in(clause_text(path, folders)))


def _spelt(folder: Path, name: str, parts: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """The path of a file of a folder, and its steps from the folder, with accents encoded as they are on the disk."""
    path = folder / name
    if name.isascii():
        return path, parts
    path = as_on_disk(path)
    return path, path.parts[len(folder.parts) :]


class Unusable(Record, frozen=True):
    """A path that should be a file and cannot be read as one. `why`: the reason, in French, after « est »."""

    path: Path
    why: str
    link: bool = False

    @property
    def message(self) -> str:
        """The fault, in a sentence."""
        return f"« {self.path} » est {self.why} : il est refusé."

    @property
    def hint(self) -> str:
        """What to do."""
        if self.link:
            return "Copier à cette place le fichier ou le dossier voulu, au lieu d’un lien, ou supprimer le lien."
        return "Mettre à cette place un fichier ordinaire, ou supprimer ce qui s’y trouve."


def unusable_clause(folders: tuple[Path, ...], name: str) -> Unusable | None:
    """The first path with the name of a clause that is no readable file, for which `find_clause` would look further.

    None when a clause is found before, or when no folder has such a path.
    """
    parts = Path(name).parts
    if not parts or ".." in parts or Path(name).is_absolute() or "\0" in name:
        return None
    for folder in folders:
        _, spelt = _spelt(folder, name, parts)
        try:
            if _holds(folder, spelt):
                return None
        except OSError:
            continue
        return _unusable(folder, spelt)
    return None


def unusable_manifest(root: Path, name: str) -> Unusable | None:
    """The path of the manifest of a pack in a folder, when it exists and is no file; otherwise None."""
    path = root / name / _MANIFEST
    return _unusable(root, (name, _MANIFEST)) if os.path.lexists(path) and not path.is_file() else None


def _unusable(folder: Path, parts: Sequence[str]) -> Unusable:
    path = folder.joinpath(*parts)
    link = next(
        (step for step in (folder.joinpath(*parts[: n + 1]) for n in range(len(parts))) if step.is_symlink()), None
    )
    if link is None:
        return Unusable(path, "un dossier, et non un fichier" if path.is_dir() else "un tube ou un périphérique")
    if not path.exists():
        return Unusable(link, "un lien qui ne mène à rien", link=True)
    if not leads_inside(path, folder):
        return Unusable(link, f"un lien qui mène hors de « {folder} »", link=True)
    return Unusable(link, "un lien qui ne mène pas à un fichier", link=True)


def _holds(folder: Path, parts: Sequence[str]) -> bool:
    """Whether a folder has a file at this path, directly or through a link that stays in the folder."""
    place, mode, linked = str(folder), 0, False
    for part in parts:
        place = os.path.join(place, part)  # noqa: PTH118 - a Path for each step would cost more than `lstat`
        mode = os.lstat(place).st_mode
        linked = linked or stat.S_ISLNK(mode)
    if linked:
        return Path(place).is_file() and leads_inside(Path(place), folder)
    return stat.S_ISREG(mode)


def pack_names(template_dir: Path | None = None, beside: Path | None = None) -> tuple[str, ...]:
    """The sorted names of the packs in `template_dir`, in the folder `beside` the specs, and in convention."""
    names: set[str] = set()
    for root in (template_dir, beside, templates_dir()):
        if root is None:
            continue
        consult(root)
        names.update(name for name in _listed(root) if os.path.isfile(root / name / _MANIFEST))  # noqa: PTH113 - a closed folder is reported when its pack is loaded
    return tuple(sorted(names))


def _listed(root: Path) -> list[str]:
    """The names in a folder; none when there is no such folder. Raises OSError for a folder that is closed to us."""
    try:
        return [path.name for path in root.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def leads_inside(path: Path, folder: Path) -> bool:
    """Whether a path stays in a folder once its links are followed."""
    return is_inside(path, resolved(folder))


class Neighbours:
    """The user's own templates near specs. A run looks at each folder once, and keeps what it found there."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, Path | None] = {}

    def of(self, folder: Path) -> Path | None:
        """The templates near the specs of a folder."""
        if folder not in self._by_folder:
            self._by_folder[folder] = own_templates(folder)
        return self._by_folder[folder]


def own_templates(folder: Path) -> Path | None:
    """The nearest folder `templates` that holds packs or shared clauses: beside a spec, else beside its parents.

    Parents are read up to the working directory, and only for a spec inside it: nothing above is ever read. A link
    that leads elsewhere is passed over, and so are the built-in packs of a checkout. Raises OSError for a folder that
    is closed to us: it may hold packs, and ours must not replace them.
    """
    return next((root for home in _upwards(folder) if _usable(root := home / OWN, home)), None)


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    if ".." in folder.parts:
        return
    parents: Sequence[Path] = folder.parents
    if folder.is_absolute():
        here = Path.cwd()
        parents = tuple(parent for parent in folder.parents if parent.is_relative_to(here))
    yield from parents


def _usable(root: Path, home: Path) -> bool:
    consult(root)
    if not os.path.isdir(root) or not leads_inside(root, home) or root.samefile(templates_dir()):  # noqa: PTH112 - False for a path that no disk admits
        return False
    return any(name == SHARED or os.path.lexists(root / name / _MANIFEST) for name in _listed(root))


def reaches(folder: Path, home: Path) -> bool:
    """Whether the specs of `folder` use the folder `templates` of `home` when there is no nearer one."""
    return any(parent == home for parent in _upwards(folder))
