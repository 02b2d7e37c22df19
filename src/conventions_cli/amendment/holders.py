"""The texts of an act that an avenant amends separately: its title, its preamble, each article, each annex."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from conventions_cli.amendment.lines import Lines, lines_of
from conventions_cli.document import (
    Article,
    Block,
    CrossReference,
    Document,
    Heading,
    Inlines,
    Part,
    Section,
    SectionKind,
    plain_text,
    rewrite_document,
)
from conventions_cli.foundation import Record, replace

# No avenant amends these sections: each act has its own, or they follow from the others.
NOT_AMENDED = frozenset(
    {
        SectionKind.DRAFT,
        SectionKind.HEADER,
        SectionKind.CONTENTS,
        SectionKind.VISAS,
        SectionKind.SIGNATURES,
        SectionKind.COPIES,
    }
)
_ANNEX = re.compile(r"Annexe(?:\s\d+)?(?:\s–\s)?")

Key = tuple[str, str]


class Holder(Record, frozen=True):
    """A part of an act that an avenant can name: its key, its title, its lines.

    `key`: ("article", its label), ("annexe", its title), ("corps", the heading above it), ("titre", "") …
    """

    key: Key
    title: Inlines
    lines: Lines

    @property
    def is_article(self) -> bool:
        """Whether the holder is an article."""
        return self.key[0] == "article"


def holders_of(document: Document, without: frozenset[SectionKind] = frozenset()) -> tuple[Holder, ...]:
    """The holders of an act, in order. `without`: kinds of sections to leave out."""
    counts: Counter[Key] = Counter()
    holders = []
    for part in amended_parts(document, without):
        for holder in _holders(part):
            counts[holder.key] += 1
            number = counts[holder.key]
            kind, name = holder.key
            holders.append(holder if number == 1 else replace(holder, key=(kind, f"{name} ({number})")))
    return tuple(holders)


def amended_parts(document: Document, without: frozenset[SectionKind] = frozenset()) -> Iterator[Part]:
    """The parts of an act that an avenant may amend. `without`: kinds of sections to leave out."""
    excluded = NOT_AMENDED | without
    yield from (part for part in document.parts if not (isinstance(part, Section) and part.kind in excluded))


def _holders(part: Section | Article) -> Iterator[Holder]:
    if isinstance(part, Article):
        yield Holder(("article", part.label), part.title, lines_of(part.blocks))
        return
    level = 1 if part.kind is SectionKind.TITLE else 2
    title: Inlines = ()
    blocks: list[Block] = []
    for block in part.blocks:
        if isinstance(block, Heading) and block.level == level:
            if title or blocks:
                yield _section(part.kind, title, blocks)
            title, blocks = block.content, []
        else:
            blocks.append(block)
    yield _section(part.kind, title, blocks)


def _section(kind: SectionKind, title: Inlines, blocks: list[Block]) -> Holder:
    words = plain_text(title)
    match kind:
        case SectionKind.TITLE:
            name = ""
        case SectionKind.ANNEX:
            name = _ANNEX.sub("", words, count=1)
        case _:
            name = words
    return Holder((kind.value, name), title, lines_of(tuple(blocks)))


def numbered(document: Document, designations: Mapping[str, str]) -> Document:
    """The act with these designations of articles (by label) in its references, as they have force of law."""

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(
            replace(inline, text=f"article\u00a0{designations[inline.label]}")
            if isinstance(inline, CrossReference) and inline.label in designations
            else inline
            for inline in inlines
        )

    return rewrite_document(document, rewrite)


class Numbering(Record, frozen=True):
    """The designations of the articles of an act, by label; `used`: with those of repealed articles."""

    names: Mapping[str, str]
    used: frozenset[str]


def first_numbering(document: Document) -> Numbering:
    """The numbering of an act that no avenant has amended."""
    names = {part.label: part.called for part in document.parts if isinstance(part, Article)}
    return Numbering(names, frozenset(names.values()))


def next_numbering(previous: Numbering, document: Document) -> Numbering:
    """The numbering of the next version: articles keep their designation, a new one adds a rank to the one before."""
    names: dict[str, str] = {}
    used = set(previous.used)
    last = ""
    ranks: dict[str, int] = {}
    for part in document.parts:
        if not isinstance(part, Article):
            continue
        name = previous.names.get(part.label) or _fresh(last, used, ranks)
        names[part.label] = last = name
        used.add(name)
    return Numbering(names, frozenset(used))


def _fresh(last: str, used: set[str], ranks: dict[str, int]) -> str:
    """A new designation: « 5-1 » after « 5 », « 5-2 » after « 5-1 », « 1-1 » after « 1er », « 0-1 » before « 1er »."""
    stem = last.split("-")[0].removesuffix("er") or "0"
    rank = ranks.get(stem, 1)
    while f"{stem}-{rank}" in used:
        rank += 1
    ranks[stem] = rank
    return f"{stem}-{rank}"
