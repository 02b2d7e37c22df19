"""Compares two Word files of any origin, besides the text of their acts.

`inventory` accepts in a returned file only what is on the list. Here a content off the list is reported only when it is
in one of the files and not in the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from conventions_cli.foundation import Record
from conventions_cli.readers.docx.census import PARTS, Extra
from conventions_cli.readers.docx.elements import as_seen, words_of
from conventions_cli.readers.docx.inventory import MOST, VALUE, Side, Whole, named, once
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import W

_OF_STYLES = frozenset({PARTS["styles"], PARTS["numbering"]})


class Apart(Record, frozen=True):
    """A difference: `what`: its name in French; `before`, `after`: its words in each file, None where it is absent.

    `extra`: the reason with its place, in the second file unless the difference is only in the first.
    """

    what: str
    before: str | None
    after: str | None
    extra: Extra

    @property
    def first(self) -> bool:
        """Whether it is only in the first file."""
        return self.after is None


def apart(before: bytes, after: bytes, *, same_text: bool, looks: bool = True) -> list[Apart]:
    """The differences of two files besides their texts. Raises ArchiveError when a file cannot be read.

    `same_text`: whether their texts are the same; otherwise what follows from the text (contents, references, widths of
    columns) is left to the comparison of texts; `looks`: whether looks that do not cancel words are reported.
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
    removed = [extra for extra in once(removed) if _counts(extra, known_after, looks=looks)]
    added = [extra for extra in once(added) if _counts(extra, known_before, looks=looks)]
    return list(_paired(removed, added))[:MOST]


def beside_text(data: bytes) -> list[Extra]:
    """The contents of a file that a text does not show, and the looks that cancel words. Raises ArchiveError."""
    package = Package(data)
    side = Side(package)
    extras = Whole(side, side).absolute(whole=True)
    return [extra for extra in once(extras) if extra.cancels or not extra.dress][:MOST]


class _Words:
    """The words of the passages of a file, collected at the first question."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.texts: frozenset[str] | None = None

    def hold(self, words: str) -> bool:
        """Whether a passage of the file has these words."""
        if self.texts is None:
            parts = [self.package.root]
            for kind in ("header", "footer", "footnotes", "endnotes"):
                parts += [self.package.xml(name) for name in self.package.related(self.package.main, kind)]
            tags = [f"{W}{name}" for name in ("r", "p", "tc", "tr", "tbl")]
            self.texts = frozenset(as_seen(words_of(element)) for root in parts for element in root.iter(*tags))
        sought = as_seen(words.removesuffix("…"))
        return sought in self.texts or any(sought in passage for passage in self.texts)


def _counts(extra: Extra, other: _Words, *, looks: bool) -> bool:
    """Whether a reason is reported: not a look of words that the other file lacks, since the text shows this."""
    if extra.dress and not extra.cancels and not looks:
        return False
    return not extra.dress or not extra.words or extra.part in _OF_STYLES or other.hold(extra.words)


def _key(extra: Extra) -> tuple[str, str, str]:
    return extra.part, extra.what, extra.words


def _less(extras: Iterable[Extra], others: Iterable[Extra]) -> Iterator[Extra]:
    """The reasons left in the first list once each of the second has removed an equal one."""
    counts = Counter(map(_key, others))
    for extra in extras:
        counts[_key(extra)] -= 1
        if counts[_key(extra)] < 0:
            yield extra


def _paired(removed: list[Extra], added: list[Extra]) -> Iterator[Apart]:
    """The differences: two reasons about the same thing make one difference, with the words of each file."""
    waiting: dict[tuple[str, str, str], list[Extra]] = {}
    for extra in removed:
        waiting.setdefault(_pair(extra), []).append(extra)
    for extra in added:
        same = waiting.get(_pair(extra))
        other = same.pop(0) if same else None
        if other is None:
            yield Apart(named(extra), None, _wording(extra), extra)
        elif _value(extra) or _value(other):
            yield Apart(named(extra), _value(other), _value(extra), extra)
        else:
            yield Apart(named(extra), other.words, extra.words, extra)
    for extras in waiting.values():
        yield from (Apart(named(extra), _wording(extra), None, extra) for extra in extras)


def _pair(extra: Extra) -> tuple[str, str, str]:
    """A key, equal for two reasons about the same thing: it includes the words when they are those of the act."""
    return extra.part, named(extra), "" if extra.part and not extra.dress else extra.words


def _value(extra: Extra) -> str:
    match = VALUE.search(extra.what)
    return match[1].removeprefix("val\u00a0: ") if match else ""


def _wording(extra: Extra) -> str:
    return " – ".join(filter(None, (_value(extra), extra.words)))
