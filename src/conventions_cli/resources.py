"""Where the files shipped with the package are: the template packs and the reference document."""

from pathlib import Path

# Stated here once: asking the installed package for it costs a fifth of the time of `convention --version`.
__version__ = "0.1.0"


def templates_dir() -> Path:
    """The built-in packs: inside the installed package, or at the root of a checkout."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


def installed_version() -> str:
    """The version of this package."""
    return __version__
