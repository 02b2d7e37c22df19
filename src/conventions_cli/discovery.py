"""Which files of a folder are specs: those that name services or parties; the others only serve to be inherited."""

import re
from pathlib import Path

from conventions_cli.diagnostics import SourceText
from conventions_cli.source import parse, read_file

_MANIFEST = "modele.yaml"
_ROOT_KEY = re.compile(r"^(?:services|parties)[ \t]*:", re.MULTILINE)  # as nearly every spec writes it


def specs_in(folder: Path) -> tuple[Path, ...]:
    """The specs a folder holds, at any depth, sorted; hidden files and template packs are passed over.

    A file that cannot be read as YAML counts as a spec, so that its fault is told.
    """
    kept = []
    for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        if file.name == _MANIFEST or any(part.startswith(".") for part in file.relative_to(folder).parts):
            continue
        source = read_file(file, str(file)).value
        if source is None or _ROOT_KEY.search(source.text) or _is_spec(source):
            kept.append(file)
    return tuple(kept)


def _is_spec(source: SourceText) -> bool:
    tree = parse(source).value
    return tree is None or tree.get("services") is not None or tree.get("parties") is not None
