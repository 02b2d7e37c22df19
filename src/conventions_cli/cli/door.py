"""The one door by which text leaves for a terminal or a log. Nothing else in the package writes to a standard stream.

There are two locks. Our own messages are written line by line, so that no value can begin a line (`say`, `tell`). And
the streams are guarded while a command runs, for what click, Python and libraries write: help, tracebacks, warnings.
"""

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import TextIO

import click

from conventions_cli.foundation import visible, visible_lines, without_orders


class _Door(io.TextIOWrapper):
    """A standard stream on which no text can control a terminal or a CI runner; `under` is the stream itself."""

    def __init__(self, under: io.TextIOWrapper) -> None:
        super().__init__(under.buffer, encoding="utf-8", errors="backslashreplace", write_through=True)
        self.under = under

    def write(self, text: str) -> int:
        """Write the text, made harmless."""
        super().write(without_orders(visible_lines(text)))
        return len(text)


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Guard the standard streams, in UTF-8, while the block runs."""
    doors = {}
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            stream.flush()
            doors[name] = _Door(stream)
            setattr(sys, name, doors[name])
    try:
        yield
    finally:
        for name, door in doors.items():
            setattr(sys, name, door.under)
            with contextlib.suppress(OSError, ValueError):
                door.flush()
            with contextlib.suppress(OSError, ValueError):
                door.detach()  # otherwise the end of this object would close the stream


def bare(stream: TextIO) -> TextIO:
    """The stream behind the guard: for `Paper`, which writes only visible characters."""
    return stream.under if isinstance(stream, _Door) else stream


def say(*lines: str) -> None:
    """Talk to the person, on stderr, a line for each text. If that fails, the exit code alone tells the result."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, _joined(lines))


def tell(*lines: str) -> None:
    """Give the result, on stdout, a line for each text."""
    _write(sys.stdout, _joined(lines))


def show(text: str, *, err: bool = False, styled: bool = False) -> None:
    """Show lines that are already laid out, with their values made visible; `styled`: they may have colours."""
    _write(sys.stderr if err else sys.stdout, visible_lines(text, styled=styled), styled=styled)


def hand(document: str | bytes) -> None:
    """Write a document on stdout: byte for byte, unless stdout is a terminal."""
    data = document.encode("utf-8", "backslashreplace") if isinstance(document, str) else document
    if sys.stdout.isatty():
        show(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    else:
        click.echo(data, nl=False)
        sys.stdout.flush()


def ask(prompt: str) -> str:
    """A line typed by the person, after these words. The library of the keyboard prints them itself."""
    return input(visible(prompt))


def query(prompt: str) -> None:
    """Begin a line on stderr that the person ends."""
    _write(sys.stderr, visible(prompt))


def _joined(lines: tuple[str, ...]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)


def _write(stream: TextIO, text: str, *, styled: bool = False) -> None:
    click.echo(without_orders(text), file=bare(stream), nl=False, color=True if styled else None)
