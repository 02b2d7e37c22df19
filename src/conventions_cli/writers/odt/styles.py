"""The look of the paragraphs, words, lists and pages of an act in an OpenDocument text.

The names of styles are those of our Word documents, so that an act is read back by the same marks. The measures are the
same too (tools/build_reference.py), and a test compares the pages. Sizes in points, lengths in millimetres or points.
"""

from conventions_cli.document import RUNNING, Metadata, shortened
from conventions_cli.foundation import Record
from conventions_cli.writers.odt import odf

_GREY = "#3a3a3a"
_SIDE = 22.5
_EDGE = 11.0  # from the edge of the sheet to the header, and to the footer
_TOP, _BOTTOM = 25.0, 23.0
_WIDTH = 165.0
BULLETS, NUMBERS = "Puces", "Numeros"
_SIGNS = ("–", "•", "◦")
_STEP = 7.5  # from a level of list to the next
OTHER_PAGES, FIRST_PAGE = "Suivante", "PremierePage"


class _Style(Record, frozen=True):
    """A style of paragraphs. `line`: in percent; `more`: further properties of the paragraph."""

    name: str
    shown: str
    above: float = 0
    below: float = 6
    size: float = 10.5
    line: int = 115
    bold: bool = False
    italic: bool = False
    grey: bool = False
    keeps: bool = False
    whole: bool = False
    align: str = ""
    level: int = 0
    following: str = ""
    more: tuple[tuple[str, str], ...] = ()


_BOX = (("fo:border", "0.75pt solid #000000"), ("fo:padding", "4pt"))
_TAB = "__tab"
_PARAGRAPHS = (
    _Style("Normal", "Texte"),
    _Style("Titre", "Titre", 12, 12, 13.5, 110, bold=True, keeps=True, whole=True, align="center", following="Normal"),
    _Style("Titre1", "Titre 1", 16, 6, 11, bold=True, keeps=True, whole=True, level=1, following="Normal"),
    _Style("Titre2", "Titre 2", 11, 4, bold=True, keeps=True, whole=True, level=2, following="Normal"),
    _Style("Titre3", "Titre 3", 9, 3, italic=True, keeps=True, whole=True, level=3, following="Normal"),
    _Style("TitreCopies", "Titre des copies", 16, 3, 9, bold=True, keeps=True, whole=True, level=1, following="Copies"),
    _Style("Projet", "Projet", 0, 12, align="center", more=_BOX),
    _Style("EnTeteActe", "En-tête de l’acte", 0, 18, bold=True),
    _Style("Reference", "Référence", 0, 12, grey=True, align="center"),
    _Style("TitreSommaire", "Titre du sommaire", 16, 6, 11, bold=True, keeps=True, whole=True),
    _Style("TM1", "Sommaire 1", 0, 3, more=((_TAB, "dotted"),)),
    _Style("Parties", "Parties", 3, 6, keeps=True),
    _Style("Partie", "Partie", whole=True, more=(("fo:margin-left", "10mm"),)),
    _Style("PartieCote", "Partie côté", 3, 6, align="end"),
    _Style("Visa", "Visa", 3, 6, whole=True, more=(("fo:margin-left", "7.5mm"), ("fo:text-indent", "-7.5mm"))),
    _Style("ListePuces", "Liste à puces", 0, 4),
    _Style("ListeNumeros", "Liste à numéros", 0, 4),
    _Style("TableauTexte", "Tableau texte", 2.5, 2.5, 10, 105),
    _Style("TableauTitre", "Tableau titre", 2.5, 2.5, 10, 105, bold=True),
    _Style("SignatureLieu", "Signature lieu", 24, 12, keeps=True),
    _Style("SignatureQualite", "Signature qualité", 0, 0, 10, keeps=True, whole=True),
    _Style("SignatureNom", "Signature nom", 0, 12, 10, bold=True, whole=True),
    _Style("Copies", "Copies", 0, 2, 9, 105),
    _Style(
        *("Entete", "En-tête", 0, 0, 8.5, 100),
        grey=True,
        more=((_TAB, ""), ("fo:border-bottom", "0.5pt solid #bfbfbf"), ("fo:padding-bottom", "4pt")),
    ),
    _Style("EntetePremierePage", "En-tête de première page", 0, 0, 8.5, 100, grey=True, more=((_TAB, ""),)),
    _Style("PiedDePage", "Pied de page", 0, 0, 8.5, 100, grey=True, more=((_TAB, ""),)),
    _Style(
        *("NoteDeBasDePage", "Note de bas de page", 0, 2, 8.5, 100),
        more=(("fo:margin-left", "3mm"), ("fo:text-indent", "-3mm")),
    ),
)
SPACES = {style.name: (style.above, style.below) for style in _PARAGRAPHS}  # above and below, in points
_BOLD = (("fo:font-weight", "bold"),)
_ITALIC = (("fo:font-style", "italic"),)
_WORDS = (
    ("Gras", "Gras", _BOLD),
    ("Italique", "Italique", _ITALIC),
    ("GrasItalique", "Gras italique", _BOLD + _ITALIC),
    ("Exposant", "Exposant", (("style:text-position", "super 58%"),)),
    ("AppelDeNote", "Appel de note", (("style:text-position", "super 58%"),)),
    ("LienHypertexte", "Lien", (("style:text-underline-style", "none"),)),
    ("AdresseImprimee", "Adresse imprimée", (("fo:hyphenate", "false"),)),
    ("ACompleter", "À compléter", (*_BOLD, ("fo:color", "#161616"), ("fo:background-color", "#ffe552"))),
)


def _points(value: float) -> str:
    return f"{value:g}pt"


def _paragraph_style(style: _Style) -> str:
    rest = dict(style.more)
    tab = rest.pop(_TAB, None)
    looks = {
        "fo:margin-top": _points(style.above),
        "fo:margin-bottom": _points(style.below),
        "fo:line-height": f"{style.line}%",
        "fo:text-align": style.align,
        "fo:keep-with-next": "always" if style.keeps else "",
        "fo:keep-together": "always" if style.whole else "",
        **rest,
    }
    stops = ""
    if tab is not None:
        leader = {"style:leader-style": tab, "style:leader-text": "."} if tab else {}
        stop = odf.element("style:tab-stop", {"style:position": f"{_WIDTH}mm", "style:type": "right"} | leader)
        stops = odf.element("style:tab-stops", {}, stop)
    letters = {
        "fo:font-size": _points(style.size),
        "fo:font-weight": "bold" if style.bold else "",
        "fo:font-style": "italic" if style.italic else "",
        "fo:color": _GREY if style.grey else "",
    }
    content = odf.element("style:paragraph-properties", looks, stops) + odf.element("style:text-properties", letters)
    stated = {
        "style:name": style.name,
        "style:display-name": style.shown,
        "style:family": "paragraph",
        "style:parent-style-name": "Normal" if style.name != "Normal" else "",
        "style:next-style-name": style.following,
        "style:default-outline-level": style.level or "",
    }
    return odf.element("style:style", stated, content)


def _word_style(name: str, shown: str, properties: tuple[tuple[str, str], ...]) -> str:
    stated = {"style:name": name, "style:display-name": shown, "style:family": "text"}
    return odf.element("style:style", stated, odf.element("style:text-properties", dict(properties)))


_LANGUAGE = {"fo:language": "fr", "fo:country": "FR"}
_FONT = {"style:font-name": "Arial", "fo:font-size": "10.5pt"}
_DEFAULTS = (
    odf.element(
        "style:default-style",
        {"style:family": "paragraph"},
        odf.element(
            "style:paragraph-properties", {"style:tab-stop-distance": "12.5mm", "fo:orphans": 2, "fo:widows": 2}
        )
        + odf.element("style:text-properties", _FONT | _LANGUAGE | {"fo:hyphenate": "false"}),
    )
    + odf.element(
        "style:default-style",
        {"style:family": "table"},
        odf.element("style:table-properties", {"table:border-model": "collapsing"}),
    )
    + odf.element("style:default-style", {"style:family": "table-row"})
)
FONTS = odf.element(
    "office:font-face-decls",
    {},
    odf.element(
        "style:font-face",
        {"style:name": "Arial", "svg:font-family": "Arial", "style:font-family-generic": "swiss"}
        | {"style:font-pitch": "variable"},
    ),
)


def _level(number: int, *, bullet: bool) -> str:
    left = f"{_STEP * number:g}mm"
    place = odf.element(
        "style:list-level-label-alignment",
        {"text:label-followed-by": "listtab", "text:list-tab-stop-position": left}
        | {"fo:text-indent": f"-{_STEP:g}mm", "fo:margin-left": left},
    )
    properties = odf.element(
        "style:list-level-properties", {"text:list-level-position-and-space-mode": "label-alignment"}, place
    )
    if bullet:
        sign = {"text:level": number, "text:bullet-char": _SIGNS[(number - 1) % len(_SIGNS)]}
        return odf.element("text:list-level-style-bullet", sign, properties)
    figure = {"text:level": number, "style:num-format": "1", "style:num-suffix": "."}
    return odf.element("text:list-level-style-number", figure, properties)


def _list_style(name: str, shown: str, *, bullet: bool) -> str:
    levels = "".join(_level(number, bullet=bullet) for number in range(1, 11))
    return odf.element("text:list-style", {"style:name": name, "style:display-name": shown}, levels)


_OUTLINE = odf.element(
    "text:outline-style",
    {"style:name": "Plan"},
    "".join(f'<text:outline-level-style text:level="{n}" style:num-format=""/>' for n in range(1, 11)),
)
_NOTES = odf.element(
    "text:notes-configuration",
    {"text:note-class": "footnote", "text:citation-style-name": "AppelDeNote", "style:num-format": "1"}
    | {"text:citation-body-style-name": "AppelDeNote", "text:default-style-name": "NoteDeBasDePage"}
    | {"text:start-numbering-at": "document", "text:footnotes-position": "page"},
)
_COMMON = "".join(
    [
        _DEFAULTS,
        *map(_paragraph_style, _PARAGRAPHS),
        *(_word_style(*style) for style in _WORDS),
        _list_style(BULLETS, "Puces", bullet=True),
        _list_style(NUMBERS, "Numéros", bullet=False),
        _OUTLINE,
        _NOTES,
    ]
)
_BAND = {"fo:margin-left": "0mm", "fo:margin-right": "0mm", "style:dynamic-spacing": "false"}
_LAYOUT = odf.element(
    "style:page-layout",
    {"style:name": "Page"},
    odf.element(
        "style:page-layout-properties",
        {"fo:page-width": "210mm", "fo:page-height": "297mm", "style:print-orientation": "portrait"}
        | {"fo:margin-top": f"{_EDGE:g}mm", "fo:margin-bottom": f"{_EDGE:g}mm"}
        | {"fo:margin-left": f"{_SIDE:g}mm", "fo:margin-right": f"{_SIDE:g}mm"},
        odf.element(
            "style:footnote-sep",
            {"style:width": "0.5pt", "style:rel-width": "30%", "style:color": "#000000", "style:line-style": "solid"}
            | {"style:adjustment": "left", "style:distance-before-sep": "1mm", "style:distance-after-sep": "1mm"},
        ),
    )
    + odf.element(
        "style:header-style",
        {},
        odf.element(
            "style:header-footer-properties",
            _BAND | {"fo:min-height": f"{_TOP - _EDGE:g}mm", "fo:margin-bottom": "8mm"},
        ),
    )
    + odf.element(
        "style:footer-style",
        {},
        odf.element(
            "style:header-footer-properties",
            _BAND | {"fo:min-height": f"{_BOTTOM - _EDGE:g}mm", "fo:margin-top": "8mm"},
        ),
    ),
)
_ACROSS = odf.element(
    "style:style",
    {"style:name": "Filigrane", "style:family": "graphic"},
    odf.element(
        "style:graphic-properties",
        {"draw:stroke": "none", "draw:fill": "solid", "draw:fill-color": "#e7e7e7", "style:run-through": "background"}
        | {"style:wrap": "run-through", "style:flow-with-text": "false", "style:number-wrapped-paragraphs": "no-limit"}
        | {"draw:auto-grow-height": "false", "draw:auto-grow-width": "false"}
        | {"style:vertical-pos": "middle", "style:vertical-rel": "page-content"}
        | {"style:horizontal-pos": "center", "style:horizontal-rel": "page-content"},
    ),
)


def _watermark(word: str) -> str:
    """A word across the page, behind the text."""
    shape = odf.element(
        "draw:enhanced-geometry",
        {"svg:viewBox": "0 0 21600 21600", "draw:type": "fontwork-plain-text", "draw:text-path": "true"}
        | {"draw:text-path-mode": "shape", "draw:text-path-scale": "path", "draw:modifiers": "10800"}
        | {"draw:enhanced-path": "M 0 0 L 21600 0 N M 0 21600 L 21600 21600 N"},
    )
    placed = {
        "draw:name": "Filigrane",
        "draw:style-name": "Filigrane",
        "text:anchor-type": "paragraph",
        "svg:width": "155mm",
        "svg:height": "52mm",
        "draw:z-index": 0,
        "draw:transform": "rotate (0.785398163397448) translate (10mm 150mm)",
    }
    described = odf.element("svg:desc", {}, f"Filigrane : {odf.escape(word)}")
    return odf.element("draw:custom-shape", placed, described + odf.element("text:p", {}, odf.escape(word)) + shape)


def styles_xml(metadata: Metadata) -> str:
    """The part `styles.xml`: styles, headers and footers."""
    running = odf.words(shortened(metadata.title, RUNNING))
    draft = odf.TAB + odf.span("PROJET", "Gras") + _watermark("PROJET") if metadata.draft else ""
    page = odf.element("text:page-number", {"text:select-page": "current"}, "1")
    count = odf.element("text:page-count", {}, "1")
    foot = odf.words(metadata.short_title) + odf.TAB + odf.words("Page ") + page + odf.words("\u00a0sur\u00a0") + count
    footer = odf.element("style:footer", {}, odf.paragraph(foot, "PiedDePage"))

    def master(name: str, shown: str, following: str, head: str) -> str:
        stated = {"style:name": name, "style:display-name": shown, "style:page-layout-name": "Page"}
        content = odf.element("style:header", {}, head) + footer
        return odf.element("style:master-page", stated | {"style:next-style-name": following}, content)

    masters = master(OTHER_PAGES, "Pages suivantes", "", odf.paragraph(running + draft, "Entete"))
    masters += master(FIRST_PAGE, "Première page", OTHER_PAGES, odf.paragraph(draft, "EntetePremierePage"))
    content = (
        FONTS
        + odf.element("office:styles", {}, _COMMON)
        + odf.element("office:automatic-styles", {}, _LAYOUT + _ACROSS)
        + odf.element("office:master-styles", {}, masters)
    )
    opening = f"<office:document-styles {odf.NAMESPACES} {odf.VERSION}>"
    return f"{odf.HEAD}{opening}{content}</office:document-styles>"
