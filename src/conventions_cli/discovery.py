"""Which files of a folder are specs: those that name services, parties or an avenant; others are inherited."""

from pathlib import Path

from conventions_cli.source import parse, read_file

_MANIFEST = "modele.yaml"
_OWN = ("services", "parties", "avenant")  # one of these makes a file a spec


def specs_in(folder: Path) -> tuple[Path, ...]:
    """The specs a folder holds, at any depth, sorted; hidden files and template packs are passed over.

    A file that cannot be read as YAML counts as a spec, so that its fault is told.
    """
    kept = []
    for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        if file.name == _MANIFEST or any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        tree = read_file(file, str(file)).then(parse).value
        if tree is None or any(tree.get(key) is not None for key in _OWN):
            kept.append(file)
    return tuple(kept)
