"""The heads and feet of pages: those of our acts, and those an act was read with."""

from conventions_cli.document import RUNNING, Metadata, PageField, PageHeads, shortened
from conventions_cli.writers.docx import ooxml

_Line = tuple[str | PageField, ...]
_DRAFT = "PROJET"


def own_heads(metadata: Metadata) -> PageHeads:
    """What our acts have around their pages; above the first one stands the name of the administration, in the act."""
    mark, beside = (_DRAFT, f"\t{_DRAFT}") if metadata.draft else ("", "")
    foot = (f"{metadata.short_title}\tPage ", PageField.PAGE, " sur ", PageField.PAGES)
    title = shortened(metadata.title, RUNNING)
    return PageHeads(((f"{title}{beside}",),), ((beside,),), (foot,), (foot,), mark)


def header(lines: tuple[_Line, ...], watermark: str) -> str:
    """The head of a page, with the word across it, if there is one."""
    titled = any(isinstance(piece, str) and not piece.startswith("\t") for line in lines for piece in line[:1] if piece)
    style = "Entete" if titled else "EntetePremierePage"
    across = ooxml.watermark(watermark) if watermark else ""
    first, *others = [_runs(line, watermark) for line in lines] or [""]
    paragraphs = "".join(ooxml.paragraph(runs, style) for runs in (first + across, *others))
    return f"{ooxml.HEAD}<w:hdr {ooxml.NAMESPACES} {ooxml.DRAWING}>{paragraphs}</w:hdr>"


def footer(lines: tuple[_Line, ...]) -> str:
    """The foot of a page."""
    paragraphs = "".join(ooxml.paragraph(runs, "PiedDePage") for runs in [_runs(line) for line in lines] or [""])
    return f"{ooxml.HEAD}<w:ftr {ooxml.NAMESPACES}>{paragraphs}</w:ftr>"


def _runs(line: _Line, watermark: str = "") -> str:
    """A line; the word across the page is bold where it stands in a column."""
    written = ""
    for piece in line:
        if isinstance(piece, PageField):
            written += ooxml.field(piece.value, ooxml.run("1"))
            continue
        first, *columns = piece.split("\t")
        written += ooxml.run(first)
        written += "".join(ooxml.tab() + ooxml.run(text, strong=text == watermark) for text in columns)
    return written
