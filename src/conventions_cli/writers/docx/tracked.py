"""Tracked changes, on elements of our own WordprocessingML: who changed what, and when.

Order of the children matters to Word (ECMA-376, part 1, 17.13.5): the mark of a paragraph comes first in the properties
of its mark, those of a row come last.
"""

import copy
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
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


def parse(xml: str) -> Element:
    """The blocks of a body our writer made, under one root."""
    return ET.fromstring(f"<w:body {ooxml.NAMESPACES}>{xml}</w:body>")  # noqa: S314 - our own writer's, not a file's


def serialize(blocks: Iterable[Element]) -> str:
    """Blocks as text; namespaces are declared where they are not already."""
    return "".join(ET.tostring(block, encoding="unicode") for block in blocks)


class Tracker:
    """Marks what an author changed; `date` as `2025-08-20T00:00:00Z`: the limits of what moved must bear one."""

    def __init__(self, author: str, date: str) -> None:
        self.author, self.date = author, date
        self.identifiers = count(_FIRST_ID)

    def change(self, kind: str) -> Element:
        """An empty change: `ins`, `del`, `moveFrom`, `moveTo`, `pPrChange`."""
        marks = {"id": str(next(self.identifiers)), "author": self.author, "date": self.date}
        return ET.Element(name(kind), {name(key): value for key, value in marks.items()})

    def runs(self, kind: str, runs: Sequence[Element]) -> Element:
        """Runs and bookmarks inside a change; deleted text has names of its own."""
        made = self.change(kind)
        for run in runs:
            made.append(_deleted(run) if kind == "del" else run)
        return made

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
        """Say what the properties of a paragraph were."""
        properties = paragraph.find(name("pPr"))
        if properties is None or before is None:
            return
        made = self.change("pPrChange")
        made.append(copy.deepcopy(before))
        properties.append(made)

    def range(self, kind: str, move: str) -> tuple[Element, Element]:
        """The start and the end of what is moved under a name, `kind` being `moveFrom` or `moveTo`."""
        start = self.change(f"{kind}RangeStart")
        start.set(name("name"), move)
        return start, ET.Element(name(f"{kind}RangeEnd"), {name("id"): start.attrib[name("id")]})


def _deleted(run: Element) -> Element:
    for inner in run:
        bare = inner.tag.rpartition("}")[2]
        if bare in _DELETED:
            inner.tag = name(_DELETED[bare])
    return run
