"""What a change of files concerns: the specs changed, those that take from what changed, and the packs changed.

A repository holds other YAML files than ours: a changed one is ours by the keys at its left margin, or because a spec
names it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from conventions_cli.files.discovery import MANIFEST, SHARED_KIND, kind_of, yaml_files
from conventions_cli.foundation import Record, read_bytes, resolved, root_of
from conventions_cli.model import Convention
from conventions_cli.source import KEY as VERSION
from conventions_cli.source import MAX_BYTES, Mapping, Scalar, Sequence, find, modernize, parse, read_file
from conventions_cli.templating import SHARED, own_templates

_HEIR = "herite"
_KEYS = {_HEIR, VERSION, *Convention.model_fields}
_MARGIN = re.compile(r"^([^\W\d]\w*)[ \t]*:", re.MULTILINE)
_NAMING = ((_HEIR,), ("image_entete", "fichier"), ("avenant", "de"))  # the keys that name files
_FEWEST = 2  # keys of ours, at least: other files have « services » too


class Concerned(Record, frozen=True):
    """What a change concerns. `specs`: those to be told of. `shared`: changed files that no spec takes from.

    `packs`: the folders of packs. `beside`: the other specs of the same folders, for what only a set shows.
    """

    specs: tuple[Path, ...]
    shared: tuple[Path, ...]
    packs: tuple[Path, ...]
    beside: tuple[Path, ...]


class _Known(Record, frozen=True):
    """A YAML file: its path, its kind (None if it cannot be read), whether it is ours, and the files it names."""

    path: Path
    kind: str | None
    ours: bool
    names: frozenset[Path]


def concerned(changed: Iterable[Path], top: Path) -> Concerned:
    """What the change of these files concerns, in the folder `top` of their repository."""
    root = resolved(top)
    touched = {resolved(path) for path in changed}
    packs = {pack for path in touched for pack in _packs_of(path, root)}
    files = {resolved(path): _known(path) for path in yaml_files(top) if not any(_packs_of(resolved(path), root))}
    reached = _reached(touched, files)
    heirs = frozenset(name for file in files.values() for name in file.names)
    acts = {real: file for real, file in files.items() if file.ours and _is_a_spec(file, named=real in heirs)}
    templates = {pack.parent for pack in packs}
    told = {real for real, file in acts.items() if real in reached or _uses(file.path, templates)}
    alone = {real for real in touched - told - heirs if real in files and files[real].ours}
    homes = {_home(real, root) for real in told}
    beside = {real for real in acts if real not in told and (root in homes or _home(real, root) in homes)}

    def paths(group: Iterable[Path]) -> tuple[Path, ...]:
        return tuple(sorted(files[real].path for real in group))

    return Concerned(paths(told), paths(alone), tuple(sorted(packs)), paths(beside))


def _reached(touched: Iterable[Path], files: dict[Path, _Known]) -> set[Path]:
    """The files that changed, and those that name one of them, or name one that does."""
    reached = set(touched)
    while more := {real for real, file in files.items() if real not in reached and file.names & reached}:
        reached |= more
    return reached


def _known(path: Path) -> _Known:
    read = read_file(path, str(path)).value
    tree = parse(read).then(modernize).value if read is not None else None
    keys = {entry.key.text for entry in tree.entries} if tree is not None else set(_MARGIN.findall(_text(path)))
    known = keys & _KEYS
    ours = _HEIR in keys or (keys == known != {"services"}) or (len(known) >= _FEWEST and 2 * len(known) >= len(keys))
    kind = kind_of(read) if read is not None else None
    return _Known(path, kind, bool(keys) and ours, frozenset(_named(tree, path.parent) if tree else ()))


def _text(path: Path) -> str:
    """What can be told of a file that is no YAML, were it of another encoding; nothing when it cannot be read."""
    try:
        return read_bytes(path, MAX_BYTES, root_of(path.parent)).decode("latin-1").replace("\r", "\n")
    except (OSError, ValueError):
        return ""


def _named(tree: Mapping, folder: Path) -> Iterator[Path]:
    """The files that a spec names, whether they are there or not."""
    for keys in _NAMING:
        node, absent = find(tree, keys)
        if absent:
            continue
        for one in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(one, Scalar) and not one.blank and "\0" not in one.text:
                yield resolved(folder / one.text)


def _is_a_spec(file: _Known, *, named: bool) -> bool:
    """Whether a file is checked for itself: one that cannot be read is, unless others take from it."""
    return file.kind != SHARED_KIND and not (file.kind is None and named)


def _packs_of(path: Path, top: Path) -> Iterator[Path]:
    """The pack whose folder a file is in; all those that may take from it, for a shared clause."""
    for folder in path.parents:
        if not folder.is_relative_to(top):
            return
        if (folder / MANIFEST).is_file():
            yield folder
        elif folder.name == SHARED:
            yield from sorted(pack.parent for pack in folder.parent.glob(f"*/{MANIFEST}"))


def _uses(path: Path, templates: set[Path]) -> bool:
    """Whether a spec takes its clauses from one of these folders first."""
    own = own_templates(path.parent) if templates else None
    return own is not None and resolved(own) in templates


def _home(path: Path, top: Path) -> Path:
    """The folder of the repository, right below its top, that a file is in; the top for a file right in it."""
    if not path.is_relative_to(top):
        return path.parent
    inside = path.relative_to(top).parts
    return top / inside[0] if len(inside) > 1 else top
