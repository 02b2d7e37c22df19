"""Guesses of the values that give the new words of a passage, the likeliest first. The caller must prove each guess."""

import re
from collections.abc import Iterator
from itertools import pairwise

from conventions_cli.comparison import Change, Line, Op
from conventions_cli.french import (
    AMOUNT,
    AmountError,
    DateError,
    cents,
    format_amount,
    number_in_words,
    parse_amount,
    parse_date,
    plain,
)

_DAY = re.compile(r"\b(\d{1,2}(?:er)? [a-zéûA-ZÉÛ]{3,9} \d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})\b")
_INTEGER = re.compile(r"(?<![\d,.])\d{1,4}(?![\d,.])")
_SPACES = {ord(blank): " " for blank in "\u00a0\u202f\u2009\u2002\n"}
_MOST_IN_WORDS = 120
_FEWEST = 5  # figures: a shorter number without « € » is no amount


def guesses(value: str, change: Change) -> Iterator[str]:
    """The texts that a value of a changed passage may have become."""
    before, after = plain(change.before), plain(change.after)
    if _is_amount(value):
        yield from _amounts(value, before, after)
    elif _is_day(value):
        days_before = set(_DAY.findall(before))
        yield from (
            parse_date(day).isoformat() for day in _DAY.findall(after) if day not in days_before and _is_day(day)
        )
    elif value.strip().isdecimal():
        yield from _integers(before, after)
    else:
        yield from _in_place(value, before, change.after)
        for line in change.lines:
            yield from _in_line(value, line)
            yield from _in_words(value, line)


def _in_place(value: str, before: str, printed: str) -> Iterator[str]:
    """The words in the place of the value, when the words around it have not changed."""
    after = plain(printed)
    for start in _places_of(value, before):
        before_value, right = before[:start], before[start + len(value) :]
        if after.startswith(before_value) and after.endswith(right) and len(before_value) + len(right) < len(after):
            yield _typed(printed[start : len(after) - len(right)])


def _in_line(value: str, line: Line) -> Iterator[str]:
    """The new words of a line in the place of the value, whose two ends stand between pieces or in unchanged pieces."""
    printed = "".join(piece.after for piece in line)
    for start in _places_of(value, plain("".join(piece.before for piece in line))):
        first, last = _new_offsets(line, start), _new_offsets(line, start + len(value))
        if first and last and first[0] < last[-1]:
            yield _typed(printed[first[0] : last[-1]])


def _places_of(value: str, words: str) -> Iterator[int]:
    """The index of each occurrence of a value in plain words."""
    sought = plain(value)
    start = words.find(sought)
    while start >= 0:
        yield start
        start = words.find(sought, start + 1)


def _new_offsets(line: Line, offset: int) -> list[int]:
    """The offsets in the new line of an offset of the old line, in order; none when it is inside changed words."""
    old = new = 0
    offsets = []
    for piece in line:
        if old == offset:
            offsets.append(new)
        elif old < offset < old + len(piece.before):
            return [new + offset - old] if plain(piece.before) == plain(piece.after) else []
        old, new = old + len(piece.before), new + len(piece.after)
    return [*offsets, new] if old == offset else offsets


def _typed(printed: str) -> str:
    """Words of an act as a person types them, with ordinary spaces: the typography puts no-break spaces back."""
    return printed.translate(_SPACES).strip()


def _in_words(value: str, line: Line) -> Iterator[str]:
    """The value with its words replaced as the line replaces them, when it holds them once."""
    for first, second in pairwise(line):
        gone = _typed(first.before)
        if first.op is Op.REMOVED and second.op is Op.ADDED and gone and value.translate(_SPACES).count(gone) == 1:
            yield value.translate(_SPACES).replace(gone, _typed(second.after))


def _amounts(value: str, before: str, after: str) -> Iterator[str]:
    """The amounts that only the new words have, in the form of the value."""
    amounts_before = {cents(*match.groups()) for match in AMOUNT.finditer(before)}
    for match in AMOUNT.finditer(after):
        amount = cents(*match.groups())
        if amount not in amounts_before and amount % 100 == 0:
            yield _typed(format_amount(amount // 100)) if "€" in value else str(amount // 100)


def _integers(before: str, after: str) -> Iterator[str]:
    """The whole numbers, in figures or in letters, that only the new words have."""
    integers_before = set(_INTEGER.findall(before))
    yield from (integer for integer in _INTEGER.findall(after) if integer not in integers_before)
    words = set(re.findall(r"[\w-]+", after.lower())) - set(re.findall(r"[\w-]+", before.lower()))
    yield from (str(number) for number in range(_MOST_IN_WORDS) if number_in_words(number) in words)


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except AmountError:
        return False
    return "€" in text or len(text.strip()) >= _FEWEST


def _is_day(text: str) -> bool:
    try:
        parse_date(text)
    except DateError:
        return False
    return True
