"""Parses untrusted XML into elements: only this module calls lxml's parser."""

import re

from lxml import etree

from conventions_cli.readers.archive import ArchiveError

Element = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"
MAX_DEPTH = 100
MAX_ELEMENTS = 600_000
_INTEGER = re.compile(r"\s*([+-]?\d{1,9})(?:\.\d+)?\s*\Z")
_TOO_DEEP = etree.XPath("/" + "/".join(["*"] * (MAX_DEPTH + 1)))
_COUNT = etree.XPath("count(//*)")

# Strict OOXML (ISO/IEC 29500) has namespaces of its own for the same elements; only whole values are replaced.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP),
)


def parse(data: bytes, name: str) -> Element:
    """The root of a part. Raises ArchiveError: not well formed, a document type, too deep, too many elements."""
    start = data.replace(b"'", b'"')
    for strict, namespace in _STRICT:
        if strict in data:
            for mark in (b'"', b"'"):
                data = data.replace(mark + strict + mark, mark + namespace[1:-1].encode() + mark)
    again = "L’ouvrir dans Word ou LibreOffice et l’enregistrer de nouveau au format .docx."
    if all(f'"{address}"'.encode() in start for address in (W[1:-1], _STRICT[0][0].decode())):
        raise ArchiveError(f"La partie « {name} » du document mêle les deux formes de la norme.", again)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise ArchiveError(f"La partie « {name} » du document est abîmée.", again) from fault
    about = root.getroottree().docinfo
    if about is not None and about.internalDTD is not None:
        raise ArchiveError(f"La partie « {name} » du document déclare un type de document, refusé.", again)
    try:
        too_deep, count = bool(_TOO_DEEP(root)), _COUNT(root)
    except etree.XPathError:
        too_deep, count = True, 0
    if too_deep:
        raise ArchiveError(f"La partie « {name} » du document a plus de {MAX_DEPTH} niveaux imbriqués.", again)
    if not isinstance(count, float) or count > MAX_ELEMENTS:
        raise ArchiveError(f"La partie « {name} » du document est démesurée.", "Donner l’acte seul.")
    return root


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along these names of the main namespace; None when a step is absent."""
    for step in path:
        name = W + step
        for inner in element if element is not None else ():  # lxml's own `find` takes six times as long
            if inner.tag == name:
                element = inner
                break
        else:
            return None
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The `w:val` of the element along these names; None when there is no such element or attribute."""
    element_found = child(element, *path)
    return None if element_found is None else attribute(element_found, "val")


def attribute(element: Element, name: str) -> str | None:
    """An attribute of the main namespace."""
    text = element.get(W + name)
    return None if text is None else str(text)


def written(element: Element) -> str:
    """The characters of an element; as in Word, blanks at its ends count only if it states so."""
    text = element.text or ""
    if not text or not (text[0] in _BLANKS or text[-1] in _BLANKS):
        return text
    at: Element | None = element
    while at is not None and at.get(_SPACE) is None:
        at = at.getparent()
    return text if at is not None and at.get(_SPACE) == "preserve" else text.strip(_BLANKS)


def integer(text: str | None, default: int = 0) -> int:
    """A number of a file, of at most nine digits; the default for anything else."""
    match = _INTEGER.match(text) if text is not None else None
    return int(match[1]) if match else default


def toggle(properties: Element | None, name: str) -> bool | None:
    """Whether a property is on, off, or not stated (`<w:b/>`, `<w:b w:val="0"/>`, no element)."""
    element = child(properties, name)
    if element is None:
        return None
    return (attribute(element, "val") or "1").casefold() not in {"0", "false", "off", "none"}
