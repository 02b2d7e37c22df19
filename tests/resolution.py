"""Tracked changes resolved without our reader: on the XML, as the standard tells it (ECMA-376, part 1, 17.13.5)."""

import io
import zipfile

from lxml import etree

from wordml import W

_NS = {"w": W}
_IN, _OUT = ("ins", "moveTo"), ("del", "moveFrom")


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resolved(data, *, accept):
    """The root of the main part once every change is accepted, or rejected."""
    root = etree.fromstring(members(data)["word/document.xml"])
    unwrapped, dropped = (_IN, _OUT) if accept else (_OUT, _IN)
    for row in _all(root, "w:tr[w:trPr/w:" + dropped[0] + "]"):
        row.getparent().remove(row)
    for table in _all(root, "w:tbl[not(w:tr)]"):
        table.getparent().remove(table)
    ended = [p for p in _all(root, "w:p") if any(_one(p, f"w:pPr/w:rPr/w:{kind}") is not None for kind in dropped)]
    for kind in dropped:
        for change in _all(root, f"w:{kind}[not(parent::w:rPr or parent::w:trPr)]"):
            change.getparent().remove(change)
    for kind in unwrapped:
        for change in _all(root, f"w:{kind}[not(parent::w:rPr or parent::w:trPr)]"):
            at = change.getparent().index(change)
            change.getparent()[at : at + 1] = list(change)
    for paragraph in reversed(ended):  # its end is gone: what is left of it opens the next one
        left = [child for child in paragraph if child.tag != f"{{{W}}}pPr"]
        following = paragraph.getnext()
        if following is not None and following.tag == f"{{{W}}}p":
            place = 1 if _one(following, "w:pPr") is not None else 0
            following[place:place] = left
        else:
            assert not _said(paragraph)
        paragraph.getparent().remove(paragraph)
    if not accept:
        for change in _all(root, "w:pPrChange"):
            properties = change.getparent()
            properties.getparent().replace(properties, change[0])
    return root


def lines(data, root=None):
    """The words of each paragraph of the body, in its style, the text of the notes it calls in their place."""
    parts = members(data)
    root = etree.fromstring(parts["word/document.xml"]) if root is None else root
    notes = etree.fromstring(parts["word/footnotes.xml"])
    called = {note.get(f"{{{W}}}id"): _said(note) for note in notes}
    paragraphs = []
    for paragraph in _all(root, "w:p"):
        style = _one(paragraph, "w:pPr/w:pStyle")
        paragraphs.append((style.get(f"{{{W}}}val") if style is not None else "", _said(paragraph, called)))
    return paragraphs


def shape(root):
    """Tables: the number of cells of each row."""
    return [[len(row.findall("w:tc", _NS)) for row in table.findall("w:tr", _NS)] for table in _all(root, "w:tbl")]


def _all(root, path):
    return root.xpath(f".//{path}", namespaces=_NS)


def _one(element, path):
    return element.find(path, _NS)


_SIGNS = {"br": "\n", "noBreakHyphen": "-"}


def _said(element, called=None):
    text = []
    for child in element.iter(
        *(f"{{{W}}}{name}" for name in ("t", "delText", "br", "noBreakHyphen", "footnoteReference"))
    ):
        bare = etree.QName(child).localname
        if bare in _SIGNS:
            text.append(_SIGNS[bare])
        elif bare == "footnoteReference":
            text.append(f"[{(called or {})[child.get(f'{{{W}}}id')]}]")
        else:
            text.append(child.text or "")
    return "".join(text)
