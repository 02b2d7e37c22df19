"""One YAML file per agreement in; a checked convention between administrations out.

The library behind the `convention` command: `load` reads a spec, `validate` lists its faults, `render` makes its files.
They print nothing, write nothing and ask the network for nothing: the same spec, the same bytes. Faults are
`Diagnostic` values; only bugs raise. What they take and give back can be sent to another process (docs/library.md).
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, which is dear to import: the command imports this module before any other
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from conventions_cli.foundation import Diagnostic, Outcome, Severity
    from conventions_cli.pipeline import Checked, Options

__all__ = ["Checked", "Diagnostic", "Options", "Outcome", "Severity", "load", "render", "validate"]


def __getattr__(name: str) -> Any:
    """What is named here comes with modules that are dear to import."""
    if name in {"Checked", "Options"}:
        from conventions_cli import pipeline

        return getattr(pipeline, name)
    if name in {"Diagnostic", "Outcome", "Severity"}:
        from conventions_cli.foundation import diagnostics

        return getattr(diagnostics, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(spec: str | Path | bytes, options: Options | None = None, *, folder: str | Path = ".") -> Outcome[Checked]:
    """Read and check a spec; no value when it has an error.

    `spec`: the path of a file, or the content of one as bytes; what the latter inherits is looked for from `folder`.
    """
    from pathlib import Path

    from conventions_cli import pipeline

    if isinstance(spec, bytes):
        return pipeline.check_bytes(spec, "<spec>", Path(folder), options)
    return pipeline.check(Path(spec), options)


def validate(
    spec: str | Path | bytes, options: Options | None = None, *, folder: str | Path = "."
) -> tuple[Diagnostic, ...]:
    """Every fault of a spec, in the order of its lines."""
    return load(spec, options, folder=folder).diagnostics


def render(
    spec: str | Path | bytes,
    formats: Sequence[str] = ("docx", "md"),
    options: Options | None = None,
    *,
    folder: str | Path = ".",
) -> Outcome[dict[str, bytes]]:
    """The files of a spec's act as bytes, by format (`docx`, `md`, `html`); no value when it has an error.

    Raises ValueError for a format that does not exist.
    """
    from conventions_cli import pipeline
    from conventions_cli.writers import FORMATS

    written = list(FORMATS)
    unknown = [name for name in formats if name not in written]
    if unknown:
        raise ValueError(f"no such format: {', '.join(unknown)} (formats: {', '.join(written)})")
    return load(spec, options, folder=folder).then(lambda checked: pipeline.render(checked, formats))
