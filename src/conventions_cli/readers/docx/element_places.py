"""The places where each element of a Word file may occur, and how often: otherwise programs disagree on its meaning.

For a property that occurs twice, our reader takes the first value, and another program the last one.
"""

from collections.abc import Iterator, Mapping

from conventions_cli.readers.docx import allowed
from conventions_cli.readers.docx.xml import Element, W, attribute

_MARKS = (
    "bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd moveFromRangeStart moveFromRangeEnd "
    "moveToRangeStart moveToRangeEnd proofErr"
)
_BLOCKS = f"p tbl {_MARKS}"
_CHANGES = "ins del moveFrom moveTo"
_INLINE = f"r hyperlink fldSimple {_CHANGES} {_MARKS}"
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid "
    "spacing ind jc contextualSpacing textAlignment outlineLvl cnfStyle"
)
_RUN = (
    "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u shd vertAlign lang noProof "
    f"suppressAutoHyphens {_CHANGES}"
)
_BORDERS = "top bottom left right start end insideH insideV"

# The contents, as opposed to the properties, of an element; they may occur many times.
_CONTENT: dict[str, str] = {
    "document": "body",
    "body": f"{_BLOCKS} sectPr",
    **dict.fromkeys(("hdr", "ftr", "footnote", "endnote", "comment"), _BLOCKS),
    "footnotes": "footnote",
    "endnotes": "endnote",
    "comments": "comment",
    "tbl": f"tblPr tblGrid tr {_MARKS}",
    "tr": f"trPr tc {_MARKS}",
    "tc": f"tcPr {_BLOCKS}",
    "p": f"pPr {_INLINE}",
    **dict.fromkeys(("hyperlink", "fldSimple", "ins", "del", "moveFrom", "moveTo"), _INLINE),
    "r": "rPr t tab br instrText delText delInstrText noBreakHyphen lastRenderedPageBreak fldChar footnoteReference "
    "footnoteRef commentReference annotationRef separator continuationSeparator drawing",
    "tblGrid": "gridCol",
    "tabs": "tab",
    "styles": "docDefaults latentStyles style",
    "latentStyles": "lsdException",
    "numbering": "abstractNum num",
    "compat": "compatSetting",
    "rsids": "rsidRoot rsid",
    "fonts": "font",
}
# Elements that may occur once.
_PROPERTIES: dict[str, str] = {
    "pPr": f"{_PARAGRAPH} rPr pPrChange",
    "rPr": f"{_RUN} rPrChange",
    "pPrChange": "pPr",
    "rPrChange": "rPr",
    "pBdr": _BORDERS,
    "numPr": f"ilvl numId {_CHANGES}",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    **dict.fromkeys(("tblBorders", "tblCellMar", "tcBorders", "tcMar"), _BORDERS),
    "trPr": "cnfStyle cantSplit trHeight tblHeader jc ins del",
    "tcPr": "cnfStyle tcW gridSpan tcBorders shd tcMar vAlign",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar pgNumType cols titlePg "
    "textDirection docGrid",
    **dict.fromkeys(("footnotePr", "endnotePr"), "footnote endnote numFmt"),
    "docDefaults": "rPrDefault pPrDefault",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat locked rsid pPr rPr tblPr "
    "trPr tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "abstractNum": "nsid multiLevelType tmpl name lvl",
    "num": "abstractNumId lvlOverride",
    "lvlOverride": "startOverride lvl",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "settings": " ".join(name for name in allowed.ELEMENTS["settings"] if name != "settings"),
    "font": "altName panose1 charset family pitch sig",
    "webSettings": " ".join(name for name in allowed.ELEMENTS["web"] if name != "webSettings"),
}
_CHILDREN: Mapping[str, frozenset[str]] = {
    name: frozenset(names.split()) for name, names in (_CONTENT | _PROPERTIES).items()
}
_ONCE_IN_CONTENT = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "docDefaults", "latentStyles"})
_FIRST = frozenset({"pPr", "rPr", "tblPr", "trPr", "tcPr"})  # they format what follows
# The attributes that distinguish elements with the same name at the same place.
_KEYS = {
    **dict.fromkeys(("headerReference", "footerReference", "tblStylePr"), "type"),
    **dict.fromkeys(("lvl", "lvlOverride"), "ilvl"),
    **dict.fromkeys(("footnote", "endnote"), "id"),
}
# Attributes an element must have, as each program would assume another value.
_STATED = {
    **dict.fromkeys(("lvl", "lvlOverride"), "ilvl"),
    "abstractNum": "abstractNumId",
    "num": "numId",
    **dict.fromkeys(("ilvl", "numId", "abstractNumId", "numFmt", "lvlText", "pStyle", "rStyle", "basedOn"), "val"),
    **dict.fromkeys(("headerReference", "footerReference"), "type"),
    "style": "styleId",
    **dict.fromkeys(("footnote", "footnoteReference", "bookmarkStart", "bookmarkEnd"), "id"),
    "fldChar": "fldCharType",
    "gridCol": "w",
    "vertAlign": "val",
}
# Properties that our reader takes only from direct formatting and from styles of paragraphs and characters.
_READ_FROM = {"numPr": frozenset({"paragraph", "numbering"}), "vertAlign": frozenset({"paragraph", "character"})}


def misplaced(parent: str, name: str) -> bool:
    """Whether an element is where our reader, or another program, would not look for it; names are those listed."""
    if ":" in name or ":" in parent:  # pictures: compared, byte for byte and by their size
        return not (":" in name and (":" in parent or parent in {"drawing", "settings"}))
    if name in allowed.OFF:
        return parent not in _PROPERTIES
    return name not in _CHILDREN.get(parent, frozenset())


def missing(element: Element, name: str) -> str | None:
    """The required attribute that an element lacks, if any."""
    wanted = _STATED.get(name)
    return wanted if wanted is not None and attribute(element, wanted) is None else None


def unread(element: Element, name: str) -> bool:
    """Whether a property is stated where our reader ignores it: in defaults, in styles of tables."""
    kinds = _READ_FROM.get(name)
    if kinds is None:
        return False
    for above in element.iterancestors():
        if above.tag in {f"{W}docDefaults", f"{W}tblStylePr"}:
            return True
        if above.tag == f"{W}lvl":
            return name == "numPr"
        if above.tag == f"{W}style":
            return (attribute(above, "type") or "paragraph") not in kinds
    return False


def doubles(parent: Element, name: str, named: Mapping[Element, str]) -> Iterator[Element]:
    """The children that state a property again with another value; `named`: the listed name of each child."""
    first: dict[tuple[str, str], Element] = {}
    for element in parent:
        called = named[element]
        if ":" in called or (name not in _PROPERTIES and called not in _ONCE_IN_CONTENT):
            continue
        key = (called, attribute(element, _KEYS[called]) or "" if called in _KEYS else "")
        before = first.setdefault(key, element)
        late = called in _FIRST and name in _CONTENT and element is not parent[0]
        if late or (before is not element and (len(element) or len(before) or element.items() != before.items())):
            yield element
