"""Stretches of inlines as words, and what differs between two of them.

An amount, a date, a code, an address is one word: it changes whole or not at all. Two words are the same when only the
width of their spaces or the shape of their apostrophes differ; that, bold, italic and where links lead are formatting.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import chain, groupby

from conventions_cli.comparison.sequences import common
from conventions_cli.document import (
    CrossReference,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    Text,
    with_path,
)
from conventions_cli.foundation import Effort, Record
from conventions_cli.french import month_names

# Runs are bounded where a text could make the search go back over all of it for each letter.
_SPACE = "[ \u00a0\u202f\u2009]"
_MONTHS = "|".join(month_names())
_WORDS = re.compile(
    r"(?P<address>(?:https?://|mailto:|www\.)[^\s()«»<>]*[^\s()«»<>.,;:!?]|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)"
    rf"|(?P<date>\b(?:1er|\d{{1,2}}){_SPACE}(?:{_MONTHS})(?:{_SPACE}\d{{4}})?\b|\b(?:{_MONTHS}){_SPACE}\d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b)"
    r"|(?P<code>\b(?=[A-Z0-9/-]{0,60}\d)[A-Z0-9]+(?:[-/][A-Z0-9]+)+\b|\b[A-Z]{4}\d{7}[A-Z]\b)"
    rf"|(?P<amount>\b\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?(?:{_SPACE}?(?:€|euros?\b))?"
    rf"|\b\d+(?:,\d+)?{_SPACE}?(?:€|euros?\b))"
    rf"|(?P<number>\b\d+(?:[.,]\d+)*{_SPACE}?%|\b\d+(?:[.,]\d+)+\b)"
    r"|(?P<word>\w+[’'](?=\w)|\w+(?:[-\u2011]\w+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_SPACES = re.compile(r"\s+")
_PLAIN = str.maketrans({"’": "'", "\u2011": "-"})


class Sort(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    CODE = "code"
    ADDRESS = "address"
    SPACE = "space"
    SIGN = "sign"
    BREAK = "break"
    NOTE = "note"
    MISSING = "missing"


class Marks(Record, frozen=True):
    """How letters are set: bold, italic, and where they lead."""

    strong: bool = False
    emphasis: bool = False
    url: str = ""


class Token(Record, frozen=True):
    """A word of a stretch. `key` is what it is compared by; `runs` are its letters with their marks.

    `note` is the text of the note called here; `reference` tells a reference to an article that was renumbered.
    """

    sort: Sort
    text: str
    key: str
    runs: tuple[tuple[str, Marks], ...] = ()
    note: Inlines = ()
    reference: bool = False


Tokens = tuple[Token, ...]


def tokens(inlines: Inlines, renumbered: Mapping[str, str] | None = None) -> Tokens:
    """Cut a stretch into words.

    `renumbered`: what references to articles say (« article 6 »), with what they are compared as.
    """
    return tuple(_tokens(inlines, renumbered or {}))


def _tokens(inlines: Inlines, renumbered: Mapping[str, str]) -> Iterator[Token]:
    letters: list[tuple[str, Marks]] = []
    for inline in _flat(inlines):
        if isinstance(inline, tuple):
            letters.append(inline)
            continue
        yield from _words(letters)
        letters = []
        match inline:
            case LineBreak():
                yield Token(Sort.BREAK, "\n", "\n")
            case Footnote():
                yield Token(Sort.NOTE, "", "\x00note", note=inline.content)
            case Missing():
                yield Token(Sort.MISSING, inline.text, _key(inline.text), ((inline.text, Marks()),))
            case CrossReference():
                yield from _reference(inline.text, renumbered.get(inline.text, inline.text))
    yield from _words(letters)


def _flat(inlines: Inlines, url: str = "") -> Iterator[tuple[str, Marks] | Inline]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline.text, Marks(inline.strong, inline.emphasis, url)
        elif isinstance(inline, Link):
            yield from _flat(inline.content, with_path(inline.url))
        else:
            yield inline


def _reference(text: str, compared: str) -> Iterator[Token]:
    """The words of a reference; one to an article that was renumbered is a single word."""
    if compared == text:
        yield from _words([(text, Marks())])
    else:
        yield Token(Sort.WORD, text, compared, ((text, Marks()),), reference=True)


def _words(letters: list[tuple[str, Marks]]) -> Iterator[Token]:
    text = "".join(piece for piece, _ in letters)
    at = offset = 0
    for match in _WORDS.finditer(text):
        runs = []
        left = len(match[0])
        while left:
            piece, marks = letters[at]
            taken = piece[offset : offset + left]
            if taken:
                runs.append((taken, marks))
            left -= len(taken)
            offset += len(taken)
            if offset >= len(piece):
                at, offset = at + 1, 0
        yield Token(Sort(match.lastgroup), match[0], _key(match[0]), tuple(runs))


def _key(text: str) -> str:
    return _SPACES.sub(" ", text).translate(_PLAIN)


def text_of(found: Iterable[Token]) -> str:
    """The words, as they are written; a line break is a new line, a note call is nothing."""
    return "".join(token.text for token in found)


class Hunk(Record, frozen=True):
    """Words of one side against words of the other: the same, word for word, when `same`."""

    same: bool
    before: Tokens
    after: Tokens


def differences(before: Tokens, after: Tokens, effort: Effort) -> tuple[Hunk, ...]:
    """The hunks, in order: put end to end, their sides are the two stretches, nothing lost nor added."""
    pairs = common([token.key for token in before], [token.key for token in after], effort)
    hunks: list[Hunk] = []
    at = other = 0
    for left, right in [*pairs, (len(before), len(after))]:
        if at < left or other < right:
            hunks.append(Hunk(False, before[at:left], after[other:right]))
        if left < len(before):
            hunks.append(Hunk(True, (before[left],), (after[right],)))
        at, other = left + 1, right + 1
    return tuple(_whole(_gathered(hunks)))


def _gathered(hunks: Iterable[Hunk]) -> list[Hunk]:
    return [_joined(alike) for _, alike in groupby(hunks, key=lambda hunk: hunk.same)]


def _joined(hunks: Iterable[Hunk]) -> Hunk:
    """Hunks that follow one another as one, which is of the kind of the first."""
    whole = list(hunks)
    before, after = (tuple(chain.from_iterable(getattr(one, side) for one in whole)) for side in ("before", "after"))
    return Hunk(whole[0].same, before, after)


def _whole(hunks: Sequence[Hunk]) -> list[Hunk]:
    """Read as a person would: two replacements that only a space or a comma parts are one; so are equal words."""
    found: list[list[Hunk]] = []  # those of one list are one
    for hunk in hunks:
        if not hunk.same and text_of(hunk.before) == text_of(hunk.after) and not _calls(hunk):
            hunk = Hunk(True, hunk.before, hunk.after)
        if len(found) > 1 and _replaces(hunk) and _replaces(found[-2][0]) and _thin(found[-1][0]):
            thin = found.pop()
            found[-1].extend((*thin, hunk))
        else:
            found.append([hunk])
    return [one[0] if len(one) == 1 else _joined(one) for one in found]


def _calls(hunk: Hunk) -> bool:
    return any(token.sort is Sort.NOTE for token in (*hunk.before, *hunk.after))


def _replaces(hunk: Hunk) -> bool:
    return not hunk.same and bool(hunk.before) and bool(hunk.after)


def _thin(hunk: Hunk) -> bool:
    return hunk.same and all(token.sort is Sort.SPACE for token in hunk.before)
