"""Where templates are looked for: the user's own folder near a spec; a clause in several folders, never outside."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from conventions_cli.foundation import Record, consult, is_inside, read_bytes, resolved, templates_dir
from conventions_cli.source import MAX_BYTES, as_on_disk

OWN = "templates"
SHARED = "commun"
_MANIFEST = "modele.yaml"


class Draft(Record, frozen=True):
    """The bytes that a file of clauses is to hold, tried before they are written."""

    path: Path
    data: bytes


def find_clause(folders: tuple[Path, ...], name: str) -> Path | None:
    """The file of a clause in the first folder that has it; none when there is none, or when its name leaves them."""
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
            if fault.errno != errno.ENAMETOOLONG:  # a folder closed to us may hold it: ours must not take its place
                raise
    return None


def read_clause(path: Path, folders: tuple[Path, ...]) -> bytes:
    """The bytes of a file that `find_clause` found in these folders, one more than `MAX_BYTES` at the most.

    Raises OSError, also for what was put in its place since and is no file of theirs.
    """
    home = min(
        (one for one in folders if path.is_relative_to(one)), key=lambda one: len(one.parts), default=path.parent
    )
    return read_bytes(path, MAX_BYTES, Path(os.path.realpath(home)))


def clause_text(path: Path, folders: tuple[Path, ...]) -> str:
    """The same as text. Raises OSError, also past `MAX_BYTES`; UnicodeDecodeError."""
    data = read_clause(path, folders)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _spelt(folder: Path, name: str, parts: tuple[str, ...]) -> tuple[Path, tuple[str, ...]]:
    """A file of a folder, and its steps from there, as the disk spells its accents."""
    path = folder / name
    if name.isascii():
        return path, parts
    path = as_on_disk(path)
    return path, path.parts[len(folder.parts) :]


class Unusable(Record, frozen=True):
    """What stands at the place of a file, and cannot be read as one. `why`: in French, after « est »."""

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
    """What stands at the place of a clause in a folder of the user's, and would be passed over for that of another.

    None when a clause is found first, or when nothing is there.
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
    """The same for the manifest of a pack in a folder."""
    path = root / name / _MANIFEST
    return _unusable(root, (name, _MANIFEST)) if os.path.lexists(path) and not path.is_file() else None


def _unusable(folder: Path, parts: Sequence[str]) -> Unusable:
    path = folder.joinpath(*parts)
    link = next(
        (one for one in (folder.joinpath(*parts[: n + 1]) for n in range(len(parts))) if one.is_symlink()), None
    )
    if link is None:
        return Unusable(path, "un dossier, et non un fichier" if path.is_dir() else "un tube ou un périphérique")
    if not path.exists():
        return Unusable(link, "un lien qui ne mène à rien", link=True)
    if not leads_inside(path, folder):
        return Unusable(link, f"un lien qui mène hors de « {folder} »", link=True)
    return Unusable(link, "un lien qui ne mène pas à un fichier", link=True)


def _holds(folder: Path, parts: Sequence[str]) -> bool:
    """Whether a folder holds a file under that name, itself or by a link that stays in it."""
    place, mode, linked = str(folder), 0, False
    for part in parts:
        place = os.path.join(place, part)  # noqa: PTH118 - a path object a step would cost more than the look
        mode = os.lstat(place).st_mode
        linked = linked or stat.S_ISLNK(mode)
    if linked:
        return Path(place).is_file() and leads_inside(Path(place), folder)
    return stat.S_ISREG(mode)


def pack_names(template_dir: Path | None = None, beside: Path | None = None) -> tuple[str, ...]:
    """The names of the packs at hand, sorted: in the folder given, the one beside the specs, and ours."""
    names: set[str] = set()
    for root in (template_dir, beside, templates_dir()):
        if root is None:
            continue
        consult(root)
        names.update(name for name in _listed(root) if os.path.isfile(root / name / _MANIFEST))  # noqa: PTH113 - one closed to us is told when it is asked for
    return tuple(sorted(names))


def _listed(root: Path) -> list[str]:
    """What a folder holds; nothing when there is no such folder. Raises OSError for one that is closed to us."""
    try:
        return [path.name for path in root.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def leads_inside(path: Path, folder: Path) -> bool:
    """Whether a path stays in a folder once its links are followed."""
    return is_inside(path, resolved(folder))


class Neighbours:
    """The user's own templates near specs. A run takes them as it first finds them: it looks at each folder once."""

    def __init__(self) -> None:
        self._known: dict[Path, Path | None] = {}

    def of(self, folder: Path) -> Path | None:
        """The templates near the specs of a folder."""
        if folder not in self._known:
            self._known[folder] = own_templates(folder)
        return self._known[folder]


def own_templates(folder: Path) -> Path | None:
    """The nearest folder `templates` that holds packs or shared clauses: beside a spec, else beside its parents.

    Parents are looked at up to the working directory, and only for a spec that is inside it: nothing above is ever
    read. A link that leads elsewhere is passed over, and so are the built-in packs of a checkout. Raises OSError for a
    folder that is closed to us: it may hold packs, whose place ours must not take.
    """
    return next((root for home in _upwards(folder) if _usable(root := home / OWN, home)), None)


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    if ".." in folder.parts:
        return
    parents: Sequence[Path] = folder.parents
    if folder.is_absolute():
        here = Path.cwd()
        parents = tuple(one for one in folder.parents if one.is_relative_to(here))
    yield from parents


def _usable(root: Path, home: Path) -> bool:
    consult(root)
    if not os.path.isdir(root) or not leads_inside(root, home) or root.samefile(templates_dir()):  # noqa: PTH112 - a path no disk admits is no folder
        return False
    return any(name == SHARED or os.path.lexists(root / name / _MANIFEST) for name in _listed(root))


def reaches(folder: Path, home: Path) -> bool:
    """Whether the specs of a folder take the folder `templates` of another, if there is no nearer one."""
    return any(one == home for one in _upwards(folder))
