"""YAML text to a located tree: a file, the files it inherits, and the values the command line lays over them."""

from collections.abc import Sequence as SequenceABC
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.foundation import Diagnostic, Outcome, SourceText, door
from conventions_cli.source.decoding import decode, read_file
from conventions_cli.source.former import modernize
from conventions_cli.source.inheritance import Inheritance
from conventions_cli.source.node import Mapping
from conventions_cli.source.overrides import override
from conventions_cli.source.yaml_reader import parse

if TYPE_CHECKING:
    from conventions_cli.source import overrides
    from conventions_cli.source.bare import scalar_text
    from conventions_cli.source.decoding import (
        ENDINGS,
        FORBIDDEN,
        MAX_BYTES,
        WITHOUT_WIDTH,
        closed_folder,
        closed_to_us,
        forbidden_in,
        kind_of,
        without_forbidden,
    )
    from conventions_cli.source.dump import normalized_yaml, remedy
    from conventions_cli.source.file_names import as_on_disk
    from conventions_cli.source.former import CURRENT, KEY, MIGRATIONS, Former, applies, read_version, steps_for
    from conventions_cli.source.inheritance import KEY_STEPS, TooDearError, Walk, merge
    from conventions_cli.source.layout import (
        BLOCK_STYLES,
        Group,
        Layout,
        LayoutEntry,
        Leaf,
        key_to_write,
        to_write,
    )
    from conventions_cli.source.node import (
        Entry,
        KeyPath,
        Node,
        Scalar,
        Sequence,
        find,
        first_line,
        holds_blank,
        is_blank,
        key_span,
        nowhere,
        plain,
        span_of,
        weight,
    )
    from conventions_cli.source.outline import Line, as_layout, comment_text, says_nothing, yaml_lines
    from conventions_cli.source.overrides import Assignment, read_assignment
    from conventions_cli.source.pasted import damage_in, describe, first_leftover, repaired
    from conventions_cli.source.pictures import MAX_BYTES as MAX_PICTURE
    from conventions_cli.source.pictures import PictureFile, picture_of, read_picture
    from conventions_cli.source.printer import entry_text, flow_text, group_lines, print_layout
    from conventions_cli.source.yaml_layout import read_layout

__getattr__ = door(__name__)


__all__ = ["Inheritance", "decode", "load_text", "load_tree", "parse", "read_file"]


def load_tree(path: Path, settings: SequenceABC[str] = (), inheritance: Inheritance | None = None) -> Outcome[Mapping]:
    """Read a spec from a file: its own text, laid over what it inherits, under the `--set` values."""
    read = read_file(path, str(path))
    return read.then(lambda source: load_text(source, path.parent, settings, inheritance))


def load_text(
    source: SourceText,
    folder: Path,
    settings: SequenceABC[str] = (),
    inheritance: Inheritance | None = None,
    root: Path | None = None,
) -> Outcome[Mapping]:
    """Read a spec from a text; what it inherits is looked for from `folder`, inside `root` (`confines.root_of`)."""
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
