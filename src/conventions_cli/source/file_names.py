"""File names beyond ASCII: a disk may store « é » as one character or two, and a spec has one."""

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from conventions_cli.foundation import Diagnostic, Replacement, Span, catalogue
from conventions_cli.source.bare import scalar_text


def is_from_a_root(name: str) -> bool:
    """Whether a name begins at the root of a disk, of this system or of another: a spec is read on all of them."""
    return PurePosixPath(name).is_absolute() or bool(PureWindowsPath(name).anchor)


def with_backslashes(name: str, span: Span) -> Diagnostic | None:
    """The refusal of a path with backslashes, which only one system reads; None for other names."""
    if "\\" not in name:
        return None
    meant = name.replace("\\", "/")
    message = f"« {name} » : les dossiers d’un chemin se séparent par « / », sous Windows aussi."
    return Diagnostic(
        catalogue.BACKSLASH, message, span, f"Écrire « {meant} ».", (), Replacement(span, scalar_text(meant))
    )


def as_on_disk(path: Path) -> Path:
    """The path as the disk spells it, when only the form of its accents differs; else the path as it is."""
    if str(path).isascii():
        return path
    try:
        if path.exists():
            return path
        folder = path.parent if path.parent == path else as_on_disk(path.parent)
        wanted = unicodedata.normalize("NFC", path.name)
        same = sorted(entry for entry in folder.iterdir() if unicodedata.normalize("NFC", entry.name) == wanted)
    except (OSError, ValueError):
        return path
    return same[0] if same else path
