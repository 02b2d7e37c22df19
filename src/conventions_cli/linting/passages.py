"""An act as the linter looks at it: passages with their places, tables, dates, and the names of its parties."""

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
from conventions_cli.linting.comparable import plain

CONSOLIDATED = re.compile(r"version consolidée\b", re.IGNORECASE)


class Passage(Record, frozen=True):
    """Some words that stand together: a title, a paragraph, a cell.

    `text`: its words with plain spaces and apostrophes; `part`: the index of its part in the act.
    """

    place: str
    text: str
    part: int
    shape: Shape

    @property
    def cell(self) -> Cell:
        """Its words and its place."""
        return Cell(self.text, self.place)


class Act:
    """A tree, and what is looked up in it more than once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units: tuple[Unit, ...] = tuple(unit_of(part, {}) for part in document.parts)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every stretch of words, in reading order; the contents are left out, since they repeat the titles."""
        return tuple(
            Passage(unit.place, plain(written), index, unit.shape)
            for index, root in enumerate(self.units)
            if not self.is_section(index, SectionKind.CONTENTS)
            for unit in root.within()
            if unit.leaf and (written := unit.text)
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
        """Whether the act says that it is a consolidated text: what it recalls may no longer be what it opens."""
        return any(
            CONSOLIDATED.match(passage.text) is not None
            for passage in self.passages
            if self.is_section(passage.part, SectionKind.DRAFT)
        )

    def is_section(self, index: int, kind: SectionKind) -> bool:
        """Whether a part is a section of that kind."""
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
        found: dict[int, list[Passage]] = {}
        for one in self.passages:
            found.setdefault(one.part, []).append(one)
        return found

    @cached_property
    def opening(self) -> tuple[Passage, ...]:
        """What stands before the first article."""
        first = self.articles[0][0] if self.articles else len(self.document.parts)
        return tuple(one for one in self.passages if one.part < first)

    @cached_property
    def parties(self) -> tuple[Naming, ...]:
        """The parties, by the names the opening gives them."""
        return tuple(namings([one.cell for one in self.opening]))

    @cached_property
    def defined(self) -> Defined:
        """What the act defines, in its opening or its body."""
        return Defined([one.text for one in self.passages], [one.text for one in self.opening])

    @cached_property
    def signed(self) -> date | None:
        """The date of signature: « Fait …, le … », else that of the signatures, else that of the title."""
        signing = [one.cell for one in self.passages if self.is_section(one.part, SectionKind.SIGNATURES)]
        titles = [one.cell for one in self.passages if self.is_section(one.part, SectionKind.TITLE)]
        found = next(signature_dates(signing, titles, [one.cell for one in self.passages]), None)
        return found.day if found else None

    @cached_property
    def _by_duration(self) -> tuple[list[Cell], list[Cell]]:
        """The lines of the articles on how long the act binds, and the others but the visas."""
        duration = {index for index, article in self.articles if about_duration(plain_text(article.title))}
        others = [one for one in self.passages if not self.is_section(one.part, SectionKind.VISAS)]
        within = [one.cell for one in others if one.part in duration]
        return within, [one.cell for one in others if one.part not in duration]

    @cached_property
    def pays_later(self) -> bool:
        """Whether payments may follow the end of the act: it has an accounting end besides the technical one."""
        return any(accounting_ends(*self._by_duration))

    @cached_property
    def end(self) -> tuple[date, str] | None:
        """The end date and where it is said, in the article on the duration when there is one."""
        found = next((one for one in stated_ends(*self._by_duration) if one.confidence is not DOUBTFUL), None)
        return (found.day, found.line.place) if found and found.day else None


def _grid(unit: Unit, part: int) -> Grid:
    rows = tuple(tuple(Cell(plain(cell.text).strip(), cell.place) for cell in row.children) for row in unit.children)
    return Grid(rows, part, unit.place)
