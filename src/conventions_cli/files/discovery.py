"""Finds the specs in a folder: the files that name services, parties or an avenant. Other files are inherited.

A file with the section of a report, or of a letter of termination, inherits an act, but is not counted as an act.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from conventions_cli.foundation import SourceText, read_bytes, root_of
from conventions_cli.model import SEQUELS, Sequel, sequel_of
from conventions_cli.source import ENDINGS, MAX_BYTES, modernize, parse, read_file

MANIFEST = "modele.yaml"
_ROOT_KEY = re.compile(rb"^(?:services|parties|avenant)[ \t]*:", re.MULTILINE)  # the form of nearly every spec
_SECTIONS = tuple(sequel.section.encode() for sequel in SEQUELS.values())
SHARED_KIND = "fonds commun"
_HEIRS = 200  # files looked at, to find one that inherits a file
_NUMBERS = re.compile("([0-9]+)")
_OWN = ("services", "parties", "avenant")  # one of these makes a file a spec


def specs_in(folder: Path, *, acts: bool = True, sequels: Iterable[Sequel] = ()) -> tuple[Path, ...]:
    """The specs in a folder, at any depth, in reading order; hidden files and template packs are left out.

    `acts`, `sequels`: the kinds wanted. A file that is no readable YAML counts as a spec: its fault is then shown.
    """
    kinds = {None, *({"acte"} if acts else ()), *(sequel.pack for sequel in sequels)}
    return tuple(file for file in yaml_files(folder) if (acts and shows_an_act(file)) or _kind(file) in kinds)


def shows_an_act(file: Path) -> bool:
    """Whether the bytes of a file, if it can be read, suffice to tell that it is an act: true for nearly every spec."""
    try:
        return _names_an_act(read_bytes(file, MAX_BYTES, root_of(file.parent)))
    except (OSError, ValueError):
        return False


def _names_an_act(data: bytes) -> bool:
    return _ROOT_KEY.search(data) is not None and not any(section in data for section in _SECTIONS)


def _kind(file: Path) -> str | None:
    source = read_file(file, str(file)).value
    return kind_of(source) if source is not None else None


def shared_in(folder: Path, most: int = 40) -> tuple[Path, ...]:
    """The files directly in a folder that are made to be inherited, sorted; the first `most` files are looked at."""
    return _right_in(folder, SHARED_KIND, most)


def acts_in(folder: Path, most: int = 40) -> tuple[Path, ...]:
    """The specs of acts directly in a folder, sorted; the first `most` files are looked at."""
    return _right_in(folder, "acte", most)


def _right_in(folder: Path, kind: str, most: int) -> tuple[Path, ...]:
    specs = (path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file())
    files = sorted(specs, key=_reading_order)
    folders = []
    for file in files[:most]:
        source = read_file(file, str(file)).value if file.name != MANIFEST else None
        if source is not None and not file.name.startswith(".") and kind_of(source) == kind:
            folders.append(file)
    return tuple(folders)


def yaml_files(folder: Path) -> tuple[Path, ...]:
    """The specs, the reports and the files they inherit in a folder, in reading order; no pack, no hidden file.

    A folder that cannot be opened is included: reading it as a file tells why.
    """
    paths: list[Path] = []

    def closed(fault: OSError) -> None:
        paths.append(Path(fault.filename))

    for home, folders, files in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths.extend(Path(home, name) for name in (*folders, *files) if _may_be_spec(name))
    return tuple(sorted(paths, key=_reading_order))


def _reading_order(path: Path) -> tuple[object, ...]:
    """Where a file stands in a list: by its names, whose numbers count as numbers, « acte-2 » before « acte-10 »."""
    pieces = tuple(tuple(_NUMBERS.split(part)) for part in path.parts)
    # A name is cut into words and numbers in turn: two names have the same kind of thing at the same place.
    counted = tuple(tuple(int(piece) if at % 2 else piece for at, piece in enumerate(part)) for part in pieces)
    return counted, path.parts


def _may_be_spec(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".") and name != MANIFEST


def kind_of(source: SourceText) -> str | None:
    """The kind of a file: an act, a document that follows one, a file to inherit (`SHARED_KIND`); None if unreadable.

    The kind of a document that follows an act is the name of its pack.
    """
    if _names_an_act(source.text.encode("utf-8", "replace")):
        return "acte"
    tree = parse(source).then(modernize).value
    if tree is None:
        return None
    sequel = sequel_of(tree)
    if sequel is not None:
        return sequel.pack
    return "acte" if any(tree.get(key) is not None for key in _OWN) else SHARED_KIND


def _is_heir_of(file: Path, shared: Path) -> bool:
    """Whether a file names another, by its name, after « herite: »; false for one that cannot be read."""
    try:
        data = read_bytes(file, MAX_BYTES, root_of(file.parent))
    except (OSError, ValueError):
        return False
    named = re.compile(rb"^herite[ \t]*:(?:[^\n]|\n[ \t-])*?" + re.escape(shared.name.encode()), re.MULTILINE)
    return file != shared and named.search(data) is not None


def is_shared(file: Path) -> bool:
    """Whether a file is made to be inherited: no act, and with a directory of parties or with a neighbour for heir."""
    source = read_file(file, str(file)).value if not shows_an_act(file) else None
    if source is None or kind_of(source) != SHARED_KIND:
        return False
    tree = parse(source).value
    has_directory = tree is not None and tree.get("annuaire") is not None
    return has_directory or any(_is_heir_of(other, file) for other in yaml_files(file.parent)[:_HEIRS])
