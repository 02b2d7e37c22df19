"""File names beyond ASCII: a disk may keep « é » in one piece or in two, and a spec says it in one."""

import unicodedata
from pathlib import Path


def as_on_disk(path: Path) -> Path:
    """The path as the disk spells it, where it differs by the form of its accents; else the path as it is."""
    if str(path).isascii():
        return path
    try:
        if path.exists():
            return path
        folder = path.parent if path.parent == path else as_on_disk(path.parent)
        wanted = unicodedata.normalize("NFC", path.name)
        same = sorted(one for one in folder.iterdir() if unicodedata.normalize("NFC", one.name) == wanted)
    except (OSError, ValueError):
        return path
    return same[0] if same else path
