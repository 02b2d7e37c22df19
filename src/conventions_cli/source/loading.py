"""Loads a spec from a file or a text, merged over the files it inherits and under the values of the command line."""

from collections.abc import Sequence
from pathlib import Path

from conventions_cli.foundation import Diagnostic, Outcome, SourceText
from conventions_cli.source.decoding import read_file
from conventions_cli.source.former import modernize
from conventions_cli.source.inheritance import Inheritance
from conventions_cli.source.node import Mapping
from conventions_cli.source.overrides import override
from conventions_cli.source.yaml_reader import parse


def load_tree(path: Path, settings: Sequence[str] = (), inheritance: Inheritance | None = None) -> Outcome[Mapping]:
    """Read a spec from a file, merged over the files it inherits. `settings`: the `--set` values, which prevail."""
    read = read_file(path, str(path))
    return read.then(lambda source: load_text(source, path.parent, settings, inheritance))


def load_text(
    source: SourceText,
    folder: Path,
    settings: Sequence[str] = (),
    inheritance: Inheritance | None = None,
    root: Path | None = None,
) -> Outcome[Mapping]:
    """Read a spec from a text. The files it inherits are relative to `folder`, inside `root` (`confines.root_of`)."""
    resolver = inheritance or Inheritance()
    outcome = parse(source).then(modernize).then(lambda spec: resolver.resolve(spec, folder, root))
    for setting in settings:
        outcome = _set(outcome, setting)
    return outcome


def _set(outcome: Outcome[Mapping], setting: str) -> Outcome[Mapping]:
    if outcome.value is None:
        return outcome
    following = override(outcome.value, setting)
    diagnostics: tuple[Diagnostic, ...] = outcome.diagnostics + following.diagnostics
    return Outcome(following.value or outcome.value, diagnostics)
