"""The summary on a terminal: sums, bars by year, programme and party that receives, acts, deadlines.

Every text is data: it is printed as `rich.text.Text`, where no markup is read.
"""

import io
from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from conventions_cli.foundation import visible
from conventions_cli.french import capitalized, format_amount, format_number
from conventions_cli.reporting import Paper
from conventions_cli.summary import View
from conventions_cli.summary.deadlines import Deadline
from conventions_cli.summary.figures import Group, Money, Sum, Summary
from conventions_cli.summary.sentences import day_text, heading, left_out_sentences, promised, sum_text
from conventions_cli.summary.shown_tables import distance
from conventions_cli.summary.stated_values import TO_COMPLETE, UNDATED, Amount, Day, ToComplete

_MIN_WIDTH, _MAX_WIDTH, _MIDDLE, _WIDE = 60, 140, 96, 110
_DATE_WIDTH, _FAR_WIDTH = 10, 14
_GAP, _SHORTEST_BAR, _LONGEST_BAR, _WIDEST_AMOUNT = 2, 6, 30, 20
_MOST = 100  # lines of one table: people read a screen, and the other forms hold everything
_STYLES = {"AE": "blue", "CP": "green"}
_DRAFT_SUFFIX = " (projet)"


def write_table(summary: Summary, view: View) -> bytes:
    """The tables, in UTF-8, no wider than the terminal."""
    width = min(max(view.width, _MIN_WIDTH), _MAX_WIDTH)
    stream = io.StringIO()
    console = Paper(
        file=stream, width=width, force_terminal=view.color, no_color=not view.color, highlight=False, emoji=False
    )
    console.print(_text(heading(summary), "bold"))
    console.print()
    console.print(_sums(summary))
    for title, groups in (
        ("Par année", summary.years),
        ("Par programme", summary.programmes),
        (f"Par {summary.words.receiver}", summary.delegates),
    ):
        _section(console, title, _bars(groups[:_MOST], width))
        _say_rest(console, len(groups), "les autres formes les donnent tous")
    _section(console, "Actes", _acts(summary, width))
    _say_rest(console, len(summary.acts), "« --format csv » ou « xlsx » les donne tous")
    _section(console, "Échéances", _deadlines(summary.deadlines[:_MOST], view.today, width))
    _say_rest(
        console,
        len(summary.deadlines),
        "« --after » et « --before » choisissent une période, « --format csv --table echeances » les donne toutes",
    )
    for sentence in left_out_sentences(summary):
        console.print(_text(f"Non compris : {sentence}", "yellow"))
    lines = [line.rstrip() for line in stream.getvalue().split("\n")]
    return "\n".join(lines).encode("utf-8", "replace")


def _text(text: str, style: str = "", *, room: int | None = None) -> Text:
    """A text without signs that would control the terminal: file names are not to be trusted.

    `room`: the width to break lines at, where a no-break space stays one (rich breaks there).
    """
    safe = visible(text)
    return Text(safe if room is None else "\n".join(wrap(safe, room)), style=style)


def _section(console: Console, title: str, content: RenderableType) -> None:
    console.print()
    console.print(_text(title, "bold"))
    console.print(content)


def _say_rest(console: Console, count: int, where: str) -> None:
    """A sentence on how many lines a table leaves out, and where to find them."""
    if count > _MOST:
        rest = format_number(count - _MOST)
        console.print(_text(f"… et {rest} ligne{'s' if count > _MOST + 1 else ''} de plus : {where}.", "dim"))


def _plain_table(*, header: bool = True) -> Table:
    """Columns two spaces apart, a rule under the header."""
    return Table(box=box.SIMPLE_HEAD, show_header=header, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def _sums(summary: Summary) -> Table:
    halves = [half for half in (summary.signed, summary.draft) if half.acts] or [summary.signed]
    table = _plain_table(header=len(halves) > 1)
    table.add_column(Text(""), overflow="fold")
    for half in halves:
        table.add_column(
            _text("Actes signés" if half is summary.signed else "Projets"), justify="right", overflow="fold"
        )
    columns = [promised(half, summary.words) for half in halves]
    for label in columns[0]:
        table.add_row(_text(label), *(_sum(column[label]) for column in columns))
    return table


def _sum(amount: Sum) -> Text:
    return _text(sum_text(amount) or "néant", "yellow" if amount.missing else "")


def _bars(groups: Sequence[Group], width: int) -> Table:
    """The AE and the CP of each group, with a bar each, all to one scale; drafts have lines of their own."""
    rows: list[tuple[str, Money, bool]] = []
    for group in groups:
        label = TO_COMPLETE.value if group.key is None else str(group.key)
        if group.acts > group.drafts:
            rows.append((label, group.signed, False))
        if group.drafts:
            rows.append((f"{label}{_DRAFT_SUFFIX}", group.draft, True))
    highest = max((max(money.ae.euros, money.cp.euros) for _, money, _ in rows), default=0)
    amounts = max((len(sum_text(amount)) for _, money, _ in rows for amount in (money.ae, money.cp)), default=9)
    amounts = min(amounts, _WIDEST_AMOUNT)
    labels = max((len(label) for label, _, _ in rows), default=5)
    label_width = max(5, min(labels, width - 2 * (amounts + _SHORTEST_BAR) - 4 * _GAP))
    room = min((width - label_width - 2 * amounts - 4 * _GAP) // 2, _LONGEST_BAR)
    table = _plain_table()
    table.add_column(Text(""), width=label_width, overflow="fold")
    for title in _STYLES:
        table.add_column(Text(title), justify="right", width=amounts, overflow="fold")
        table.add_column(Text(""), width=room)
    for label, money, draft in rows:
        cells = []
        for style, amount in zip(_STYLES.values(), (money.ae, money.cp), strict=True):
            cells.append(_text(sum_text(amount), "yellow" if amount.missing else ""))
            cells.append(Text(_bar(amount.euros, highest, room, "░" if draft else "█"), style=style))
        table.add_row(_text(label), *cells)
    return table


def _bar(value: int, highest: int, room: int, mark: str) -> str:
    """A bar in proportion; an amount that is not nil always shows."""
    return mark * max(1, round(value * room / highest)) if value and highest else ""


def _acts(summary: Summary, width: int) -> Table:
    """The acts: on a narrow terminal, their amounts and ends; on a wide one, also parties and programmes."""
    acts, wide = summary.acts[:_MOST], width >= _WIDE
    table = _plain_table()
    names = max((len(act.stem) for act in acts), default=5)
    table.add_column(Text("Acte"), overflow="fold", max_width=24, min_width=min(names, 18))
    if wide:
        table.add_column(_text(capitalized(summary.words.receiver)), overflow="fold", max_width=24)
        table.add_column(Text("Progr."), max_width=11, overflow="fold")
    for title in ("Montant", "Accomp.", capitalized(summary.words.done), "Cofinanc."):
        table.add_column(Text(title), justify="right", min_width=9, overflow="fold")
    table.add_column(Text("Fin"), min_width=10, overflow="fold")
    for act in acts:
        name = _text(act.stem + (_DRAFT_SUFFIX if act.draft else ""))
        who = [_text(act.short_delegates), _text(act.programme)] if wide else []
        amounts = [_amount(amount) for amount in (act.amount, act.coaching, act.delegated, act.cofinancing)]
        table.add_row(name, *who, *amounts, Text(_day(act.end), "yellow" if isinstance(act.end, ToComplete) else ""))
    return table


def _amount(amount: Amount) -> Text:
    if isinstance(amount, ToComplete):
        return Text(amount.value, style="yellow")
    return Text(format_amount(amount) if amount else "")


def _day(day: Day | None) -> str:
    if day is None:
        return ""
    return day_text(day) if isinstance(day, date) else day.value


def _deadlines(deadlines: Sequence[Deadline], today: date | None, width: int) -> RenderableType:
    """The deadlines in order, a blank line between years; those without a day last, with the words of the act."""
    if not deadlines:
        return Text("Aucune échéance dans cette période.")
    names = [deadline.act + (_DRAFT_SUFFIX if deadline.draft else "") for deadline in deadlines]
    name_width = min(max(map(len, names)), 16 if width < _MIDDLE else 24)
    room = width - _DATE_WIDTH - name_width - 2 * _GAP - (_FAR_WIDTH + _GAP if today else 0)
    table = _plain_table()
    table.add_column(Text("Date"), width=_DATE_WIDTH, overflow="fold")
    if today:
        table.add_column(Text(f"Au {day_text(today)}"), width=_FAR_WIDTH, overflow="fold")
    table.add_column(Text("Acte"), overflow="fold", width=name_width)
    table.add_column(Text("Échéance"), overflow="fold", width=room)
    year = deadlines[0].day and deadlines[0].day.year
    for name, deadline in zip(names, deadlines, strict=True):
        if year != (deadline.day and deadline.day.year):
            table.add_section()
        year = deadline.day and deadline.day.year
        cells = [Text(day_text(deadline.day)) if deadline.day else Text(UNDATED, style="yellow")]
        if today:
            far = distance(deadline.day, today) or ""
            cells.append(Text(far, style="dim" if far == "passée" else ""))
        table.add_row(*cells, _text(name), _text(_words_of(deadline), room=room))
    return table


def _words_of(deadline: Deadline) -> str:
    text = deadline.label
    if deadline.amount is not None:
        text += f"\u00a0: {_amount(deadline.amount)}"
    if deadline.who and deadline.who != TO_COMPLETE.value:
        text += f" ({deadline.who})"
    if deadline.day is None and deadline.wording not in deadline.label:
        text += f", {deadline.wording}"
    return text
