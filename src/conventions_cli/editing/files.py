"""The files of a folder that may be rewritten: specs and files they inherit, never the YAML of another tool."""

from pathlib import Path

from conventions_cli.editing.canon import order_at
from conventions_cli.files import MANIFEST, yaml_files
from conventions_cli.source import MIGRATIONS, parse, read_file


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files of a folder, at any depth, most of whose first keys are those of a spec; sorted.

    A file that cannot be read is included, so that its fault is shown.
    """
    return tuple(path for path in yaml_files(folder) if _is_ours(path))


def is_pack(path: Path) -> bool:
    """Whether a file is the manifest of a pack, which is no spec."""
    return path.name == MANIFEST


def _is_ours(path: Path) -> bool:
    source = read_file(path, str(path)).value
    tree = parse(source).value if source is not None else None
    if tree is None:
        return True
    spec_keys = {*order_at(()), *(step.at[0] for steps in MIGRATIONS.values() for step in steps)}
    keys = list(tree.keys())
    return 2 * sum(key in spec_keys for key in keys) > len(keys)
