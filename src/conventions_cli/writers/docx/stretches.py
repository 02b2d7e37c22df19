"""Writes the inlines of an act as WordprocessingML, and collects the links, notes and comments the package declares."""

from collections.abc import Sequence
from typing import assert_never

from conventions_cli.document import (
    Article,
    CrossReference,
    Document,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Missing,
    Text,
    printed_address,
    uri,
)
from conventions_cli.writers import layout
from conventions_cli.writers.docx import ooxml
from conventions_cli.writers.docx.article_openings import bookmark_of
from conventions_cli.writers.product_names import HeldNames

_MAX_TIP = 260  # characters of a tooltip; the limit of Word
_HIGHLIGHT = '<w:highlight w:val="yellow"/>'


class Relations:
    """The links of one part of the package: each address has one relationship."""

    def __init__(self) -> None:
        self.addresses: dict[str, str] = {}

    def id_of(self, address: str) -> str:
        """The relationship id of an address."""
        return self.addresses.setdefault(address, f"rLien{len(self.addresses) + 1}")


class Stretches:
    """Writes the inlines of a document, and keeps their links, notes and comments."""

    def __init__(
        self,
        document: Document,
        ranks: Sequence[int],
        earlier: "Stretches | None" = None,
        names: Sequence[str] = (),
        *,
        typed: bool = False,
        bare: bool = False,
    ) -> None:
        """The arguments: see `Body`."""
        self.typed, self.bare = typed, bare
        self.names = HeldNames(names)
        self.relations: Relations = earlier.relations if earlier else Relations()
        self.note_relations: Relations = earlier.note_relations if earlier else Relations()
        self.notes: list[str] = list(earlier.notes) if earlier else []
        self.comments: list[str] = list(earlier.comments) if earlier else []
        self.articles = {
            part.label: (rank, part)
            for rank, part in zip(ranks, document.parts, strict=True)
            if isinstance(part, Article)
        }
        self.printed: set[str] = set()  # the addresses printed so far

    def inlines(self, inlines: Inlines, style: str = "", *, in_note: bool = False, weighty: bool = False) -> str:
        """A stretch of inlines. `weighty`: see `ooxml.run`."""
        if len(inlines) == 1:
            return self.inline(inlines[0], None, style, in_note=in_note, weighty=weighty)
        return "".join(
            self.inline(inline, following, style, in_note=in_note, weighty=weighty)
            for inline, following in zip(inlines, (*inlines[1:], None), strict=False)
        )

    def inline(self, inline: Inline, following: Inline | None, style: str, *, in_note: bool, weighty: bool) -> str:
        """An inline. `following`: the inline after it."""
        match inline:
            case Text():
                text = self.names.marked(inline.text)
                return ooxml.run(text, style=style, strong=inline.strong, emphasis=inline.emphasis, weighty=weighty)
            case LineBreak():
                return ooxml.line_break()
            case Link():
                return self.link(inline, following, in_note=in_note)
            case Footnote():
                self.notes.append("")
                number = len(self.notes)
                self.notes[number - 1] = ooxml.footnote(number, self.inlines(inline.content, in_note=True))
                return ooxml.footnote_call(number)
            case CrossReference():
                return self.reference(inline)
            case Missing():
                return self.missing(inline, in_note)
            case _:
                assert_never(inline)

    def link(self, link: Link, following: Inline | None, *, in_note: bool) -> str:
        """A link, followed by its address for readers on paper, once in the act."""
        relations = self.note_relations if in_note else self.relations
        content = self.inlines(link.content, "LienHypertexte", in_note=in_note)
        tip = link.url if uri(link.url) != link.url and len(link.url) <= _MAX_TIP else ""
        written = ooxml.hyperlink(relations.id_of(link.url), content, tip)
        if self.bare:
            return written
        shown = printed_address(link.url)
        if shown in self.printed:
            return written
        self.printed.add(shown)
        return written + ooxml.address(shown) if layout.prints_address(link, following) else written

    def missing(self, inline: Missing, in_note: bool) -> str:
        """A value to complete: highlighted, with a comment that names its key (notes hold no comments)."""
        text = ooxml.run(inline.text, style="ACompleter", mark=_HIGHLIGHT)
        if in_note or not inline.key:
            return text
        number = len(self.comments)
        self.comments.append(ooxml.comment(number, f"Clé à compléter dans la spécification\u00a0: {inline.key}"))
        return ooxml.commented(number, text)

    def reference(self, inline: CrossReference) -> str:
        """« article 6 », where the number is a field that follows the article; only a link when numbers are typed."""
        rank, _ = self.articles[inline.label]
        if self.typed:
            return ooxml.inner_link(bookmark_of(rank, inline.label), ooxml.run(inline.text))
        shown = inline.text.split("\u00a0")[-1]
        words = inline.text[: len(inline.text) - len(shown)]
        return ooxml.run(words) + ooxml.field(f"REF {bookmark_of(rank, inline.label)} \\h", ooxml.run(shown))
