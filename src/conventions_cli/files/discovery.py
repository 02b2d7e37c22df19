"""Which files of a folder are specs: those that name services, parties or an avenant; others are inherited.

A file with a section `execution` is the spec of a report: it inherits an act, and is never a second one.
"""

import os
import re
from pathlib import Path

from conventions_cli.foundation import SourceText, read_bytes, root_of
from conventions_cli.source import ENDINGS, MAX_BYTES, modernize, parse, read_file

MANIFEST = "modele.yaml"
_ROOT_KEY = re.compile(rb"^(?:services|parties|avenant)[ \t]*:", re.MULTILINE)  # as nearly every spec writes it
_REPORT = "execution"
_SHARED = "fonds commun"
_OWN = ("services", "parties", "avenant")  # one of these makes a file a spec


def specs_in(folder: Path, *, acts: bool = True, reports: bool = False) -> tuple[Path, ...]:
    """The specs a folder holds, at any depth, sorted; hidden files and template packs are passed over.

    `acts`, `reports`: which kinds are wanted. A file that cannot be read as YAML counts as a spec, so that its fault is
    told.
    """
    wanted = {None, *({"acte"} if acts else ()), *({"compte-rendu"} if reports else ())}
    return tuple(file for file in yaml_files(folder) if (acts and _shows_an_act(file)) or _kind(file) in wanted)


def _shows_an_act(file: Path) -> bool:
    """Whether the bytes of a file show that it is an act, should it be one that can be read: nearly every spec does."""
    try:
        return _names_an_act(read_bytes(file, MAX_BYTES, root_of(file.parent)))
    except (OSError, ValueError):
        return False


def _names_an_act(data: bytes) -> bool:
    return _ROOT_KEY.search(data) is not None and _REPORT.encode() not in data


def _kind(file: Path) -> str | None:
    source = read_file(file, str(file)).value
    return kind_of(source) if source is not None else None


def shared_in(folder: Path, most: int = 40) -> tuple[Path, ...]:
    """The files right in a folder that are made to be inherited, sorted; the first `most` files are looked at."""
    return _right_in(folder, _SHARED, most)


def acts_in(folder: Path, most: int = 40) -> tuple[Path, ...]:
    """The specs of acts right in a folder, sorted; the first `most` files are looked at."""
    return _right_in(folder, "acte", most)


def _right_in(folder: Path, kind: str, most: int) -> tuple[Path, ...]:
    files = sorted(one for one in folder.iterdir() if one.suffix in ENDINGS and one.is_file())
    kept = []
    for file in files[:most]:
        source = read_file(file, str(file)).value if file.name != MANIFEST else None
        if source is not None and not file.name.startswith(".") and kind_of(source) == kind:
            kept.append(file)
    return tuple(kept)


def yaml_files(folder: Path) -> tuple[Path, ...]:
    """Every file of a folder that is a spec, a report, or what they inherit; sorted. Packs and hidden files are not.

    A folder that cannot be opened is among them: reading it as a file tells why.
    """
    found: list[Path] = []

    def closed(fault: OSError) -> None:
        found.append(Path(fault.filename))

    for home, folders, files in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(Path(home, name) for name in (*folders, *files) if _may_be_spec(name))
    return tuple(sorted(found, key=lambda file: file.parts))


def _may_be_spec(name: str) -> bool:
    return os.path.normcase(name).endswith(ENDINGS) and not name.startswith(".") and name != MANIFEST


def kind_of(source: SourceText) -> str | None:
    """What a file is for: an act, a report, or to be inherited (« fonds commun »); None when it cannot be read."""
    if _names_an_act(source.text.encode("utf-8", "replace")):
        return "acte"
    tree = parse(source).then(modernize).value
    if tree is None:
        return None
    if tree.get(_REPORT) is not None:
        return "compte-rendu"
    return "acte" if any(tree.get(key) is not None for key in _OWN) else _SHARED
