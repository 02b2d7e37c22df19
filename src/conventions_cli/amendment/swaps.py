"""The replaced words of an alinéa, as a jurist quotes them: few, whole, and only once in it."""

from collections.abc import Sequence

from conventions_cli.amendment.modifications import Swap
from conventions_cli.comparison import Hunk, Sort, Token, Tokens, differences, text_of, tokens
from conventions_cli.document import Inlines, plain_text
from conventions_cli.foundation import Effort

_AT_MOST = 3  # replacements; with more, the alinéa is quoted whole
_CHANGED = 0.5  # share of the words of an alinéa; when more change, it is quoted whole
_JOINS = 2  # equal words: replacements with no more words between them are joined
_REACH = 12  # words that may be added on each side of a quotation, so that it stands only once
_QUIET = {Sort.SPACE, Sort.SIGN}


def swaps_between(before: Inlines, after: Inlines, effort: Effort) -> tuple[Swap, ...]:
    """The replacements that lead from one alinéa to the other, in order; none when it is better to quote it whole.

    They ignore formatting: the caller checks that they give the new text.
    """
    hunks = _joined(differences(tokens(before), tokens(after), effort))
    changed = [number for number, hunk in enumerate(hunks) if not hunk.same]
    lost = sum(_weight(hunks[number].before) for number in changed)
    if not 0 < len(changed) <= _AT_MOST or lost > _CHANGED * sum(_weight(hunk.before) for hunk in hunks):
        return ()
    text = plain_text(before)
    proposals = [_swap(hunks, number, text) for number in changed]
    swaps = tuple(swap for swap in proposals if swap is not None)
    return swaps if len(swaps) == len(proposals) else ()


def _weight(words: Tokens) -> int:
    return sum(token.sort not in _QUIET for token in words)


def _joined(hunks: Sequence[Hunk]) -> list[Hunk]:
    """The hunks, with replacements joined across a word or two, and extended to the end of a parenthesis they open."""
    joined: list[Hunk] = []
    for hunk in hunks:
        between: Hunk | None = joined[-1] if joined else None
        if (
            not hunk.same
            and between is not None
            and between.same
            and len(joined) > 1
            and _weight(between.before) <= _JOINS
        ):
            thin, last = joined.pop(), joined.pop()
            hunk = Hunk(False, last.before + thin.before + hunk.before, last.after + thin.after + hunk.after)
        joined.append(hunk)
    return _closed(joined)


def _closed(hunks: Sequence[Hunk]) -> list[Hunk]:
    closed: list[Hunk] = []
    for hunk in hunks:
        previous = closed[-1] if closed else None
        if (
            hunk.same
            and previous is not None
            and not previous.same
            and _open(previous.before)
            and _open(previous.after)
        ):
            end = next((number for number, token in enumerate(hunk.before, start=1) if token.text == ")"), 0)
            if 0 < end <= _REACH:
                closed[-1] = Hunk(False, previous.before + hunk.before[:end], previous.after + hunk.after[:end])
                hunk = Hunk(True, hunk.before[end:], hunk.after[end:])
        if hunk.before or hunk.after:
            closed.append(hunk)
    return closed


def _open(pieces: Tokens) -> bool:
    words = text_of(pieces)
    return words.count("(") > words.count(")")


def _swap(hunks: Sequence[Hunk], number: int, text: str) -> Swap | None:
    """A replacement, with enough words around it to stand only once; None when there are not enough."""
    hunk = hunks[number]
    left = list(hunks[number - 1].before) if number else []
    right = list(hunks[number + 1].before) if number + 1 < len(hunks) else []
    old, new = text_of(hunk.before), text_of(hunk.after)
    if not old.strip():
        return _insertion(left, old, new, text)
    head: list[Token] = []
    tail: list[Token] = []
    while text.count(f"{text_of(head)}{old}{text_of(tail)}".strip()) != 1 and len(head) + len(tail) < 2 * _REACH:
        if left and (len(head) <= len(tail) or not right):
            head.insert(0, left.pop())
        elif right:
            tail.append(right.pop(0))
        else:
            return None
    while head and not head[0].text.strip() and left:
        head.insert(0, left.pop())
    while tail and not tail[-1].text.strip() and right:
        tail.append(right.pop(0))
    quoted = f"{text_of(head)}{old}{text_of(tail)}"
    replacement = f"{text_of(head)}{new}{text_of(tail)}"
    if text.count(quoted.strip()) != 1:
        return None
    return Swap(quoted, replacement)


def _insertion(left: list[Token], old: str, new: str, text: str) -> Swap | None:
    """An insertion after words, enough of them to stand only once; None when there are not enough."""
    anchor: list[Token] = []
    while left and len(anchor) < 2 * _REACH:
        anchor.insert(0, left.pop())
        words = text_of(anchor)
        if words.strip() and anchor[0].text.strip() and text.count(words + old) == 1:
            return Swap(words + old, words + new, words)
    return None
