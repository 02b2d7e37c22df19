"""Lines on a terminal of any width: texts wrapped between words, and input with its accents."""

import contextlib
import locale
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence

from conventions_cli.cli.door import say, show, tell
from conventions_cli.foundation import Diagnostic, replace

_NARROWEST = 20
_ANSWER = 20  # columns left on the line of a question, where an answer is typed


def ready() -> None:
    """Load the library of the keyboard, if there is one: arrows and corrections on the line being typed.

    Under `LC_ALL=C`, it would take each byte of an accented letter for a command.
    """
    if hasattr(locale, "nl_langinfo") and locale.nl_langinfo(locale.CODESET).upper().replace("-", "") != "UTF8":
        os.environ["LC_ALL"] = "C.UTF-8"  # that library asks the environment again for each line
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - Python reads lines with it once it is imported


def width() -> int:
    """The columns of the terminal, less one: some terminals go to the next line when the last column is filled."""
    return max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns - 1)


def wrapped(text: str, indent: str = "", room: int = 0) -> list[str]:
    """The lines of a text, cut between words; `indent`: the start of the following lines; `room`: columns to leave."""
    columns = width() - room
    lines = textwrap.wrap(
        _glued(text), columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\0", " ").replace("\1", "\u00a0") for line in lines] or [""]


def tell_wrapped(*texts: str, indent: str = "") -> None:
    """Give lines on the standard output, cut between words."""
    for text in texts:
        tell(*wrapped(text, indent))


def say_wrapped(*texts: str, indent: str = "") -> None:
    """Talk to the person on stderr, in lines cut between words where that is a terminal."""
    for text in texts:
        say(*(wrapped(text, indent) if sys.stderr.isatty() else [text]))


def report_wrapped(diagnostics: Sequence[Diagnostic]) -> None:
    """Print diagnostics without their places, in lines cut between words."""
    from conventions_cli.reporting import text_report

    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    shown = [replace(diagnostic, span=None, related=()) for diagnostic in diagnostics]
    for line in text_report(shown, width=width(), color=color).rstrip("\n").split("\n") if shown else ():
        cut = "\n".join(wrapped(line, "    ")) if sys.stderr.isatty() else line
        show(f"{cut}\n", err=True, styled=color)


def prompted(text: str) -> str:
    """Print the lines of a question except the last one, which is returned: the answer is typed after it."""
    *above, last = wrapped(text, room=_ANSWER if width() > 3 * _ANSWER else 2)
    tell(*above)
    return f"{last} "


def _glued(text: str) -> str:
    """The text with the blanks inside its quotation marks, and at its end, as parts of words."""
    text = text.replace("« ", "«\0").replace(" »", "\0»")
    for sign in (" ?", " :", " ;", " !"):
        text = text.replace(sign, f"\0{sign[1:]}")
    return re.sub(r"(?<=\d) (?=\d{3}\b|€)", "\0", text).replace("\u00a0", "\1")
