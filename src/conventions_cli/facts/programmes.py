"""The budget programmes an act names in its sentences."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record

_PROGRAMME = re.compile(
    r"\b[Pp]rogramme (?:budgétaire )?(?:n° ?)?0?(\d{3})\b"
    r"(?: ?[,(–:-]? ?(?:intitulé )?[«“\"] ?([^«»“”\"]{3,120}?) ?[»”\"]| ?\(([^()]{6,120})\))?"
)


class Programme(Record, frozen=True):
    """A programme as a sentence names it. `quoted`: the name it gives in quotation marks; `beside`: in brackets."""

    number: str
    quoted: str
    beside: str
    words: str


def said_programmes(text: str) -> Iterator[Programme]:
    """The programmes of a text, in order; names are empty when it gives none."""
    for match in _PROGRAMME.finditer(text):
        yield Programme(match[1], (match[2] or "").strip(), match[3] or "", match[0])
