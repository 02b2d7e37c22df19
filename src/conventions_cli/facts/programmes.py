"""The budget programmes named in sentences."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record

_PROGRAMME = re.compile(
    r"\b[Pp]rogramme (?:budgétaire )?(?:n° ?)?0?(\d{3})\b"
    r"(?: ?[,(–:-]? ?(?:intitulé )?[«“\"] ?([^«»“”\"]{3,120}?) ?[»”\"]| ?\(([^()]{6,120})\))?"
)


class Programme(Record, frozen=True):
    """A programme as a sentence names it. `quoted`: its name in quotation marks; `beside`: its name in brackets."""

    number: str
    quoted: str
    beside: str
    words: str


def said_programmes(text: str) -> Iterator[Programme]:
    """The programmes of a text, in order; their names are empty when the text does not state them."""
    for match in _PROGRAMME.finditer(text):
        yield Programme(match[1], (match[2] or "").strip(), match[3] or "", match[0])
