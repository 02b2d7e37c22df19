"""Adds tracked changes to elements of our own WordprocessingML.

Word requires an order (ECMA-376, part 1, 17.13.5): in the properties of the mark of a paragraph, changes come first; in
those of a row, last.
"""

import copy
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import count

from conventions_cli.writers.docx import ooxml

Element = ET.Element

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
for _prefix, _uri in (
    ("w", ooxml.W),
    ("r", ooxml.R),
    ("wp", f"{_DRAWING}/wordprocessingDrawing"),
    ("a", f"{_DRAWING}/main"),
    ("pic", f"{_DRAWING}/picture"),
):
    ET.register_namespace(_prefix, _uri)

_FIRST_ID = 900_000  # far above the bookmarks, which number parts and articles
_DELETED = {"t": "delText", "instrText": "delInstrText"}


def name(tag: str) -> str:
    """A name of WordprocessingML, as the parser spells it."""
    return f"{{{ooxml.W}}}{tag}"


_ADDS = {name("ins"): True, name("moveTo"): True, name("del"): False, name("moveFrom"): False}


def parse(xml: str) -> Element:
    """The blocks of a body that our writer made, under a root."""
    return ET.fromstring(f"<w:body {ooxml.NAMESPACES}>{xml}</w:body>")  # noqa: S314 - our own writer's, not a file's


def serialize(blocks: Iterable[Element]) -> str:
    """Blocks as text, with the namespaces they need."""
    return "".join(ET.tostring(block, encoding="unicode") for block in blocks)


class Tracker:
    """Marks the changes of an author. `date`: as `2025-08-20T00:00:00Z`; the limits of moves require one."""

    def __init__(self, author: str, date: str) -> None:
        self.author, self.date = author, date
        self.identifiers = count(_FIRST_ID)

    def change(self, kind: str) -> Element:
        """An empty change: `ins`, `del`, `moveFrom`, `moveTo`, `pPrChange`."""
        marks = {"id": str(next(self.identifiers)), "author": self.author, "date": self.date}
        return ET.Element(name(kind), {name(key): value for key, value in marks.items()})

    def runs(self, kind: str, runs: Sequence[Element]) -> Element:
        """A change that contains runs and bookmarks; deleted texts get the element names of deletions."""
        change = self.change(kind)
        for run in runs:
            change.append(_deleted(run) if kind == "del" else run)
        return change

    def paragraph(self, paragraph: Element, *kinds: str) -> None:
        """Mark the end of a paragraph as inserted, deleted, moved."""
        properties = paragraph.find(name("pPr"))
        if properties is None:
            properties = ET.Element(name("pPr"))
            paragraph.insert(0, properties)
        marks = ET.SubElement(properties, name("rPr"))
        marks.extend(self.change(kind) for kind in kinds)

    def row(self, row: Element, kind: str) -> None:
        """Mark a row as inserted or deleted."""
        properties = row.find(name("trPr"))
        if properties is None:
            properties = ET.Element(name("trPr"))
            row.insert(0, properties)
        properties.append(self.change(kind))

    def properties(self, paragraph: Element, before: Element | None) -> None:
        """Add the former properties of a paragraph."""
        properties = paragraph.find(name("pPr"))
        if properties is None or before is None:
            return
        change = self.change("pPrChange")
        change.append(copy.deepcopy(before))
        properties.append(change)

    def range(self, kind: str, move: str) -> tuple[Element, Element]:
        """The limits of moved content. `kind`: `moveFrom` or `moveTo`; `move`: the name of the move."""
        start = self.change(f"{kind}RangeStart")
        start.set(name("name"), move)
        return start, ET.Element(name(f"{kind}RangeEnd"), {name("id"): start.attrib[name("id")]})

    def part(self, blocks: Iterable[Element]) -> None:
        """Give different dates to two changes of one kind separated by an unchanged end of paragraph.

        LibreOffice would treat changes with the same date, to the minute, as a single change, and join the paragraphs
        when it rejects it.
        """
        before, last = False, None
        for block in blocks:
            for cell in block.iter(name("tc")):
                self.part(cell)
            whole = block.find(f"{name('pPr')}/{name('rPr')}") is not None
            first = _change_at(block) if block.tag == name("p") else None
            if last is not None and first is not None and not (before and whole) and _one_change(last, first):
                # A paragraph that is wholly a change keeps a single date, so that it is rejected as a whole.
                (last if whole else first).set(name("date"), _minutes_after(self.date, 4 if whole else 2))
            before, last = whole, _change_at(block, last=True) if block.tag == name("p") else None


def _change_at(paragraph: Element, *, last: bool = False) -> Element | None:
    """The change at the start of a paragraph or a link, or at its end if `last`; None when there is none."""
    for child in reversed(paragraph) if last else paragraph:
        if child.tag == name("hyperlink"):
            return _change_at(child, last=last)
        if child.tag == name("r") or child.find(f".//{name('r')}") is not None:
            return child if child.tag in _ADDS else None
    return None


def _one_change(first: Element, second: Element) -> bool:
    return _ADDS[first.tag] == _ADDS[second.tag] and first.get(name("date")) == second.get(name("date"))


def _minutes_after(date: str, count: int) -> str:
    later = datetime.fromisoformat(date) + timedelta(minutes=count)
    return later.strftime("%Y-%m-%dT%H:%M:%SZ")


def _deleted(run: Element) -> Element:
    for inner in run:
        bare = inner.tag.rpartition("}")[2]
        if bare in _DELETED:
            inner.tag = name(_DELETED[bare])
    return run
