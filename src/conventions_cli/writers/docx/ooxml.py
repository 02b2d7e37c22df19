"""The elements of WordprocessingML, as strings; only this module spells them.

Word requires children in a certain order: each function writes that of the schema (ECMA-376, part 1, 17.3).
"""

import re
from collections.abc import Iterable, Sequence

from conventions_cli.writers.product_names import HELD

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'
DRAWING = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'

# Characters that XML 1.0 cannot contain, and those that change the direction of a text. Specs are checked for
# them when they are read; the acts of a redline and a tree built by a program are not.
_REFUSED = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff"
_FORBIDDEN = re.compile(f"[{_REFUSED}]")
_PLAIN = re.compile(f'[^{_REFUSED}&<>"]*')
_RAISED = '<w:vertAlign w:val="superscript"/>'
_DRESSES = {(False, False): "", (True, False): "Gras", (False, True): "Italique", (True, True): "GrasItalique"}
_ORDINAL = re.compile(r"(?<!\w)(1)(er)(?!\w)")


def escape(text: str) -> str:
    """A text as XML character data or attribute value."""
    if _PLAIN.fullmatch(text):  # true of nearly all texts
        return text
    allowed = holdable(text.replace(HELD, "-"))
    return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def holdable(text: str) -> str:
    """A text where each character that a document cannot contain becomes « \ufffd »."""
    return _FORBIDDEN.sub("\ufffd", text)


def _run(properties: str, text: str) -> str:
    opening = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    if HELD not in text:
        return f'{opening}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else f"{opening}</w:r>"
    pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split(HELD))
    return f"{opening}{'<w:noBreakHyphen/>'.join(pieces)}</w:r>"


def run(
    text: str, *, style: str = "", strong: bool = False, emphasis: bool = False, weighty: bool = False, mark: str = ""
) -> str:
    """A run of text; the « er » of « 1er » is raised.

    Bold and italic come from character styles, unless the run has its own style. `weighty`: whether the style of the
    paragraph is bold; a bold character style would cancel it (ECMA-376, part 1, 17.7.3), so properties are used
    instead. `mark`: other properties, as XML.
    """
    if not text:
        return ""
    direct = bool(style) or weighty
    dress = style if direct else _DRESSES[strong, emphasis]
    before = f'<w:rStyle w:val="{dress}"/>' if dress else ""
    if direct:
        before += "<w:b/><w:bCs/>" if strong else ""
        before += "<w:i/><w:iCs/>" if emphasis else ""
    before += mark
    if "1er" not in text:
        return _run(before, text)
    pieces = []
    last = 0
    raised = f"{before}{_RAISED}" if before else '<w:rStyle w:val="Exposant"/>'
    for match in _ORDINAL.finditer(text):
        pieces.append(_run(before, text[last : match.end(1)]))
        pieces.append(_run(raised, match[2]))
        last = match.end()
    if last < len(text):
        pieces.append(_run(before, text[last:]))
    return "".join(pieces)


def address(text: str) -> str:
    """An address in brackets, printed after its link."""
    return _run('<w:rStyle w:val="AdresseImprimee"/>', f" ({text})")


def paragraph(
    content: str,
    style: str,
    *,
    keep_next: bool = False,
    page_break: bool = False,
    numbering: tuple[int, int] | None = None,
    indent: int | None = None,
    align: str = "",
    space_before: bool = False,
    space_after: bool = False,
    line: bool = False,
) -> str:
    """A paragraph. `numbering`: list id and level, id 0 for none; `indent`: twips from the left; `align`: w:jc value;
    `line`: whether there is a dotted line under it, to write on.
    """
    properties = [f'<w:pStyle w:val="{style}"/>']
    if keep_next:
        properties.append("<w:keepNext/>")
    if page_break:
        properties.append("<w:pageBreakBefore/>")
    if numbering is not None:
        properties.append(f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>')
    if line:
        properties.append('<w:pBdr><w:bottom w:val="dotted" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>')
    if space_before or space_after:
        spaced = ' w:before="160"' * space_before + ' w:after="360"' * space_after
        properties.append(f"<w:spacing{spaced}/>")
    if indent is not None:
        properties.append(f'<w:ind w:left="{indent}"/>')
    if align:
        properties.append(f'<w:jc w:val="{align}"/>')
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{content}</w:p>"


def raised(text: str) -> str:
    """A superscript text, such as the « er » of « 1er »."""
    return _run('<w:rStyle w:val="Exposant"/>', text)


def field(instruction: str, cached: str, *, style: str = "") -> str:
    """A field. `cached`: the runs it shows until Word computes it; `style`: that of its result once computed."""
    dress = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return (
        f'<w:r>{dress}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{dress}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{dress}<w:fldChar w:fldCharType="separate"/></w:r>{cached}'
        f'<w:r>{dress}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def inner_link(anchor: str, content: str) -> str:
    """A link to a bookmark of the document."""
    return f'<w:hyperlink w:anchor="{escape(anchor)}" w:history="1">{content}</w:hyperlink>'


def picture(number: int, relation: str, name: str, alternative: str, size: tuple[int, int]) -> str:
    """An image in the line of the text; `size` is its width and height in EMU (36,000 to the millimetre)."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    width, height = size
    named = f'name="{escape(name)}" descr="{escape(alternative)}"'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" {named}/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{drawing}/main" noChangeAspect="1"/>'
        "</wp:cNvGraphicFramePr>"
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
        f'<pic:pic xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" {named}/><pic:cNvPicPr/>'
        "</pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def bookmark(number: int, name: str, content: str) -> str:
    """A bookmark around some content of a paragraph."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{escape(name)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def opening_with(mark: str, blocks: str) -> str:
    """Blocks with a mark at the start of their first paragraph, since LibreOffice moves marks between blocks."""
    properties = "</w:pPr>"  # all our paragraphs have properties, and « < » is escaped in texts
    before, _, after = blocks.partition(properties)
    return before + properties + mark + after


def hyperlink(relation: str, content: str, tip: str = "") -> str:
    """A link to the outside, through a relationship of the part. `tip`: its tooltip."""
    shown = f' w:tooltip="{escape(tip)}"' if tip else ""
    return f'<w:hyperlink r:id="{relation}" w:history="1"{shown}>{content}</w:hyperlink>'


def footnote_call(number: int) -> str:
    """The call of a footnote."""
    return f'<w:r><w:rPr><w:rStyle w:val="AppelDeNote"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def footnote(number: int, content: str) -> str:
    """A footnote."""
    mark = '<w:r><w:rPr><w:rStyle w:val="AppelDeNote"/></w:rPr><w:footnoteRef/></w:r>'
    text = paragraph(mark + run(" ") + content, "NoteDeBasDePage")
    return f'<w:footnote w:id="{number}">{text}</w:footnote>'


def commented(number: int, content: str) -> str:
    """Content with a comment about it. `number`: that of the comment."""
    mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>{mark}'


def comment(number: int, text: str) -> str:
    """A comment."""
    return f'<w:comment w:id="{number}" w:author="convention" w:initials="c"><w:p>{run(text)}</w:p></w:comment>'


def watermark(text: str) -> str:
    """A word across the page, behind the text, as Word writes it: to be put in a header."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:440pt;height:147pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="Filigrane" o:spid="_x0000_s2049" type="#_x0000_t136" alt="Filigrane : {escape(text)}" '
        f'style="{style}" o:allowincell="f" fillcolor="#d0d0d0" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:Arial;font-size:1pt" string="{escape(text)}"/></v:shape></w:pict></w:r>'
    )


def line_break() -> str:
    """A new line in a paragraph."""
    return "<w:r><w:br/></w:r>"


def tab() -> str:
    """A tabulation."""
    return "<w:r><w:tab/></w:r>"


def cell(content: str, width: int) -> str:
    """A cell of a table; `content` is at least one paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, header: bool = False, height: int = 0) -> str:
    """A row that stays on one page; a header row is repeated on each page. `height`: the least height, in twips."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties = f"<w:cantSplit/>{tall}" + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    rows: Iterable[str], widths: Sequence[int], *, style: str = "", caption: str = "", header: bool = True
) -> str:
    """A table with fixed column widths, in twips. `caption`: for screen readers, not printed."""
    properties = f'<w:tblStyle w:val="{style}"/>' if style else ""
    properties += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    first = int(header)
    properties += (
        f'<w:tblLook w:val="{"00A0" if header else "0000"}" w:firstRow="{first}" w:lastRow="0" w:firstColumn="{first}" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    if caption:
        properties += f'<w:tblCaption w:val="{escape(caption)}"/>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


BULLETS, NUMBERS = 1, 2  # the ids of the two list styles; the lists that restart have the next ids
_SIGNS = ("–", "•", "◦")


def _level(number: int, kind: str, text: str, style: str = "") -> str:
    left, hanging = 425 + 425 * number, 425
    of_style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{of_style}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def numbering(lists: Sequence[bool]) -> str:
    """The part that defines lists: those of the two list styles, then `lists` (True: numbered, restarting from 1)."""
    bullets = "".join(_level(n, "bullet", _SIGNS[n % len(_SIGNS)], "" if n else "ListePuces") for n in range(9))
    decimals = "".join(_level(n, "decimal", f"%{n + 1}.", "" if n else "ListeNumeros") for n in range(9))
    abstract = (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{bullets}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{decimals}</w:abstractNum>'
    )
    restart = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(9))
    written = [
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="0"/></w:num>',
        f'<w:num w:numId="{NUMBERS}"><w:abstractNumId w:val="1"/></w:num>',
    ]
    for number, numbered in enumerate(lists, start=NUMBERS + 1):
        kind = f'<w:abstractNumId w:val="1"/>{restart}' if numbered else '<w:abstractNumId w:val="0"/>'
        written.append(f'<w:num w:numId="{number}">{kind}</w:num>')
    return f"{HEAD}<w:numbering {NAMESPACES}>{abstract}{''.join(written)}</w:numbering>"
