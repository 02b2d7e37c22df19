"""Checks files made to be inherited: a directory of parties, or the common values of acts."""

from collections.abc import Iterator
from pathlib import Path

from conventions_cli.files import is_shared
from conventions_cli.foundation import Diagnostic, Position, Record, catalogue, ordered
from conventions_cli.pipeline.steps import Options, check
from conventions_cli.source import Mapping, Node, Scalar, Sequence, parse, read_file


class Shared(Record, frozen=True):
    """A file made to be inherited: what it is, in French, and the diagnostics of its own values."""

    label: str
    diagnostics: tuple[Diagnostic, ...]


def check_shared(path: Path, options: Options | None = None) -> Shared | None:
    """Check a file that is made to be inherited; None for any other file.

    Such a file has a directory of parties, or a file beside it or below inherits it. Values that the inheriting acts
    will give are not reported as missing. `Shared.label` counts the blank values that no diagnostic reports.
    """
    source = read_file(path, str(path)).value
    tree = parse(source).value if source is not None and is_shared(path) else None
    if tree is None:
        return None
    directory = tree.get("annuaire")
    count = len(directory.entries) if isinstance(directory, Mapping) else 0
    parties = f"annuaire de {count} partie{'s' if count > 1 else ''}" if directory is not None else ""
    blanks = set(_blanks(tree))
    absent = {catalogue.MISSING, catalogue.TO_COMPLETE}
    diagnostics = ordered(
        diagnostic
        for diagnostic in check(path, options).diagnostics
        if diagnostic.code not in absent or (diagnostic.span is not None and diagnostic.span.start in blanks)
    )
    reported = (diagnostic.span.start for diagnostic in diagnostics if diagnostic.span is not None)
    count = len(blanks.difference(reported))
    empty = f", {count} ligne{'s' if count > 1 else ''} sans valeur" if count else ""
    return Shared((parties or "ce que des actes ont en commun") + empty, diagnostics)


def _blanks(node: Node) -> Iterator[Position]:
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar) and item.blank:
                yield item.span.start
            yield from _blanks(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if isinstance(entry.value, Scalar) and entry.value.blank:
                yield entry.key.span.start
            yield from _blanks(entry.value)
