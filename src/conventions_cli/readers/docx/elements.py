"""Small readings of elements: the words inside, the branch of an alternative, the rows inside wrappings."""

import re
from collections.abc import Iterator

from conventions_cli.document import Inline, Link, Missing, Text, printed_address
from conventions_cli.french import composed
from conventions_cli.readers.docx.xml import MC, Element, M, W, value, written

RAW = "\0"  # marks the label of a missing value still in pieces; XML cannot contain it
_BLANKS = re.compile(r"[ \t\n\r]+")
_SPACES = {ord(space): " " for space in "\u00a0\u202f\u2009"}
_OPENS = "[à compléter\u00a0: "
_CLOSES = re.compile(r"\](?=\[à compléter\u00a0: |\Z)")

SKIPPED = frozenset(
    W + name
    for name in (
        *("pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "customXmlPr"),
        *("smartTagPr", "footnoteRef", "endnoteRef", "annotationRef", "separator", "continuationSeparator"),
        *("delInstrText", "proofErr", "lastRenderedPageBreak", "fldData", "rt", "rubyPr", "softHyphen"),
    )
)


def squeezed(text: str) -> str:
    """A text with single blanks and none at its ends; no-break spaces stay."""
    return _BLANKS.sub(" ", text).strip()


def as_seen(text: str) -> str:
    """A text to compare, without the differences that nobody sees: kinds of spaces, letters in two parts."""
    return composed(text.translate(_SPACES))


def settled(pieces: list[Inline]) -> list[Inline]:
    """Pieces with the runs of one missing value joined: « [à compléter : x] », or the words typed instead.

    Addresses that our writer prints after links are left out.
    """
    if any(isinstance(piece, Text) and piece.verbatim for piece in pieces):
        pieces = list(_without_addresses(pieces))
    if not any(isinstance(piece, Missing) for piece in pieces):
        return pieces
    inlines: list[Inline] = []
    at = 0
    while at < len(pieces):
        first = pieces[at]
        at += 1
        if not (isinstance(first, Missing) and first.label.startswith(RAW)):
            inlines.append(first)
            continue
        words = [first.label[1:]]
        while at < len(pieces) and isinstance(piece := pieces[at], Missing) and piece.key == first.key:
            words.append(piece.label[1:])
            at += 1
        inlines.extend(_completed("".join(words), first.key))
    return inlines


def _without_addresses(pieces: list[Inline]) -> Iterator[Inline]:
    """Pieces without the addresses printed after links; other words in that style stay."""
    link: Link | None = None
    waiting: list[Text] = []
    for piece in (*pieces, None):
        if isinstance(piece, Text) and piece.verbatim:
            waiting.append(piece)
            continue
        words = "".join(text.text for text in waiting)
        if link is None or words != f" ({printed_address(link.url)})":
            yield from (Text(text.text, text.strong, text.emphasis) for text in waiting)
        link, waiting = piece if isinstance(piece, Link) else None, []
        if piece is not None:
            yield piece


def _completed(words: str, key: str) -> Iterator[Inline]:
    last = 0
    while (start := words.find(_OPENS, last)) >= 0:
        inner = start + len(_OPENS)
        closing = _CLOSES.search(words, inner)
        if closing is None:  # no mark that opens further on is closed either
            break
        if start > last:
            yield Text(words[last:start])
        yield Missing(words[inner : closing.start()], key)
        last = closing.end()
    if last < len(words):
        yield Text(words[last:])


def unwrapped(parent: Element, wanted: str) -> Iterator[Element]:
    """The children of one kind, also those inside content controls, smart tags or other marks."""
    for element in parent:
        if element.tag == wanted:
            yield element
        elif element.tag == f"{MC}AlternateContent":
            for child in branch(element):
                yield from unwrapped(child, wanted)
        elif element.tag not in SKIPPED:
            yield from unwrapped(element, wanted)


def branch(element: Element) -> list[Element]:
    """The branch of alternatives to read: the first choice, else the fallback."""
    choice = element.find(f"{MC}Choice")
    read = choice if choice is not None and len(choice) else element.find(f"{MC}Fallback")
    return [] if read is None else [read]


def is_contents(element: Element) -> bool:
    """Whether a content control holds a table of contents."""
    gallery = value(element, "sdtPr", "docPartObj", "docPartGallery") or ""
    return gallery.casefold() == "table of contents"


def words_of(element: Element) -> str:
    """The words inside an element, without deleted ones; paragraphs are separated by a space."""
    return squeezed(_words(element, deleted=False))


def changed_words(element: Element) -> str:
    """The words inside a tracked change, deleted ones included, with their blanks."""
    return _words(element, deleted=True)


def _words(element: Element, *, deleted: bool) -> str:
    texts: list[str] = []
    other_branches: set[Element] = set()
    for child in element.iter(f"{W}t", f"{W}p", f"{W}tab", f"{W}br", f"{W}delText", f"{MC}Fallback"):
        if child.tag == f"{MC}Fallback":
            if child.getprevious() is not None:
                other_branches.update(child.iter(f"{W}t", f"{W}delText"))
        elif child.tag in {f"{W}t", f"{W}delText"}:
            if child not in other_branches and (deleted or child.tag == f"{W}t"):
                texts.append(written(child))
        elif texts:
            texts.append(" ")
    return "".join(texts)


def math_of(element: Element) -> str:
    """The letters and digits of an equation."""
    return " ".join(child.text or "" for child in element.iter(f"{M}t"))
