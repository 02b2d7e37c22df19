"""Which files of a folder are specs: those that name services or parties; the others only serve to be inherited.

A file with a section `execution` is the spec of a report: it inherits an act, and is never a second one.
"""

from pathlib import Path

from conventions_cli.source import parse, read_file

_MANIFEST = "modele.yaml"
_REPORT = "execution"


def specs_in(folder: Path, *, acts: bool = True, reports: bool = False) -> tuple[Path, ...]:
    """The specs a folder holds, at any depth, sorted; hidden files and template packs are passed over.

    `acts`, `reports`: which kinds are wanted. A file that cannot be read as YAML counts as a spec, so that its fault is
    told.
    """
    kept = []
    for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        if file.name == _MANIFEST or any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        tree = read_file(file, str(file)).then(parse).value
        if tree is None:
            kept.append(file)
        elif tree.get(_REPORT) is not None:
            kept.extend([file] if reports else [])
        elif acts and (tree.get("services") is not None or tree.get("parties") is not None):
            kept.append(file)
    return tuple(kept)
