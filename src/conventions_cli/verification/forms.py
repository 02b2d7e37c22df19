"""Returned acts that are no Word files: what is compared in them, and what their form cannot tell.

A Markdown file gives the whole tree of its act. LibreOffice and plain texts are written by other programs, which keep
the words and little structure: then both acts are reduced to words, part by part, and only words are compared.
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import groupby
from pathlib import Path

from conventions_cli.document import (
    Article,
    ArticleForm,
    Block,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Paragraph,
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    stretches,
)
from conventions_cli.foundation import replace
from conventions_cli.model import Spec
from conventions_cli.verification.remade import Remade

_SPACES = re.compile(r"\s+")
_SIGNS = re.compile(r"(?<=\s)[•◦▪–—-](?=\s)")  # marks of lists, which a text may leave out
_CUT = re.compile(r"(?<=\w)- (?=\w)")  # a line that ends after a hyphen


class Form(Enum):
    """The form of a returned act; the value is its French name, and what this form cannot tell."""

    WORD = ""
    MARKDOWN = "un texte Markdown ne dit rien de la mise en page, des en-têtes, des pieds de page ni des images"
    ODT = (
        "d’un document LibreOffice, les mots seuls sont comparés\u202f: ni la mise en forme, ni les en-têtes, ni les "
        "images, ni ce qui serait barré ou masqué"
    )
    TEXT = (
        "d’un texte brut, les mots seuls sont comparés\u202f: ni la mise en forme, ni les tableaux, ni les listes, ni "
        "les notes, ni ce qui serait barré ou masqué\u202f; une ligne coupée peut y paraître un changement"
    )


_BY_ENDING = {
    **dict.fromkeys((".md", ".markdown"), Form.MARKDOWN),
    **dict.fromkeys((".txt", ".text"), Form.TEXT),
    ".odt": Form.ODT,
}


def form_of(path: Path) -> Form:
    """The form of a file, by the ending of its name."""
    return _BY_ENDING.get(path.suffix.lower(), Form.WORD)


_WRITTEN = {Form.MARKDOWN: "md", Form.ODT: "odt"}


def as_written_in(document: Document, form: Form) -> bytes:
    """The file that the command writes of an act in this form; empty for a form without one."""
    from conventions_cli.writers import FORMATS  # late: most acts that come back are Word files

    return FORMATS[_WRITTEN[form]].write(document) if form in _WRITTEN else b""


def reduced(remade: Remade, returned: Document, form: Form) -> tuple[Remade, Document]:
    """Both acts, reduced to what the form keeps of an act."""
    if form not in {Form.ODT, Form.TEXT}:
        return remade, returned
    make = remade.again
    printed = _printed_after(remade.document, form)
    labels = {part.number: part.label for part in remade.document.parts if isinstance(part, Article)}

    def again(spec: Spec) -> Document | None:
        document = make(spec) if make is not None else None
        return _Words(form, printed, labels).of(document) if document is not None else None

    ours = replace(
        remade, document=_Words(form, printed, labels).of(remade.document), again=again if make is not None else None
    )
    return ours, _Words(form, printed, labels).of(returned)


def _printed_after(document: Document, form: Form) -> re.Pattern[str] | None:
    """A pattern of what programs add to the words: the address after a link; in a text, the notes at ends of pages."""
    inlines = [inline for part in document.parts for words in stretches(part.blocks) for inline in _within(words)]
    patterns = {rf" ?\({re.escape(inline.url)}\)" for inline in inlines if isinstance(inline, Link)}
    if form is Form.TEXT:
        notes = (_flat(inline.content) for inline in inlines if isinstance(inline, Footnote))
        patterns |= {r"(?<!\S)(?:\d{1,2} )?" + r"\s+".join(map(re.escape, words.split())) for words in notes if words}
    return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


def _within(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Link | Footnote):
            yield from _within(inline.content)


def _merged(parts: tuple[Part, ...]) -> Iterator[Part]:
    """The parts, each group of sections between articles in one: a plain text does not tell where a section begins."""
    for apart, group in groupby(parts, lambda part: part.label if isinstance(part, Article) else ""):
        if apart:
            yield from group
        else:
            sections = list(group)
            signed = any(
                not isinstance(section, Article) and section.kind is SectionKind.SIGNATURES for section in sections
            )
            kind = SectionKind.SIGNATURES if signed else SectionKind.BODY
            yield Section(kind, tuple(block for section in sections for block in section.blocks))


class _Words:
    """Reduces an act to its words. `printed`: a pattern of words to leave out; `labels`: of articles, by number."""

    def __init__(self, form: Form, printed: re.Pattern[str] | None, labels: dict[int, str]) -> None:
        self.text, self.printed, self.labels = form is Form.TEXT, printed, labels
        self.notes = 0

    def of(self, document: Document) -> Document:
        """The act, with each part as stretches of words."""
        parts = _merged(document.parts) if self.text else document.parts
        return Document(tuple(map(self.part, parts)), document.metadata)

    def part(self, part: Part) -> Part:
        """A part as stretches of words; signatures in alphabetical order, as programs cut their columns differently."""
        stretches_of_words = [words for block in part.blocks for words in self.words(block)]
        signatures = not isinstance(part, Article) and part.kind is SectionKind.SIGNATURES
        if signatures:
            stretches_of_words = sorted(line for words in stretches_of_words for line in words.split("\n"))
        texts = [_SPACES.sub(" ", words).strip() for words in stretches_of_words]
        if self.text:
            whole = _CUT.sub("-", _SIGNS.sub(" ", f" {' '.join(texts)} "))
            whole = self.printed.sub(" ", whole) if self.printed is not None else whole
            texts = [" ".join(sorted(whole.split()) if signatures else whole.split())]
        elif self.printed is not None:
            texts = [self.printed.sub("", words) for words in texts]
        blocks = tuple(Paragraph((Text(words),)) for words in texts if words)
        if not isinstance(part, Article):
            return replace(part, blocks=blocks)
        title = (Text(_SPACES.sub(" ", _flat(part.title))),)
        label = self.labels.get(part.number, part.label)
        return replace(part, blocks=blocks, title=title, label=label, lead="", form=ArticleForm.DASH)

    def words(self, block: Block) -> Iterator[str]:
        """The stretches of words of a block."""
        match block:
            case Paragraph() | Heading():
                yield self.flat(block.content)
            case ItemList():
                for rank, item in enumerate(block.items, start=1):
                    if self.text and block.numbered:
                        yield f"{rank}."
                    for inner in item:
                        yield from self.words(inner)
            case Table():
                between = " " if self.text else " | "
                yield from (between.join(map(self.flat, row)) for row in (block.header, *block.rows))
            case Picture():
                return

    def flat(self, inlines: Inlines) -> str:
        """The words of a stretch; in a plain text, a note is only its number."""
        texts = []
        for inline in inlines:
            if self.text and isinstance(inline, Footnote):
                self.notes += 1
                texts.append(str(self.notes))
            else:
                texts.append(self.flat(inline.content) if isinstance(inline, Link) else _flat((inline,)))
        return "".join(texts)


def _flat(inlines: Inlines) -> str:
    return "".join(map(_word, inlines))


def _word(inline: Inline) -> str:
    match inline:
        case LineBreak():
            return "\n"
        case Link():
            return _flat(inline.content)
        case Footnote():
            return f" ({_flat(inline.content)})"
        case _:
            return inline.text
