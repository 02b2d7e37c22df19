"""Computes the fields of a body again, as Word and LibreOffice do when they print: numbers and references to them.

The fields of pages depend on the layout, and keep the result that is in the file.
"""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.flow import Revisions
from conventions_cli.readers.docx.runs import CHANGES, DROPPED
from conventions_cli.readers.docx.xml import Element, W, attribute, child

LOST = "Erreur\u00a0! Source du renvoi introuvable."  # what Word prints for a reference that leads nowhere
_TEXTS = frozenset({f"{W}t", f"{W}delText"})
_INSTRUCTIONS = frozenset({f"{W}instrText", f"{W}delInstrText"})
_PROPERTIES = frozenset(W + name for name in ("pPr", "rPr", "trPr", "tcPr", "tblPr", "sectPr"))
_SEQUENCE = re.compile(r"\s*SEQ\s+(\S+)", re.IGNORECASE)
_REFERENCE = re.compile(r"\s*REF\s+\"?([^\s\"\\]+)", re.IGNORECASE)
_ONLY_FOR_ONE = re.compile(r"\s*=\((\w+)=1\)\s*\\#\s*\"'([^']*)';;\"")  # see `writers/docx/article_openings.py`


class _Open(Record, eq=False):
    """A field being read: its instruction, the run after which its result begins, the elements of that result."""

    instruction: str = ""
    middle: Element | None = None
    texts: list[Element] = field(default_factory=list)


def compute_fields(body: Element, revisions: Revisions) -> None:
    """Writes in a body the results of its fields, computed as if its tracked changes were all accepted or rejected."""
    _Computer(revisions).compute(body)


class _Computer:
    def __init__(self, revisions: Revisions) -> None:
        self.dropped = {tag for tag, kind in CHANGES.items() if kind in DROPPED[revisions]}
        self.counts: Counter[str] = Counter()
        self.fields: list[_Open] = []
        self.opened: dict[str, str] = {}  # the names of the bookmarks around the current place, by number
        self.marked: dict[str, list[Element]] = {}
        self.references: list[tuple[str, _Open]] = []

    def compute(self, body: Element) -> None:
        for element in self.kept(body):
            if element.tag in _TEXTS:
                self.hold(element)
            elif element.tag in _INSTRUCTIONS:
                if self.fields and self.fields[-1].middle is None:
                    self.fields[-1].instruction += element.text or ""
            elif element.tag == f"{W}fldChar":
                self.limit(element)
            elif element.tag == f"{W}bookmarkStart":
                name = attribute(element, "name") or ""
                self.opened[attribute(element, "id") or ""] = name
                self.marked[name] = []
            elif element.tag == f"{W}bookmarkEnd":
                self.opened.pop(attribute(element, "id") or "", None)
        for name, reference in self.references:  # now that the bookmarks after them are read too
            self.show(reference, self.text(name) if name in self.marked else LOST)

    def kept(self, parent: Element) -> Iterator[Element]:
        """The elements under another that remain once changes are resolved, in reading order."""
        for element in parent:
            if element.tag in self.dropped or element.tag in _PROPERTIES or self.drops_row(element):
                continue
            yield element
            yield from self.kept(element)

    def drops_row(self, element: Element) -> bool:
        about = child(element, "trPr") if element.tag == f"{W}tr" else None
        return about is not None and any(about.find(tag) is not None for tag in self.dropped)

    def hold(self, text: Element) -> None:
        """Adds a text to the results and the bookmarks around it."""
        for open_field in self.fields:
            if open_field.middle is not None:
                open_field.texts.append(text)
        for name in self.opened.values():
            self.marked[name].append(text)

    def limit(self, element: Element) -> None:
        match attribute(element, "fldCharType"):
            case "begin":
                self.fields.append(_Open())
            case "separate" if self.fields:
                self.fields[-1].middle = element.getparent()
            case "end" if self.fields:
                self.give(self.fields.pop())

    def give(self, read: _Open) -> None:
        """Computes a field that has been read."""
        if match := _SEQUENCE.match(read.instruction):
            self.counts[match[1]] += 1
            self.show(read, str(self.counts[match[1]]))
        elif match := _ONLY_FOR_ONE.match(read.instruction):
            self.show(read, match[2] if self.text(match[1]) == "1" else "")
        elif match := _REFERENCE.match(read.instruction):
            if not read.texts:
                self.show(read, " ")  # a place for its result
            self.references.append((match[1], read))

    def text(self, name: str) -> str:
        return "".join(text.text or "" for text in self.marked.get(name, ()))

    def show(self, read: _Open, result: str) -> None:
        """Writes the result of a field, with the formatting of the previous result."""
        if read.middle is None:
            return
        if not read.texts and result:
            run = read.middle.makeelement(f"{W}r")
            text = run.makeelement(f"{W}t")
            run.append(text)
            read.middle.addnext(run)
            read.texts.append(text)
            self.hold(text)
        for number, text in enumerate(read.texts):
            text.text = "" if number else result
