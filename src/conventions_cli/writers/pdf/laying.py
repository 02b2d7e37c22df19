"""A document as plain values for `acte.typ`: the kind of each block, its layout, its words.

The text of an act is always a value: none of it is read as Typst.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from conventions_cli.document import (
    Alignment,
    Article,
    Block,
    Blocks,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Metadata,
    Missing,
    Paragraph,
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    contents_of,
    printed_address,
    uri,
)
from conventions_cli.writers import layout
from conventions_cli.writers.linked_visas import leading_to_texts
from conventions_cli.writers.product_names import HELD, HeldNames

Value = dict[str, Any]

_HELD_WORD = re.compile(rf"(?<!\w)(\w+(?:{HELD}[\w.]+)+)")
SOFT_HYPHEN = "\u00ad"
_SIDES = {Alignment.LEFT: "gauche", Alignment.CENTER: "centre", Alignment.RIGHT: "droite"}
_FORMS = {
    SectionKind.DRAFT: "projet",
    SectionKind.HEADER: "entete",
    SectionKind.TITLE: "reference",
    SectionKind.PARTIES: "parties",
    SectionKind.VISAS: "visa",
    SectionKind.SIGNATURES: "lieu",
    SectionKind.COPIES: "copies",
}
_PLACES = {layout.Place.PARTY: "partie", layout.Place.SIDE: "cote", layout.Place.OTHER: "parties"}


def laid_out(document: Document) -> Value:
    """The values of an act; the caller adds the date and the attached files."""
    metadata = document.metadata
    return {
        "titre": metadata.title or "Convention",
        "auteur": metadata.author,
        "courant": metadata.short_title or None,
        "pied": metadata.reference,
        "projet": metadata.draft,
        "blocs": _Laying(document, metadata).blocks_of(document.parts),
    }


class _Laying:
    def __init__(self, document: Document, metadata: Metadata) -> None:
        self.names = HeldNames(metadata.names)
        self.printed: set[str] = set()  # the addresses printed so far
        self.places = {part.label: f"a{rank}" for rank, part in enumerate(document.parts) if isinstance(part, Article)}
        self.depth = 0  # the level of the last heading: no level is skipped
        contents = any(isinstance(part, Section) and part.kind is SectionKind.CONTENTS for part in document.parts)
        self.listed = contents_of(document) if contents else None

    def blocks_of(self, parts: Sequence[Part]) -> list[Value]:
        """The blocks of all parts; the signatures, with the copies that stay under them, are one block."""
        written: list[Value] = []
        rank = 0
        while rank < len(parts):
            part, following = parts[rank], parts[rank + 1] if rank + 1 < len(parts) else None
            after = layout.after_end(part, following)
            blocks = list(self.part(part, after))
            if isinstance(part, Section) and part.kind is SectionKind.SIGNATURES:
                if following is not None and layout.keeps_copies(following):
                    blocks.extend(self.part(following, None))
                    rank += 1
                blocks = [{"genre": "ensemble", "suit": False, "blocs": blocks}]
            written.extend(blocks)
            rank += 1
        return written

    def part(self, part: Part, after: Block | None) -> Iterator[Value]:
        """An article, its heading first, or a section."""
        if isinstance(part, Article):
            yield self.heading_of(part)
            yield from self.blocks(part.blocks, SectionKind.BODY, after)
        else:
            blocks = part.blocks
            if part.kind is SectionKind.VISAS:
                blocks, aims = leading_to_texts(blocks)
                self.printed |= aims
            yield from self.blocks(blocks, part.kind, after)

    def heading_of(self, article: Article) -> Value:
        """The heading of an article; its « er » is a superscript."""
        counted = layout.counted(article)
        opening = [_text(counted.before + counted.figure)]
        opening += [{"genre": "exposant", "texte": counted.raised}] if counted.raised else []
        opening += [_text(counted.after)] if counted.after else []
        return self.heading(2, [*opening, *self.inlines(article.title)], self.places[article.label])

    def heading(
        self, form: int, words: list[Value], name: str | None = None, *, page: bool = False, copies: bool = False
    ) -> Value:
        """A heading. `form`: its level in the tree; its level in the PDF is at most one below the last heading."""
        self.depth = min(form - 1, self.depth + 1)
        return {
            "genre": "intitule",
            "forme": form,
            "niveau": self.depth,
            "suite": words,
            "nom": name,
            "page": page,
            "copies": copies,
            "sommaire": form == 2,
        }

    def blocks(self, blocks: Blocks, kind: SectionKind, after: Block | None = None) -> Iterator[Value]:
        """Blocks in order. `after`: the block after the last."""
        previous: Block | None = None
        for block, following in zip(blocks, (*blocks[1:], after), strict=False):
            yield self.block(block, kind, previous, following)
            previous = block

    def block(self, block: Block, kind: SectionKind, previous: Block | None, following: Block | None) -> Value:
        """A block, according to its neighbours."""
        leads = layout.stays_with_next(block, kind, following)
        match block:
            case Paragraph():
                form = _FORMS.get(kind, "")
                if kind is SectionKind.PARTIES:
                    form = _PLACES[layout.place_of(block)]
                return self.paragraph(block.content, form, leads=leads, air=layout.takes_air(previous))
            case Heading() if block.level == 1:
                return {"genre": "titre", "suite": self.inlines(block.content)}
            case Heading():
                words = self.inlines(block.content)
                copies = kind is SectionKind.COPIES and block.level == 2
                page = kind is SectionKind.ANNEX and layout.opens_page(block, following)
                written = self.heading(block.level, words, page=page, copies=copies)
                return written | {"sommaire": block.level == 2 and kind is not SectionKind.CONTENTS}
            case ItemList() if kind is SectionKind.SIGNATURES and not block.numbered:
                return self.signatures(block)
            case ItemList() if kind is SectionKind.CONTENTS and block == self.listed:
                return {"genre": "sommaire"}
            case ItemList():
                return self.item_list(block, kind, leads=leads)
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block, kind)
            case _:
                assert_never(block)

    def paragraph(self, content: Inlines, form: str = "", *, leads: bool = False, air: bool = False) -> Value:
        """A paragraph. `form`: its name in `acte.typ`."""
        return {"genre": "alinea", "forme": form, "suite": self.inlines(content), "suit": leads, "air": air}

    def item_list(self, block: ItemList, kind: SectionKind, *, leads: bool = False) -> Value:
        """A list; the list of copies stays on one page."""
        form = "copies" if kind is SectionKind.COPIES else ""
        items = [
            [
                self.item_list(child, kind) if isinstance(child, ItemList) else self.paragraph(child.content, "rang")
                for child in item
            ]
            for item in block.items
        ]
        whole = layout.items_stay_together(kind)
        return {
            "genre": "liste",
            "nombres": block.numbered,
            "entrees": items,
            "suit": leads,
            "entier": whole,
            "forme": form,
        }

    def signatures(self, block: ItemList) -> Value:
        """The signatories, each with a quality and a name."""
        signing = []
        for item in block.items:
            quality, name = layout.signed(item)
            signing.append(
                {
                    "qualite": [
                        self.item_list(child, SectionKind.SIGNATURES)
                        if isinstance(child, ItemList)
                        else self.paragraph(child.content, "qualite")
                        for child in quality
                    ],
                    "nom": self.inlines(name.content) if name is not None else None,
                }
            )
        return {"genre": "signatures", "colonnes": layout.signature_columns(block.items), "signataires": signing}

    def table(self, block: Table) -> Value:
        """A table; a short one stays on one page."""
        return {
            "genre": "tableau",
            "largeurs": layout.widths_of(block),
            "cotes": [_SIDES[alignment] for alignment in block.alignments],
            "tete": [self.inlines(cell) for cell in block.header],
            "lignes": [[self.inlines(cell) for cell in row] for row in block.rows],
            "entier": len(block.rows) <= layout.KEPT_ROWS,
        }

    def picture(self, block: Picture, kind: SectionKind) -> Value:
        """An image, or its alternative text when there are no bytes to draw."""
        raster = block.raster
        if raster is None:
            return self.paragraph((Text(block.alternative),), _FORMS.get(kind, ""))
        size = layout.emblem(raster) if kind is SectionKind.HEADER else (raster.width, raster.height)
        return {
            "genre": "image",
            "octets": list(raster.data),
            "texte": block.alternative,
            "largeur": size[0],
            "hauteur": size[1],
        }

    def inlines(self, inlines: Inlines) -> list[Value]:
        """A stretch of text."""
        return [
            value
            for inline, following in zip(inlines, (*inlines[1:], None), strict=False)
            for value in self.inline(inline, following)
        ]

    def inline(self, inline: Inline, following: Inline | None) -> Iterator[Value]:
        """An inline; the address of a link follows it, once in the act."""
        match inline:
            case Text():
                # Soft hyphens are useless, as words are not cut, and a link that contains only them stops Typst.
                pieces = _HELD_WORD.split(self.names.marked(inline.text.replace(SOFT_HYPHEN, "")))
                for piece in filter(None, pieces):
                    held = HELD in piece
                    yield _text(piece.replace(HELD, "-"), strong=inline.strong, emphasis=inline.emphasis, held=held)
            case LineBreak():
                yield {"genre": "ligne"}
            case Link():
                yield {"genre": "lien", "adresse": uri(inline.url), "suite": self.inlines(inline.content)}
                shown = printed_address(inline.url)
                if shown not in self.printed and layout.prints_address(inline, following):
                    yield _text(" (")
                    yield {"genre": "lien", "adresse": uri(inline.url), "suite": [_text(shown)]}
                    yield _text(")")
                self.printed.add(shown)
            case Footnote():
                yield {"genre": "note", "suite": self.inlines(inline.content)}
            case CrossReference():
                yield {"genre": "renvoi", "vers": self.places[inline.label], "texte": inline.text}
            case Missing():
                yield {"genre": "manque", "texte": inline.text}
            case _:
                assert_never(inline)


def _text(text: str, *, strong: bool = False, emphasis: bool = False, held: bool = False) -> Value:
    return {"genre": "texte", "texte": text, "gras": strong, "italique": emphasis, "tenu": held}


def attached(values: Mapping[str, str]) -> list[Value]:
    """The files to attach. `values`: their texts by name."""
    return [
        {"nom": name, "texte": text, "media": "application/yaml", "quoi": "Spécification de l’acte, mise en forme"}
        for name, text in values.items()
    ]
