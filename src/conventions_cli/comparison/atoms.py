"""A paragraph of our WordprocessingML as atoms: formatted words, breaks, pieces of fields, bookmarks, references."""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from conventions_cli.comparison.hunks import Sort, Token, tokens
from conventions_cli.document import Text
from conventions_cli.foundation import Record
from conventions_cli.writers import RELATIONSHIPS, DocxBody, XmlElement, qualified_name

_SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_ID = re.compile(r'w:id="\d+"')


class Atom(Record, frozen=True, eq=False):
    """An element that is compared as a whole: its key for comparison, and the link it is in.

    `word`: its text when it is a word outside the result of a field; else empty.
    """

    element: XmlElement
    key: str
    link: XmlElement | None = None
    word: str = ""

    @property
    def token(self) -> Token:
        """The atom as a token: two are equal only when their keys are."""
        return Token(Sort.SPACE if self.word.isspace() else Sort.WORD, self.key, self.key)


class Cutter:
    """Cuts the paragraphs of a body into atoms; notes and comments are compared by their text, not their number."""

    def __init__(self, body: DocxBody) -> None:
        self.body = body
        self.names: dict[str, str] = {}

    def atoms(self, paragraph: XmlElement) -> list[Atom]:
        """The atoms of a paragraph, in order."""
        atoms: list[Atom] = []
        shows = False
        for child in paragraph:
            if child.tag == qualified_name("pPr"):
                continue
            link = child if child.tag == qualified_name("hyperlink") else None
            for element in child if link is not None else (child,):
                for atom in self.cut(element, link, shows=shows):
                    atoms.append(atom)
                    shows = _shows(atom.element, shows=shows)
        return atoms

    def cut(self, element: XmlElement, link: XmlElement | None, *, shows: bool) -> Iterator[Atom]:
        """The atoms of a run; any other element is one atom."""
        if element.tag != qualified_name("r"):
            yield Atom(element, self.key(element), link)
            return
        properties = element.find(qualified_name("rPr"))
        dressed = _text(properties) + _text_of_link(link)
        for inner in element:
            if inner.tag == qualified_name("rPr"):
                continue
            if inner.tag != qualified_name("t"):
                yield Atom(_run(properties, inner), dressed + self.key(inner), link)
                continue
            for token in tokens((Text(inner.text or ""),)):
                piece = ET.Element(qualified_name("t"), {_SPACE_KEPT: "preserve"})
                piece.text = token.text
                yield Atom(_run(properties, piece), f"{dressed}\x01{token.text}", link, "" if shows else token.text)

    def key(self, element: XmlElement) -> str:
        """The key of an element for comparison."""
        identifier = element.get(qualified_name("id"), "")
        bare = element.tag.rpartition("}")[2]
        match bare:
            case "bookmarkStart":
                self.names[identifier] = element.get(qualified_name("name"), "")
                return f"{bare} {self.names[identifier]}"
            case "bookmarkEnd":
                return f"{bare} {self.names.get(identifier, '')}"
            case "footnoteReference":
                return f"{bare} {_ID.sub('', self.body.notes[int(identifier) - 1], count=1)}"
            case "commentReference" | "commentRangeStart" | "commentRangeEnd":
                return f"{bare} {_ID.sub('', self.body.comments[int(identifier)], count=1)}"
            case "drawing":
                return f"{bare} {self.image(element)}"
        return _text(element)

    def image(self, drawing: XmlElement) -> str:
        """The key of an image: its file, its name and its alternative text."""
        blip = next((element for element in drawing.iter() if element.tag.endswith("}blip")), None)
        named = next((element for element in drawing.iter() if element.tag.endswith("}docPr")), None)
        number = blip.get(f"{{{RELATIONSHIPS}}}embed", "").removeprefix("rImage") if blip is not None else ""
        data = self.body.images[int(number) - 1].data if number else b""
        labels = [named.get("name"), named.get("descr")] if named is not None else []
        return f"{labels} {data!r}"


def _shows(run: XmlElement, *, shows: bool) -> bool:
    """Whether the atoms after this element are the result of a field; `shows`: whether the element itself is."""
    mark = run.find(qualified_name("fldChar"))
    if mark is None:
        return shows
    return mark.get(qualified_name("fldCharType")) == "separate"


def _run(properties: XmlElement | None, content: XmlElement) -> XmlElement:
    run = ET.Element(qualified_name("r"))
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.append(copy.deepcopy(content))
    return run


def _text(element: XmlElement | None) -> str:
    return "" if element is None else ET.tostring(element, encoding="unicode")


def _text_of_link(link: XmlElement | None) -> str:
    return "" if link is None else repr(sorted(link.attrib.items()))
