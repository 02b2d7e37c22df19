"""The proof that a rewritten file keeps its meaning: same values, same convention, same diagnostics, same act."""

from collections import Counter
from pathlib import Path
from typing import Any

from conventions_cli import pipeline
from conventions_cli.files import kind_of
from conventions_cli.foundation import Record, SourceText, catalogue, has_errors
from conventions_cli.french import typeset
from conventions_cli.model import Convention, Words, build, fields_at, sequel_of, words_at
from conventions_cli.source import KeyPath, Layout, Mapping, Node, Scalar, Sequence, load_text, parse, read_layout
from conventions_cli.templating import kind_of_act


def same_meaning(before: Layout, after: SourceText, folder: Path) -> Layout | None:
    """The layout of a new text of a file, when its comments and its meaning are the same; None otherwise.

    Trees are compared value by value; for a spec, so are the convention, the codes of its diagnostics, and its act.
    """
    first, second = parse(before.source), parse(after)
    if first.value is None or second.value is None or has_errors(second.diagnostics):
        return None
    layout = read_layout(after)
    if layout.comments != before.comments:
        return None
    if not same_tree(first.value, second.value, ()):
        return None
    exact = _same_words(first.value, second.value)
    return layout if same_act(before.source, after, folder, exact=exact) else None


def same_tree(first: Node, second: Node, path: KeyPath) -> bool:
    """Whether two trees have the same values; the order of the keys of the model is free, and so is typography."""
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        return first.blank == second.blank and same_text(first.text, second.text, words_at(Convention, path))
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        return len(first.items) == len(second.items) and all(
            same_tree(item, other, (*path, index))
            for index, (item, other) in enumerate(zip(first.items, second.items, strict=True))
        )
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return False
    keys, others = list(first.keys()), list(second.keys())
    if path and not fields_at(Convention, path) and keys != others:
        return False  # the author chooses the order of free keys: years, roles, names
    if sorted(keys) != sorted(others):
        return False
    return all(
        same_tree(entry.value, second.get(entry.key.text) or first, (*path, entry.key.text)) for entry in first.entries
    )


def same_text(first: str, second: str, words: Words | None) -> bool:
    """Whether two texts print the same; a block text at the end of a file may lack its last end of line."""
    if first == second or words is None:
        return first == second
    return _printed(first) == _printed(second)


def _printed(text: str) -> tuple[str, ...]:
    return tuple(typeset(line) for line in text.rstrip("\n").split("\n"))


def _same_words(first: Node, second: Node) -> bool:
    """Whether two trees with the same values have the same letters."""
    if isinstance(first, Scalar) and isinstance(second, Scalar):
        return first.text == second.text
    if isinstance(first, Sequence) and isinstance(second, Sequence):
        return all(map(_same_words, first.items, second.items))
    if not (isinstance(first, Mapping) and isinstance(second, Mapping)):
        return False
    return all(_same_words(entry.value, second.get(entry.key.text) or first) for entry in first.entries)


def same_act(
    before: SourceText,
    after: SourceText,
    folder: Path,
    besides: Counter[str] | None = None,
    *,
    exact: bool = False,
) -> bool:
    """Whether two texts have the same model, the same codes and, for the spec of an act, the same act. Each text reads
    its inherited files by itself, as a shared directory is kept in the first model only. `besides`: codes that may go.
    `exact`: the caller knows that the values are the same to the letter and in the same order, so that
    equal conventions make equal acts.
    """
    if kind_of(before) == "fonds commun":
        return _alike(*(_model(source, folder) for source in (before, after)))
    first, second = (
        pipeline.check_bytes(source.text.encode("utf-8"), source.name, folder) for source in (before, after)
    )
    without = {*(besides or ()), catalogue.SWALLOWED.number}  # a glued comment has this code, whatever stands before it
    codes = [
        sorted(diagnostic.code.number for diagnostic in outcome.diagnostics if diagnostic.code.number not in without)
        for outcome in (first, second)
    ]
    if codes[0] != codes[1]:
        return False
    if first.value is None or second.value is None:
        return first.value is second.value and _alike(*(_model(source, folder) for source in (before, after)))
    if exact and _made_of(first.value) == _made_of(second.value):
        return True
    if not _alike(first.value.spec.convention, second.value.spec.convention):
        return False
    return pipeline.assemble(first.value).value == pipeline.assemble(second.value).value


def _made_of(checked: pipeline.Checked) -> tuple[Any, ...]:
    """The values that an act is made from; groups are compared with the order of their keys."""
    spec = checked.spec
    return spec.convention, spec.draft, spec.picture, checked.pack, checked.act, checked.extras


def _model(source: SourceText, folder: Path) -> Any:
    """The model of a file alone, as far as it can be read."""
    outcome = load_text(source, folder).then(
        lambda tree: build(tree, draft=True, sequel=sequel_of(tree), kind=kind_of_act(tree))
    )
    return outcome.value.convention if outcome.value is not None else None


def _alike(first: Any, second: Any) -> bool:
    """Whether two parts of the model are equal as plain values, with texts as they print."""
    if first is second:
        return True
    if isinstance(first, str) and isinstance(second, str):
        return first == second or list(map(typeset, first.split("\n"))) == list(map(typeset, second.split("\n")))
    if isinstance(first, (tuple, list)) and isinstance(second, (tuple, list)):
        return len(first) == len(second) and all(map(_alike, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_alike(value, second[key]) for key, value in first.items())
    if type(first) is not type(second):
        return bool(first == second)
    fields = getattr(type(first), "model_fields", None)
    if fields is not None:
        names = [name for name in fields if name != "spec_version"]
    elif isinstance(first, Record):
        names = list(type(first).__struct_fields__)
    else:
        return bool(first == second)
    return all(_alike(getattr(first, name), getattr(second, name)) for name in names)
