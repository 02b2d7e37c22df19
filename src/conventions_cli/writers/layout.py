"""The decisions about pages, as values that all writers follow.

Lengths are in twips (1,440 in an inch), sizes of images in millimetres.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from conventions_cli.document import (
    Article,
    Block,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Paragraph,
    Part,
    Raster,
    Section,
    SectionKind,
    Table,
    Text,
    plain_text,
    printed_address,
    shows_address,
)
from conventions_cli.foundation import Record

TEXT_WIDTH = 9354  # between the margins; see tools/build_reference.py
ROOM_TO_SIGN = 1701  # 30 mm
_EMBLEM = (45.0, 35.0)  # the largest size of the image above the act, that of the bloc-marque
_CELL_MARGINS = 240
_LETTER, _WIDE_LETTER = 108, 125  # the width of a letter in a cell: on average, and in a single word
_SIGNATURES = Table((), (), ())
KEPT_ROWS = 8  # a table with more rows may continue on the next page
_KEPT_COPIES = 12  # the most addressees that stay on the page of the signatures
_LONG_QUALITY = 100  # characters; longer lines do not fit in a third of the width

Item = tuple[Paragraph | ItemList, ...]


class Place(Enum):
    """The kind of a paragraph among the parties; the values are its class in a web page."""

    PARTY = "partie"
    SIDE = "cote"
    OTHER = ""


_SIDE = re.compile(r"\S.{0,40}\bpart,?\Z")


def place_of(paragraph: Paragraph) -> Place:
    """The kind of a paragraph: a party begins with its name in bold; « d’une part, » gives the side of those above."""
    first = paragraph.content[0] if paragraph.content else None
    if isinstance(first, Text) and first.strong:
        return Place.PARTY
    return Place.SIDE if _SIDE.fullmatch(plain_text(paragraph.content)) else Place.OTHER


def emblem(raster: Raster) -> tuple[float, float]:
    """The printed width and height of an image above the act, in millimetres."""
    scale = min(1.0, _EMBLEM[0] / raster.width, _EMBLEM[1] / raster.height)
    return raster.width * scale, raster.height * scale


# Addresses


def prints_address(link: Link, following: Inline | None) -> bool:
    """Whether the address of a link must be printed: neither its words nor those right after it show it."""
    after = following.text if isinstance(following, Text) else ""
    return not (
        shows_address(plain_text(link.content), link.url) or after.startswith(f" ({printed_address(link.url)})")
    )


# The number of an article

_ORDINAL = re.compile(r"er(?!\w)")


class Counted(Record, frozen=True):
    """The opening of a heading, cut around its number. `raised`: « er », printed as superscript, or empty."""

    before: str
    figure: str
    raised: str
    after: str


def counted(article: Article) -> Counted:
    """The opening of an article: « Article », « 1 », « er », « – »; its figure is empty when its heading has none."""
    number = str(article.number)
    if not article.lead:
        return Counted("Article ", number, article.ordinal.removeprefix(number), article.separator)
    before, figure, after = article.lead.partition(number)
    raised = "er" if figure and article.number == 1 and _ORDINAL.match(after) else ""
    return Counted(before, figure, raised, after.removeprefix(raised))


# Blocks that stay together


def leads_to_signatures(part: Part, following: Part | None) -> bool:
    """Whether the end of a part stays with the signatures, which are never alone on a page."""
    ends = isinstance(part, Article) or part.kind is SectionKind.BODY
    return ends and isinstance(following, Section) and following.kind is SectionKind.SIGNATURES


def after_end(part: Part, following: Part | None) -> Block | None:
    """The block that the end of a part stays with: a table that represents the signatures, or None."""
    return _SIGNATURES if leads_to_signatures(part, following) else None


def keeps_copies(following: Part | None) -> bool:
    """Whether the next part is a list of copies short enough to stay under the signatures."""
    if not (isinstance(following, Section) and following.kind is SectionKind.COPIES):
        return False
    return sum(len(block.items) for block in following.blocks if isinstance(block, ItemList)) <= _KEPT_COPIES


def stays_with_next(block: Block, kind: SectionKind, following: Block | None) -> bool:
    """Whether the end of a block stays on the page of the next one: a title, or the text that introduces a block."""
    match block:
        case Heading():
            return True
        case ItemList():
            return isinstance(following, Table) or (
                kind is SectionKind.PARTIES and isinstance(following, Paragraph)  # « d’une part » stays with them
            )
        case Paragraph() if kind is SectionKind.PARTIES:
            return place_of(block) is Place.PARTY and isinstance(following, Paragraph)
        case Paragraph():
            return isinstance(following, (ItemList, Table)) or plain_text(block.content).endswith(":")
    return False


def items_stay_together(kind: SectionKind) -> bool:
    """Whether a list stays on one page: that of the copies, whose last addressee must not be alone on a sheet."""
    return kind is SectionKind.COPIES


def takes_air(previous: Block | None) -> bool:
    """Whether there is space above a paragraph, after a list or a table."""
    return isinstance(previous, (ItemList, Table))


def keeps_row(table: Table, number: int) -> bool:
    """Whether a row stays with the next one: all rows of a short table, those at the ends of a long one.

    `number`: the number of the row, from 1.
    """
    count = len(table.rows)
    if count <= KEPT_ROWS:
        return number < count
    return number < 2 or number == count - 1


def opens_page(annex_title: Heading, following: Block | None) -> bool:
    """Whether an annex starts a new page: not when it has only a title."""
    titled_only = following is None or (isinstance(following, Heading) and following.level <= annex_title.level)
    return annex_title.level == 2 and not titled_only


# Signatures


def signed(item: Item) -> tuple[Item, Paragraph | None]:
    """The quality of a signatory, and the name under it, or None."""
    last = item[-1]
    return (item[:-1], last) if len(item) > 1 and isinstance(last, Paragraph) else (item, None)


def signature_columns(items: Sequence[Item]) -> int:
    """The number of signatories side by side: 1 when alone, 3 when they are 3, 5 or 6 with short titles, else 2."""
    if len(items) == 1:
        return 1
    longest = max(len(line) for item in items for child in _paragraphs(item) for line in _lines(child))
    return 3 if len(items) in {3, 5, 6} and longest <= _LONG_QUALITY else 2


def _paragraphs(item: Item) -> Iterator[Paragraph]:
    for child in item:
        if isinstance(child, Paragraph):
            yield child
        else:
            for inner in child.items:
                yield from _paragraphs(inner)


def _lines(block: Paragraph) -> Iterator[str]:
    content = (*block.content, LineBreak())
    start = 0
    for at, inline in enumerate(content):
        if isinstance(inline, LineBreak):
            yield plain_text(content[start:at])
            start = at + 1


# Columns


def widths_of(table: Table) -> list[int]:
    """The widths of columns, which add up to that of the text. A column is at least as wide as its longest word, unless
    that word is wider than its share of the page.

    The remaining width goes first to the columns that need little, so that a long text does not crush the others.
    """
    columns = [[plain_text(cell) for cell in column] for column in zip(table.header, *table.rows, strict=True)]
    words = [max(len(word) for text in texts for word in text.split(" ")) for texts in columns]
    least = _shared([_CELL_MARGINS + _WIDE_LETTER * length for length in words], TEXT_WIDTH)
    wanted = [_CELL_MARGINS + _LETTER * max(map(len, texts)) for texts in columns]
    lacking = [max(0, most - small) for most, small in zip(wanted, least, strict=True)]
    more = _shared(lacking, TEXT_WIDTH - sum(least))
    widths = [small + added for small, added in zip(least, more, strict=True)]
    over, rest = divmod(TEXT_WIDTH - sum(widths), len(widths))
    return [width + over + (rest if column == 0 else 0) for column, width in enumerate(widths)]


def _shared(wanted: list[int], total: int) -> list[int]:
    """The share of each in a total: the amount wanted, or an equal share of the rest when there is not enough."""
    shares = [0] * len(wanted)
    for rank, (amount, column) in enumerate(sorted((amount, column) for column, amount in enumerate(wanted))):
        shares[column] = min(amount, total // (len(wanted) - rank))
        total -= shares[column]
    return shares
