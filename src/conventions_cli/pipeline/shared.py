"""Files made to be inherited, checked for themselves: a directory of parties, what acts have in common."""

from collections.abc import Iterator
from pathlib import Path

from conventions_cli.files import is_shared
from conventions_cli.foundation import Diagnostic, Position, Record, catalogue, ordered
from conventions_cli.pipeline.steps import Options, check
from conventions_cli.source import Mapping, Node, Scalar, Sequence, parse, read_file


class Shared(Record, frozen=True):
    """A file made to be inherited: what it is, in French, and the diagnostics of what it says itself."""

    what: str
    diagnostics: tuple[Diagnostic, ...]


def check_shared(path: Path, options: Options | None = None) -> Shared | None:
    """Check a file that is made to be inherited; None for any other file.

    It holds a directory, or a file beside it or below inherits it. What only the acts that inherit it will say is not
    missing; the lines without a value that no diagnostic tells are counted.
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
    found = ordered(
        one
        for one in check(path, options).diagnostics
        if one.code not in absent or (one.span is not None and one.span.start in blanks)
    )
    left = len(blanks.difference(one.span.start for one in found if one.span is not None))
    empty = f", {left} ligne{'s' if left > 1 else ''} sans valeur" if left else ""
    return Shared((parties or "ce que des actes ont en commun") + empty, found)


def _blanks(node: Node) -> Iterator[Position]:
    """The places of the keys, and of the items, left without a value."""
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
