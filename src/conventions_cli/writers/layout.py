"""What is decided of the page, as values: the writers of Word documents and of web pages both follow it.

Measures are in twips (1,440 to the inch), sizes of images in millimetres.
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

TEXT_WIDTH = 9354  # between the margins of the page, see tools/build_reference.py
ROOM_TO_SIGN = 1701  # 30 mm
_EMBLEM = (45.0, 35.0)  # the place of the bloc-marque: an image above the act is no wider, no higher
_CELL_MARGINS = 240
_LETTER, _WIDE_LETTER = 108, 125  # of the text of a cell: on average, and in a word alone
_SIGNATURES = Table((), (), ())
KEPT_ROWS = 8  # a table of more rows may go on to the next page
_KEPT_COPIES = 12  # as many addressees stand on the page of the signatures
_LONG_QUALITY = 100  # characters: a line that takes three of a third of the page

Item = tuple[Paragraph | ItemList, ...]


class Place(Enum):
    """What a paragraph among the parties is; the value is its class in a web page."""

    PARTY = "partie"
    SIDE = "cote"
    OTHER = ""


_SIDE = re.compile(r"\S.{0,40}\bpart,?\Z")


def place_of(paragraph: Paragraph) -> Place:
    """A party opens with its name in bold; « d’une part, » says which side those above it are on."""
    first = paragraph.content[0] if paragraph.content else None
    if isinstance(first, Text) and first.strong:
        return Place.PARTY
    return Place.SIDE if _SIDE.fullmatch(plain_text(paragraph.content)) else Place.OTHER


def emblem(raster: Raster) -> tuple[float, float]:
    """The width and the height an image above the act is printed at."""
    scale = min(1.0, _EMBLEM[0] / raster.width, _EMBLEM[1] / raster.height)
    return raster.width * scale, raster.height * scale


# Addresses


def prints_address(link: Link, following: Inline | None) -> bool:
    """Tell whether paper lacks the address of a link: neither its words say it, nor what stands right after."""
    after = following.text if isinstance(following, Text) else ""
    return not (
        shows_address(plain_text(link.content), link.url) or after.startswith(f" ({printed_address(link.url)})")
    )


# The number of an article

_ORDINAL = re.compile(r"er(?!\w)")


class Counted(Record, frozen=True):
    """What opens the heading of an article, cut around its number; `raised`: « er », set above the line, or nothing."""

    before: str
    figure: str
    raised: str
    after: str


def counted(article: Article) -> Counted:
    """The opening of an article: « Article », « 1 », « er », « – »; no figure where its heading has none."""
    number = str(article.number)
    if not article.lead:
        return Counted("Article ", number, article.ordinal.removeprefix(number), article.separator)
    before, figure, after = article.lead.partition(number)
    raised = "er" if figure and article.number == 1 and _ORDINAL.match(after) else ""
    return Counted(before, figure, raised, after.removeprefix(raised))


# What stays together


def leads_to_signatures(part: Part, following: Part | None) -> bool:
    """Tell whether the end of a part stays with the signatures, which are never alone on a page."""
    ends = isinstance(part, Article) or part.kind is SectionKind.BODY
    return ends and isinstance(following, Section) and following.kind is SectionKind.SIGNATURES


def after_end(part: Part, following: Part | None) -> Block | None:
    """What the end of a part stays with: something that stands for the grid of signatures, or nothing."""
    return _SIGNATURES if leads_to_signatures(part, following) else None


def keeps_copies(following: Part | None) -> bool:
    """Tell whether the copies that follow the signatures fit under them, and stay there."""
    if not (isinstance(following, Section) and following.kind is SectionKind.COPIES):
        return False
    return sum(len(block.items) for block in following.blocks if isinstance(block, ItemList)) <= _KEPT_COPIES


def stays_with_next(block: Block, kind: SectionKind, following: Block | None) -> bool:
    """Tell whether the end of a block stays on the page of what comes next: a title, and what introduces it."""
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
    """Tell whether a list stays on one page: the last addressee of copies, alone on a sheet, would be lost."""
    return kind is SectionKind.COPIES


def takes_air(previous: Block | None) -> bool:
    """Tell whether a paragraph stands a little apart from what comes before it."""
    return isinstance(previous, (ItemList, Table))


def keeps_row(table: Table, number: int) -> bool:
    """Tell whether a row, numbered from 1, stays with the next one: a short table whole, the ends of a long one."""
    count = len(table.rows)
    if count <= KEPT_ROWS:
        return number < count
    return number < 2 or number == count - 1


def opens_page(annex_title: Heading, following: Block | None) -> bool:
    """Tell whether an annex starts a page: not one that has a title only, which would be all its page shows."""
    titled_only = following is None or (isinstance(following, Heading) and following.level <= annex_title.level)
    return annex_title.level == 2 and not titled_only


# Signatures


def signed(item: Item) -> tuple[Item, Paragraph | None]:
    """In what quality somebody signs, and the name under it, if it is known."""
    last = item[-1]
    return (item[:-1], last) if len(item) > 1 and isinstance(last, Paragraph) else (item, None)


def signature_columns(items: Sequence[Item]) -> int:
    """How many sign side by side: two, or three whose titles are not long."""
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
    """The widths of columns, which share that of the text: none is narrower than its longest word.

    What is left goes first to the columns that lack little, so that one long text crushes no other column. A word that
    no page can hold leaves the others their place.
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


def _shared(asked: list[int], total: int) -> list[int]:
    """What each one gets of a total: what it asks, or as much as the others when there is not enough for all."""
    found = [0] * len(asked)
    for rank, (amount, column) in enumerate(sorted((amount, column) for column, amount in enumerate(asked))):
        found[column] = min(amount, total // (len(asked) - rank))
        total -= found[column]
    return found
