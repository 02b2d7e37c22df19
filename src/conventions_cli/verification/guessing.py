"""The values that the new words of a passage may come from, the likeliest first. Each is to be proved by its caller."""

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
_SPACES = {ord(one): " " for one in "\u00a0\u202f\u2009\u2002\n"}
_MOST_IN_WORDS = 120
_FEWEST = 5  # figures that tell an amount without its sign from a number


def guesses(value: str, change: Change) -> Iterator[str]:
    """What a value, whose words stand in a passage that changed, may have become."""
    before, after = plain(change.before), plain(change.after)
    if _is_amount(value):
        yield from _amounts(value, before, after)
    elif _is_day(value):
        known = set(_DAY.findall(before))
        yield from (parse_date(one).isoformat() for one in _DAY.findall(after) if one not in known and _is_day(one))
    elif value.strip().isdecimal():
        yield from _integers(before, after)
    else:
        yield from _in_place(value, before, change.after)
        for line in change.lines:
            yield from _in_line(value, line)
            yield from _in_words(value, line)


def _in_place(value: str, before: str, printed: str) -> Iterator[str]:
    """The words that stand in the place of the value, when those around it are the same."""
    after = plain(printed)
    for start in _found(value, before):
        left, right = before[:start], before[start + len(value) :]
        if after.startswith(left) and after.endswith(right) and len(left) + len(right) < len(after):
            yield _typed(printed[start : len(after) - len(right)])


def _in_line(value: str, line: Line) -> Iterator[str]:
    """The words of a line that answer the value, when it begins and ends with pieces, or inside unchanged ones."""
    printed = "".join(piece.after for piece in line)
    for start in _found(value, plain("".join(piece.before for piece in line))):
        first, last = _answers(line, start), _answers(line, start + len(value))
        if first and last and first[0] < last[-1]:
            yield _typed(printed[first[0] : last[-1]])


def _found(value: str, words: str) -> Iterator[int]:
    """Where a value stands among plain words."""
    sought = plain(value)
    start = words.find(sought)
    while start >= 0:
        yield start
        start = words.find(sought, start + 1)


def _answers(line: Line, wanted: int) -> list[int]:
    """The offsets of the new line that answer one of the old line, in order; none inside words that changed."""
    old = new = 0
    found = []
    for piece in line:
        if old == wanted:
            found.append(new)
        elif old < wanted < old + len(piece.before):
            return [new + wanted - old] if plain(piece.before) == plain(piece.after) else []
        old, new = old + len(piece.before), new + len(piece.after)
    return [*found, new] if old == wanted else found


def _typed(printed: str) -> str:
    """Words of an act as a person types them: the typography puts its no-break spaces back."""
    return printed.translate(_SPACES).strip()


def _in_words(value: str, line: Line) -> Iterator[str]:
    """The value with the words of a line that changed, when it holds them."""
    for first, second in pairwise(line):
        gone = _typed(first.before)
        if first.op is Op.REMOVED and second.op is Op.ADDED and gone and value.translate(_SPACES).count(gone) == 1:
            yield value.translate(_SPACES).replace(gone, _typed(second.after))


def _amounts(value: str, before: str, after: str) -> Iterator[str]:
    """The amounts of the new words that the old ones lack, written as the value is."""
    known = {cents(*match.groups()) for match in AMOUNT.finditer(before)}
    for match in AMOUNT.finditer(after):
        amount = cents(*match.groups())
        if amount not in known and amount % 100 == 0:
            yield _typed(format_amount(amount // 100)) if "€" in value else str(amount // 100)


def _integers(before: str, after: str) -> Iterator[str]:
    """The whole numbers of the new words that the old ones lack, in figures or in letters."""
    known = set(_INTEGER.findall(before))
    yield from (one for one in _INTEGER.findall(after) if one not in known)
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
