"""A comparison as text: colours on a terminal, and marks that read without them, `[-supprimé-] {+ajouté+}`."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.padding import Padding
from rich.text import Text

from conventions_cli.comparison import View, phrases
from conventions_cli.comparison.act_differences import Beside, Change, Comparison, Line, Op, Piece
from conventions_cli.foundation import visible
from conventions_cli.reporting import Paper

_MIN_WIDTH, _MAX_WIDTH = 60, 140
_MOST = 40  # differences besides the text that are shown
_STYLES = {Op.REMOVED: "red strike", Op.ADDED: "green", Op.FORMAT: "yellow"}
_MARKS = {Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}")}


def write_text(comparison: Comparison, view: View) -> bytes:
    """The facts, the renumbering, each change under its place, and a last line with the counts; in UTF-8."""
    stream = io.StringIO()
    wraps = view.width > 0
    console = Paper(
        file=stream,
        width=min(max(view.width, _MIN_WIDTH), _MAX_WIDTH) if wraps else 10_000,
        force_terminal=view.color,
        no_color=not view.color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    for block in _blocks(comparison):
        console.print(block, soft_wrap=not wraps)
    lines = [line.rstrip() for line in stream.getvalue().split("\n")]
    return "\n".join(lines).encode("utf-8", "replace")


def _blocks(comparison: Comparison) -> Iterator[Text | Padding]:
    if not comparison.same or comparison.facts:
        yield _text(phrases.heading(comparison), "bold")
        yield Text()
    for nature, facts in groupby(comparison.facts, key=lambda fact: fact.nature):
        yield _text(phrases.TITLES[nature], "bold")
        for fact in facts:
            before, after = phrases.fact_sides(fact)
            name = phrases.fact_name(fact)
            line = _text(f"{name}\u00a0: " if name else "")
            line.append_text(_text(phrases.short(before), "red"))
            line.append_text(Text(" → "))
            line.append_text(_text(phrases.short(after), "green"))
            if fact.key:
                line.append_text(_text(f"  [{fact.key}]", "dim"))
            yield _indented(line)
        yield Text()
    if comparison.renumbered:
        yield Text("Renumérotation", style="bold")
        for renumbering in comparison.renumbered:
            yield _indented(_text(phrases.renumbering(renumbering)))
        yield Text()
    for change in comparison.changes:
        yield from _change(change)
        yield Text()
    yield from _beside(comparison.beside)
    for notice in comparison.notices:
        yield _text(f"Attention\u00a0: {notice}", "yellow")
    yield _text(phrases.counts(comparison), "bold")


def _beside(beside: Sequence[Beside]) -> Iterator[Text | Padding]:
    """The differences besides the texts, or the first of them when there are many."""
    if not beside:
        return
    yield Text(phrases.BESIDE, style="bold")
    for difference in beside[:_MOST]:
        cancels = f" ({phrases.CANCELS})" if difference.cancels else ""
        yield _indented(_text(f"{difference.place}  {difference.what}{cancels}"))
        if sides := phrases.beside_sides(difference):
            yield _indented(_text(f"  {phrases.short(sides)}"))
    if (hidden := len(beside) - _MOST) > 0:
        yield _indented(_text(f"et {hidden} autre{'s' if hidden > 1 else ''}\u00a0: --format json les donne toutes."))
    yield Text()


def _change(change: Change) -> Iterator[Text | Padding]:
    kind = phrases.KINDS[change.kind][0]
    head = _text(change.place, "bold")
    head.append_text(_text(f"  {kind}", "cyan"))
    if change.origin:
        head.append_text(_text(f", était à\u00a0: {change.origin}"))
    if change.note:
        head.append_text(_text(f"  ({change.note})", "yellow"))
    yield head
    for line in change.lines:
        yield _indented(_line(line))


def _line(line: Line) -> Text:
    words = Text()
    for number, piece in enumerate(line):
        if piece.op in {Op.SAME, Op.RENUMBERED}:
            words.append_text(_text(phrases.around(piece.after, first=number == 0, last=number == len(line) - 1)))
        elif piece.op is Op.FORMAT:
            words.append_text(_formatted(piece))
        else:
            opening, closing = _MARKS[piece.op]
            text = piece.before if piece.op is Op.REMOVED else piece.after
            words.append_text(_text(f"{opening}{phrases.short(text)}{closing}", _STYLES[piece.op]))
    return words


def _formatted(piece: Piece) -> Text:
    text = piece.after or piece.before
    return _text(f"{{~{phrases.short(text)}~ {piece.note}}}", _STYLES[piece.op])


def _indented(text: Text) -> Padding:
    return Padding(text, (0, 0, 0, 2), expand=False)


def _text(text: str, style: str = "") -> Text:
    """A text without characters that control the terminal, as acts and their names are not trusted."""
    return Text(visible(text), style=style)
