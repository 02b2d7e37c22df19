"""Where the files shipped with the package are: the template packs, the reference document and the example specs."""

from pathlib import Path

# Stated here once: asking the installed package for it costs a fifth of the time of `convention --version`.
__version__ = "0.1.0"


def templates_dir() -> Path:
    """The built-in packs: inside the installed package, or at the root of a checkout."""
    return _shipped("templates")


def example_specs() -> dict[str, Path]:
    """The example specs and their JSON Schema, by path inside their folder, with `/`, sorted."""
    root = _shipped("specs")
    files = [*root.rglob("*.yaml"), *root.glob("*.schema.json")]
    return {path.relative_to(root).as_posix(): path for path in sorted(files)}


def _shipped(name: str) -> Path:
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parents[2] / name


def installed_version() -> str:
    """The version of this package."""
    return __version__
