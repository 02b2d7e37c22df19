"""The list of what a Word file called intact may contain: parts, elements, values.

Everything listed is either compared with the act made again from the spec (see `inventory`), or cannot show or hide a
word, within the bounds given. Everything else is reported. A value is allowed when its test is true; `OURS` requires
that the act made again has the same value at the same element.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")
Test = Callable[[str], bool]

# The prefixes used below for the elements of other namespaces than Word’s own.
PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15:",
}

# Parts, by the relationship that leads to them, and how each is checked.
PACKAGE_PARTS = {
    "officeDocument": "body",
    "core-properties": "core",
    "extended-properties": "inert",
    "custom-properties": "custom",
}
BODY_PARTS = {
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fonts",
    "numbering": "numbering",
    "footnotes": "notes",
    "endnotes": "notes",
    "comments": "comments",
    "header": "page",
    "footer": "page",
    "customXml": "spec",
    "image": "image",
    "webSettings": "web",
    # They have no effect without references to a theme or comments, which are not allowed below.
    "theme": "inert",
    "commentsExtended": "inert",
    "commentsIds": "inert",
    "commentsExtensible": "inert",
    "people": "inert",
}
OTHER_PARTS = {"customXmlProps": "inert"}  # from the carried spec
LINKING = frozenset({"body", "notes"})  # parts whose links lead outside, and are compared
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def anything(_: str) -> bool:
    """Any value."""
    return True


def OURS(_: str) -> bool:  # noqa: N802 - read in the table as the constant it is
    """A value allowed only if the act made again has it too: this test alone is never true."""
    return False


def no_leader(value: str) -> bool:
    """Whether no signs fill a tabulation; the signs of the act made again are allowed too."""
    return value == "none"


OURS_TOO = frozenset({OURS, no_leader})  # tests that a value of the act made again passes too


def off(value: str) -> bool:
    """Whether a property is stated to be off."""
    return value.casefold() in {"0", "false", "off", "none", "nil"}


def between(least: int, most: int) -> Test:
    """A whole number within bounds."""

    def test(value: str) -> bool:
        return re.fullmatch(r"-?\d{1,7}", value) is not None and least <= int(value) <= most

    return test


def among(*values: str) -> Test:
    """One of these values."""
    return frozenset(values).__contains__


def _light(value: str) -> float:
    """From 0, black, to 255, white."""
    red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def dark(value: str) -> bool:
    """Whether words in this colour can be read on any background allowed below."""
    return value == "auto" or (re.fullmatch("[0-9A-Fa-f]{6}", value) is not None and _light(value) <= 120)


def pale(value: str) -> bool:
    """Whether words in any colour allowed above can be read on this background."""
    return value == "auto" or (re.fullmatch("[0-9A-Fa-f]{6}", value) is not None and _light(value) >= 200)


def unseen(name: str, attribute: str, value: str) -> bool:
    """Whether words that have this value are not seen on paper: white, or of two points at most."""
    if name == "color":
        pale_theme = attribute == "themeColor" and value in {"background1", "light1", "bg1", "lt1"}
        light = attribute == "val" and re.fullmatch("[0-9A-Fa-f]{6}", value) is not None and _light(value) >= 230
        return pale_theme or light
    return name == "sz" and attribute == "val" and re.fullmatch(r"\d{1,4}", value) is not None and int(value) <= 4


font = among(
    *("Arial", "Arial Unicode MS", "Calibri", "Cambria", "Courier New", "DejaVu Sans", "Helvetica", "Liberation Sans"),
    *("Liberation Serif", "Marianne", "Spectral", "Times New Roman", "Verdana"),
)

Values = Mapping[str, Test]  # the attributes of an element, each with its test


def each(names: str, test: T) -> dict[str, T]:
    """The same test for several elements, or several attributes."""
    return dict.fromkeys(names.split(), test)


def free(names: str) -> Values:
    """Attributes that may have any value."""
    return each(names, anything)


_TABS = among("left", "right", "center", "decimal", "clear", "num", "start", "end")  # a bar would be drawn
_NONE: Values = {}
_BORDER: Values = {
    "val": anything,
    "sz": between(0, 24),
    "space": between(0, 31),
    "color": anything,
    "w": between(0, 400),
    "type": anything,
}
_MEASURE: Values = {"w": between(0, 12_000), "type": among("dxa", "auto", "pct", "nil")}
_ID: Values = {"id": anything}
_VAL: Values = {"val": anything}

# Properties that hide, cancel, turn or move words: allowed only when off.
OFF = frozenset(
    (
        *each("vanish specVanish webHidden hidden strike dstrike caps smallCaps outline shadow emboss imprint", off),
        *each("effect em rtl cs bidi oMath hideMark noWrap vMerge bidiVisual textDirection formProt", off),
        *each("evenAndOddHeaders mirrorMargins rtlGutter", off),
    )
)

_PROPERTIES: dict[str, Values] = {
    # of paragraphs
    **each("pPr pBdr tabs numPr keepNext keepLines pageBreakBefore widowControl", _VAL),
    **each("suppressAutoHyphens suppressLineNumbers contextualSpacing snapToGrid", _VAL),
    **each("pStyle ilvl numId outlineLvl textAlignment kinsoku wordWrap", _VAL),
    **each("overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd", _VAL),
    "jc": {"val": among("left", "right", "center", "both", "start", "end")},
    "ind": {
        **each("left start", between(-100, 4_000)),
        **each("right end", between(-100, 1_000)),
        **each("hanging firstLine", between(0, 900)),
    },
    "spacing": {
        **each("before after", between(0, 1_000)),
        **each("beforeAutospacing afterAutospacing", off),
        "line": between(200, 800),
        "lineRule": among("auto", "atLeast"),
        "val": between(-10, 20),
    },
    "tab": {"val": _TABS, "pos": between(0, 9_700), "leader": no_leader},
    # of runs; bold and italic are compared with the act
    **each("rPr rStyle b bCs i iCs szCs lang noProof", _VAL),
    "lang": free("val eastAsia bidi"),
    "rFonts": {
        **each("ascii hAnsi", font),
        **free("eastAsia cs"),
        "hint": among("default"),
    },
    "color": {"val": dark},
    "sz": {"val": between(12, 60)},
    "kern": {"val": between(0, 100)},
    "position": {"val": between(0, 0)},
    "w": {"val": between(100, 100)},
    "highlight": {"val": OURS},
    "u": {"val": off},
    "vertAlign": {"val": OURS},
    "shd": {"val": among("clear", "nil"), "color": anything, "fill": pale},
    # of tables
    **each("tblPr tblStyle tblLayout tblBorders tblCellMar tblGrid trPr tcPr", _VAL),
    **each("tcBorders tcMar cantSplit tblHeader vAlign gridSpan cnfStyle", _VAL),
    "tblLayout": {"type": anything},
    "tblLook": each("val firstRow lastRow firstColumn lastColumn noHBand noVBand", anything),
    "tblCaption": {"val": OURS},
    "tblW": _MEASURE,
    "tblInd": {"w": between(-300, 300), "type": among("dxa", "auto", "nil")},
    "tcW": {"w": between(300, 12_000), "type": among("dxa", "auto", "pct")},
    "gridCol": {"w": between(300, 12_000)},
    "trHeight": {"val": between(0, 4_000), "hRule": among("atLeast", "auto")},
    **each("top bottom left right start end insideH insideV", _BORDER),
}

_TEXT: dict[str, Values] = {
    **each("p r t instrText tbl tr tc noBreakHyphen proofErr", _NONE),
    "proofErr": {"type": anything},
    "lastRenderedPageBreak": _NONE,
    "br": {"type": among("page", "textWrapping"), "clear": among("none")},
    "fldChar": {"fldCharType": anything},
    "fldSimple": {"instr": anything},  # the instructions of fields are compared
    "bookmarkStart": free("id name"),
    "bookmarkEnd": _ID,
    "hyperlink": {"id": anything, "anchor": anything, "history": anything, "tooltip": OURS},
    "footnoteReference": _ID,
    **each("commentRangeStart commentRangeEnd commentReference", _ID),
    # tracked changes are listed one by one, and each forbids « intact »
    **each("ins del moveFrom moveTo rPrChange pPrChange", free("id author date")),
    **each("moveFromRangeStart moveToRangeStart", free("id author date name")),
    **each("moveFromRangeEnd moveToRangeEnd", _ID),
    **each("delText delInstrText", _NONE),
}

_SECTION: dict[str, Values] = {
    "sectPr": _NONE,
    **each("headerReference footerReference", free("type id")),
    "pgSz": {"w": OURS, "h": OURS, "orient": among("portrait"), "code": anything},
    "pgMar": each("top right bottom left header footer gutter", OURS),
    "cols": {"num": among("1"), "space": anything, "equalWidth": anything},
    "type": {"val": among("nextPage")},
    "docGrid": {"type": among("default"), **free("linePitch charSpace")},  # a grid of this type moves nothing
    "pgNumType": {"fmt": among("decimal")},
    "titlePg": _VAL,
    **each("footnotePr endnotePr", _NONE),
    "numFmt": {"val": among("decimal")},
    "textDirection": {"val": among("lrTb")},
}

_PICTURE: dict[str, Values] = {
    **each("drawing wp:cNvGraphicFramePr a:graphic pic:pic pic:nvPicPr pic:cNvPicPr", _NONE),
    **each("pic:blipFill a:stretch a:fillRect a:avLst a:noFill a:xfrm", _NONE),
    "wp:inline": each("distT distB distL distR", between(0, 200_000)),
    **each("wp:extent a:ext", free("cx cy")),  # compared, with the image
    "wp:effectExtent": dict.fromkeys("ltrb", between(0, 20_000)),
    **each("wp:docPr pic:cNvPr", free("id name descr")),  # compared too
    "a:graphicFrameLocks": {"noChangeAspect": anything},
    "a:picLocks": free("noChangeAspect noChangeArrowheads"),
    "a:graphicData": {"uri": among("http://schemas.openxmlformats.org/drawingml/2006/picture")},
    "a:blip": {"embed": anything},
    "pic:spPr": {"bwMode": among("auto")},
    "a:off": dict.fromkeys("xy", among("0")),
    "a:prstGeom": {"prst": among("rect")},
}

_NARROW: Values = {
    **each("left start", between(-100, 720)),
    **each("right end", between(-100, 100)),
    **each("hanging firstLine", between(0, 720)),
}
_STYLES: dict[str, Values] = {
    **each("styles docDefaults rPrDefault pPrDefault latentStyles lsdException", _NONE),
    **each("name aliases basedOn next link uiPriority semiHidden qFormat", _VAL),
    **each("unhideWhenUsed locked rsid", _VAL),
    "tblStylePr": {"type": anything},
    "ind": _NARROW,  # they may format cells
    "style": {**free("default styleId customStyle"), "type": among("paragraph", "character", "table", "numbering")},
    "latentStyles": each("defLockedState defUIPriority defSemiHidden defUnhideWhenUsed defQFormat count", anything),
    "lsdException": each("name locked uiPriority semiHidden unhideWhenUsed qFormat", anything),
}

_NUMBERING: dict[str, Values] = {
    **each("numbering multiLevelType nsid tmpl lvlJc abstractNumId", _VAL),
    "abstractNum": {"abstractNumId": anything, "restartNumberingAfterBreak": anything},
    "lvl": {"ilvl": anything, "tplc": anything, "tentative": anything},
    "num": {"numId": anything, "durableId": anything},
    "lvlOverride": {"ilvl": anything},
    **each("start startOverride", {"val": among("1")}),
    "numFmt": _VAL,  # compared, with the text it numbers
    "lvlText": _VAL,
    "suff": _VAL,
    "rFonts": {
        **each("ascii hAnsi", lambda value: font(value) or value in {"Symbol", "OpenSymbol"}),
        **free("eastAsia cs"),
        "hint": among("default"),
    },
    "tab": {"val": _TABS, "pos": between(0, 12_000)},
}
# The signs of our lists as other programs write them.
SAME_SIGNS = frozenset({("bullet", "\uf02d"), ("bullet", "\uf0b7"), ("none", "")})

_SETTINGS: dict[str, Values] = {
    **each("settings compat rsids rsidRoot rsid", _VAL),
    "defaultTabStop": {"val": between(0, 1_500)},
    **each("autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps", _VAL),
    **each("characterSpacingControl decimalSymbol listSeparator proofState view", _VAL),
    **each("hideSpellingErrors hideGrammaticalErrors embedTrueTypeFonts doNotTrackMoves", _VAL),
    "proofState": free("spelling grammar"),
    "zoom": {"percent": anything, "val": anything},
    "compatSetting": {**free("name uri"), "val": OURS},
    "themeFontLang": free("val eastAsia bidi"),
    "clrSchemeMapping": dict.fromkeys(  # of the theme, to which nothing refers
        ("bg1", "t1", "bg2", "t2", *(f"accent{number}" for number in range(1, 7)), "hyperlink", "followedHyperlink"),
        anything,
    ),
    **each("footnotePr endnotePr", _NONE),
    **each("footnote endnote", _ID),
    "numFmt": {"val": among("decimal")},
    **each("w14:docId w15:docId w15:chartTrackingRefBased", _VAL),
}

_COMMON = _PROPERTIES | _TEXT
IN_CELLS: Values = {**each("left start hanging firstLine", between(-100, 600)), **each("right end", between(-100, 100))}
ELEMENTS: dict[str, dict[str, Values]] = {
    "body": {"document": _NONE, "body": _NONE, **_COMMON, **_SECTION, **_PICTURE},
    "notes": {
        **each("footnotes endnotes separator continuationSeparator footnoteRef", _NONE),
        **each("footnote endnote", free("id type")),
        **_COMMON,
    },
    "page": {
        **{name: values for name, values in _COMMON.items() if name not in {"tbl", "tr", "tc"}},
        **each("hdr ftr", _NONE),
        "ind": _NARROW,
    },
    "comments": {
        "comments": _NONE,
        "comment": free("id author date initials"),
        "annotationRef": _NONE,
        **_COMMON,
    },
    "styles": _PROPERTIES | _STYLES,
    "numbering": _PROPERTIES | _NUMBERING,
    "settings": _SETTINGS,
    "fonts": {
        "fonts": _NONE,
        "font": {"name": anything},
        "altName": {"val": font},
        **each("charset family pitch panose1", _VAL),
        "charset": {"val": anything, "characterSet": anything},
        "sig": free("usb0 usb1 usb2 usb3 csb0 csb1"),
    },
    "web": {**each("webSettings optimizeForBrowser allowPNG doNotSaveAsSingleFile", _VAL)},
}
WORDED = frozenset({"t", "instrText", "delText", "delInstrText"})  # elements whose own characters count
# Attributes that name an editing session; then those for the blanks to keep and the elements that may be skipped.
SESSION = frozenset({"rsidR", "rsidRPr", "rsidRDefault", "rsidP", "rsidTr", "rsidSect", "rsidDel", "paraId", "textId"})
INERT = frozenset(
    {
        "{http://www.w3.org/XML/1998/namespace}space",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable",
    }
)
