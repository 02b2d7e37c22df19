"""Stretches of inlines cut into words, and the differences between two stretches.

An amount, a date, a code or an address is one word: it changes whole or not at all. Two words are equal when they
differ only by the width of their spaces or the shape of their apostrophes, which count as formatting, like bold, italic
and the targets of links.
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
    inlines_within,
    with_path,
)
from conventions_cli.foundation import Effort, Record, remembered
from conventions_cli.french import month_names

# Repetitions are bounded: otherwise, some texts would be searched again from each of their letters.
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
_NOTE = "\x00note"  # no act can contain its first character
_PLAIN = str.maketrans({"’": "'", "\u2011": "-"})


class Sort(Enum):
    """The kind of a token."""

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


_SORTS: dict[str | None, Sort] = {sort.value: sort for sort in Sort}


class Marks(Record, frozen=True):
    """The formatting of letters: bold, italic, and the target of their link."""

    strong: bool = False
    emphasis: bool = False
    url: str = ""


class Token(Record, frozen=True):
    """A word of a stretch. `key`: its text for comparison; `runs`: its letters with their marks.

    `note`: the words of its note, if it has one; `reference`: whether it is a reference to a renumbered article.
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

    `renumbered`: by text of a reference to an article (« article 6 »), its key for comparison.
    """
    if renumbered and any(isinstance(inline, CrossReference) for inline in inlines_within(inlines)):
        return tuple(_tokens(inlines, renumbered))
    return _shared_tokens(inlines)


@remembered(4096)
def _shared_tokens(inlines: Inlines) -> Tokens:
    """The words of a stretch without renumbered references, cut once, as two acts mostly have the same stretches."""
    return tuple(_tokens(inlines, {}))


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
                yield Token(Sort.NOTE, "", _NOTE, note=inline.content)
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
    """The words of a reference; to a renumbered article, a single word."""
    if compared == text:
        yield from _words([(text, Marks())])
    else:
        yield Token(Sort.WORD, text, compared, ((text, Marks()),), reference=True)


def _words(letters: list[tuple[str, Marks]]) -> Iterator[Token]:
    text = "".join(piece for piece, _ in letters)
    at = offset = 0
    alone = letters[0][1] if len(letters) == 1 else None
    for match in _WORDS.finditer(text):
        word = match[0]
        if alone is not None:
            yield Token(_SORTS[match.lastgroup], word, _key(word), ((word, alone),))
            continue
        runs = []
        remaining = len(word)
        while remaining:
            piece, marks = letters[at]
            fragment = piece[offset : offset + remaining]
            if fragment:
                runs.append((fragment, marks))
            remaining -= len(fragment)
            offset += len(fragment)
            if offset >= len(piece):
                at, offset = at + 1, 0
        yield Token(_SORTS[match.lastgroup], word, _key(word), tuple(runs))


def _key(text: str) -> str:
    if text.isalnum() or text == " ":
        return text
    return _SPACES.sub(" ", text).translate(_PLAIN)


def written(inlines: Inlines) -> str:
    """The text of a stretch: that of its tokens, which are not made for it."""
    return "".join(piece[0] if isinstance(piece, tuple) else _set_apart(piece) for piece in _flat(inlines))


def _set_apart(inline: Inline) -> str:
    match inline:
        case LineBreak():
            return "\n"
        case Missing() | CrossReference():
            return inline.text
        case _:
            return ""


def compared_by(inlines: Inlines, renumbered: Mapping[str, str] | None = None) -> str:
    """The key of a whole stretch for comparison: the keys of its tokens, end to end, which are not made for it.

    The words of a note follow its reference.
    """
    return "".join(_compared(inlines, renumbered or {}))


def _compared(inlines: Inlines, renumbered: Mapping[str, str]) -> Iterator[str]:
    letters: list[str] = []
    for inline in _flat(inlines):
        if isinstance(inline, tuple):
            letters.append(inline[0])
            continue
        yield _key("".join(letters))  # spaces in a row count as one, even with several marks
        letters = []
        match inline:
            case LineBreak():
                yield "\n"
            case Footnote():
                yield _NOTE
                yield from _compared(inline.content, {})
            case Missing():
                yield _key(inline.text)
            case CrossReference():
                compared = renumbered.get(inline.text, inline.text)
                yield _key(inline.text) if compared == inline.text else compared
    yield _key("".join(letters))


def text_of(words: Iterable[Token]) -> str:
    """The text of tokens, as written, without the references to notes."""
    return "".join(token.text for token in words)


class Hunk(Record, frozen=True):
    """Words of one side, and words of the other side in their place; `same`: whether they are equal, word for word."""

    same: bool
    before: Tokens
    after: Tokens


def differences(before: Tokens, after: Tokens, effort: Effort) -> tuple[Hunk, ...]:
    """The hunks, in order; end to end, each of their sides is the whole stretch of that side."""
    pairs = common([token.key for token in before], [token.key for token in after], effort)
    hunks: list[Hunk] = []
    at = other_at = 0
    for left, right in [*pairs, (len(before), len(after))]:
        if at < left or other_at < right:
            hunks.append(Hunk(False, before[at:left], after[other_at:right]))
        if left < len(before):
            hunks.append(Hunk(True, (before[left],), (after[right],)))
        at, other_at = left + 1, right + 1
    return tuple(_whole(_gathered(hunks)))


def _gathered(hunks: Iterable[Hunk]) -> list[Hunk]:
    return [_joined(alike) for _, alike in groupby(hunks, key=lambda hunk: hunk.same)]


def _joined(hunks: Iterable[Hunk]) -> Hunk:
    """Consecutive hunks as one, with the `same` of the first."""
    whole = list(hunks)
    before, after = (tuple(chain.from_iterable(getattr(hunk, side) for hunk in whole)) for side in ("before", "after"))
    return Hunk(whole[0].same, before, after)


def _whole(hunks: Sequence[Hunk]) -> list[Hunk]:
    """The hunks, joined where a reader sees one change: equal words, and replacements with only spaces between them."""
    groups: list[list[Hunk]] = []  # each list will be one hunk
    for hunk in hunks:
        if not hunk.same and text_of(hunk.before) == text_of(hunk.after) and not _calls(hunk):
            hunk = Hunk(True, hunk.before, hunk.after)
        if len(groups) > 1 and _replaces(hunk) and _replaces(groups[-2][0]) and _thin(groups[-1][0]):
            thin = groups.pop()
            groups[-1].extend((*thin, hunk))
        else:
            groups.append([hunk])
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _calls(hunk: Hunk) -> bool:
    return any(token.sort is Sort.NOTE for token in (*hunk.before, *hunk.after))


def _replaces(hunk: Hunk) -> bool:
    return not hunk.same and bool(hunk.before) and bool(hunk.after)


def _thin(hunk: Hunk) -> bool:
    return hunk.same and all(token.sort is Sort.SPACE for token in hunk.before)
