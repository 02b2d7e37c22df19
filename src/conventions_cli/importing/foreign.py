"""A Markdown act made elsewhere, without the comments our writer adds: its parts are told by its headings and words."""

import re

from conventions_cli.document import (
    Article,
    ArticleForm,
    Block,
    Blocks,
    Document,
    Heading,
    Inlines,
    Paragraph,
    Part,
    Section,
    SectionKind,
    Text,
    normalize,
    plain_text,
)
from conventions_cli.importing.searched import plain
from conventions_cli.readers import MarkdownFault, read_blocks

_ARTICLE = re.compile(r"\A(?:article|art\.) ?(1 ?er|premier|\d{1,3}) ?(?:([:.–—-])|\Z|(?= )) ?", re.IGNORECASE)
_OPENINGS = (
    (SectionKind.PARTIES, re.compile(r"\Aentre\b(?: les soussignée?s)?", re.IGNORECASE)),
    (SectionKind.VISAS, re.compile(r"\Avu\b", re.IGNORECASE)),
    (SectionKind.SIGNATURES, re.compile(r"\A(?:fait (?:à|en|le)\b|signatures?\Z)", re.IGNORECASE)),
    (SectionKind.COPIES, re.compile(r"\A(?:copies?|ampliations?)\b.{0,40}\Z", re.IGNORECASE)),
    (SectionKind.ANNEX, re.compile(r"\Aannexe\b.{0,120}\Z", re.IGNORECASE)),
    (SectionKind.BODY, re.compile(r"\A(?:il (?:est|a été) convenu|préambule)\b", re.IGNORECASE)),
)


def read_foreign_markdown(text: str) -> tuple[Document | None, tuple[MarkdownFault, ...]]:
    """Read it; no document when something in it is not of the dialect of our clauses."""
    result = read_blocks(text)
    if result.faults:
        return None, result.faults
    parts: list[Part] = []
    for block in result.blocks:
        _place(block, parts)
    return normalize(Document(tuple(parts))), ()


def _place(block: Block, parts: list[Part]) -> None:
    words = plain(plain_text(block.content)) if isinstance(block, (Paragraph, Heading)) else ""
    opening = _ARTICLE.match(words) if isinstance(block, Heading) or _is_bold(block) else None
    if opening and isinstance(block, (Paragraph, Heading)):
        number = int(re.sub(r"\D", "", opening[1]) or 1)
        form = ArticleForm.COLON if opening[2] == ":" else ArticleForm.DASH
        label = f"article-{len(parts)}"
        lead = "Article 1\u00a0: " if form is ArticleForm.COLON and opening[1] == "1" else ""
        parts.append(Article(label, number, (Text(words[opening.end() :]),), (), form, lead))
        return
    kind = _kind(block, words, parts)
    last = parts[-1] if parts else None
    if kind is not None and not (isinstance(last, Section) and last.kind is kind):
        parts.append(Section(kind, ()))
    elif last is None:
        parts.append(Section(SectionKind.TITLE if isinstance(block, Heading) else SectionKind.HEADER, ()))
    parts[-1] = _with(parts[-1], (block,))


def _kind(block: Block, words: str, parts: list[Part]) -> SectionKind | None:
    in_articles = any(isinstance(part, Article) for part in parts)
    late = {SectionKind.SIGNATURES, SectionKind.COPIES, SectionKind.ANNEX}
    for kind, pattern in _OPENINGS:
        if pattern.match(words) and (kind in late) == in_articles:
            return kind
    if isinstance(block, Heading) and block.level == 1 and not in_articles:
        return SectionKind.TITLE
    last = parts[-1] if parts else None
    if isinstance(last, Section) and last.kind is SectionKind.VISAS:
        return SectionKind.BODY
    return None


def _with(part: Part, blocks: Blocks) -> Part:
    if isinstance(part, Article):
        return Article(part.label, part.number, part.title, part.blocks + blocks, part.form)
    return Section(part.kind, part.blocks + blocks)


def _is_bold(block: Block) -> bool:
    content: Inlines = block.content if isinstance(block, Paragraph) else ()
    return bool(content) and all(isinstance(one, Text) and one.strong for one in content)
