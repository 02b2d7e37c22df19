"""Where each element of a Word file may stand, and how many times: elsewhere, or twice, each program reads its own way.

A property that stands twice is read by our reader as its first says, by another program as its last does.
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

# What stands in an element whose content is told apart from its properties; there, it may stand many times.
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
# What states something once.
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
_FIRST = frozenset({"pPr", "rPr", "tblPr", "trPr", "tcPr"})  # they dress what follows
# What tells apart the elements of one name that stand in one place.
_KEYS = {
    **dict.fromkeys(("headerReference", "footerReference", "tblStylePr"), "type"),
    **dict.fromkeys(("lvl", "lvlOverride"), "ilvl"),
    **dict.fromkeys(("footnote", "endnote"), "id"),
}
# What an element cannot do without: each program makes up its own.
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
# Properties that our reader takes from what is typed and from styles of paragraphs and characters only.
_READ_FROM = {"numPr": frozenset({"paragraph", "numbering"}), "vertAlign": frozenset({"paragraph", "character"})}


def misplaced(parent: str, name: str) -> bool:
    """Whether an element stands where our reader or another program would not look for it; by their listed names."""
    if ":" in name or ":" in parent:  # pictures: compared, byte for byte and by their size
        return not (":" in name and (":" in parent or parent in {"drawing", "settings"}))
    if name in allowed.OFF:
        return parent not in _PROPERTIES
    return name not in _CHILDREN.get(parent, frozenset())


def missing(element: Element, name: str) -> str | None:
    """The attribute that an element cannot do without, when it has not."""
    wanted = _STATED.get(name)
    return wanted if wanted is not None and attribute(element, wanted) is None else None


def unread(element: Element, name: str) -> bool:
    """Whether a property is stated where our reader does not take it from: defaults, styles of tables."""
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
    """The children that say again, and otherwise, what one before them said; `named`: the listed name of each."""
    first: dict[tuple[str, str], Element] = {}
    for one in parent:
        called = named[one]
        if ":" in called or (name not in _PROPERTIES and called not in _ONCE_IN_CONTENT):
            continue
        key = (called, attribute(one, _KEYS[called]) or "" if called in _KEYS else "")
        before = first.setdefault(key, one)
        late = called in _FIRST and name in _CONTENT and one is not parent[0]
        if late or (before is not one and (len(one) or len(before) or one.items() != before.items())):
            yield one
