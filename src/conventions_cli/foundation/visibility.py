"""Untrusted text made harmless where it is shown: on a terminal, in a log, in a report.

The name of a file, a value of a spec, a word of a returned act may contain signs that control a terminal (ESC, U+009B),
change the direction of text (U+202E) or are invisible, and line ends that would forge a line of ours. The characters
that Python calls printable, and the two French no-break spaces, are plain; each of the others is shown as a mark.
"""

import re

MARK = "\ufffd"
LINE_END = " ⏎ "
_TAB = "    "
_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")  # colours and weights, and no other order to a terminal
# Orders to CI runners: « ::error » at the beginning of a line, « ##[group] » or « ##vso[…] » anywhere.
_ORDER = re.compile(r"^[^\S\n]*:(?=:)|#(?=#\w*\[)", re.MULTILINE)


class _Shown(dict[int, int | str]):
    """The text shown for each character, computed once (for `str.translate`)."""

    def __missing__(self, code: int) -> int | str:
        shown = self[code] = code if is_plain(chr(code)) else MARK
        return shown


def is_plain(character: str) -> bool:
    """Whether a character is harmless and visible wherever it is shown."""
    return character.isprintable() or character in "\u00a0\u202f"


_IN_A_LINE = _Shown({ord("\t"): _TAB, ord("\n"): LINE_END})
_IN_LINES = _Shown({ord("\t"): "\t", ord("\n"): "\n"})


def visible(text: str) -> str:
    """A text as part of one line: tabs become four spaces, line ends a sign, characters that are not plain a mark."""
    return text if text.isprintable() else text.translate(_IN_A_LINE)


def visible_lines(text: str, *, styled: bool = False) -> str:
    """A text of several lines, laid out by us: tabs and line ends stay. `styled`: colours stay too."""
    if not styled:
        return text if text.isprintable() else text.translate(_IN_LINES)
    return "".join(part if at % 2 else visible_lines(part) for at, part in enumerate(_STYLE.split(text)))


def page_text(text: str) -> str:
    """A text of several lines as HTML, with a mark for each character that is not plain."""
    from html import escape  # late: most commands write no page

    return escape(visible_lines(text))


def without_orders(text: str) -> str:
    """A text in which no CI runner reads an order: a no-break space separates the signs that begin one."""
    return _ORDER.sub(lambda match: f"{match[0]}\u00a0", text) if "::" in text or "##" in text else text


def escaped(text: str) -> str:
    """A text with each character that is not plain, except tabs and line ends, written like `\\u202e`, as in JSON."""
    if text.isprintable():
        return text
    return "".join(c if is_plain(c) or c in "\t\n" else _escape(c) for c in text)


def json_text(data: object) -> str:
    """Data as indented JSON that is safe to show: characters that are not plain, and orders, are escaped."""
    from json import dumps  # late: most commands write no JSON

    return escaped(dumps(data, ensure_ascii=False, indent=2)).replace("##", "#\\u0023")


def _escape(character: str) -> str:
    from json import dumps  # late: as above

    return dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"
