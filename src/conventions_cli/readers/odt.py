"""Reads a LibreOffice text (.odt) into a tree. The file is not trusted: `archive` bounds it, `docx/xml` parses it.

Its paragraphs, lists and tables become a flow, as those of a Word file, cut into parts by the same rules. Tracked
changes are read as accepted, and reported.
"""

import re
from collections.abc import Iterator

from conventions_cli.document import (
    CrossReference,
    Document,
    Footnote,
    Inline,
    LineBreak,
    Link,
    Metadata,
    Missing,
    Picture,
    Text,
    fill_contents,
    is_address,
    normalize,
    uri,
)
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue, replace
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.article_links import Reference, act_of_pieces
from conventions_cli.readers.docx.elements import RAW, settled
from conventions_cli.readers.docx.flow import Cell, Flow, Grid, Line, Notices, all_lines, raw_text
from conventions_cli.readers.docx.numbering import Mark
from conventions_cli.readers.docx.runs import COMPLETE
from conventions_cli.readers.docx.structure import is_mark, own_parts
from conventions_cli.readers.docx.styles import Style
from conventions_cli.readers.docx.xml import Element, parse
from conventions_cli.readers.foreign import act_of
from conventions_cli.readers.odt_changes import changes_of
from conventions_cli.readers.odt_elements import DRAW, count_of, is_alone, merged, picture_of, spaces_of, words_of
from conventions_cli.readers.odt_pages import tell_pages
from conventions_cli.readers.odt_properties import generator_of, metadata_of
from conventions_cli.readers.odt_styles import OFFICE, TABLE, TEXT, XLINK, Look, Looks, Numbers

MAX_CELLS, MAX_COLUMNS = 100_000, 63
_MARKS = frozenset({f"{TEXT}bookmark", f"{TEXT}bookmark-start"})
_HELD = re.compile("\u2060?\u2011")  # the non-breaking hyphen
_PROGRAMS = ("Basic/", "Scripts/")
_STEP = 720  # twips from a level of list to the next
_ITEM = Style(name="list paragraph")
_NOT_ODT = "Le fichier ne contient pas de document LibreOffice."
_TOLD = {
    f"{TEXT}table-of-content": "Sommaire laissé de côté",
    f"{TEXT}alphabetical-index": "Index laissé de côté",
    f"{TEXT}illustration-index": "Index laissé de côté",
    f"{OFFICE}annotation": "Commentaire",
    f"{DRAW}frame": "Image ou zone de texte",
    f"{DRAW}custom-shape": "Forme dessinée",
    f"{DRAW}g": "Dessin",
    f"{DRAW}rect": "Forme dessinée",
    f"{DRAW}line": "Forme dessinée",
    f"{TEXT}ruby-text": "Texte placé au-dessus d’un autre",
    f"{TEXT}hidden-paragraph": "Texte masqué",
    f"{TEXT}hidden-text": "Texte masqué",
}
_WRAPPERS = {
    *(f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}numbered-paragraph", f"{TABLE}table-header-rows"),
    *(f"{TABLE}table-rows", f"{TABLE}table-row-group"),
}


class OdtReading(Record, frozen=True):
    """The act in an ODT file. `notices`: a French sentence on each content outside it; `own`: our writer's marks."""

    document: Document
    notices: tuple[str, ...]
    own: bool = False


def read_odt(data: bytes, name: str, *, spelled: bool = False) -> Outcome[OdtReading]:
    """Reads an ODT file; one diagnostic, C504, when it cannot be read. `name`: its name for people.

    `spelled`: see `read_docx`.
    """
    try:
        return Outcome(_read(data, spelled=spelled))
    except ArchiveError as fault:
        diagnostic = Diagnostic(catalogue.DOCUMENT, fault.message, Span.whole(SourceText(name, "")), fault.hint)
        return Outcome(None, (diagnostic,))


def _read(data: bytes, *, spelled: bool) -> OdtReading:
    archive = Archive(data)
    if "content.xml" not in archive:
        raise ArchiveError(_NOT_ODT, "Donner un fichier .odt, ou lui rendre son vrai nom.")
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ArchiveError("Le document est protégé par un mot de passe.", "Le retirer, puis enregistrer.")
    root = parse(archive.read_xml("content.xml"), "content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ArchiveError(_NOT_ODT, "Donner le document de texte de la convention.")
    styles = parse(archive.read_xml("styles.xml"), "styles.xml") if "styles.xml" in archive else None
    notices = Notices()
    own = any(is_mark(element.get(f"{TEXT}name", "")) for element in body.iter(*_MARKS))
    if any(name.startswith(_PROGRAMS) for name in archive.names) or root.find(f"{OFFICE}scripts/*") is not None:
        notices.add("Macros, qui ne sont ni lues ni exécutées")
    metadata = metadata_of(archive) if own else Metadata()
    reader = _Reader(Looks(root, styles), notices, own=own)
    reader.blocks(body, reader.flow, ())
    for sentence, words in changes_of(body):
        notices.add(sentence, words)
    tell_pages(styles, notices, metadata)
    if not own:
        return OdtReading(act_of(reader.flow, notices, spelled=spelled), tuple(notices.sentences))
    # Another program that saved the file may have copied the properties of styles into the words.
    untouched = generator_of(archive) == "convention"
    pieces = own_parts(reader.flow, notices, untouched=untouched)
    act = normalize(replace(act_of_pieces(pieces, reader.references), metadata=metadata))
    return OdtReading(fill_contents(act) if reader.contents else act, tuple(notices.sentences), own=True)


class _Reader:
    """Reads a body once; afterwards `flow` holds it."""

    def __init__(self, looks: Looks, notices: Notices, *, own: bool = False) -> None:
        self.looks, self.notices, self.own = looks, notices, own
        self.bookmarks: list[str] = []  # of the line being read
        self.references: list[Reference] = []
        self.keys: dict[str, str] = {}  # the comments that name a missing value, while their words are read
        self.lists: dict[int, int] = {}  # the number of the list being read at each level
        self.counted = 0
        self.contents = False
        self.picture: Picture | None = None  # of the line being read
        self.numbers = Numbers(looks)
        self.flow: Flow = []
        self.order = self.cells = 0

    def blocks(self, parent: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """Read the blocks of an element. `lists`: the styles of the lists around them, the outermost first."""
        for element in parent:
            self.block(element, flow, lists)

    def block(self, element: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """Read a block: a paragraph, a list, a table, or an element around blocks."""
        tag = str(element.tag)
        if tag in {f"{TEXT}p", f"{TEXT}h"}:
            line = self.line(element, None)
            if self.own and line.style.is_contents:  # computed again from the articles
                self.contents = True
            else:
                flow.append(line)
        elif tag == f"{TEXT}list":
            self.items(element, flow, lists)
        elif tag == f"{TABLE}table":
            flow.append(self.grid(element))
        elif tag in _TOLD:
            self.notices.add(_TOLD[tag], words_of(element))
        elif tag in _WRAPPERS:
            self.blocks(element, flow, lists)

    def items(self, element: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """Read the items of a list; the first paragraph of each item has its mark."""
        name = element.get(f"{TEXT}style-name") or (lists[-1] if lists else "")
        around = (*lists, name)
        level = len(around) - 1
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list") is not None
        if not lists and not goes_on:
            self.numbers.restart(name)
        if not goes_on or level not in self.lists:
            self.lists[level] = self.new_list()
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            marked = item.tag == f"{TEXT}list-header"
            for child in item:
                if child.tag == f"{TEXT}list":
                    self.items(child, flow, around)
                elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    mark = None if marked else self.mark(name, level, item.get(f"{TEXT}start-value"))
                    line = self.line(child, mark)
                    style = line.style if self.own else _ITEM
                    flow.append(replace(line, style=style, left=_STEP * (level + 1)) if line.heading is None else line)
                    marked = True
                else:
                    self.block(child, flow, around)

    def new_list(self) -> int:
        """The number of a new list."""
        self.counted += 1
        return self.counted

    def mark(self, name: str, level: int, start: str | None) -> Mark:
        """The mark of the next item of a list."""
        mark = self.numbers.next(name, level, start)
        if not self.own:
            return mark
        if start is not None:  # LibreOffice merges two lists that touch
            self.lists[level] = self.new_list()
        return replace(mark, number=self.lists[level], family=self.lists[level])

    def line(self, element: Element, mark: Mark | None) -> Line:
        """A paragraph or a heading."""
        self.order += 1
        order = self.order
        look, style = self.looks.of("paragraph", element.get(f"{TEXT}style-name")), Style()
        weight = look
        if self.own:
            name, base = self.looks.named("paragraph", element.get(f"{TEXT}style-name"))
            style = Style(name=name, names=(name,))
            # The words of a bold style are not strong; those of a paragraph made bold are.
            weight = replace(look, strong=look.strong > base.strong, emphasis=look.emphasis > base.emphasis)
        self.bookmarks, self.picture = [], None
        pieces = settled(list(merged(self.inlines(element, weight))))
        level = element.get(f"{TEXT}outline-level") if element.tag == f"{TEXT}h" else None
        heading = int(level) if level and level.isdigit() and len(level) < 3 else look.heading
        if mark is None and heading and element.tag == f"{TEXT}h":
            mark = self.numbers.heading(heading, element.get(f"{TEXT}is-list-header") == "true")
        texts = [piece for piece in pieces if isinstance(piece, Text) and piece.text.strip()]
        bold = bool(texts) and all(piece.strong for piece in texts)
        return Line(
            order,
            pieces,
            style,
            heading,
            mark,
            alignment=look.align,
            bold=bold,
            bookmarks=self.bookmarks,
            picture=self.picture,
        )

    def inlines(self, element: Element, look: Look) -> Iterator[Inline]:
        """The pieces of a paragraph."""
        yield from self.text(element.text, look)
        for child in element:
            yield from self.marked(child) if self.own and _is_ours(child) else self.piece(child, look)
            yield from self.text(child.tail, look)

    def piece(self, child: Element, look: Look) -> Iterator[Inline]:
        """The pieces of an element in a paragraph."""
        tag = str(child.tag)
        if tag == f"{TEXT}s":
            yield Text(" " * spaces_of(child), look.strong, look.emphasis)
        elif tag == f"{TEXT}tab":
            yield Text("\t", look.strong, look.emphasis)
        elif tag == f"{TEXT}line-break":
            yield LineBreak()
        elif tag == f"{TEXT}note":
            yield from self.note(child)
        elif tag == f"{TEXT}a":
            yield from self.link(child, look)
        elif tag == f"{TEXT}span":
            yield from self.span(child, look)
        elif tag == f"{DRAW}frame" and (picture := picture_of(child)) is not None and is_alone(child):
            self.picture = picture
        elif tag in _TOLD:
            self.notices.add(_TOLD[tag], words_of(child) or child.get(f"{TEXT}string-value", ""))
        else:  # fields and marks: their words
            yield from self.inlines(child, look)

    def marked(self, child: Element) -> Iterator[Inline]:
        """Read an element that our writer adds: a bookmark, a reference to one, a comment on a missing value."""
        tag, name = str(child.tag), child.get(f"{TEXT}name", "")
        if tag == f"{TEXT}bookmark-ref":
            yield self.referred(child.get(f"{TEXT}ref-name", ""), tuple(self.inlines(child, Look())))
        elif tag == f"{OFFICE}annotation" and (key := COMPLETE.search(words_of(child))):
            self.keys[child.get(f"{OFFICE}name", "")] = key[1]
        elif tag == f"{OFFICE}annotation-end":
            self.keys.pop(child.get(f"{OFFICE}name", ""), None)
        elif tag in _MARKS:
            self.bookmarks.append(name)
        else:
            self.notices.add(_TOLD[tag], words_of(child))

    def link(self, element: Element, look: Look) -> Iterator[Inline]:
        """A link to the outside, or a reference to a place of the act."""
        inner = tuple(settled(list(merged(self.inlines(element, look)))))
        address = element.get(f"{XLINK}href", "")
        title = element.get(f"{OFFICE}title", "")
        if self.own and not address.startswith("#"):  # LibreOffice decodes an address, except its blanks
            address = title if title and uri(title) == uri(address) else uri(address)
        if address.startswith("#") and self.own:
            yield self.referred(address[1:].partition("|")[0], inner)
        else:
            if is_address(address):
                yield Link(address, inner)
                return
            if address and not address.startswith("#"):
                self.notices.add("Lien dont l’adresse n’est pas admise, lu sans elle", address)
            yield from inner

    def referred(self, name: str, shown: tuple[Inline, ...]) -> Inline:
        """A reference to a bookmark; « #n » until the articles are known."""
        self.references.append(Reference(name, shown))
        return CrossReference(f"#{len(self.references) - 1}", raw_text(shown))

    def span(self, element: Element, look: Look) -> Iterator[Inline]:
        """The pieces of words that have their own style."""
        name = element.get(f"{TEXT}style-name")
        inner = list(self.inlines(element, self.looks.of("text", name, look)))
        shown = self.looks.named("text", name)[0] if self.own else ""
        if shown == "à compléter":
            yield Missing(RAW + raw_text(inner), next(reversed(self.keys.values()), ""))
        elif shown == "adresse imprimée":  # perhaps the address of the link before it: see `settled`
            yield Text(raw_text(inner), verbatim=True)
        else:
            yield from inner

    def text(self, words: str | None, look: Look) -> Iterator[Text]:
        """Words with single blanks; hidden words become a notice."""
        if words and look.hidden:
            self.notices.add("Texte masqué", words)
        elif words:
            flat = " ".join(words.replace("\n", " ").replace("\t", " ").split(" "))
            yield Text(_HELD.sub(_plain_hyphen, flat) if self.own else flat, look.strong, look.emphasis)

    def note(self, element: Element) -> Iterator[Inline]:
        """A footnote; its paragraphs are joined."""
        pieces: list[Inline] = []
        body = element.find(f"{TEXT}note-body")
        for child in body if body is not None else ():
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                pieces += [Text(" ")] if pieces else []
                pieces += [
                    piece for piece in self.inlines(child, Look()) if not isinstance(piece, (Footnote, LineBreak))
                ]
        if raw_text(pieces).strip():
            yield Footnote(tuple(settled(list(merged(pieces)))))

    def grid(self, element: Element) -> Grid:
        """A table. Raises ArchiveError for one that is too large."""
        self.order += 1
        order = self.order
        rows = list(self.rows(element))
        header = element.find(f"{TABLE}table-header-rows") is not None
        bordered = all(cell.bordered for _, row in rows[:1] for cell in row) and bool(rows)
        names = [name for line in all_lines([Grid(order, rows)]) for name in line.bookmarks] if self.own else []
        return Grid(order, rows, has_header=header, bordered=bordered, bookmarks=names)

    def rows(self, element: Element) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of a table; a repeated row that has words is read as many times as it states."""
        for child in element:
            if child.tag in _WRAPPERS:
                yield from self.rows(child)
            elif child.tag == f"{TABLE}table-row":
                times = count_of(child, "number-rows-repeated")
                for _ in range(times if words_of(child).strip() else 1):
                    yield 0, list(self.row(child))

    def row(self, element: Element) -> Iterator[Cell]:
        columns = 0
        for child in element:
            if child.tag != f"{TABLE}table-cell":  # a covered cell is part of the one that spans it
                continue
            span = count_of(child, "number-columns-spanned")
            look = self.looks.of("table-cell", child.get(f"{TABLE}style-name"))
            for _ in range(count_of(child, "number-columns-repeated")):
                columns += span
                self.cells += 1
                if columns > MAX_COLUMNS or self.cells > MAX_CELLS:
                    raise ArchiveError("Un tableau du document est démesuré.", "Donner l’acte seul.")
                flow: Flow = []
                self.blocks(child, flow, ())
                yield Cell(flow, span, look.bordered)


def _is_ours(child: Element) -> bool:
    """Whether an element in a paragraph is one that our writer adds to the words."""
    if child.tag == f"{TEXT}bookmark-ref":
        return child.get(f"{TEXT}reference-format") != "page"
    return child.tag in _MARKS or child.tag in {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}


def _plain_hyphen(match: re.Match[str]) -> str:
    """The hyphen of the act: our writer makes hyphens non-breaking, and marks those that the act itself has."""
    return "\u2011" if len(match[0]) > 1 else "-"
