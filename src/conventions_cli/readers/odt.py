"""A LibreOffice text (.odt) to a tree. The file is not trusted: `archive` bounds it, `docx/xml` parses it.

Its paragraphs, lists and tables become the flow of lines a Word file gives, cut into parts by the same rules. Tracked
changes are read accepted: what was deleted stands apart in the file, and is told.
"""

from collections.abc import Iterator

from conventions_cli.document import Document, Footnote, Inline, LineBreak, Link, Text
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue, replace
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.flow import Cell, Flow, Grid, Line, Notices, raw_text
from conventions_cli.readers.docx.numbering import Mark
from conventions_cli.readers.docx.styles import Style
from conventions_cli.readers.docx.xml import Element, parse
from conventions_cli.readers.foreign import act_of
from conventions_cli.readers.odt_styles import OFFICE, STYLE, TABLE, TEXT, XLINK, Look, Looks, Numbers

MAX_CELLS, MAX_COLUMNS, MAX_REPEATED = 100_000, 63, 200
_MAX_SPACES = 1_000
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STEP = 720  # twips from a level of list to the next
_ITEM = Style(name="list paragraph")
_NOT_ODT = "Le fichier ne contient pas de document LibreOffice."
_TOLD = {
    f"{TEXT}table-of-content": "Sommaire laissé de côté",
    f"{TEXT}alphabetical-index": "Index laissé de côté",
    f"{TEXT}illustration-index": "Index laissé de côté",
    f"{OFFICE}annotation": "Commentaire",
    f"{_DRAW}frame": "Image ou zone de texte",
    f"{_DRAW}custom-shape": "Forme dessinée",
    f"{_DRAW}g": "Dessin",
    f"{_DRAW}rect": "Forme dessinée",
    f"{_DRAW}line": "Forme dessinée",
    f"{TEXT}ruby-text": "Texte placé au-dessus d’un autre",
    f"{TEXT}hidden-paragraph": "Texte masqué",
    f"{TEXT}hidden-text": "Texte masqué",
}
_WRAPPERS = {
    *(f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}numbered-paragraph", f"{TABLE}table-header-rows"),
    *(f"{TABLE}table-rows", f"{TABLE}table-row-group"),
}


class OdtReading(Record, frozen=True):
    """The act in an ODT file; `notices`: what has no place in it, a French sentence each."""

    document: Document
    notices: tuple[str, ...]


def read_odt(data: bytes, name: str) -> Outcome[OdtReading]:
    """Read an ODT file, known to people as `name`; one diagnostic, C504, when it cannot be read."""
    try:
        return Outcome(_read(data))
    except ArchiveError as fault:
        found = Diagnostic(catalogue.DOCUMENT, fault.message, Span.whole(SourceText(name, "")), fault.hint)
        return Outcome(None, (found,))


def _read(data: bytes) -> OdtReading:
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
    reader = _Reader(Looks(root, styles), notices)
    reader.blocks(body, reader.flow, ())
    _tell_pages(styles, notices)
    return OdtReading(act_of(reader.flow, notices), tuple(notices.sentences))


class _Reader:
    """Reads a body once; afterwards `flow` holds it."""

    def __init__(self, looks: Looks, notices: Notices) -> None:
        self.looks, self.notices = looks, notices
        self.numbers = Numbers(looks)
        self.flow: Flow = []
        self.order = self.cells = 0

    def blocks(self, parent: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """Read the blocks of an element. `lists`: the styles of the lists around them, the outermost first."""
        for element in parent:
            self.block(element, flow, lists)

    def block(self, element: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """Read a block: a paragraph, a list, a table, or what wraps some."""
        tag = str(element.tag)
        if tag in {f"{TEXT}p", f"{TEXT}h"}:
            flow.append(self.line(element, None))
        elif tag == f"{TEXT}list":
            self.items(element, flow, lists)
        elif tag == f"{TABLE}table":
            flow.append(self.grid(element))
        elif tag == f"{TEXT}tracked-changes":
            self.tell_changes(element)
        elif tag in _TOLD:
            self.notices.add(_TOLD[tag], _words(element))
        elif tag in _WRAPPERS:
            self.blocks(element, flow, lists)

    def items(self, element: Element, flow: Flow, lists: tuple[str, ...]) -> None:
        """The items of a list; the first paragraph of each bears its mark."""
        name = element.get(f"{TEXT}style-name") or (lists[-1] if lists else "")
        around = (*lists, name)
        level = len(around) - 1
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list") is not None
        if not lists and not goes_on:
            self.numbers.restart(name)
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            marked = item.tag == f"{TEXT}list-header"
            for child in item:
                if child.tag == f"{TEXT}list":
                    self.items(child, flow, around)
                elif child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    mark = None if marked else self.numbers.next(name, level, item.get(f"{TEXT}start-value"))
                    line = self.line(child, mark)
                    flow.append(replace(line, style=_ITEM, left=_STEP * (level + 1)) if line.heading is None else line)
                    marked = True
                else:
                    self.block(child, flow, around)

    def line(self, element: Element, mark: Mark | None) -> Line:
        """A paragraph or a heading."""
        self.order += 1
        order = self.order
        look = self.looks.of("paragraph", element.get(f"{TEXT}style-name"))
        pieces = list(_merged(self.inlines(element, look)))
        level = element.get(f"{TEXT}outline-level") if element.tag == f"{TEXT}h" else None
        heading = int(level) if level and level.isdigit() and len(level) < 3 else look.heading
        if mark is None and heading and element.tag == f"{TEXT}h":
            mark = self.numbers.heading(heading, element.get(f"{TEXT}is-list-header") == "true")
        said = [one for one in pieces if isinstance(one, Text) and one.text.strip()]
        bold = bool(said) and all(one.strong for one in said)
        return Line(order, pieces, Style(), heading, mark, alignment=look.align, bold=bold)

    def inlines(self, element: Element, look: Look) -> Iterator[Inline]:
        """The pieces of a paragraph."""
        yield from self.text(element.text, look)
        for child in element:
            tag = str(child.tag)
            if tag == f"{TEXT}s":
                yield Text(" " * _spaces(child), look.strong, look.emphasis)
            elif tag == f"{TEXT}tab":
                yield Text("\t", look.strong, look.emphasis)
            elif tag == f"{TEXT}line-break":
                yield LineBreak()
            elif tag == f"{TEXT}note":
                yield from self.note(child)
            elif tag == f"{TEXT}a":
                inner = tuple(self.inlines(child, look))
                address = child.get(f"{XLINK}href", "")
                yield from (Link(address, inner),) if address.startswith(("http://", "https://", "mailto:")) else inner
            elif tag in _TOLD:
                self.notices.add(_TOLD[tag], _words(child))
            elif tag == f"{TEXT}span":
                yield from self.inlines(child, self.looks.of("text", child.get(f"{TEXT}style-name"), look))
            else:  # fields and marks: the words they show
                yield from self.inlines(child, look)
            yield from self.text(child.tail, look)

    def text(self, words: str | None, look: Look) -> Iterator[Text]:
        """Words as they are shown: runs of blanks are one; hidden ones are told."""
        if words and look.hidden:
            self.notices.add("Texte masqué", words)
        elif words:
            flat = " ".join(words.replace("\n", " ").replace("\t", " ").split(" "))
            yield Text(flat, look.strong, look.emphasis)

    def note(self, element: Element) -> Iterator[Inline]:
        """A footnote, as one stretch."""
        pieces: list[Inline] = []
        body = element.find(f"{TEXT}note-body")
        for child in body if body is not None else ():
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                pieces += [Text(" ")] if pieces else []
                pieces += [one for one in self.inlines(child, Look()) if not isinstance(one, (Footnote, LineBreak))]
        if raw_text(pieces).strip():
            yield Footnote(tuple(_merged(pieces)))

    def grid(self, element: Element) -> Grid:
        """A table. Raises ArchiveError for one that is too large."""
        self.order += 1
        order = self.order
        rows = list(self.rows(element))
        header = element.find(f"{TABLE}table-header-rows") is not None
        bordered = all(cell.bordered for _, row in rows[:1] for cell in row) and bool(rows)
        return Grid(order, rows, has_header=header, bordered=bordered)

    def rows(self, element: Element) -> Iterator[tuple[int, list[Cell]]]:
        """The rows of a table; one that is repeated stands as often as it says."""
        for child in element:
            if child.tag in _WRAPPERS:
                yield from self.rows(child)
            elif child.tag == f"{TABLE}table-row":
                times = _count(child, "number-rows-repeated")
                for _ in range(times if _words(child).strip() else 1):
                    yield 0, list(self.row(child))

    def row(self, element: Element) -> Iterator[Cell]:
        columns = 0
        for child in element:
            if child.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
                continue
            if child.tag == f"{TABLE}covered-table-cell":
                continue
            span = _count(child, "number-columns-spanned")
            look = self.looks.of("table-cell", child.get(f"{TABLE}style-name"))
            for _ in range(_count(child, "number-columns-repeated")):
                columns += span
                self.cells += 1
                if columns > MAX_COLUMNS or self.cells > MAX_CELLS:
                    raise ArchiveError("Un tableau du document est démesuré.", "Donner l’acte seul.")
                flow: Flow = []
                self.blocks(child, flow, ())
                yield Cell(flow, span, look.bordered)

    def tell_changes(self, element: Element) -> None:
        """What was deleted under tracked changes, which no longer counts."""
        for change in element.iter(f"{TEXT}deletion"):
            content = [child for child in change if child.tag != f"{OFFICE}change-info"]
            self.notices.add("Texte supprimé avec le suivi des modifications", " ".join(_words(one) for one in content))


def _merged(pieces: Iterator[Inline] | list[Inline]) -> Iterator[Inline]:
    """Pieces with equal neighbours joined."""
    last: Text | None = None
    for piece in pieces:
        if (
            isinstance(piece, Text)
            and last is not None
            and (last.strong, last.emphasis) == (piece.strong, piece.emphasis)
        ):
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
            last = None
        if isinstance(piece, Text):
            last = piece
        else:
            yield piece
    if last is not None:
        yield last


def _spaces(element: Element) -> int:
    """How many blanks an element stands for, within bounds."""
    count = element.get(f"{TEXT}c", "1")
    return min(int(count), _MAX_SPACES) if count.isdigit() and len(count) < 5 else 1


def _count(element: Element, name: str) -> int:
    """How many columns or rows an element says it stands for, within bounds."""
    written = element.get(f"{TABLE}{name}", "1")
    return max(1, min(int(written), MAX_REPEATED)) if written.isdigit() and len(written) < 9 else 1


def _words(element: Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())


def _tell_pages(styles: Element | None, notices: Notices) -> None:
    """The words of the headers and footers of pages."""
    for kind, name in (("header", "En-tête de page"), ("footer", "Pied de page")):
        for element in styles.iter(f"{STYLE}{kind}") if styles is not None else ():
            for number in element.iter(f"{TEXT}page-number", f"{TEXT}page-count"):
                number.text = ""
            if words := _words(element).strip(" /-–—"):
                notices.add(name, words)
