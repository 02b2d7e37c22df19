"""Writes headers and footers of pages: those of our acts, or those read in a file."""

from conventions_cli.document import RUNNING, Metadata, PageField, PageHeads, shortened
from conventions_cli.writers.docx import ooxml

_Line = tuple[str | PageField, ...]
_DRAFT = "PROJET"


def own_heads(metadata: Metadata) -> PageHeads:
    """The headers and footers of our acts; the header of the first page has no title, as the act begins there."""
    mark, beside = (_DRAFT, f"\t{_DRAFT}") if metadata.draft else ("", "")
    foot = (f"{metadata.short_title}\tPage ", PageField.PAGE, " sur ", PageField.PAGES)
    title = shortened(metadata.title, RUNNING)
    return PageHeads(((f"{title}{beside}",),), ((beside,),), (foot,), (foot,), mark)


def header(lines: tuple[_Line, ...], watermark: str) -> str:
    """A header, as a part. `watermark`: the word across the page, or empty."""
    titled = any(isinstance(piece, str) and not piece.startswith("\t") for line in lines for piece in line[:1] if piece)
    style = "Entete" if titled else "EntetePremierePage"
    across = ooxml.watermark(watermark) if watermark else ""
    first, *others = [_runs(line, watermark) for line in lines] or [""]
    paragraphs = "".join(ooxml.paragraph(runs, style) for runs in (first + across, *others))
    return f"{ooxml.HEAD}<w:hdr {ooxml.NAMESPACES} {ooxml.DRAWING}>{paragraphs}</w:hdr>"


def footer(lines: tuple[_Line, ...]) -> str:
    """A footer, as a part."""
    paragraphs = "".join(ooxml.paragraph(runs, "PiedDePage") for runs in [_runs(line) for line in lines] or [""])
    return f"{ooxml.HEAD}<w:ftr {ooxml.NAMESPACES}>{paragraphs}</w:ftr>"


def _runs(line: _Line, watermark: str = "") -> str:
    """The runs of a line, with the word of the watermark in bold when it is in a column."""
    written = ""
    for piece in line:
        if isinstance(piece, PageField):
            written += ooxml.field(piece.value, ooxml.run("1"))
            continue
        first, *columns = piece.split("\t")
        written += ooxml.run(first)
        written += "".join(ooxml.tab() + ooxml.run(text, strong=text == watermark) for text in columns)
    return written
