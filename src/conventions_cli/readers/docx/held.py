"""The words of a Word file that have a non-breaking hyphen."""

import re

from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import W

_HELD = "\x00"
_TOKEN = re.compile(rf"[\w.{_HELD}-]+")


def held_words(data: bytes) -> tuple[str, ...]:
    """These words, sorted, without repetition, with ordinary hyphens. Raises ArchiveError."""
    hyphens = Package(data).root.iter(f"{W}noBreakHyphen")
    paragraphs = {next(hyphen.iterancestors(f"{W}p"), None) for hyphen in hyphens}
    texts = (
        "".join(
            element.text or "" if element.tag == f"{W}t" else _HELD
            for element in paragraph.iter(f"{W}t", f"{W}noBreakHyphen")
        )
        for paragraph in paragraphs
        if paragraph is not None
    )
    words = (match[0].strip(f".-{_HELD}") for text in texts for match in _TOKEN.finditer(text))
    return tuple(sorted({word.replace(_HELD, "-") for word in words if _HELD in word}))
