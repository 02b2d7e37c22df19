"""Acts that come back in another form than Word’s: what is compared of them, and what such a form cannot tell.

A Markdown act gives its whole tree. A LibreOffice text and a plain text are made by other programs, which keep the
words and few structures: both acts are then brought down to words, part by part, and only words are compared.
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
_SIGNS = re.compile(r"(?<=\s)[•◦▪–—-](?=\s)")  # of lists, which a text types or leaves out
_CUT = re.compile(r"(?<=\w)- (?=\w)")  # a line cut after a hyphen


class Form(Enum):
    """The form of a returned act; the value says what it is called and what it cannot tell."""

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
    """The form of a file, by the ending of its name, as `convention import` tells it."""
    return _BY_ENDING.get(path.suffix.lower(), Form.WORD)


_WRITTEN = {Form.MARKDOWN: "md", Form.ODT: "odt"}


def as_written_in(document: Document, form: Form) -> bytes:
    """The file the command writes of an act in that form; nothing where it is not compared so."""
    from conventions_cli.writers import FORMATS  # late: most acts that come back are Word files

    return FORMATS[_WRITTEN[form]].write(document) if form in _WRITTEN else b""


def brought_down(remade: Remade, returned: Document, form: Form) -> tuple[Remade, Document]:
    """Both acts with only what the form keeps of an act."""
    if form not in {Form.ODT, Form.TEXT}:
        return remade, returned
    make = remade.again
    printed = _printed_after(remade.document, form)
    labels = {part.number: part.label for part in remade.document.parts if isinstance(part, Article)}

    def again(spec: Spec) -> Document | None:
        made = make(spec) if make is not None else None
        return _Words(form, printed, labels).of(made) if made is not None else None

    ours = replace(
        remade, document=_Words(form, printed, labels).of(remade.document), again=again if make is not None else None
    )
    return ours, _Words(form, printed, labels).of(returned)


def _printed_after(document: Document, form: Form) -> re.Pattern[str] | None:
    """What other programs print besides the words: the addresses of links after them; in a text, notes at the end of
    pages.
    """
    inlines = [one for part in document.parts for words in stretches(part.blocks) for one in _within(words)]
    said = {rf" ?\({re.escape(one.url)}\)" for one in inlines if isinstance(one, Link)}
    if form is Form.TEXT:
        notes = (_flat(one.content) for one in inlines if isinstance(one, Footnote))
        said |= {r"(?<!\S)(?:\d{1,2} )?" + r"\s+".join(map(re.escape, words.split())) for words in notes if words}
    return re.compile("|".join(sorted(said, key=len, reverse=True))) if said else None


def _within(inlines: Inlines) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, Link | Footnote):
            yield from _within(inline.content)


def _merged(parts: tuple[Part, ...]) -> Iterator[Part]:
    """What stands before, between and after articles in one part each: a plain text does not say where others begin."""
    for apart, group in groupby(parts, lambda part: part.label if isinstance(part, Article) else ""):
        if apart:
            yield from group
        else:
            sections = list(group)
            signed = any(not isinstance(one, Article) and one.kind is SectionKind.SIGNATURES for one in sections)
            kind = SectionKind.SIGNATURES if signed else SectionKind.BODY
            yield Section(kind, tuple(block for one in sections for block in one.blocks))


class _Words:
    """An act brought down to its words.

    `printed`: what is left out of them; `labels`: those of articles, by their numbers.
    """

    def __init__(self, form: Form, printed: re.Pattern[str] | None, labels: dict[int, str]) -> None:
        self.text, self.printed, self.labels = form is Form.TEXT, printed, labels
        self.notes = 0

    def of(self, document: Document) -> Document:
        """The act, its parts being stretches of words."""
        parts = _merged(document.parts) if self.text else document.parts
        return Document(tuple(map(self.part, parts)), document.metadata)

    def part(self, part: Part) -> Part:
        """A part as stretches; those of signatures in alphabetical order: each program cuts columns its way."""
        said = [words for block in part.blocks for words in self.words(block)]
        signatures = not isinstance(part, Article) and part.kind is SectionKind.SIGNATURES
        if signatures:
            said = sorted(line for words in said for line in words.split("\n"))
        texts = [_SPACES.sub(" ", words).strip() for words in said]
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
        """The words of a block, a stretch each."""
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
        """The words of a stretch; in a text, a note is the number that calls it."""
        said = []
        for inline in inlines:
            if self.text and isinstance(inline, Footnote):
                self.notes += 1
                said.append(str(self.notes))
            else:
                said.append(self.flat(inline.content) if isinstance(inline, Link) else _flat((inline,)))
        return "".join(said)


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
