"""File names beyond ASCII: a disk may store « é » as one character or two, and a spec has one."""

import unicodedata
from pathlib import Path


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
