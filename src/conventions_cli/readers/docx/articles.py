"""Headings as acts write them: « Article 1er », « ARTICLE 2 – Objet », « 2.1 Durée »."""

import re

from conventions_cli.document import (
    Article,
    ArticleForm,
    CrossReference,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    Text,
)
from conventions_cli.foundation import Record
from conventions_cli.french import bare
from conventions_cli.readers.docx.flow import raw_text

MAX_TITLE = 200
_ARTICLE = re.compile(
    r"\s*(?:article|art\.)\s*(?:n[°o]\s*)?"
    r"(?P<number>(?:1\s?er|premi[eè]re?|unique|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|\d{1,4}|[IVXL]{1,7}(?:er)?)\b)"
    r"(?P<beside>\s*(?:bis|ter|quater|quinquies)\b"
    r"|[-.]\d{1,2}(?:\.\d{1,2})*(?=\s*\Z|\s*[-–—‒−:.]\s|\s))?"
    r"(?P<after>\s*\Z|\s*(?P<mark>\.\s*[-–—‒−](?=\s)|[-–—‒−:.)])\s*|\s*[\t\n]\s*|\s+(?=\S))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\s*(?:§\s*)?(?P<number>\d{1,2}|[IVXL]{1,6})(?P<beside>\s*(?:bis|ter|quater)\b|-\d{1,2}\b)?"
    r"(?:\s*[.)°/]{1,2}(?!\d)\s*(?:[-–—‒−:]\s*)?|\s*[-–—‒−:]\s+|\t\s*)(?=[^\W\d])"
)
_NUMBERED = re.compile(
    r"\s*(?:(?P<digits>\d{1,3}(?:\.\d{1,3}){0,4})(?:[.)]|\s*[-–—]|(?<=\.\d)|(?<=\.\d\d)|(?=\s+[A-ZÀ-Ý](?!ue\b)))|(?P<roman>[IVXL]{1,7})(?:[.)]|\s*[-–—])(?:\s*[-–—])?"
    r"|(?P<letter>[A-Za-z])(?:[.)]|\s*[-–—]))\s+(?=\S)"
)
_WORDS = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


class Opening(Record, frozen=True):
    """The start of an article's heading: its number, its form, its length in characters, and its end.

    `mark`: whether a sign separates the number from the title, or nothing follows the number; `text`: all its words.
    `beside`: what makes it another article than that of its number alone, « bis », « -1 », « .2 ».
    """

    number: int
    form: ArticleForm
    length: int
    mark: bool
    text: str = ""
    beside: str = ""

    def lead(self, title: str) -> str:
        """The words before the title, when they are not those of its form."""
        flat = re.sub(r"[ \t\n]+", " ", self.text)
        spaced = f"{flat} " if title and flat[-1:] not in {" ", "\u00a0"} else flat
        own = Article("", self.number, (), (), self.form).opening
        return "" if spaced.replace("\u00a0", " ") == own.replace("\u00a0", " ") else spaced


def opening(text: str) -> Opening | None:
    """Read « Article 2 – » at the start of a text."""
    match = _ARTICLE.match(text)
    if match is None:
        return None
    number = _number(match["number"])
    form = ArticleForm.COLON if match["mark"] == ":" else ArticleForm.DASH
    strong = match["mark"] is not None or not match["after"].strip(" \u00a0\u202f")
    bare = (
        match["mark"] is None and match["after"] and not {"\t", "\n"} & set(match["after"]) and match.end() < len(text)
    )
    beside = (match["beside"] or "").strip()
    return Opening(number, form, match.end(), strong and not bare, match[0].lstrip(), beside) if number else None


def numbered(text: str) -> Opening | None:
    """Read « 1. Objet », « I – Objet », « 2 bis. Objet »: a heading with a number and not the word « Article »."""
    match = _BARE.match(text)
    number = _number(match["number"]) if match else 0
    if match is None or not number or len(text) > MAX_TITLE or text.rstrip().endswith((";", ",", ":")):
        return None
    return Opening(number, ArticleForm.DASH, match.end(), True, match[0].lstrip(), (match["beside"] or "").strip())


def _number(written: str) -> int:
    """The value of a number in digits, in words or in Roman numerals; 0 for none."""
    folded = written.casefold().replace("\u00a0", "").replace(" ", "")
    if folded in {"1er", "premier", "premiere", "première", "unique", "ier"}:
        return 1
    if folded.isdigit():
        return int(folded)
    if folded in _WORDS:
        return _WORDS.index(folded) + 2
    values = [_ROMAN[letter] for letter in folded.removesuffix("er").upper()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def numbered_depth(text: str) -> int:
    """The depth of a title numbered by hand: 1 for « 1. Objet » and « I. – Objet », 2 for « 2.1 Durée », else 0."""
    match = _NUMBERED.match(text)
    if match is None or len(text) > MAX_TITLE:
        return 0
    return match["digits"].count(".") + 1 if match["digits"] else 1 if match["roman"] else 3


def cut_start(pieces: Inlines | list[Inline], length: int) -> list[Inline]:
    """Pieces without their first characters, counted as in `raw_text`; notes are kept."""
    inlines: list[Inline] = []
    for piece in pieces:
        size = len(raw_text((piece,)))
        if length <= 0 or not size:
            inlines.append(piece)
            continue
        if size > length:
            inlines.extend(_cut(piece, length))
        length -= size
    return inlines


def _cut(piece: Inline, length: int) -> list[Inline]:
    if isinstance(piece, Text):
        return [Text(piece.text[length:], piece.strong, piece.emphasis)]
    if isinstance(piece, Link):
        return [Link(piece.url, tuple(cut_start(piece.content, length)))]
    if isinstance(piece, (CrossReference, Missing)):
        return [Text(raw_text((piece,))[length:])]
    return [] if isinstance(piece, LineBreak) else [piece]


def without_weight(pieces: list[Inline]) -> list[Inline]:
    """Pieces of a title without bold, which only marks it as a title."""
    return [Text(piece.text, False, piece.emphasis) if isinstance(piece, Text) else piece for piece in pieces]


def label_of(title: str, number: int, labels: dict[str, int]) -> str:
    """A label for an article made elsewhere: its title in lower case with dashes, unlike any label given so far.

    `labels`: the labels given so far, each with the last number that was added to it.
    """
    plain = "".join(letter for letter in bare(title.casefold(), "NFKD") if letter.isascii())
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", " ")).strip("-")[:60].rstrip("-")
    base = words or f"article-{number}"
    label = base
    while label in labels:
        labels[base] = labels.get(base, 1) + 1
        label = f"{base}-{labels[base]}"
    return label
