"""The words of a web page, with a line for each block, to be compared."""

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"style", "script", "head", "title", "template"})
_INSIDE = frozenset(
    {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "small", "span", "strong", "sub", "sup"}
)
_BLANKS = re.compile(r"[ \t\n]+")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.unseen += tag in _UNSEEN
        self.turn(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(self.unseen - (tag in _UNSEEN), 0)
        self.turn(tag)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1] += data

    def turn(self, tag: str) -> None:
        if tag not in _INSIDE:
            self.lines.append("")


def web_text(page: str) -> str:
    """The words of a page, with a line for each block that has some."""
    words = _Words()
    words.feed(page)
    words.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in words.lines)
    return "".join(f"{line}\n" for line in lines if line)
