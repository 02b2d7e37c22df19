"""The proof that a rewritten file means what it meant: same values, same convention, same findings, same act."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any

from conventions_cli import catalogue, pipeline
from conventions_cli.diagnostics import SourceText, has_errors
from conventions_cli.discovery import kind_of
from conventions_cli.french.typography import typeset
from conventions_cli.model.build import build
from conventions_cli.model.convention import Convention
from conventions_cli.model.shape import Words, fields_at, words_at
from conventions_cli.records import Record
from conventions_cli.source import load_text, parse
from conventions_cli.source.layout import read_layout
from conventions_cli.source.node import Mapping, Node, Path, Scalar, Sequence


def same_meaning(before: SourceText, after: SourceText, folder: FilePath) -> bool:
    """Whether two texts of one file hold the same comments and mean the same.

    The trees are compared value by value; of a spec, also the convention, the codes of its findings, and its act.
    """
    first, second = parse(before), parse(after)
    if first.value is None or second.value is None or has_errors(second.diagnostics):
        return False
    if read_layout(before).comments() != read_layout(after).comments():
        return False
    if not same_tree(first.value, second.value, ()):
        return False
    return same_act(before, after, folder)


def same_tree(first: Node, second: Node, path: Path) -> bool:
    """Whether two trees hold the same values: the order of the model's own keys is free, and so is typography."""
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        return first.blank == second.blank and same_text(first.text, second.text, words_at(Convention, path))
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        return len(first.items) == len(second.items) and all(
            same_tree(one, other, (*path, index))
            for index, (one, other) in enumerate(zip(first.items, second.items, strict=True))
        )
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return False
    keys, others = list(first.keys()), list(second.keys())
    if path and not fields_at(Convention, path) and keys != others:
        return False  # years, roles, names: their order is the author's
    if sorted(keys) != sorted(others):
        return False
    return all(
        same_tree(entry.value, second.get(entry.key.text) or first, (*path, entry.key.text)) for entry in first.entries
    )


def same_text(first: str, second: str, words: Words | None) -> bool:
    """Whether two texts print the same; a block text at the end of a file may have no last end of line."""
    if first == second or words is None:
        return first == second
    return _printed(first) == _printed(second)


def _printed(text: str) -> tuple[str, ...]:
    return tuple(typeset(line) for line in text.rstrip("\n").split("\n"))


def same_act(before: SourceText, after: SourceText, folder: FilePath, besides: Counter[str] | None = None) -> bool:
    """The model of both, and the act when the file is that of one. Each reads what it inherits by itself: a directory
    two specs share is kept in the model of the first one only. `besides`: the codes that may go.
    """
    if kind_of(before) == "fonds commun":
        return _alike(*(_model(source, folder) for source in (before, after)))
    first, second = (
        pipeline.check_bytes(source.text.encode("utf-8"), source.name, folder) for source in (before, after)
    )
    without = {*(besides or ()), catalogue.SWALLOWED.number}  # a glued comment is one whatever stands before it
    codes = [
        sorted(one.code.number for one in found.diagnostics if one.code.number not in without)
        for found in (first, second)
    ]
    if codes[0] != codes[1]:
        return False
    if first.value is None or second.value is None:
        return first.value is second.value and _alike(*(_model(source, folder) for source in (before, after)))
    if not _alike(first.value.spec.convention, second.value.spec.convention):
        return False
    return pipeline.assemble(first.value).value == pipeline.assemble(second.value).value


def _model(source: SourceText, folder: FilePath) -> Any:
    """What a file means by itself, as far as it can be read."""
    outcome = load_text(source, folder).then(lambda tree: build(tree, draft=True, report=None))
    return outcome.value.convention if outcome.value is not None else None


def _alike(first: Any, second: Any) -> bool:
    return bool(first == second or _settled(first, typeset) == _settled(second, typeset))


def _settled(value: Any, set_out: Callable[[str], str]) -> Any:
    """A part of the model as plain values, its texts as they print."""
    if isinstance(value, str):
        return "\n".join(set_out(line) for line in value.split("\n"))
    if isinstance(value, (tuple, list)):
        return [_settled(item, set_out) for item in value]
    if isinstance(value, dict):
        return {key: _settled(item, set_out) for key, item in value.items()}
    known = getattr(type(value), "model_fields", None)
    if known is not None:
        return {key: _settled(getattr(value, key), set_out) for key in known if key != "spec_version"}
    if isinstance(value, Record):
        return [type(value).__name__, *(_settled(getattr(value, name), set_out) for name in value.__struct_fields__)]
    return value
