"""Small readings of elements: the words inside one, the branch of an alternative, the rows inside wrappings."""

import re
from collections.abc import Iterator

from conventions_cli.document import Inline, Link, Missing, Text, printed_address
from conventions_cli.readers.docx.xml import MC, Element, M, W, value, written

RAW = "\0"  # opens the label of a missing value still in pieces; no XML can hold it
_BLANKS = re.compile(r"[ \t\n\r]+")
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


def settled(pieces: list[Inline]) -> list[Inline]:
    """Pieces with the runs of one missing value put together: « [à compléter : x] », or what was typed instead.

    The address that our writer prints after a link is left out.
    """
    if any(isinstance(one, Text) and one.verbatim for one in pieces):
        pieces = list(_without_addresses(pieces))
    if not any(isinstance(one, Missing) for one in pieces):
        return pieces
    found: list[Inline] = []
    at = 0
    while at < len(pieces):
        first = pieces[at]
        at += 1
        if not (isinstance(first, Missing) and first.label.startswith(RAW)):
            found.append(first)
            continue
        words = [first.label[1:]]
        while at < len(pieces) and isinstance(one := pieces[at], Missing) and one.key == first.key:
            words.append(one.label[1:])
            at += 1
        found.extend(_completed("".join(words), first.key))
    return found


def _without_addresses(pieces: list[Inline]) -> Iterator[Inline]:
    """Pieces without the addresses printed after links, when they say just that; other words in their style stay."""
    link: Link | None = None
    waiting: list[Text] = []
    for piece in (*pieces, None):
        if isinstance(piece, Link) and not piece.content:  # a tracked link whose words are not read
            continue
        if isinstance(piece, Text) and piece.verbatim:
            waiting.append(piece)
            continue
        said = "".join(one.text for one in waiting)
        if link is None or said != f" ({printed_address(link.url)})":
            yield from (Text(one.text, one.strong, one.emphasis) for one in waiting)
        link, waiting = piece if isinstance(piece, Link) else None, []
        if piece is not None:
            yield piece


def _completed(words: str, key: str) -> Iterator[Inline]:
    last = 0
    while (start := words.find(_OPENS, last)) >= 0:
        inner = start + len(_OPENS)
        closing = _CLOSES.search(words, inner)
        if closing is None:  # nor is any mark that opens further on closed
            break
        if start > last:
            yield Text(words[last:start])
        yield Missing(words[inner : closing.start()], key)
        last = closing.end()
    if last < len(words):
        yield Text(words[last:])


def unwrapped(parent: Element, wanted: str) -> Iterator[Element]:
    """The children of one kind, those wrapped in content controls, smart tags or other marks included."""
    for element in parent:
        if element.tag == wanted:
            yield element
        elif element.tag == f"{MC}AlternateContent":
            for one in branch(element):
                yield from unwrapped(one, wanted)
        elif element.tag not in SKIPPED:
            yield from unwrapped(element, wanted)


def branch(element: Element) -> list[Element]:
    """The one branch of alternatives that is read: the first choice, else the fallback."""
    choice = element.find(f"{MC}Choice")
    read = choice if choice is not None and len(choice) else element.find(f"{MC}Fallback")
    return [] if read is None else [read]


def is_contents(element: Element) -> bool:
    """Tell whether a content control holds a table of contents."""
    gallery = value(element, "sdtPr", "docPartObj", "docPartGallery") or ""
    return gallery.casefold() == "table of contents"


def words_of(element: Element) -> str:
    """The words that stand inside an element, without those that are deleted; a space between paragraphs."""
    return squeezed(_words(element, deleted=False))


def changed_words(element: Element) -> str:
    """The words inside a tracked change, deleted ones included, with their blanks."""
    return _words(element, deleted=True)


def _words(element: Element, *, deleted: bool) -> str:
    found: list[str] = []
    other_branches: set[Element] = set()
    for one in element.iter(f"{W}t", f"{W}p", f"{W}tab", f"{W}br", f"{W}delText", f"{MC}Fallback"):
        if one.tag == f"{MC}Fallback":
            if one.getprevious() is not None:
                other_branches.update(one.iter(f"{W}t", f"{W}delText"))
        elif one.tag in {f"{W}t", f"{W}delText"}:
            if one not in other_branches and (deleted or one.tag == f"{W}t"):
                found.append(written(one))
        elif found:
            found.append(" ")
    return "".join(found)


def math_of(element: Element) -> str:
    """The letters and digits of an equation."""
    return " ".join(one.text or "" for one in element.iter(f"{M}t"))
