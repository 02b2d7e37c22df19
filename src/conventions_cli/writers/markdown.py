"""Writes a tree as Markdown that GitHub and GitLab show well, and that `readers.markdown.read_document` reads back.

Text is escaped here and nowhere else, no more than needed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import assert_never

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
    Missing,
    Paragraph,
    Picture,
    Table,
    Text,
    article_anchors,
)

_RULES = {Alignment.LEFT: "---", Alignment.CENTER: ":---:", Alignment.RIGHT: "---:"}


def write_markdown(document: Document) -> str:
    """Write a document in its normal form; the text ends with a newline."""
    return _Writer(article_anchors(document)).document(document)


def write_clause(blocks: Blocks) -> tuple[list[str], list[str]]:
    """The blocks of a clause file: the text of each block, then the texts of the notes they call, from [^1] on."""
    writer = _Writer({})
    return writer.blocks(blocks), writer.notes


class _Writer:
    def __init__(self, anchors: dict[str, str]) -> None:
        self.anchors = anchors
        self.notes: list[str] = []

    def document(self, document: Document) -> str:
        chunks: list[str] = []
        for part in document.parts:
            if isinstance(part, Article):
                prefix = Text(part.opening)
                chunks.append(f"<!-- article {part.label} -->")
                chunks.append(f"## {self.heading((prefix, *part.title))}")
            else:
                chunks.append(f"<!-- {part.kind.value} -->")
            chunks.extend(self.blocks(part.blocks))
        chunks.extend(f"[^{number}]: {note}" for number, note in enumerate(self.notes, start=1))
        return "\n\n".join(chunks) + "\n"

    def blocks(self, blocks: Blocks) -> list[str]:
        """The text of each block, in order."""
        return list(map(self.block, blocks, _turns(blocks)))

    def block(self, block: Block, turn: int) -> str:
        match block:
            case Paragraph():
                return self.paragraph(block.content)
            case Heading():
                return f"{'#' * block.level} {self.heading(block.content)}"
            case ItemList():
                return self.item_list(block, turn)
            case Table():
                return self.table(block)
            case Picture():
                return f"![{_no_note(_escape(block.alternative, in_link=True))}]({_destination(block.source)})"
            case _:
                assert_never(block)

    def paragraph(self, content: Inlines) -> str:
        lines = self.inlines(content).split("\n")
        return "\n".join(_escape_line_start(line) for line in lines)

    def heading(self, content: Inlines) -> str:
        text = self.inlines(content)
        bare = text.rstrip("#")
        return bare + "\\#" * (len(text) - len(bare))

    def item_list(self, block: ItemList, turn: int) -> str:
        loose = any(not _is_tight(item) for item in block.items)
        written = []
        for number, item in enumerate(block.items, start=1):
            mark = f"{number}{'.)'[turn]} " if block.numbered else f"{'-*'[turn]} "
            chunks = list(map(self.block, item, _turns(item)))
            text = ("\n\n" if loose else "\n").join(chunks)
            indent = " " * len(mark)
            lines = text.split("\n")
            written.append(
                mark + "\n".join(indent + line if line and index else line for index, line in enumerate(lines))
            )
        return ("\n\n" if loose else "\n").join(written)

    def table(self, block: Table) -> str:
        rows = [self.row(block.header), f"| {' | '.join(_RULES[a] for a in block.alignments)} |"]
        rows.extend(self.row(row) for row in block.rows)
        return "\n".join(rows)

    def row(self, cells: tuple[Inlines, ...]) -> str:
        texts = [self.inlines(cell).replace("|", "&#124;") for cell in cells]
        return f"| {' | '.join(texts)} |"

    def inlines(self, inlines: Inlines, *, in_link: bool = False) -> str:
        """A stretch of inlines."""
        if len(inlines) == 1 and isinstance(alone := inlines[0], Text) and not (alone.strong or alone.emphasis):
            return _escape(alone.text, in_link=in_link)
        pieces: list[str] = []
        strong = emphasis = False
        for index, inline in enumerate(inlines):
            run = inline if isinstance(inline, Text) else None
            wanted = (run.strong, run.emphasis) if run else (False, False)
            if emphasis and (not wanted[1] or strong != wanted[0]):
                pieces.append("_")
                emphasis = False
            if strong and not wanted[0]:
                pieces.append("**")
                strong = False
            if wanted[0] and not strong:
                pieces.append("**")
                strong = True
            if wanted[1] and not emphasis:
                pieces.append("_")
                emphasis = True
            before = inlines[index - 1] if index else None
            after = inlines[index + 1] if index + 1 < len(inlines) else None
            pieces.append(self.text(run, before, after, in_link) if run else self.inline(inline))
        pieces.append("_" * emphasis + "**" * strong)
        return "".join(pieces)

    def inline(self, inline: Inline) -> str:
        match inline:
            case LineBreak():
                return "\\\n"
            case Link():
                return self.link(inline)
            case Footnote():
                number = len(self.notes) + 1
                self.notes.append("")
                self.notes[number - 1] = _escape_line_start(self.inlines(inline.content))
                return f"[^{number}]"
            case CrossReference():
                return f"[{_escape(inline.text)}](#{self.anchor(inline.label)})"
            case Missing():
                return f"<mark>{_escape(inline.text)}</mark>"
            case Text():
                return _escape(inline.text)
            case _:
                assert_never(inline)

    def anchor(self, label: str) -> str:
        """The anchor of the heading of an article."""
        return self.anchors.get(label, label)

    def link(self, link: Link) -> str:
        plain = link.content[0] if len(link.content) == 1 else None
        if plain == Text(link.url) and re.fullmatch(r"https?://[^\s<>\\`*_\[\]&|]+", link.url):
            return f"<{link.url}>"
        text = self.inlines(link.content, in_link=True)
        return f"[{_no_note(text)}]({_destination(link.url)})"

    def text(self, run: Text, before: Inline | None, after: Inline | None, in_link: bool) -> str:
        """Escape a run according to its neighbours: an emphasis mark must not touch a letter, or a blank inside."""
        first = last = False
        own = (run.strong, run.emphasis)
        if isinstance(before, Text):
            first = own != (before.strong, before.emphasis) and own == (False, False)
            first = first or (own != (False, False) and (before.strong or before.emphasis))
        if isinstance(after, Text):
            last = own != (after.strong, after.emphasis) and (after.strong or after.emphasis)
        text = run.text
        head = tail = ""
        if first and text and not _is_boundary(text[0]):
            head, text = f"&#{ord(text[0])};", text[1:]
        if last and text and not _is_boundary(text[-1]):
            tail, text = f"&#{ord(text[-1])};", text[:-1]
        escaped = _escape(text, in_link=in_link)
        if isinstance(after, (Link, Footnote, CrossReference)) and not tail and escaped.endswith("!"):
            escaped = f"{escaped[:-1]}\\!"
        return head + escaped + tail


def _turns(blocks: Sequence[Block]) -> Iterator[int]:
    """The kind of marks, 0 or 1, of each block: successive lists alternate, otherwise they would be read as one."""
    turn = 0
    previous: Block | None = None
    for block in blocks:
        follows = isinstance(block, ItemList) and isinstance(previous, ItemList) and block.numbered == previous.numbered
        turn = 1 - turn if follows else 0
        previous = block
        yield turn


def _no_note(bracketed: str) -> str:
    """A text to put in brackets, escaped so that it does not become the call of a note."""
    return f"\\{bracketed}" if bracketed.startswith("^") else bracketed


def _destination(address: str) -> str:
    """An address between the parentheses of a link or an image."""
    if re.fullmatch(r"[\w:/?#@!$'*+,;=%.~-]+", address):
        return address
    return f"<{re.sub(_ADDRESS_SPECIAL, lambda match: f'&#{ord(match.group())};', address)}>"


def _is_tight(item: tuple[Paragraph | ItemList, ...]) -> bool:
    """Whether an item needs no blank lines: it is one block, or a paragraph and a list."""
    if len(item) == 1:
        return True
    return len(item) == 2 and isinstance(item[0], Paragraph) and isinstance(item[1], ItemList)


def _is_boundary(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("P")


_ADDRESS_SPECIAL = re.compile(r"[\\<>&\[\]|]")
_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape a sign, or break the line
    r"|[`*\[~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore at the edge of a word
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#|[A-Za-z])"
)


_SIGNS = re.compile(r"[\\`*\[~_<&]")  # the first characters of all matches of `_SPECIAL`


def _escape(text: str, *, in_link: bool = False) -> str:
    escaped = _SPECIAL.sub(lambda match: f"\\{match.group()}", text) if _SIGNS.search(text) else text
    return escaped.replace("]", "\\]") if in_link else escaped


_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=[-\s|:]*$)|=+\s*$|\||:(?=-)|~~~)")
_NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def _escape_line_start(line: str) -> str:
    """Escape a line of prose that would be read as a heading, a quote, a list or a rule."""
    if _LINE_START.match(line):
        return f"\\{line}"
    return _NUMBER_START.sub(r"\1\\\2", line, count=1) if _NUMBER_START.match(line) else line
