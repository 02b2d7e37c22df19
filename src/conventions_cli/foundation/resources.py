"""The places of the files shipped with the package: template packs, reference document, examples, pages of codes."""

import os
from pathlib import Path

# Stated here once: reading it from the installed package takes a fifth of the time of `convention --version`.
__version__ = "0.1.0"

_PACKAGE = Path(__file__).parents[1]


def templates_dir() -> Path:
    """The built-in packs: inside the installed package, or at the root of a checkout."""
    return _shipped("templates")


def example_specs() -> dict[str, Path]:
    """The example specs and their JSON Schema, by path inside their folder, with `/`, sorted."""
    root = _shipped("specs")
    files = [*root.rglob("*.yaml"), *root.glob("*.schema.json")]
    return {path.relative_to(root).as_posix(): path for path in sorted(files)}


def pages_dir() -> Path:
    """The pages of the codes of diagnostics, one Markdown file a code."""
    return _PACKAGE / "codes"


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def cache_folder() -> str:
    """The user's folder for caches; empty when there is none."""
    return _own_folder("LOCALAPPDATA", "XDG_CACHE_HOME", ".cache")


def config_folder() -> str:
    """The user's folder for settings; empty when there is none."""
    return _own_folder("APPDATA", "XDG_CONFIG_HOME", ".config")


def _own_folder(windows: str, variable: str, usual: str) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    path = os.environ.get(windows if os.name == "nt" else variable, "")
    if not os.path.isabs(path):  # noqa: PTH117
        path = os.path.join(home, usual) if os.path.isabs(home) else ""  # noqa: PTH117, PTH118
    return os.path.join(path, "convention") if path else ""  # noqa: PTH118


def installed_version() -> str:
    """The version of this package."""
    return __version__
