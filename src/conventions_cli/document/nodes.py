"""The nodes of the tree. Frozen and comparable: two acts that say the same are equal.

A new kind of node belongs in `Inline`, `Block` or `Part`: the writers' `match` statements end with `assert_never`, so
that mypy then names every writer to complete. Inlines and blocks bear a tag, by which they are read back from bytes.
"""

import re
from enum import Enum

from conventions_cli.document.block_kinds import ArticleForm as ArticleForm
from conventions_cli.document.block_kinds import SectionKind as SectionKind
from conventions_cli.foundation import Record, replace


class Text(Record, frozen=True, tag=True, gc=False):
    """A run of text. `verbatim` runs (codes, names, addresses) are left alone by typography; merging forgets it."""

    text: str
    strong: bool = False
    emphasis: bool = False
    verbatim: bool = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return self.text == other.text and self.strong == other.strong and self.emphasis == other.emphasis

    def __hash__(self) -> int:
        return hash((self.text, self.strong, self.emphasis))


class LineBreak(Record, frozen=True, tag=True, gc=False):
    """A new line inside a paragraph."""


class Link(Record, frozen=True, tag=True, gc=False):
    """A link to the outside: an http, https or mailto address under visible text."""

    url: str
    content: tuple["Inline", ...]


class Footnote(Record, frozen=True, tag=True, gc=False):
    """A note called at this place; it holds its own text, writers number it."""

    content: tuple["Inline", ...]


class CrossReference(Record, frozen=True, tag=True, gc=False):
    """« article 6 », or an entry of the contents: `label` names the article, `text` comes once numbers are known."""

    label: str
    text: str = ""


class Missing(Record, frozen=True, tag=True, gc=False):
    """A value nobody has given yet, printed « [à compléter : …] »; `key` is its YAML path."""

    label: str
    key: str = ""

    def __eq__(self, other: object) -> bool:
        return self.label == other.label if isinstance(other, Missing) else NotImplemented

    def __hash__(self) -> int:
        return hash((Missing, self.label))

    @property
    def text(self) -> str:
        """What is printed in its place."""
        return f"[à compléter\u00a0: {self.label}]"


Inline = Text | LineBreak | Link | Footnote | CrossReference | Missing
Inlines = tuple[Inline, ...]


class Paragraph(Record, frozen=True, tag=True, gc=False):
    """A paragraph."""

    content: Inlines


class Heading(Record, frozen=True, tag=True, gc=False):
    """A heading: level 1 is the title of the act, 2 that of a part, 3 and 4 stand inside an article."""

    level: int
    content: Inlines


class ItemList(Record, frozen=True, tag=True, gc=False):
    """A list of items; each item holds paragraphs and lists. A numbered one starts at 1."""

    items: tuple[tuple["Paragraph | ItemList", ...], ...]
    numbered: bool = False


class Alignment(Enum):
    """How a column of a table is set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Table(Record, frozen=True, tag=True, gc=False):
    """A table with one header row; every row has as many cells as the header, each cell holds inlines."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[Alignment, ...]


class Raster(Record, frozen=True):
    """What an image is drawn from: its bytes, `png` or `jpeg`, and the size it is printed at, in millimetres."""

    data: bytes
    kind: str
    width: float
    height: float

    def __repr__(self) -> str:
        return f"Raster({len(self.data)} bytes, {self.kind!r}, {self.width}, {self.height})"


class Picture(Record, frozen=True, tag=True):
    """An image on a line of its own: the name of its file, and what it is told as to a person who does not see it.

    A tree read back from a text has no `raster`; the alternative text then stands for the image.
    """

    source: str
    alternative: str
    raster: Raster | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Picture):
            return NotImplemented
        return (self.source, self.alternative) == (other.source, other.alternative)

    def __hash__(self) -> int:
        return hash((self.source, self.alternative))


Block = Paragraph | Heading | ItemList | Table | Picture
Blocks = tuple[Block, ...]


class Section(Record, frozen=True):
    """A part of the act that is not an article."""

    kind: SectionKind
    blocks: Blocks


_BESIDE = re.compile(r"(?<=\w)((?:[ \u00a0](?:bis|ter|quater|quinquies)\b)|[-.]\d{1,2}\b)", re.IGNORECASE)


class Article(Record, frozen=True):
    """A numbered article. `label` names it for cross-references.

    `lead`: what opens its heading where that is not the form's own: « ARTICLE 3 - ». `typed`: whether its number is
    words of its own, « 2 bis », that no counting makes.
    """

    label: str
    number: int
    title: Inlines
    blocks: Blocks
    form: ArticleForm = ArticleForm.DASH
    lead: str = ""
    typed: bool = False

    def __eq__(self, other: object) -> bool:
        return self._said == other._said if isinstance(other, Article) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._said)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.label, self.number, self.title, self.blocks, self.form

    @property
    def opening(self) -> str:
        """What stands before the title: « Article 1er – »."""
        return self.lead or f"Article {self.ordinal}{self.separator}"

    @property
    def ordinal(self) -> str:
        """« 1er », « 2 », …, whatever the form of the heading."""
        return ordinal(self.number)

    @property
    def called(self) -> str:
        """Its number as other places write it, with what its heading puts beside: « 1er », « 2 bis », « 3-1 »."""
        beside = _BESIDE.search(self.lead) if self.lead else None
        return self.ordinal if beside is None else f"{self.number}{beside[1].replace(chr(160), ' ')}"

    @property
    def separator(self) -> str:
        """What stands between the number and the title."""
        return " – " if self.form is ArticleForm.DASH else "\u00a0: "


def roman(number: int) -> str:
    """4 gives « IV »."""
    written = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        times, number = divmod(number, value)
        written += letters * times
    return written


def ordinal(number: int) -> str:
    """The number of an article as the law writes it: « 1er », « 2 », …"""
    return "1er" if number == 1 else str(number)


Part = Section | Article


class Provenance(Record, frozen=True):
    """What made an act: versions, pack, and the normalised text of the spec with its SHA-256.

    `spec` is empty for an act that does not carry it. `pack_sha256`: that of the words of the pack, when they are not
    those convention comes with. `earlier`: for an avenant and the text it leads to, the specs of the versions before,
    the signed act first. `picture_sha256`: of the image the spec names, which the spec itself does not hold.
    """

    version: str
    pack: str
    pack_version: str
    spec: str
    sha256: str
    pack_sha256: str = ""
    earlier: tuple[str, ...] = ()
    picture_sha256: str = ""


class Metadata(Record, frozen=True):
    """What a file says of itself besides its text. `names`: those of products, which no line cuts.

    `created`: when a file that was read says it was made, as it says it.
    """

    title: str = ""
    author: str = ""
    short_title: str = ""
    reference: str = ""
    draft: bool = False
    provenance: Provenance | None = None
    names: tuple[str, ...] = ()
    created: str = ""


class Document(Record, frozen=True):
    """An act."""

    parts: tuple[Part, ...]
    metadata: Metadata = Metadata()

    def without_spec(self) -> "Document":
        """The same act, whose files will not carry the spec it was made from."""
        origin = self.metadata.provenance
        if origin is None:
            return self
        return replace(self, metadata=replace(self.metadata, provenance=replace(origin, spec="", earlier=())))

    def __eq__(self, other: object) -> bool:
        return self.parts == other.parts if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.parts)
