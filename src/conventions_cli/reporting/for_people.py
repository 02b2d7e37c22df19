"""Diagnostics for people: the place, the sentence, the line with carets under the fault, the hint."""

import io
from collections.abc import Iterable

from rich.cells import cell_len
from rich.text import Text

from conventions_cli.foundation import Diagnostic, Severity, Span, visible
from conventions_cli.reporting.bounded import bounded
from conventions_cli.reporting.paper import Paper

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_MIN_WIDTH = 40


def text_report(diagnostics: Iterable[Diagnostic], *, width: int = 100, color: bool = False) -> str:
    """All findings, with blank lines between them. Printed texts are data: no markup is read in them."""
    stream = io.StringIO()
    console = Paper(
        file=stream,
        width=max(width, _MIN_WIDTH),
        force_terminal=color,
        no_color=not color,
        highlight=False,
        soft_wrap=True,
    )
    for number, diagnostic in enumerate(bounded(diagnostics)):
        if number:
            console.print()
        console.print(_finding(diagnostic, max(width, _MIN_WIDTH)))
    return stream.getvalue()


def _finding(diagnostic: Diagnostic, width: int) -> Text:
    text = Text()
    if diagnostic.span is not None and diagnostic.span.source.name:
        text.append(f"{visible(diagnostic.span.location)}: ", style="bold")
    text.append(f"{diagnostic.severity.value} {diagnostic.code.number}", style=_STYLES[diagnostic.severity])
    text.append(f" : {visible(diagnostic.message)}")
    if diagnostic.span is not None:
        text.append(_excerpt(diagnostic.span, width, _STYLES[diagnostic.severity]))
    margin = " " * _margin(diagnostic.span)
    for related in diagnostic.related:
        text.append(f"\n{margin}", style="default").append("= voir : ", style="bold")
        text.append(f"{visible(related.span.location)} ({visible(related.message)})")
    if diagnostic.hint:
        text.append(f"\n{margin}").append("= aide : ", style="bold green").append(visible(diagnostic.hint))
    return text


def _margin(span: Span | None) -> int:
    return len(str(span.start.line)) + 2 if span is not None else 2


def _excerpt(span: Span, width: int, style: str) -> Text:
    """The line, with a caret under each cell of the fault; a long line is cut around the fault."""
    line = span.source.line(span.start.line)
    if not line.strip():
        return Text()
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len(line.rstrip())
    end = max(end, start + 1)
    room = width - _margin(span) - 4
    near = room * 4  # characters taken on each side, more than cells, as some have no width
    before = visible(line[max(start - near, 0) : start])
    marked = visible(line[start : min(end, start + near)])
    after = visible(line[end : end + near])
    if start > near or cell_len(before) > room * 2 // 3:
        before = "…" + _last_cells(before, room // 3)
    marked = _first_cells(marked, max(room - cell_len(before), 8))
    after = _first_cells(after, room - cell_len(before) - cell_len(marked))
    number = str(span.start.line)
    gutter = " " * (len(number) + 2)
    text = Text(f"\n {number} | ", style="blue")
    text.append(before + marked + after, style="default")
    text.append(f"\n{gutter}| ", style="blue")
    text.append(" " * cell_len(before), style="default")
    text.append("^" * max(cell_len(marked), 1), style=style)
    return text


def _first_cells(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    cells = ""
    for character in text:
        if cell_len(cells + character) >= room:
            break
        cells += character
    return f"{cells}…"


def _last_cells(text: str, room: int) -> str:
    cells = ""
    for character in reversed(text):
        if cell_len(character + cells) > room:
            break
        cells = character + cells
    return cells


def count_line(diagnostics: Iterable[Diagnostic]) -> str:
    """The count by severity, as « 2 erreurs, 1 avertissement »; empty when there is no diagnostic."""
    listed = list(diagnostics)
    counts = []
    for severity in Severity:
        number = sum(diagnostic.severity is severity for diagnostic in listed)
        if number:
            counts.append(f"{number} {severity.value}{'s' if number > 1 else ''}")
    return ", ".join(counts)
