"""One YAML file per Startup d'État in; a checked convention de délégation de gestion out.

The library behind the `convention` command: `load` reads a spec, `validate` lists its faults, `render` makes its files.
No function prints; faults are `Diagnostic` values; only the disk and bugs raise.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conventions_cli.diagnostics import Diagnostic, Outcome
    from conventions_cli.pipeline import Checked, Options

__all__ = ["load", "render", "validate"]


def load(path: str | Path, options: "Options | None" = None) -> "Outcome[Checked]":
    """Read and check a spec; no value when it has an error."""
    from conventions_cli import pipeline

    return pipeline.check(Path(path), options)


def validate(path: str | Path, options: "Options | None" = None) -> "tuple[Diagnostic, ...]":
    """Every fault of a spec, in the order of its lines."""
    return load(path, options).diagnostics


def render(
    path: str | Path, formats: Sequence[str] = ("docx", "md"), options: "Options | None" = None
) -> "Outcome[dict[str, bytes]]":
    """The files of a spec's act, by format, as bytes; nothing is written."""
    from conventions_cli import pipeline

    return load(path, options).then(lambda checked: pipeline.render(checked, formats))
