"""Where a clause file is looked for: several folders in order, never outside them."""

from pathlib import Path

from conventions_cli.consulted import consult


def find_clause(folders: tuple[Path, ...], name: str) -> Path | None:
    """The file of a clause in the first folder that has it; none when there is none, or when its name leaves them."""
    parts = Path(name).parts
    if not parts or Path(name).is_absolute() or ".." in parts or "\0" in name:
        return None
    for folder in folders:
        path = folder / name
        consult(path)
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    return None
