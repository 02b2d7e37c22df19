"""Text that others wrote, made harmless where it is shown: on a terminal, in a log, in a report.

A name of file, a value of a spec, a word of a returned act can hold what drives a terminal (ESC, U+009B), what turns a
line round (U+202E), what hides, and line ends that would begin a line of ours. Plain are the characters Python takes
for printable, and the two French spaces that do not break; a mark stands for each of the others.
"""

import re

MARK = "\ufffd"
LINE_END = " ⏎ "
_TAB = "    "
_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")  # colours and weights, and nothing else a terminal obeys
# What a runner of CI takes for an order: « ::error » at the head of a line, « ##[group] » or « ##vso[…] » anywhere.
_ORDER = re.compile(r"^[^\S\n]*:(?=:)|#(?=#\w*\[)", re.MULTILINE)


class _Shown(dict[int, int | str]):
    """What each character is shown as, found once (for `str.translate`)."""

    def __missing__(self, code: int) -> int | str:
        shown = self[code] = code if is_plain(chr(code)) else MARK
        return shown


def is_plain(character: str) -> bool:
    """Whether a character is only itself wherever it is shown."""
    return character.isprintable() or character in "\u00a0\u202f"


_IN_A_LINE = _Shown({ord("\t"): _TAB, ord("\n"): LINE_END})
_IN_LINES = _Shown({ord("\t"): "\t", ord("\n"): "\n"})


def visible(text: str) -> str:
    """A text as part of one line: a tab is four spaces, a line end a sign, what is not plain a mark."""
    return text if text.isprintable() else text.translate(_IN_A_LINE)


def visible_lines(text: str, *, styled: bool = False) -> str:
    """A text of several lines, laid out by us, where tabs and line ends stay. `styled`: colours stay too."""
    if not styled:
        return text if text.isprintable() else text.translate(_IN_LINES)
    return "".join(part if at % 2 else visible_lines(part) for at, part in enumerate(_STYLE.split(text)))


def page_text(text: str) -> str:
    """A text of several lines as HTML: what drives or turns a page round is a mark there too."""
    from html import escape  # late: most commands write no page

    return escape(visible_lines(text))


def without_orders(text: str) -> str:
    """A text in which no runner of CI reads an order: a space that does not break parts its first two signs."""
    return _ORDER.sub(lambda found: f"{found[0]}\u00a0", text) if "::" in text or "##" in text else text


def escaped(text: str) -> str:
    """A text where what is not plain, but a tab or a line end, is written `\\u202e`: as JSON and people read it."""
    if text.isprintable():
        return text
    return "".join(c if is_plain(c) or c in "\t\n" else _escape(c) for c in text)


def json_text(data: object) -> str:
    """Data as indented JSON that can be shown: the same data, with what is not plain, and orders, under escapes."""
    from json import dumps  # late: most commands write no JSON

    return escaped(dumps(data, ensure_ascii=False, indent=2)).replace("##", "#\\u0023")


def _escape(character: str) -> str:
    from json import dumps  # late: as above

    return dumps(character)[1:-1] if ord(character) != 0x7F else "\\u007f"
