"""Applies modifications to the act they amend: when the result is not the new version, the avenant is incomplete."""

from collections.abc import Sequence

from conventions_cli.amendment.holders import Holder
from conventions_cli.amendment.lines import Line
from conventions_cli.amendment.modifications import (
    Amended,
    Edit,
    Inserted,
    Modification,
    Repealed,
    Replaced,
    Retitled,
    Rewritten,
    Swap,
    Words,
)
from conventions_cli.document import Inlines, Paragraph, Text, plain_text
from conventions_cli.foundation import replace


def applied(holders: Sequence[Holder], modifications: Sequence[Modification]) -> tuple[Holder, ...]:
    """The holders of the amended act, in order."""
    amended = {
        modification.holder.key: modification for modification in modifications if isinstance(modification, Amended)
    }
    gone = {modification.holder.key for modification in modifications if isinstance(modification, Repealed)}
    remaining = [
        edited(holder, amended[holder.key].edits) if holder.key in amended else holder
        for holder in holders
        if holder.key not in gone
    ]
    following = {
        modification.after: modification.holder for modification in modifications if isinstance(modification, Inserted)
    }
    amended_holders: list[Holder] = []
    for holder in (None, *remaining):
        if holder is not None:
            amended_holders.append(holder)
        at = holder.key if holder is not None else None
        while at in following:  # a second new holder may follow the first
            amended_holders.append(following.pop(at))
            at = amended_holders[-1].key
    return tuple(amended_holders)


def edited(holder: Holder, edits: Sequence[Edit]) -> Holder:
    """A holder with its edits made, from the last line to the first, so that the indexes of the remaining edits hold.

    When an insertion and a replacement start at the same line, the replacement is made first.
    """
    lines = list(holder.lines)
    title = holder.title
    ordered = sorted(enumerate(edits), key=lambda ranked: (_place(ranked[1]), ranked[0]), reverse=True)
    for _, edit in ordered:
        match edit:
            case Words():
                lines[edit.line] = swapped(lines[edit.line], edit.swaps) or lines[edit.line]
            case Replaced():
                lines[edit.start : edit.end] = edit.lines
            case Rewritten():
                lines = list(edit.lines)
            case Retitled():
                title = edit.title
    return replace(holder, title=title, lines=tuple(lines))


def _place(edit: Edit) -> tuple[int, bool]:
    match edit:
        case Words():
            return edit.line, True
        case Replaced():
            return edit.start, False
        case _:
            return -1, False


def swapped(line: Line, swaps: Sequence[Swap]) -> Line | None:
    """A line with its words replaced; None unless it has the words of each swap exactly once, with one formatting."""
    if not isinstance(line.block, Paragraph):
        return None
    content: Inlines | None = line.block.content
    for swap in swaps:
        content = _swapped(content, swap) if content is not None else None
    return None if content is None else replace(line, block=Paragraph(content))


def _swapped(content: Inlines, swap: Swap) -> Inlines | None:
    if plain_text(content).count(swap.before) != 1:
        return None
    for number, inline in enumerate(content):
        if isinstance(inline, Text) and swap.before in inline.text:
            replaced = replace(inline, text=inline.text.replace(swap.before, swap.after))
            return (*content[:number], replaced, *content[number + 1 :])
    return None
