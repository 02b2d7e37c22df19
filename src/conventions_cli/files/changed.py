"""Finds what a change of files affects: changed specs, specs that use a changed file, and changed packs.

A repository has other YAML files than ours: a changed file is ours by the keys at its left margin, or because a spec
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
_FEWEST = 2  # keys of ours in a file of ours, at least: other files have « services » too


class Concerned(Record, frozen=True):
    """The files that a change affects. `specs`: the specs to report on. `shared`: changed files that no spec uses.

    `packs`: the folders of packs. `beside`: the other specs of the same folders, for the checks of sets.
    """

    specs: tuple[Path, ...]
    shared: tuple[Path, ...]
    packs: tuple[Path, ...]
    beside: tuple[Path, ...]


class _Yaml(Record, frozen=True):
    """A YAML file: its path, its kind (None if it cannot be read), whether it is ours, and the files it names."""

    path: Path
    kind: str | None
    ours: bool
    names: frozenset[Path]


def concerned(changed: Iterable[Path], top: Path) -> Concerned:
    """The files that a change affects. `changed`: the changed files; `top`: the folder of their repository."""
    root = resolved(top)
    touched = {resolved(path) for path in changed}
    packs = {pack for path in touched for pack in _packs_of(path, root)}
    files = {resolved(path): _yaml(path) for path in yaml_files(top) if not any(_packs_of(resolved(path), root))}
    reached = _reached(touched, files)
    heirs = frozenset(name for file in files.values() for name in file.names)
    acts = {real: file for real, file in files.items() if file.ours and _is_a_spec(file, named=real in heirs)}
    templates = {pack.parent for pack in packs}
    affected = {real for real, file in acts.items() if real in reached or _uses(file.path, templates)}
    alone = {real for real in touched - affected - heirs if real in files and files[real].ours}
    homes = {_home(real, root) for real in affected}
    beside = {real for real in acts if real not in affected and (root in homes or _home(real, root) in homes)}

    def paths(group: Iterable[Path]) -> tuple[Path, ...]:
        return tuple(sorted(files[real].path for real in group))

    return Concerned(paths(affected), paths(alone), tuple(sorted(packs)), paths(beside))


def _reached(touched: Iterable[Path], files: dict[Path, _Yaml]) -> set[Path]:
    """The changed files, and those that name one of them, directly or through other files."""
    reached = set(touched)
    while more := {real for real, file in files.items() if real not in reached and file.names & reached}:
        reached |= more
    return reached


def _yaml(path: Path) -> _Yaml:
    source = read_file(path, str(path)).value
    tree = parse(source).then(modernize).value if source is not None else None
    keys = {entry.key.text for entry in tree.entries} if tree is not None else set(_MARGIN.findall(_text(path)))
    own = keys & _KEYS
    ours = _HEIR in keys or (keys == own != {"services"}) or (len(own) >= _FEWEST and 2 * len(own) >= len(keys))
    kind = kind_of(source) if source is not None else None
    return _Yaml(path, kind, bool(keys) and ours, frozenset(_named(tree, path.parent) if tree else ()))


def _text(path: Path) -> str:
    """The text of a file that is no readable YAML, in any encoding; empty when it cannot be read."""
    try:
        return read_bytes(path, MAX_BYTES, root_of(path.parent)).decode("latin-1").replace("\r", "\n")
    except (OSError, ValueError):
        return ""


def _named(tree: Mapping, folder: Path) -> Iterator[Path]:
    """The files that a spec names, whether they exist or not."""
    for keys in _NAMING:
        node, absent = find(tree, keys)
        if absent:
            continue
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar) and not item.blank and "\0" not in item.text:
                yield resolved(folder / item.text)


def _is_a_spec(file: _Yaml, *, named: bool) -> bool:
    """Whether a file is checked as a spec; an unreadable file is, unless other files name it."""
    return file.kind != SHARED_KIND and not (file.kind is None and named)


def _packs_of(path: Path, top: Path) -> Iterator[Path]:
    """The pack whose folder a file is in; for a shared clause, all the packs that may use it."""
    for folder in path.parents:
        if not folder.is_relative_to(top):
            return
        if (folder / MANIFEST).is_file():
            yield folder
        elif folder.name == SHARED:
            yield from sorted(pack.parent for pack in folder.parent.glob(f"*/{MANIFEST}"))


def _uses(path: Path, templates: set[Path]) -> bool:
    """Whether the own templates of a spec are one of these folders."""
    own = own_templates(path.parent) if templates else None
    return own is not None and resolved(own) in templates


def _home(path: Path, top: Path) -> Path:
    """The first folder, below the top of the repository, on the path to a file; the top for a file directly in it."""
    if not path.is_relative_to(top):
        return path.parent
    inside = path.relative_to(top).parts
    return top / inside[0] if len(inside) > 1 else top
