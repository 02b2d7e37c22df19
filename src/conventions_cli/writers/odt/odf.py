"""The elements of an OpenDocument text, as strings (OASIS, OpenDocument 1.3, part 3). Their text is escaped here."""

import re
from collections.abc import Iterable, Mapping

from conventions_cli.writers.product_names import HELD

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
VERSION = 'office:version="1.3"'
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("office", f"{_URN}office:1.0"),
        ("text", f"{_URN}text:1.0"),
        ("table", f"{_URN}table:1.0"),
        ("style", f"{_URN}style:1.0"),
        ("draw", f"{_URN}drawing:1.0"),
        ("fo", f"{_URN}xsl-fo-compatible:1.0"),
        ("svg", f"{_URN}svg-compatible:1.0"),
        ("meta", f"{_URN}meta:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("ooow", "http://openoffice.org/2004/writer"),
    )
)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"\A +| {2,}|[\t\n]")
_JOINED = "\u2060\u2011"  # a no-break hyphen of the act itself, unlike those that this writer adds in names
_OPENING = re.compile(r"<text:[ph][ >][^>]*>|<text:[ph]>")


def escape(text: str) -> str:
    """A text as XML character data or attribute value; `HELD` becomes a no-break hyphen."""
    allowed = _FORBIDDEN.sub("\ufffd", text.replace("\u2011", _JOINED).replace(HELD, "\u2011"))
    return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def words(text: str) -> str:
    """The character data of a paragraph, with elements for the blanks that would otherwise be merged."""
    pieces, at = [], 0
    for match in _BLANKS.finditer(text):
        pieces += [escape(text[at : match.start()]), _blank(match[0])]
        at = match.end()
    return "".join([*pieces, escape(text[at:])])


def _blank(blanks: str) -> str:
    if blanks == "\t":
        return TAB
    if blanks == "\n":
        return LINE_BREAK
    return f'<text:s text:c="{len(blanks)}"/>' if len(blanks) > 1 else "<text:s/>"


TAB = "<text:tab/>"
LINE_BREAK = "<text:line-break/>"


def element(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """An element; attributes that are None or empty are left out."""
    stated = "".join(
        f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None and value != ""
    )
    return f"<{name}{stated}>{content}</{name}>" if content else f"<{name}{stated}/>"


def paragraph(content: str, style: str) -> str:
    """A paragraph."""
    return element("text:p", {"text:style-name": style}, content)


def heading(content: str, style: str, level: int) -> str:
    """A heading. `level`: that of the outline, from 1."""
    return element("text:h", {"text:style-name": style, "text:outline-level": level}, content)


def span(text: str, style: str = "") -> str:
    """Words in a style of characters."""
    return element("text:span", {"text:style-name": style}, words(text)) if style and text else words(text)


def link(address: str, content: str, title: str = "") -> str:
    """A link; « #name » leads to a bookmark."""
    attributes = {"xlink:type": "simple", "xlink:href": address, "office:title": title}
    styles = dict.fromkeys(("text:style-name", "text:visited-style-name"), "LienHypertexte")
    return element("text:a", attributes | styles, content)


def bookmark(name: str, content: str = "") -> str:
    """A bookmark, at a place or around some content."""
    stated = {"text:name": name}
    if not content:
        return element("text:bookmark", stated)
    return element("text:bookmark-start", stated) + content + element("text:bookmark-end", stated)


def counted(rank: int, number: int, *, follows: bool) -> str:
    """The number of an article, as a field. `follows`: it is the previous one plus one; else it restarts the count."""
    stated = {
        "text:ref-name": f"refArticle{rank}",
        "text:name": "Article",
        "text:formula": "ooow:Article+1" if follows else f"ooow:{number}",
        "style:num-format": "1",
    }
    return element("text:sequence", stated, str(number))


def reference(name: str, shown: str, form: str = "text") -> str:
    """A field that shows the text of a bookmark, or its page. `form`: « text » or « page »."""
    return element("text:bookmark-ref", {"text:reference-format": form, "text:ref-name": name}, escape(shown))


def note(number: int, content: str) -> str:
    """A footnote, called at this place."""
    body = element("text:note-body", {}, paragraph(content, "NoteDeBasDePage"))
    citation = element("text:note-citation", {}, str(number))
    return element("text:note", {"text:id": f"note{number}", "text:note-class": "footnote"}, citation + body)


def commented(number: int, content: str, comment: str) -> str:
    """Words with a comment about them."""
    name = f"commentaire{number}"
    annotation = element("dc:creator", {}, "convention") + element("text:p", {}, words(comment))
    opening = element("office:annotation", {"office:name": name}, annotation)
    return opening + content + element("office:annotation-end", {"office:name": name})


def item_list(items: Iterable[str], style: str, *, counted: bool) -> str:
    """A list with these items; a counted one starts from 1, whatever list is before it."""
    first = {"text:start-value": 1} if counted else {}
    content = ""
    for item in items:
        content += element("text:list-item", first, item)
        first = {}
    return element("text:list", {"text:style-name": style}, content)


def picture(source: str, name: str, alternative: str, size: tuple[float, float]) -> str:
    """An image in the line. `source`: the name of its file; `name`: its part in the archive; `size`: in millimetres."""
    place = {"xlink:href": name, "xlink:type": "simple", "xlink:show": "embed", "xlink:actuate": "onLoad"}
    content = element("draw:image", place) + element("svg:desc", {}, escape(alternative))
    width, height = (f"{side:.2f}mm" for side in size)
    frame = {"draw:name": source, "text:anchor-type": "as-char", "svg:width": width, "svg:height": height}
    return element("draw:frame", frame, content)


def opening_with(mark: str, blocks: str) -> str:
    """Blocks, with a mark at the start of the first paragraph."""
    match = _OPENING.search(blocks)
    if match is None:
        return blocks
    if match[0].endswith("/>"):
        opened, name = match[0][:-2] + ">", match[0][1:7]
        return f"{blocks[: match.start()]}{opened}{mark}</{name}>{blocks[match.end() :]}"
    return blocks[: match.end()] + mark + blocks[match.end() :]
