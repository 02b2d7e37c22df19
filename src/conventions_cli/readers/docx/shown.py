"""What a Word file shows besides the text of an act: headers, footers, fields, contents, targets of references."""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.census import Extra
from conventions_cli.readers.docx.elements import as_seen, squeezed
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import Element, R, W, attribute, toggle, value, written

_FORMULA = re.compile(r"= ?\(? ?(\w+) ?(?:=|EQ) ?1 ?\)?(?: \\# .*)?\Z")
_PAGES = ("PAGE", "NUMPAGES")
_DIGITS = re.compile(r"\d{0,4}")
_AIM = re.compile(r"(?:REF|PAGEREF) (\S+)")
_LONGEST = 2_000  # characters of a bookmark that are compared
_TEXTS = frozenset({f"{W}t", f"{W}delText", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"})
_KINDS = {"header": "en-tête", "footer": "pied"}
_TYPES = {"default": "de page", "first": "de première page", "even": "de page paire"}


class Shown:
    """What a file shows besides its text."""

    def __init__(self, package: Package) -> None:
        self.package = package
        styles = package.styles
        paragraphs = list(package.root.iter(f"{W}p"))
        self.ranks = {paragraph: rank for rank, paragraph in enumerate(paragraphs)}
        contents = [paragraph for paragraph in paragraphs if styles.get(value(paragraph, "pPr", "pStyle")).is_contents]
        self.contents = [(self.line(content), self.ranks[content]) for content in contents]
        self.fields = [(text, -1 if at is None else self.ranks[at]) for text, at in fields_of(package.root)]
        for kind in ("footnotes", "endnotes", "comments"):
            _, root = package.first(kind)
            if root is not None:
                self.fields.extend((text, -1) for text, _ in fields_of(root))
        self.bookmarks = _bookmarks(package.root)
        self.pages = dict(self._pages())
        self.first_apart = any(toggle(section, "titlePg") for section in package.root.iter(f"{W}sectPr"))
        anchors = {str(link.get(f"{W}anchor") or "") for link in package.root.iter(f"{W}hyperlink")}
        self.aims = {aim[1] for text, _ in self.fields if (aim := _AIM.match(text))} | (anchors - {""})
        self.anchors = Counter(
            str(link.get(f"{W}anchor") or "") for link in package.root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")
        )

    def differences(self, meant: "Shown") -> Iterator[Extra]:
        """A reason for each thing that this file shows and the act made again does not, or shows differently."""
        yield from self.of_pages(meant)
        expected = Counter(text for text, _ in meant.fields)
        for text, rank in self.fields:
            if expected[text] > 0:
                expected[text] -= 1
            else:
                yield Extra("champ que l’acte n’a pas", text, "" if rank >= 0 else "notes", rank)
        if [text for text, _ in self.contents] != [text for text, _ in meant.contents]:
            meant_texts = {text for text, _ in meant.contents}
            new = [(text, rank) for text, rank in self.contents if text not in meant_texts]
            for (words, _), rank in new or [(("", ""), -1)]:
                yield Extra("sommaire qui n’est pas celui de l’acte", words, "" if rank >= 0 else "sommaire", rank)
        for name in sorted(self.aims | meant.aims):
            texts = self.bookmarks.get(name, [])
            if texts != meant.bookmarks.get(name, texts):
                words = texts[-1] if texts else "absent"
                yield Extra(f"signet «\u00a0{name}\u00a0», où mène un renvoi, déplacé ou changé", words, "renvois")
        for anchor in sorted((self.anchors - meant.anchors).keys()):
            yield Extra("lien intérieur qui mène ailleurs", anchor, "renvois")

    def independent(self, meant: "Shown") -> Iterator[Extra]:
        """The reasons that do not follow from the text: headers and footers, instructions of fields."""
        yield from self.of_pages(meant)
        instructions = {text.partition(" → ")[0] for text, _ in meant.fields}
        for text, rank in self.fields:
            if text.partition(" → ")[0] not in instructions:
                yield Extra("champ que l’acte n’a pas", text, "" if rank >= 0 else "notes", rank)

    def of_pages(self, meant: "Shown") -> Iterator[Extra]:
        """The reasons in headers and footers."""
        if self.first_apart != meant.first_apart:
            yield Extra(
                "en-tête et pied de première page qui ne sont pas ceux de l’acte", "", "en-tête ou pied de page"
            )
        for key in sorted(self.pages.keys() | meant.pages.keys()):
            kind, when = key
            expected = meant.pages.get(key, meant.pages.get((kind, "default"), "") if when == "even" else "")
            text = self.pages.get(key, "")
            if text != expected:
                name = f"{_KINDS.get(kind, 'part')} {_TYPES.get(when, 'que rien n’appelle')}"
                yield Extra(f"{name} qui n’est pas celui de l’acte", text or "absent", "en-tête ou pied de page")

    def _pages(self) -> Iterator[tuple[tuple[str, str], str]]:
        """The words of headers and footers, by the pages they are for; by part name when nothing uses them."""
        relations = self.package.relations(self.package.main)
        words = {
            name: shown_by(self.package.xml(name))
            for kind in _KINDS
            for name in self.package.related(self.package.main, kind)
        }
        called: set[str] = set()
        for kind in _KINDS:
            for reference in self.package.root.iter(f"{W}{kind}Reference"):
                relation = relations.get(str(reference.get(f"{R}id") or ""))
                if relation is not None and not relation.external and relation.target in words:
                    called.add(relation.target)
                    yield (kind, attribute(reference, "type") or "default"), words[relation.target]
        for name in sorted(words.keys() - called):
            if words[name]:
                yield (name, ""), words[name]

    def line(self, paragraph: Element) -> tuple[str, str]:
        """The words of a line of the contents, and the targets of its links."""
        relations = self.package.relations(self.package.main)
        aims = []
        for link in paragraph.iter(f"{W}hyperlink"):
            relation = relations.get(str(link.get(f"{R}id") or ""))
            aims.append(f"{attribute(link, 'anchor') or ''} {relation.target if relation is not None else ''}".strip())
        return shown_by(paragraph), " ".join(aims)


def shown_by(root: Element) -> str:
    """The words of a part, with the instruction of each field instead of its result."""
    return as_seen(squeezed("".join(f"{{{piece.text}}}" if piece.field else piece.text for piece in _pieces(root))))


def fields_of(root: Element) -> Iterator[tuple[str, Element | None]]:
    """The instruction of each field, in one spelling, and the paragraph where it starts."""
    return ((piece.text, piece.paragraph) for piece in _pieces(root) if piece.field)


class _Piece(Record, frozen=True, eq=False):
    """Words outside fields, or the instruction of a field; and the paragraph where they start."""

    text: str
    paragraph: Element | None
    field: bool = False


class _Open(Record, eq=False):
    """A field being read; `under`: whether it is inside the instruction of another one."""

    paragraph: Element | None
    instruction: list[str] = field(default_factory=list)
    shows: bool = False
    result: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    under: bool = False

    @property
    def hides(self) -> bool:
        """Whether words at this place are never printed."""
        return self.under or not self.shows

    def piece(self) -> _Piece:
        """The instruction of the field, and its words from start to end, which a new computation replaces.

        The digits of a page number do not matter; a table of contents is compared elsewhere, line by line. Words before
        the result of a field are never printed.
        """
        instruction, shows = spelled("".join(self.instruction)), as_seen(squeezed("".join(self.result)))
        free = instruction.startswith("TOC") or (instruction.startswith(_PAGES) and _DIGITS.fullmatch(shows))
        if squeezed("".join(self.unshown)):
            return _Piece(f"{instruction} (texte masqué par le champ) → {shows}", self.paragraph, field=True)
        return _Piece(instruction if free else f"{instruction} → {shows}", self.paragraph, field=True)


def _pieces(root: Element) -> Iterator[_Piece]:
    """Words and fields; each field once, at its end, nested ones included."""
    opened: list[_Open] = []
    at: Element | None = None
    for element in root.iter():
        if element.tag == f"{W}p":
            at = element
            if not opened:
                yield _Piece(" ", at)
        elif element.tag == f"{W}fldSimple":
            yield _Piece(spelled(attribute(element, "instr") or ""), at, field=True)
        elif element.tag == f"{W}fldChar":
            yield from _mark(attribute(element, "fldCharType") or "", opened, at)
        elif element.tag == f"{W}instrText":
            if not opened or opened[-1].shows:
                yield _Piece(f"{element.text} (hors d’un champ)", at, field=True)
            else:
                opened[-1].instruction.append(element.text or "")
        elif element.tag in _TEXTS:
            text = written(element) if element.tag in {f"{W}t", f"{W}delText"} else " "
            if opened:
                opened[-1].result.append(text)
                opened[-1].unshown.extend((text,) if opened[-1].hides else ())
            else:
                yield _Piece(text, at)
    for unclosed in opened:
        yield unclosed.piece()


def _mark(kind: str, opened: list[_Open], at: Element | None) -> Iterator[_Piece]:
    """The start, the middle or the end of a field."""
    if kind == "begin":
        opened.append(_Open(at, under=bool(opened) and opened[-1].hides))
    elif opened and kind == "separate":
        opened[-1].shows = True
    elif opened and kind == "end":
        yield opened.pop().piece()


def spelled(instruction: str) -> str:
    """The instruction of a field, in one spelling: LibreOffice writes the formula of « er » in its own way."""
    text = as_seen(squeezed(instruction))
    formula = _FORMULA.match(text)
    return f"=({formula[1]}=1)" if formula else text


def _bookmarks(root: Element) -> dict[str, list[str]]:
    """The words in each bookmark, by name: a list, since several bookmarks may have the same name."""
    texts: list[str] = []
    length = 0
    starts: dict[str, list[tuple[str, int]]] = {}
    stretches: list[tuple[str, int, int]] = []
    for element in root.iter(f"{W}t", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        name = attribute(element, "id") or ""
        if element.tag == f"{W}t":
            texts.append(written(element))
            length += len(texts[-1])
        elif element.tag == f"{W}bookmarkStart":
            starts.setdefault(name, []).append((attribute(element, "name") or "", length))
        else:
            stretches.extend((opened, start, length) for opened, start in starts.pop(name, ()))
    text = "".join(texts)
    by_name: dict[str, list[str]] = {}
    for name, start, end in stretches:
        by_name.setdefault(name, []).append(as_seen(squeezed(text[start : min(end, start + _LONGEST)])))
    return by_name
