"""Runs of paragraphs: their words and marks, the tracked changes and comments around them.

Unknown elements are entered, so that no words are lost.
"""

import re
from abc import abstractmethod

from conventions_cli.document import Inline, LineBreak, Missing, Picture, Text
from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx.article_links import Reference
from conventions_cli.readers.docx.elements import RAW, SKIPPED, changed_words, squeezed, words_of
from conventions_cli.readers.docx.flow import Event, Flow, Notices, RevisionKind, Revisions
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.pending import BOX, TAGS, anchors_in, changes_in, in_box, other_parts, paragraph_of
from conventions_cli.readers.docx.styles import Style
from conventions_cli.readers.docx.xml import Element, W, attribute, child, toggle, value, written

_MAX_ANCHOR = 2000
_MAX_NESTED = 3  # deeper changes are listed without their words, which are in the changes around them
_COMPLETED = "à compléter"
_PRINTED = "adresse imprimée"
COMPLETE = re.compile(r"Clé à compléter dans la spécification\s?: (\S+)\Z")

CHANGES = {
    f"{W}ins": RevisionKind.INSERTION,
    f"{W}del": RevisionKind.DELETION,
    f"{W}moveFrom": RevisionKind.MOVED_FROM,
    f"{W}moveTo": RevisionKind.MOVED_TO,
}
DROPPED = {
    Revisions.ACCEPTED: frozenset({RevisionKind.DELETION, RevisionKind.MOVED_FROM}),
    Revisions.REJECTED: frozenset({RevisionKind.INSERTION, RevisionKind.MOVED_TO}),
}
_PLAIN = {f"{W}t": "", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
# Common symbols of fonts without Unicode (Symbol, Wingdings), by the last byte of their code.
_SYMBOLS = {
    "symbol": {0xB7: "•", 0xAE: "→", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×"},
    "wingdings": {0xA8: "☐", 0x6F: "☐", 0xFE: "☒", 0xFD: "☒", 0xFC: "✓", 0xE0: "→", 0xD8: "➢", 0xA7: "▪", 0x6C: "●"},
}


class Format(Record, frozen=True):
    """The format that a run states for its words; None: not stated, the style of the paragraph decides."""

    strong: bool | None = None
    emphasis: bool | None = None
    hidden: bool | None = None
    completed: bool = False
    printed: bool = False


_NO_FORMAT = Format()
_NO_STYLE = Style()


class Field(Record):
    """A field being read: its instruction, then its result. A fence keeps the contents of a link apart."""

    instruction: list[str] = field(default_factory=list)
    shows: bool = False
    pieces: list[Inline] = field(default_factory=list)
    fence: bool = False


class Draft(Record):
    """A paragraph being read; `bold`: whether all its words so far are bold."""

    order: int
    style: Style
    pieces: list[Inline] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    bold: bool = True
    hidden: list[str] = field(default_factory=list)
    picture: Picture | None = None


class RunReader:
    """Reads runs; afterwards `events`, `references` and `notices` are filled."""

    def __init__(self, package: Package, revisions: Revisions, notices: Notices) -> None:
        """Read the parts that paragraphs need. Raises ArchiveError when one is damaged."""
        self.package, self.revisions, self.notices = package, revisions, notices
        self.styles = package.styles
        self.notes: dict[str, tuple[str, Element]] = {}
        for kind in ("footnote", "endnote"):
            name, root = package.first(f"{kind}s")
            for note in root.iterchildren(W + kind) if root is not None else ():
                if attribute(note, "type") in {None, "normal"}:
                    self.notes.setdefault(kind + (attribute(note, "id") or ""), (name, note))
        _, root = package.first("comments")
        elements = root.iterchildren(f"{W}comment") if root is not None else ()
        self.comments = {attribute(comment, "id") or "": comment for comment in elements}
        self.keys = {
            name: match[1] for name, comment in self.comments.items() if (match := COMPLETE.match(words_of(comment)))
        }
        self.part = package.main
        self.flow: Flow = []
        self.order = 0
        self.events: list[Event] = []
        self.references: list[Reference] = []
        self.in_note = False
        self.paragraph: Draft | None = None
        self.joined: Draft | None = None  # a paragraph to be joined to the next one
        self.fields: list[Field] = []
        self.waiting: list[str] = []  # bookmarks between blocks
        self.texts: list[str] = []
        self.opened: dict[str, tuple[int, int]] = {}
        self.open_keys: dict[str, str] = {}
        self.placed: set[str] = set()
        self.changed: set[Element] = set()  # the recorded tracked changes
        self.orders: dict[Element, int] = {}  # the rank of the line of each paragraph
        self.nested = 0  # tracked changes around the current place
        self.shown: tuple[Element, int] | None = None  # the last paragraph with a picture, and how much it shows

    @abstractmethod
    def blocks(self, parent: Element) -> None:
        """Read blocks into `flow`."""

    @abstractmethod
    def special(self, element: Element, run: Format) -> bool:
        """Read an element other than words; False when this reader does not know it."""

    @abstractmethod
    def close_joined(self) -> None:
        """End a paragraph that waits to be joined to the next one, when no other comes."""

    def close(self) -> None:
        """Report the notes, changes and comments that the body did not give."""
        for name, (_, element) in self.notes.items():
            if name not in self.placed and (words := words_of(element)):
                self.notices.add("Note de bas de page que rien n’appelle", words)
        self.pending()

    def pending(self) -> None:
        """Record the tracked changes and the comments of other parts and of text boxes."""
        notes = {note.getroottree().getroot(): None for _, note in self.notes.values()}
        parts = [("", self.package.root), *(("notes", root) for root in notes)]
        parts += [(place, root) for place, root in other_parts(self.package) if place != "notes" or not notes]
        recorded = frozenset(self.changed)
        for place, root in parts:
            for element, kind, text in changes_in(root, recorded):
                at, order = self.standing(element, place)
                self.event(kind, element, text, at, order)
        unplaced = [name for name in self.comments if name not in self.placed]
        anchors = [(place, anchors_in(root, _MAX_ANCHOR)) for place, root in parts] if unplaced else []
        for name in unplaced:
            place, called = next(((place, called) for place, called in anchors if name in called), ("", {}))
            if name not in called:
                self.comment_event(name, -1, "")
                continue
            element, words = called[name]
            at, order = self.standing(element, place)
            self.comment_event(name, order, squeezed(words[:_MAX_ANCHOR]), at)

    def standing(self, element: Element, place: str) -> tuple[str, int]:
        """The place of an element, in French, and the rank of its line in the body, -1 elsewhere."""
        paragraph = paragraph_of(element)
        order = self.orders.get(paragraph, -1) if paragraph is not None else -1
        boxed = BOX if in_box(element) else ""
        return ", ".join(filter(None, (boxed, place))), order

    # Tracked changes, comments, bookmarks

    def chosen(self, properties: Element | None, change: str, old: str) -> Element | None:
        """The properties to use: the current ones, or the former ones when changes are rejected."""
        changed = child(properties, change)
        if changed is None:
            return properties
        return properties if self.revisions is Revisions.ACCEPTED else child(changed, old)

    def change(self, element: Element, kind: RevisionKind, about: Element | None = None) -> bool:
        """Record a tracked change; return whether its contents are read."""
        text = changed_words(element) if self.nested < _MAX_NESTED else ""
        self.event(kind, element if about is None else about, text)
        kept = kind not in DROPPED[self.revisions]
        if not kept:
            self.changed.update(element.iter(*TAGS))  # these changes are left out with it
        return kept

    def event(self, kind: RevisionKind, about: Element, text: str, where: str = "", order: int | None = None) -> None:
        """Record a tracked change, at the current line or at the line `order`. `where`: its place, in French."""
        self.changed.add(about)
        author, date = attribute(about, "author") or "", attribute(about, "date") or ""
        self.events.append(Event(self.order if order is None else order, kind, author, date, text, where=where))

    def range_mark(self, element: Element) -> bool:
        """Read bookmarks and the limits of comments, anywhere; False for anything else."""
        if element.tag == f"{W}bookmarkStart":
            name = attribute(element, "name") or ""
            (self.paragraph.bookmarks if self.paragraph is not None else self.waiting).append(name)
            return True
        name = attribute(element, "id") or ""
        if element.tag == f"{W}commentRangeStart":
            self.opened[name] = (len(self.texts), self.order + (self.paragraph is None))
            if name in self.keys:
                self.open_keys[name] = self.keys[name]
            return True
        if element.tag == f"{W}commentRangeEnd":
            self.open_keys.pop(name, None)
            start, order = self.opened.pop(name, (len(self.texts), self.order))
            if name in self.comments and name not in self.placed:
                self.comment_event(name, order, squeezed(_joined(self.texts, start, _MAX_ANCHOR)))
            return True
        return element.tag == f"{W}bookmarkEnd"

    def comment_event(self, name: str, order: int, anchor: str, where: str = "") -> None:
        """Record a comment, once."""
        self.placed.add(name)
        about = self.comments[name]
        author, date = attribute(about, "author") or "", attribute(about, "date") or ""
        self.events.append(Event(order, None, author, date, words_of(about), anchor, where, name))

    # Runs

    def inner(self, parent: Element, run: Format = _NO_FORMAT) -> None:
        """Read the contents of a paragraph; `run`: the format of the current run."""
        for element in parent:
            self.inline(element, run)

    def inline(self, element: Element, run: Format) -> None:
        """One element of a paragraph."""
        tag = str(element.tag)
        if tag == f"{W}r":
            self.inner(element, self.format(element))
        elif tag in _PLAIN:
            self.text(_PLAIN[tag] or written(element), run)
        elif tag in CHANGES:
            if self.change(element, CHANGES[tag]):
                self.nested += 1
                self.inner(element, run)
                self.nested -= 1
        elif not self.special(element, run) and tag not in SKIPPED and not self.range_mark(element):
            self.inner(element, run)

    def format(self, run: Element) -> Format:
        """The format of a run, its own or that of its style; its tracked change is recorded."""
        properties = child(run, "rPr")
        if properties is None or not len(properties):
            return _NO_FORMAT
        changed = child(properties, "rPrChange")
        if changed is not None:
            self.event(RevisionKind.FORMATTING, changed, changed_words(run))
        properties = self.chosen(properties, "rPrChange", "rPr")
        name = value(properties, "rStyle")
        style = self.styles.get(name, "character") if name is not None else _NO_STYLE
        strong, emphasis, hidden = toggle(properties, "b"), toggle(properties, "i"), toggle(properties, "vanish")
        return Format(
            style.strong if strong is None else strong,
            style.emphasis if emphasis is None else emphasis,
            style.hidden if hidden is None else hidden,
            style.name == _COMPLETED,
            style.name == _PRINTED,
        )

    def put(self, piece: Inline) -> None:
        """Add a piece to the field being read, or to the paragraph."""
        if self.fields:
            self.fields[-1].pieces.append(piece)
        elif self.paragraph is not None:
            self.paragraph.pieces.append(piece)

    def text(self, text: str, run: Format) -> None:
        """Put words with the format of their run; hidden words are kept apart."""
        at = self.paragraph
        if not text or at is None:
            return
        if run.hidden or (run.hidden is None and at.style.hidden):
            at.hidden.append(text)
            return
        self.texts.append(text)
        if run.completed:
            at.bold = False
            self.put(Missing(RAW + text, next(reversed(self.open_keys.values()), "")))
            return
        if at.bold and not (at.style.strong if run.strong is None else run.strong) and text.strip():
            at.bold = False
        # `verbatim`: perhaps the address of the link before it, see `elements.settled`
        self.put(Text(text, bool(run.strong), bool(run.emphasis), verbatim=run.printed))

    def deleted_text(self, element: Element, run: Format) -> None:
        """The words of a deletion, read when changes are rejected."""
        if self.revisions is Revisions.REJECTED:
            self.text(written(element), run)

    def line_break(self, element: Element, run: Format) -> None:
        """A line break; breaks of pages and columns become blanks."""
        if attribute(element, "type") in {"page", "column"}:
            self.text(" ", run)
        else:
            self.texts.append(" ")
            self.put(LineBreak())

    def symbol(self, element: Element, run: Format) -> None:
        """A character given by its font and its code."""
        try:
            code = int(attribute(element, "char") or "", 16)
        except ValueError:
            code = 0
        font = attribute(element, "font") or "sans nom"
        symbol = _SYMBOLS.get(font.casefold().rstrip(" 23"), {}).get(code & 0xFF)
        if symbol is not None:
            self.text(symbol, run)
        elif 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE:
            self.text(chr(code), run)
        else:
            self.notices.add(f"Symbole de la police « {font} », qui n’est pas lu")


def _joined(texts: list[str], start: int, most: int) -> str:
    """The first characters of texts joined end to end, from the text at an index."""
    visible: list[str] = []
    for at in range(start, len(texts)):
        if most <= 0:
            break
        visible.append(texts[at][:most])
        most -= len(texts[at])
    return "".join(visible)
