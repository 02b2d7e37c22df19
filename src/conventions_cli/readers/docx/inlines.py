"""The contents of paragraphs other than words: fields, links, notes, drawings.

Contents without a place in a tree become notices, with their words.
"""

import re
from collections.abc import Callable

from conventions_cli.document import CrossReference, Footnote, Inline, Inlines, Link, Picture, Text, is_address, uri
from conventions_cli.readers.docx.article_links import Reference
from conventions_cli.readers.docx.elements import branch, math_of, settled, words_of
from conventions_cli.readers.docx.flow import Revisions, all_lines, raw_text
from conventions_cli.readers.docx.runs import CHANGES, DROPPED, Field, Format, RunReader
from conventions_cli.readers.docx.xml import MC, PIC, VML, WP, Element, M, R, W, attribute, child, toggle

_MAX_FIELDS = 100
_REF = re.compile(r"\s*REF\s+\"?([^\s\"\\]+)", re.IGNORECASE)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:(?!\\)(?:"([^"]*)"|([^\s"]+)))?', re.IGNORECASE)
_INNER = re.compile(r'\\l\s+"([^"]*)"')


class InlineReader(RunReader):
    """Reads paragraphs."""

    def special(self, element: Element, run: Format) -> bool:
        """Read an element other than words; False when no method reads it."""
        read = _SPECIAL.get(str(element.tag))
        if read is None:
            return False
        read(self, element, run)
        return True

    def note(self, element: Element, run: Format) -> None:
        """Put a footnote or an endnote where it is called; a second call of a note adds nothing."""
        del run
        kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
        name = kind + (attribute(element, "id") or "")
        if name not in self.notes or name in self.placed:
            return
        self.placed.add(name)
        part, content = self.notes[name]
        if self.in_note:
            self.notices.add("Note appelée dans une note", words_of(content))
            return
        self.put(Footnote(self.aside(content, part)))

    def aside(self, content: Element, part: str) -> Inlines:
        """The pieces of an element outside the body, its paragraphs one after the other."""
        state = self.part, self.flow, self.joined, self.paragraph, self.fields, self.waiting
        self.part, self.flow, self.joined, self.paragraph, self.fields, self.waiting = part, [], None, None, [], []
        self.in_note = True
        self.blocks(content)
        self.close_joined()
        pieces: list[Inline] = []
        for line in all_lines(self.flow):
            pieces.extend([Text(" "), *line.pieces] if pieces else line.pieces)
        self.part, self.flow, self.joined, self.paragraph, self.fields, self.waiting = state
        self.in_note = False
        return tuple(pieces)

    # Fields and links

    def field_mark(self, element: Element, run: Format) -> None:
        """The start, the middle or the end of a field. Fields are not computed: their cached text is read."""
        box = child(element, "ffData", "checkBox")
        if box is not None:
            self.text(
                "☒" if toggle(box, "checked") or (toggle(box, "checked") is None and toggle(box, "default")) else "☐",
                run,
            )
        match attribute(element, "fldCharType"):
            case "begin":
                if len(self.fields) < _MAX_FIELDS:
                    self.fields.append(Field())
            case "separate" if self.fields and not self.fields[-1].shows:
                self.fields[-1].shows = True
                self.fields[-1].pieces = []
            case "end" if self.fields and not self.fields[-1].fence:
                self.close_field(self.fields.pop())

    def instruction(self, element: Element, run: Format) -> None:
        """The instruction of a field."""
        del run
        if element.tag == f"{W}delInstrText" and self.revisions is Revisions.ACCEPTED:
            return
        if self.fields and not self.fields[-1].shows:
            self.fields[-1].instruction.append(element.text or "")

    def close_field(self, read: Field) -> None:
        """Put the result of a field in its place: a link, a reference, or plain pieces."""
        instruction = "".join(read.instruction)
        if not read.shows:
            return
        link = _HYPERLINK.match(instruction)
        inner = _INNER.search(instruction) if link else None
        if aim := _REF.match(instruction) or inner:
            self.refer(aim[1], read.pieces)
        elif link:
            self.link(link[1] or link[2] or "", read.pieces)
        else:
            for piece in read.pieces:
                self.put(piece)

    def flush_fields(self) -> None:
        """At the end of a paragraph, give it the result of open fields so far; these fields go on."""
        if self.paragraph is not None:
            for field in self.fields:
                self.paragraph.pieces.extend(field.pieces)
                field.pieces = []
                field.shows = True

    def refer(self, bookmark: str, pieces: list[Inline]) -> None:
        """Put a reference to a bookmark; once all articles are read, it may become a reference to one of them."""
        shown = settled(pieces)
        if shown:
            self.put(CrossReference(f"#{len(self.references)}", raw_text(shown)))
            self.references.append(Reference(bookmark, tuple(shown)))

    def link(self, address: str, pieces: list[Inline]) -> None:
        """Put a link to the outside, or only its words when its address is not allowed."""
        content = settled(pieces)
        if is_address(address) and not content:
            return  # a tracked link whose words are left out
        if is_address(address) and not any(isinstance(inline, Link) for inline in content):
            words = (Text(inline.text) if isinstance(inline, CrossReference) else inline for inline in content)
            self.put(Link(address, tuple(word for word in words if not isinstance(word, Footnote))))
            for inline in content:
                if isinstance(inline, Footnote):
                    self.put(inline)
            return
        if address:
            self.notices.add("Lien dont l’adresse n’est pas admise, lu sans elle", address)
        for piece in content:
            self.put(piece)

    def gathered(self, element: Element, run: Format) -> list[Inline]:
        """The pieces inside an element, gathered apart from the others."""
        self.fields.append(Field(shows=True, fence=True))
        depth = len(self.fields)
        self.inner(element, run)
        pieces: list[Inline] = []
        for field in self.fields[depth - 1 :]:
            pieces.extend(field.pieces)
        del self.fields[depth - 1 :]
        return pieces

    def hyperlink(self, element: Element, run: Format) -> None:
        """A link: to the outside through a relationship, or to a bookmark."""
        pieces = self.gathered(element, run)
        relation = self.package.relations(self.part).get(str(element.get(f"{R}id") or ""))
        anchor = attribute(element, "anchor")
        if relation is not None and relation.external:
            tip = attribute(element, "tooltip") or ""
            # Our writer keeps an address that is no URI in the tooltip; a tooltip with other words is ignored.
            # LibreOffice writes an address decoded, blanks and all.
            target = uri(relation.target) if " " in relation.target else relation.target
            address = tip if tip and uri(tip) == relation.target else target
            self.link(f"{address}#{anchor}" if anchor else address, pieces)
        elif anchor:
            self.refer(anchor, pieces)
        else:
            for piece in pieces:
                self.put(piece)

    def simple_field(self, element: Element, run: Format) -> None:
        """A field in one element."""
        pieces = self.gathered(element, run)
        self.close_field(Field([attribute(element, "instr") or ""], shows=True, pieces=pieces))

    # Elements without a place in a tree

    def alternate(self, element: Element, run: Format) -> None:
        """One branch of an alternative."""
        for inner in branch(element):
            self.inner(inner, run)

    def drawing(self, element: Element, run: Format) -> None:
        """A picture, a drawing, an embedded object: its words and its description become notices."""
        del run
        boxes = [box for box in element.iter(f"{W}txbxContent") if not _inside(box, element)]
        for box in boxes:
            self.notices.add("Zone de texte laissée hors de l’acte", words_of(box))
        for shape in element.iter(f"{VML}textpath"):
            self.notices.add("Texte décoratif", str(shape.get("string") or ""))
        if boxes:
            return
        if element.tag == f"{W}object":
            self.notices.add("Objet incorporé, qui n’est pas lu")
            return
        about = next(element.iter(f"{WP}docPr"), None)
        description = "" if about is None else str(about.get("descr") or about.get("title") or "")
        at = self.paragraph
        if description and about is not None and at is not None and at.picture is None and self.is_alone(element):
            at.picture = Picture(str(about.get("name") or ""), description)
            return
        self.notices.add("Image ou dessin, qui n’est pas lu", description)

    def is_alone(self, drawing: Element) -> bool:
        """Whether a picture is the only content of its paragraph, once its changes are resolved."""
        above = next(drawing.iterancestors(f"{W}p"), None)
        if above is None or next(drawing.iter(f"{PIC}pic"), None) is None:
            return False
        if self.shown is None or self.shown[0] is not above:
            dropped = [tag for tag, kind in CHANGES.items() if kind in DROPPED[self.revisions]]
            shown = above.iter(f"{W}t", f"{W}drawing", f"{W}pict")
            self.shown = above, sum(1 for mark in shown if next(mark.iterancestors(*dropped), None) is None)
        return self.shown[1] == 1

    def equation(self, element: Element, run: Format) -> None:
        """An equation in a line."""
        del run
        self.notices.add("Équation", math_of(element))

    def comment_call(self, element: Element, run: Format) -> None:
        """The mark of a comment, which gives its place to a comment without a range."""
        del run
        name = attribute(element, "id") or ""
        if name in self.comments and name not in self.placed and name not in self.opened:
            self.comment_event(name, self.order, "")


_SPECIAL: dict[str, Callable[[InlineReader, Element, Format], None]] = {
    f"{W}delText": InlineReader.deleted_text,
    f"{W}br": InlineReader.line_break,
    f"{W}cr": InlineReader.line_break,
    f"{W}sym": InlineReader.symbol,
    f"{W}footnoteReference": InlineReader.note,
    f"{W}endnoteReference": InlineReader.note,
    f"{W}fldChar": InlineReader.field_mark,
    f"{W}instrText": InlineReader.instruction,
    f"{W}delInstrText": InlineReader.instruction,
    f"{W}hyperlink": InlineReader.hyperlink,
    f"{W}fldSimple": InlineReader.simple_field,
    f"{MC}AlternateContent": InlineReader.alternate,
    f"{W}drawing": InlineReader.drawing,
    f"{W}pict": InlineReader.drawing,
    f"{W}object": InlineReader.drawing,
    f"{M}oMath": InlineReader.equation,
    f"{M}oMathPara": InlineReader.equation,
    f"{W}commentReference": InlineReader.comment_call,
}


def _inside(box: Element, root: Element) -> bool:
    """Whether a text box is inside another one, or in a branch that is not read."""
    for above in box.iterancestors():
        if above is root:
            return False
        if above.tag == f"{W}txbxContent":
            return True
        if above.tag == f"{MC}Fallback":
            return above.getprevious() is not None
    return False
