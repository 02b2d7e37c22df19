"""Tracked changes and comments in places that trees do not have: headers, footers, notes, text boxes, properties.

The reader of the body records those it meets. This module finds all the others, in every part, so that none is ignored.
"""

from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.readers.archive import ArchiveError
from conventions_cli.readers.docx.elements import changed_words, words_of
from conventions_cli.readers.docx.flow import RevisionKind
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import W14, W15, Element, W, attribute

BOX = "zone de texte"
_PARTS = {
    "header": "en-tête de page",
    "footer": "pied de page",
    "footnotes": "notes",
    "endnotes": "notes",
    "comments": "commentaires",
    "styles": "styles",
    "numbering": "puces et numéros",
}
_KINDS = {
    **dict.fromkeys(("ins", "cellIns"), RevisionKind.INSERTION),
    **dict.fromkeys(("del", "cellDel"), RevisionKind.DELETION),
    "moveFrom": RevisionKind.MOVED_FROM,
    "moveTo": RevisionKind.MOVED_TO,
    **dict.fromkeys(
        (
            *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange"),
            *("tblPrExChange", "numberingChange", "cellMerge"),
        ),
        RevisionKind.FORMATTING,
    ),
}
TAGS = {W + name: kind for name, kind in _KINDS.items()}
_LEFT_OUT = frozenset({f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo"})
_ABOVE = tuple(f"{W}{name}" for name in ("r", "p", "tr", "tc", "tbl"))


class Thread(Record, frozen=True):
    """The thread of a comment: whether it is resolved, and the name of the comment it answers, or empty."""

    resolved: bool = False
    answers: str = ""


def threads_of(package: Package, comments: dict[str, Element]) -> dict[str, Thread]:
    """The threads, by the identifier of each comment; none when the part that states them is damaged."""
    try:
        _, root = package.first("commentsExtended")
    except ArchiveError:
        return {}
    if root is None:
        return {}
    names: dict[str, str] = {}
    for name, comment in comments.items():
        for paragraph in comment.iter(f"{W}p"):  # a comment is identified by its last paragraph
            names[str(paragraph.get(f"{W14}paraId") or "").casefold()] = name
    names.pop("", None)
    done: dict[str, bool] = {}
    above: dict[str, str] = {}
    for about in root.iterchildren(f"{W15}commentEx"):
        own, parent = (str(about.get(W15 + key) or "").casefold() for key in ("paraId", "paraIdParent"))
        if own in names:
            done[names[own]] = str(about.get(f"{W15}done") or "0").casefold() in {"1", "true", "on"}
            above[names[own]] = names.get(parent, "")
    return {name: Thread(stated, _first(name, above)) for name, stated in done.items()}


def _first(name: str, above: dict[str, str]) -> str:
    """The comment that starts the thread of another; empty for the first comment itself, and for a circle."""
    at, passed = name, {name}
    while above.get(at):
        at = above[at]
        if at in passed:
            return ""
        passed.add(at)
    return at if at != name else ""


def other_parts(package: Package) -> Iterator[tuple[str, Element]]:
    """The parts besides the body that may hold tracked changes: the name of each in French, and its root.

    Raises ArchiveError when one is damaged.
    """
    for kind, place in _PARTS.items():
        for name in package.related(package.main, kind):
            yield place, package.xml(name)


def changes_in(root: Element, recorded: frozenset[Element]) -> Iterator[tuple[Element, RevisionKind, str]]:
    """The tracked changes in a part that are not recorded yet: each with its kind and its words.

    A change inside a recorded one is part of it; an empty change is part of the change of the same kind before it.
    """
    for element in root.iter(*TAGS):
        before = element.getprevious()
        again = before is not None and before.tag == element.tag and not len(element)
        if (
            element not in recorded
            and not again
            and not any(above in recorded for above in element.iterancestors(*_LEFT_OUT))
        ):
            yield element, TAGS[str(element.tag)], _words(element)


def in_box(element: Element) -> bool:
    """Whether an element is in a text box."""
    return next(element.iterancestors(f"{W}txbxContent"), None) is not None


def paragraph_of(element: Element) -> Element | None:
    """The outermost paragraph around an element, else the first one in it or in its row or table; None without one."""
    around = list(element.iterancestors(f"{W}p"))
    if around:
        return around[-1]
    for above in (element, *element.iterancestors(*_ABOVE)):
        inner = next(above.iter(f"{W}p"), None)
        if inner is not None:
            return inner
    return None


def anchors_in(root: Element, most: int) -> dict[str, tuple[Element, str]]:
    """The comments called in a part, by number: the element that calls each, and the first words it is about.

    `most`: letters of these words, at most; the text that ends them is whole.
    """
    anchors: dict[str, tuple[Element, str]] = {}
    opened: dict[str, tuple[Element, int]] = {}
    words: list[str] = []
    for element in root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference", f"{W}t"):
        if element.tag == f"{W}t":
            if element.text:
                words.append(element.text)
            continue
        name = attribute(element, "id") or ""
        start = opened.get(name)
        if name in anchors:
            continue
        if element.tag == f"{W}commentRangeStart":
            opened[name] = element, len(words) if start is None else start[1]
        elif start is None:
            anchors[name] = element, ""
        else:
            anchors[name] = start[0], _joined(words, start[1], most)
    return {name: (element, "") for name, (element, _) in opened.items()} | anchors


def _joined(words: list[str], first: int, most: int) -> str:
    text = ""
    while first < len(words) and len(text) < most:
        text += words[first]
        first += 1
    return text


def _words(element: Element) -> str:
    """The words of a change; for a change of properties, the words these format."""
    if element.tag in _LEFT_OUT and len(element):
        return changed_words(element)
    for above in element.iterancestors(*_ABOVE):
        words = words_of(above)
        if words:
            return words
    return ""
