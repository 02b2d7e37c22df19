"""Paragraphs of two acts as one, with tracked changes: words of both acts, words of one act, words that moved."""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from conventions_cli.comparison.atoms import Atom
from conventions_cli.comparison.hunks import Hunk, differences
from conventions_cli.foundation import Effort
from conventions_cli.writers import Tracker, XmlElement, qualified_name

APART = 10_000  # added to the numbers of parts and bookmarks that only A has
_NUMBERED = re.compile(r"\A(\D+)\d+(.*)", re.DOTALL)
_LAYOUT = (qualified_name("keepNext"), qualified_name("spacing"), qualified_name("pageBreakBefore"))
_OF_BEFORE = frozenset({"del", "moveFrom"})


class Line:
    """A paragraph being written, where the elements of a link, from either side, stand in one link."""

    def __init__(self, paragraph: XmlElement) -> None:
        self.paragraph = paragraph
        self.open: XmlElement | None = None
        self.links: tuple[XmlElement | None, XmlElement | None] = (None, None)

    def add(self, elements: list[XmlElement], ours: XmlElement | None, theirs: XmlElement | None) -> None:
        """Add elements; `ours` and `theirs`: the links of A and of B they are in, if any."""
        link = theirs if theirs is not None else ours
        if link is None:
            self.paragraph.extend(elements)
            self.open = None
            return
        fits = self.open is not None and self.open.attrib == link.attrib
        for links, relations in zip(self.links, (ours, theirs), strict=True):
            fits = fits and (links is None or relations is None or links is relations)
        if self.open is None or not fits:
            self.open, self.links = ET.SubElement(self.paragraph, link.tag, link.attrib), (None, None)
        self.open.extend(elements)
        last_ours, last_theirs = self.links
        self.links = (ours if ours is not None else last_ours, theirs if theirs is not None else last_theirs)


class Threads:
    """Writes paragraphs; `changes`: the number of changes marked so far.

    `lists`: for each list of A, its list in B; `bookmarks`: the names of the bookmarks of B.
    """

    def __init__(self, tracker: Tracker, effort: Effort) -> None:
        self.tracker, self.effort = tracker, effort
        self.changes = 0
        self.lists: dict[str, str] = {}
        self.bookmarks: set[str] = set()

    def lone(
        self, element: XmlElement, atoms: list[Atom], kind: str, move: str = "", *, mark: bool = True
    ) -> XmlElement:
        """A paragraph of one act only. `move`: the name of its move, if any; `mark`: whether to mark its end too."""
        return self.marked(element, [(atoms, "")], kind, move, mark=mark)

    def departed(self, element: XmlElement, ours: list[Atom], theirs: list[Atom], move: str) -> XmlElement:
        """The former place of a paragraph that moved and changed, where the words it lost are deleted.

        The words it gained are marked at its new place (`arrived`), so that each change is undone with its move.
        """
        pieces = [(gone, "" if hunk.same else "del") for hunk, gone, _ in self.hunks(ours, theirs)]
        return self.marked(element, pieces, "moveFrom", move)

    def arrived(self, element: XmlElement, ours: list[Atom], theirs: list[Atom], move: str) -> XmlElement:
        """The new place of a paragraph that moved and changed, where the words it gained are inserted."""
        hunks = list(self.hunks(ours, theirs))
        self.changes += sum(not hunk.same for hunk, _, _ in hunks)
        return self.marked(element, [(come, "" if hunk.same else "ins") for hunk, _, come in hunks], "moveTo", move)

    def marked(
        self, element: XmlElement, pieces: list[tuple[list[Atom], str]], kind: str, move: str, *, mark: bool = True
    ) -> XmlElement:
        """A paragraph of one act only. `pieces`: atoms, with the kind of an inner change if they have one."""
        paragraph = self.opened(element, kind)
        if mark:
            self.tracker.paragraph(paragraph, kind)
        line = Line(paragraph)
        start, end = self.tracker.range(kind, move) if move else (None, None)
        if start is not None:
            paragraph.append(start)
        for atoms, inner in pieces:
            self.write(line, atoms, kind, inner)
        if end is not None:
            paragraph.append(end)
        return paragraph

    def opened(self, element: XmlElement, kind: str) -> XmlElement:
        """An empty paragraph with the properties of `element`."""
        paragraph = ET.Element(qualified_name("p"))
        properties = element.find(qualified_name("pPr"))
        if properties is not None:
            paragraph.append(self.renumbered(properties) if kind in _OF_BEFORE else copy.deepcopy(properties))
        return paragraph

    def both(self, before: XmlElement, after: XmlElement, ours: list[Atom], theirs: list[Atom]) -> XmlElement:
        """A paragraph of both acts: the words of both, and the change of its properties."""
        paragraph = self.opened(after, "")
        properties, was = after.find(qualified_name("pPr")), before.find(qualified_name("pPr"))
        if was is not None and _shape(self.renumbered(was)) != _shape(properties):
            self.changes += 1
            self.tracker.properties(paragraph, self.renumbered(was))
        line = Line(paragraph)
        for hunk, gone, come in self.hunks(ours, theirs):
            if hunk.same:
                for links, run in groupby(zip(gone, come, strict=True), key=lambda pair: (pair[0].link, pair[1].link)):
                    line.add(_joined(self.element(atom, "") for _, atom in run), *links)
                continue
            self.changes += 1
            self.write(line, gone, "del")
            self.write(line, come, "ins")
        return paragraph

    def hunks(self, ours: list[Atom], theirs: list[Atom]) -> Iterator[tuple[Hunk, list[Atom], list[Atom]]]:
        """The differences of two paragraphs, each with the atoms of both."""
        left = right = 0
        tokens, other_tokens = tuple(atom.token for atom in ours), tuple(atom.token for atom in theirs)
        for hunk in differences(tokens, other_tokens, self.effort):
            yield hunk, ours[left : left + len(hunk.before)], theirs[right : right + len(hunk.after)]
            left, right = left + len(hunk.before), right + len(hunk.after)

    def write(self, line: Line, atoms: Sequence[Atom], kind: str, inner: str = "") -> None:
        """Add atoms of one side to a line, inside a change of a kind; `inner`: the kind of another change inside it."""
        for link, run in groupby(atoms, key=lambda atom: atom.link):
            change = self.tracker.runs(inner or kind, _joined(self.element(atom, kind) for atom in run))
            if inner:
                around = self.tracker.change(kind)
                around.append(change)
                change = around
            line.add([change], *((link, None) if kind in _OF_BEFORE else (None, link)))

    def element(self, atom: Atom, kind: str) -> XmlElement:
        """A copy of the element of an atom; bookmarks of A get other numbers and names than those of B."""
        if kind not in _OF_BEFORE or "bookmark" not in atom.element.tag:
            return copy.deepcopy(atom.element)
        element = ET.Element(atom.element.tag, atom.element.attrib)
        element.set(qualified_name("id"), str(APART + int(element.attrib[qualified_name("id")])))
        named = element.get(qualified_name("name"))
        if named in self.bookmarks:
            element.set(qualified_name("name"), _NUMBERED.sub(lambda match: f"{match[1]}{APART}{match[2]}", named)[:40])
        return element

    def renumbered(self, properties: XmlElement) -> XmlElement:
        """The properties of a paragraph of A, with the number of its list in B."""
        copied = copy.deepcopy(properties)
        for number in copied.iter(qualified_name("numId")):
            identifier = number.get(qualified_name("val"), "")
            number.set(qualified_name("val"), self.lists.get(identifier, identifier))
        return copied


def _joined(elements: Iterable[XmlElement]) -> list[XmlElement]:
    """The runs, with consecutive runs of the same properties joined."""
    runs: list[XmlElement] = []
    for element in elements:
        text, last = element.find(qualified_name("t")), runs[-1].find(qualified_name("t")) if runs else None
        if text is not None and last is not None and _dress(element) == _dress(runs[-1]):
            last.text = f"{last.text or ''}{text.text or ''}"
        else:
            runs.append(element)
    return runs


def _dress(run: XmlElement) -> str:
    properties = run.find(qualified_name("rPr"))
    return "" if properties is None else ET.tostring(properties, encoding="unicode")


def _shape(properties: XmlElement | None) -> list[str]:
    """The properties of a paragraph, without those that depend on its neighbours."""
    if properties is None:
        return []
    return [ET.tostring(element, encoding="unicode") for element in properties if element.tag not in _LAYOUT]
