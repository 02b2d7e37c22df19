"""A paragraph of our WordprocessingML as atoms: words as they are set, breaks, pieces of fields, bookmarks, calls."""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from conventions_cli.comparison.hunks import Sort, Token, tokens
from conventions_cli.document import Text
from conventions_cli.foundation import Record
from conventions_cli.writers import RELATIONSHIPS as R
from conventions_cli.writers import DocxBody as Body
from conventions_cli.writers import XmlElement as Element
from conventions_cli.writers import qualified_name as name

_SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_ID = re.compile(r'w:id="\d+"')


class Atom(Record, frozen=True, eq=False):
    """An element that stands alone, the link it is in, and what it is compared by.

    `word`: its text when it is one, outside what a field shows.
    """

    element: Element
    key: str
    link: Element | None = None
    word: str = ""

    @property
    def token(self) -> Token:
        """The atom as a word to compare; only what is the same to the letter is the same."""
        return Token(Sort.SPACE if self.word.isspace() else Sort.WORD, self.key, self.key)


class Cutter:
    """Cuts paragraphs of a body; what they call is compared by what it says, not by its number."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.names: dict[str, str] = {}

    def atoms(self, paragraph: Element) -> list[Atom]:
        """The atoms of a paragraph, in order."""
        found: list[Atom] = []
        shows = False
        for child in paragraph:
            if child.tag == name("pPr"):
                continue
            link = child if child.tag == name("hyperlink") else None
            for element in child if link is not None else (child,):
                for atom in self.cut(element, link, shows=shows):
                    found.append(atom)
                    shows = _shows(atom.element, shows=shows)
        return found

    def cut(self, element: Element, link: Element | None, *, shows: bool) -> Iterator[Atom]:
        """The atoms of a run; anything else is one."""
        if element.tag != name("r"):
            yield Atom(element, self.key(element), link)
            return
        properties = element.find(name("rPr"))
        dressed = _text(properties) + _text_of_link(link)
        for inner in element:
            if inner.tag == name("rPr"):
                continue
            if inner.tag != name("t"):
                yield Atom(_run(properties, inner), dressed + self.key(inner), link)
                continue
            for token in tokens((Text(inner.text or ""),)):
                piece = ET.Element(name("t"), {_SPACE_KEPT: "preserve"})
                piece.text = token.text
                yield Atom(_run(properties, piece), f"{dressed}\x01{token.text}", link, "" if shows else token.text)

    def key(self, element: Element) -> str:
        """What an element is compared by."""
        identifier = element.get(name("id"), "")
        bare = element.tag.rpartition("}")[2]
        match bare:
            case "bookmarkStart":
                self.names[identifier] = element.get(name("name"), "")
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

    def image(self, drawing: Element) -> str:
        """An image by its drawing, its name and its alternative text."""
        blip = next((one for one in drawing.iter() if one.tag.endswith("}blip")), None)
        named = next((one for one in drawing.iter() if one.tag.endswith("}docPr")), None)
        number = blip.get(f"{{{R}}}embed", "").removeprefix("rImage") if blip is not None else ""
        data = self.body.images[int(number) - 1].data if number else b""
        said = [named.get("name"), named.get("descr")] if named is not None else []
        return f"{said} {data!r}"


def _shows(run: Element, *, shows: bool) -> bool:
    """Whether what follows is what a field shows."""
    mark = run.find(name("fldChar"))
    if mark is None:
        return shows
    return mark.get(name("fldCharType")) == "separate"


def _run(properties: Element | None, content: Element) -> Element:
    made = ET.Element(name("r"))
    if properties is not None:
        made.append(copy.deepcopy(properties))
    made.append(copy.deepcopy(content))
    return made


def _text(element: Element | None) -> str:
    return "" if element is None else ET.tostring(element, encoding="unicode")


def _text_of_link(link: Element | None) -> str:
    return "" if link is None else repr(sorted(link.attrib.items()))
