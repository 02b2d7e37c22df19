"""Where the files shipped with the package are: the template packs and the reference document."""

from functools import cache
from pathlib import Path


def templates_dir() -> Path:
    """The built-in packs: inside the installed package, or at the root of a checkout."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "templates"


@cache
def installed_version() -> str:
    """The version of the installed package."""
    from importlib.metadata import version

    return version("conventions-cli")
