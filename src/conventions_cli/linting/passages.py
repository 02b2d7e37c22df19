"""An act as the linter reads it: passages with their places, tables, dates, and the names of its parties."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from conventions_cli.comparison import Shape, Unit, unit_of
from conventions_cli.document import Article, Document, Section, SectionKind, plain_text
from conventions_cli.facts import (
    DOUBTFUL,
    Cell,
    Defined,
    Grid,
    Naming,
    about_duration,
    accounting_ends,
    namings,
    signature_dates,
    stated_ends,
)
from conventions_cli.foundation import Record
from conventions_cli.french import plain

CONSOLIDATED = re.compile(r"version consolidée\b", re.IGNORECASE)


class Passage(Record, frozen=True):
    """A stretch of words: a title, a paragraph, a cell.

    `text`: its words, with plain spaces and apostrophes; `part`: the index of its part in the act.
    """

    place: str
    text: str
    part: int
    shape: Shape

    @property
    def cell(self) -> Cell:
        """The words and the place of the passage."""
        return Cell(self.text, self.place)


class Act:
    """A tree, and the facts that several checks read in it, each computed once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units: tuple[Unit, ...] = tuple(unit_of(part, {}) for part in document.parts)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in reading order, without the table of contents, which repeats the titles."""
        return tuple(
            Passage(unit.place, plain(words), index, unit.shape)
            for index, root in enumerate(self.units)
            if not self.is_section(index, SectionKind.CONTENTS)
            for unit in root.within()
            if unit.leaf and (words := unit.text)
        )

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Every table."""
        return tuple(
            _grid(unit, index)
            for index, root in enumerate(self.units)
            for unit in root.within()
            if unit.shape is Shape.TABLE
        )

    def lists(self) -> Iterator[tuple[Unit, int]]:
        """Every list, with the index of its part."""
        for index, root in enumerate(self.units):
            for unit in root.within():
                if unit.shape is Shape.LIST:
                    yield unit, index

    @cached_property
    def amended(self) -> bool:
        """Whether the act calls itself a consolidated text: amounts it recalls may then differ from those it opens."""
        return any(
            CONSOLIDATED.match(passage.text) is not None
            for passage in self.passages
            if self.is_section(passage.part, SectionKind.DRAFT)
        )

    def is_section(self, index: int, kind: SectionKind) -> bool:
        """Whether a part is a section of this kind."""
        part = self.document.parts[index]
        return isinstance(part, Section) and part.kind is kind

    @cached_property
    def articles(self) -> tuple[tuple[int, Article], ...]:
        """The articles, with the index of their part."""
        return tuple((index, part) for index, part in enumerate(self.document.parts) if isinstance(part, Article))

    def of_part(self, index: int) -> tuple[Passage, ...]:
        """The passages of one part."""
        return tuple(self._by_part.get(index, ()))

    @cached_property
    def _by_part(self) -> dict[int, list[Passage]]:
        by_part: dict[int, list[Passage]] = {}
        for passage in self.passages:
            by_part.setdefault(passage.part, []).append(passage)
        return by_part

    @cached_property
    def opening(self) -> tuple[Passage, ...]:
        """The passages before the first article."""
        first = self.articles[0][0] if self.articles else len(self.document.parts)
        return tuple(passage for passage in self.passages if passage.part < first)

    @cached_property
    def parties(self) -> tuple[Naming, ...]:
        """The parties, with the names that the opening gives them."""
        return tuple(namings([passage.cell for passage in self.opening]))

    @cached_property
    def defined(self) -> Defined:
        """The names that the act defines, in its opening or its body."""
        return Defined([passage.text for passage in self.passages], [passage.text for passage in self.opening])

    @cached_property
    def signed(self) -> date | None:
        """The date of signature: that of « Fait …, le … », else of the signatures, else of the title."""
        signing = [passage.cell for passage in self.passages if self.is_section(passage.part, SectionKind.SIGNATURES)]
        titles = [passage.cell for passage in self.passages if self.is_section(passage.part, SectionKind.TITLE)]
        signature = next(signature_dates(signing, titles, [passage.cell for passage in self.passages]), None)
        return signature.day if signature else None

    @cached_property
    def _by_duration(self) -> tuple[list[Cell], list[Cell]]:
        """The lines of the articles on the duration, and the other lines except the visas."""
        duration = {index for index, article in self.articles if about_duration(plain_text(article.title))}
        others = [passage for passage in self.passages if not self.is_section(passage.part, SectionKind.VISAS)]
        within = [passage.cell for passage in others if passage.part in duration]
        return within, [passage.cell for passage in others if passage.part not in duration]

    @cached_property
    def pays_later(self) -> bool:
        """Whether payments may follow the end of the act: it has an accounting end besides its technical end."""
        return any(accounting_ends(*self._by_duration))

    @cached_property
    def end(self) -> tuple[date, str] | None:
        """The end date and its place, read in the article on the duration when there is one."""
        stated_end = next(
            (end for end in stated_ends(*self._by_duration) if end.confidence is not DOUBTFUL),
            None,
        )
        return (stated_end.day, stated_end.line.place) if stated_end and stated_end.day else None


def _grid(unit: Unit, part: int) -> Grid:
    rows = tuple(tuple(Cell(plain(cell.text).strip(), cell.place) for cell in row.children) for row in unit.children)
    return Grid(rows, part, unit.place)
