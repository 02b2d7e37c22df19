"""The nodes of the tree, frozen and comparable: two acts with the same content are equal.

A new kind of node belongs in `Inline`, `Block` or `Part`: the writers' `match` statements end with `assert_never`, so
mypy then names every writer to complete. Inlines and blocks have a tag, by which they are read back from bytes.
"""

import re
from enum import Enum

from conventions_cli.document.block_kinds import ArticleForm as ArticleForm
from conventions_cli.document.block_kinds import SectionKind as SectionKind
from conventions_cli.foundation import Record, replace


class Text(Record, frozen=True, tag=True, gc=False):
    """A run of text. `verbatim`: typography leaves it alone (codes, names, addresses); merging runs loses this."""

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
    """A note called at this place, with its text; writers number it."""

    content: tuple["Inline", ...]


class CrossReference(Record, frozen=True, tag=True, gc=False):
    """« article 6 », or an entry of the contents. `label`: that of the article; `text`: set once numbers are known."""

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
        """The text printed instead of the value."""
        return f"[à compléter\u00a0: {self.label}]"


Inline = Text | LineBreak | Link | Footnote | CrossReference | Missing
Inlines = tuple[Inline, ...]


class Paragraph(Record, frozen=True, tag=True, gc=False):
    """A paragraph."""

    content: Inlines


class Heading(Record, frozen=True, tag=True, gc=False):
    """A heading: level 1 is the title of the act, 2 that of a part, 3 and 4 are inside an article."""

    level: int
    content: Inlines


class ItemList(Record, frozen=True, tag=True, gc=False):
    """A list; each item holds paragraphs and lists. A numbered list starts at 1."""

    items: tuple[tuple["Paragraph | ItemList", ...], ...]
    numbered: bool = False


class Alignment(Enum):
    """The alignment of a column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Table(Record, frozen=True, tag=True, gc=False):
    """A table with one header row; every row has as many cells as the header, each cell holds inlines."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    alignments: tuple[Alignment, ...]


class Raster(Record, frozen=True):
    """The bytes of an image, its kind, `png` or `jpeg`, and its printed size in millimetres."""

    data: bytes
    kind: str
    width: float
    height: float

    def __repr__(self) -> str:
        return f"Raster({len(self.data)} bytes, {self.kind!r}, {self.width}, {self.height})"


class Picture(Record, frozen=True, tag=True):
    """An image on its own line: the name of its file, and its description for people who cannot see it.

    In a tree read from a text, `raster` is None and the description replaces the image.
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
    """A numbered article. `label`: its name for cross-references.

    `lead`: the opening of its heading, « ARTICLE 3 - », empty for that of its form; `typed`: whether its number is not
    counted, « 2 bis ».
    """

    label: str
    number: int
    title: Inlines
    blocks: Blocks
    form: ArticleForm = ArticleForm.DASH
    lead: str = ""
    typed: bool = False

    def __eq__(self, other: object) -> bool:
        return self._identity == other._identity if isinstance(other, Article) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return self.label, self.number, self.title, self.blocks, self.form

    @property
    def opening(self) -> str:
        """The words before the title: « Article 1er – »."""
        return self.lead or f"Article {self.ordinal}{self.separator}"

    @property
    def ordinal(self) -> str:
        """« 1er », « 2 », …, whatever the form of the heading."""
        return ordinal(self.number)

    @property
    def called(self) -> str:
        """The number as references write it, with the suffix of the heading: « 1er », « 2 bis », « 3-1 »."""
        beside = _BESIDE.search(self.lead) if self.lead else None
        return self.ordinal if beside is None else f"{self.number}{beside[1].replace(chr(160), ' ')}"

    @property
    def separator(self) -> str:
        """The signs between the number and the title."""
        return " – " if self.form is ArticleForm.DASH else "\u00a0: "


def roman(number: int) -> str:
    """A number in Roman numerals: 4 gives « IV »."""
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
    """The origin of an act: versions, pack, and the normalised text of the spec with its SHA-256.

    `spec`: empty when the act does not carry it; `pack_sha256`: that of the words of the pack, when they are not those
    that come with convention; `earlier`: for an avenant and the text it leads to, the specs of the versions before, the
    signed act first; `picture_sha256`: that of the image named in the spec.
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
    """The properties of an act besides its text. `names`: the names of products, at whose hyphens no line breaks.

    `created`: the date of creation stated in a file that was read, as it is written there.
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
        """The same act, for files that do not carry its spec."""
        origin = self.metadata.provenance
        if origin is None:
            return self
        return replace(self, metadata=replace(self.metadata, provenance=replace(origin, spec="", earlier=())))

    def __eq__(self, other: object) -> bool:
        return self.parts == other.parts if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.parts)
