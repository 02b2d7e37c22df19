"""What two Word files of any origin hold besides the text of their acts, one against the other.

`inventory` holds a returned file to the list of what the command writes. Here neither is held to it: what stands in one
of them, off that list, and not in the other, is told; what both hold is not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from conventions_cli.foundation import Record
from conventions_cli.readers.docx.census import PARTS, Extra
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.inventory import MOST, VALUE, Side, Whole, named, once
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import W

_WORDS = 120
_OF_STYLES = frozenset({PARTS["styles"], PARTS["numbering"]})


class Apart(Record, frozen=True):
    """What differs, in French. `before`, `after`: its words in each file; None where it is not.

    `extra`: the reason, which says where it stands, in the second file unless it is only in the first.
    """

    what: str
    before: str | None
    after: str | None
    extra: Extra

    @property
    def first(self) -> bool:
        """Whether it stands in the first file only."""
        return self.after is None


def apart(before: bytes, after: bytes, *, same_text: bool, looks: bool = True) -> list[Apart]:
    """What differs besides the text of two acts. Raises ArchiveError when a file cannot be read.

    `same_text`: whether their texts are the same; otherwise what follows from the text (contents, references, widths of
    columns) is left to the comparison of texts. `looks`: whether the look of words counts, when it does not
    cancel them.
    """
    old, new = Package(before), Package(after)
    if sorted(old.archive.names) == sorted(new.archive.names) and all(
        old.archive.read(name) == new.archive.read(name) for name in new.archive.names
    ):
        return []
    sides = Side(old), Side(new)
    ones, others = Whole(*sides), Whole(*reversed(sides))
    here, there = list(ones.absolute()), list(others.absolute())
    removed = [*_less(here, there), *ones.relative(same_text=same_text)]
    added = [*_less(there, here), *others.relative(same_text=same_text)]
    known_before, known_after = _Words(old), _Words(new)
    removed = [one for one in once(removed) if _counts(one, known_after, looks=looks)]
    added = [one for one in once(added) if _counts(one, known_before, looks=looks)]
    return list(_paired(removed, added))[:MOST]


def beside_text(data: bytes) -> list[Extra]:
    """What a file holds that a text does not, and what takes words of it away. Raises ArchiveError."""
    package = Package(data)
    side = Side(package)
    found = Whole(side, side).absolute(whole=True)
    return [one for one in once(found) if one.cancels or not one.dress][:MOST]


class _Words:
    """The words of the passages of a file, each looked for when it is asked for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.known: frozenset[str] | None = None

    def hold(self, words: str) -> bool:
        """Whether a passage of the file has these words."""
        if self.known is None:
            parts = [self.package.root]
            for kind in ("header", "footer", "footnotes", "endnotes"):
                parts += [self.package.xml(name) for name in self.package.related(self.package.main, kind)]
            tags = [f"{W}{name}" for name in ("r", "p", "tc", "tr", "tbl")]
            self.known = frozenset(as_seen(words_of(one)) for root in parts for one in root.iter(*tags))
        sought = as_seen(words.removesuffix("…"))
        return sought in self.known or any(sought in one for one in self.known)


def _short(text: str) -> str:
    line = squeezed(text)
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1].rstrip()}…"


def _counts(one: Extra, other: _Words, *, looks: bool) -> bool:
    """Whether a reason is told: not the look of words that the other file lacks, which the text tells."""
    if one.dress and not one.cancels and not looks:
        return False
    return not one.dress or not one.words or one.part in _OF_STYLES or other.hold(one.words)


def _key(one: Extra) -> tuple[str, str, str]:
    return one.part, one.what, one.words


def _less(ones: Iterable[Extra], others: Iterable[Extra]) -> Iterator[Extra]:
    """Those of the first that the second does not match one for one."""
    left = Counter(map(_key, others))
    for one in ones:
        left[_key(one)] -= 1
        if left[_key(one)] < 0:
            yield one


def _paired(removed: list[Extra], added: list[Extra]) -> Iterator[Apart]:
    """Each difference once: what both files state otherwise stands with its words in each."""
    waiting: dict[tuple[str, str, str], list[Extra]] = {}
    for one in removed:
        waiting.setdefault(_pair(one), []).append(one)
    for one in added:
        same = waiting.get(_pair(one))
        other = same.pop(0) if same else None
        if other is None:
            yield Apart(named(one), None, _said(one), one)
        elif _value(one) or _value(other):
            yield Apart(named(one), _value(other), _value(one), one)
        else:
            yield Apart(named(one), other.words, one.words, one)
    for left in waiting.values():
        yield from (Apart(named(one), _said(one), None, one) for one in left)


def _pair(one: Extra) -> tuple[str, str, str]:
    """What tells that two reasons are of one thing: their words too, when they are those of the act."""
    return one.part, named(one), "" if one.part and not one.dress else one.words


def _value(one: Extra) -> str:
    match = VALUE.search(one.what)
    return match[1].removeprefix("val\u00a0: ") if match else ""


def _said(one: Extra) -> str:
    return " – ".join(filter(None, (_value(one), one.words)))
