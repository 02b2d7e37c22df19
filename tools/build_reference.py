"""Build templates/reference.docx: the styles, fonts and settings of every act, as a document Word can open and edit.

Every value of the layout is here, in one table, so that a change can be reviewed. Run `make reference` after editing.
The document holds no text and no logo. Its font is Arial, which every machine has, or a twin of the same widths
(Liberation Sans): LibreOffice ignores the alternatives a font table names, and falls back on DejaVu, which is wider.
"""

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from conventions_cli.writers.docx import ooxml

TARGET = Path(__file__).parents[1] / "templates" / "reference.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BLACK = "000000"
GREY = "3A3A3A"
FONT = "Arial"


def fonts(name: str = FONT) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


def paragraph_style(
    style_id: str,
    name: str,
    ppr: str = "",
    rpr: str = "",
    *,
    based_on: str = "Normal",
    following: str = "",
    default: bool = False,
    numbering: int = 0,
) -> str:
    """A paragraph style; `numbering`: the list its paragraphs belong to, in numbering.xml."""
    by_default = ' w:default="1"' if default else ""
    parts = [f'<w:style w:type="paragraph"{by_default} w:styleId="{style_id}">']
    parts.append(f"<w:name w:val={quoteattr(name)}/>")
    if not default:
        parts.append(f'<w:basedOn w:val="{based_on}"/>')
    if following:
        parts.append(f'<w:next w:val="{following}"/>')
    parts.append("<w:qFormat/>")
    if numbering:  # before the spacing, and after what keeps lines together
        ppr = f'<w:numPr><w:numId w:val="{numbering}"/></w:numPr>{ppr}'
    parts.append(f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
    parts.append(f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
    return "".join(parts) + "</w:style>"


def character_style(style_id: str, name: str, rpr: str, *, default: bool = False) -> str:
    by_default = ' w:default="1"' if default else ""
    opening = f'<w:style w:type="character"{by_default} w:styleId="{style_id}">'
    body = f"<w:name w:val={quoteattr(name)}/>"
    if not default:
        body += "<w:qFormat/>"  # based on nothing: a house document may borrow it
    return f"{opening}{body}{f'<w:rPr>{rpr}</w:rPr>' if rpr else ''}</w:style>"


def spacing(before: int, after: int, line: int = 276) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def color(value: str) -> str:
    return f'<w:color w:val="{value}"/>'


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"
KEEP = "<w:keepNext/><w:keepLines/>"
BOX = (
    "<w:pBdr>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="{BLACK}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    + "</w:pBdr>"
)


def styles() -> str:
    table = [
        paragraph_style("Normal", "Normal", default=True),
        character_style("Policepardfaut", "Default Paragraph Font", "", default=True),
        '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="Aucuneliste"><w:name w:val="No List"/></w:style>',
        paragraph_style(
            "Titre",
            "Title",
            f'{KEEP}{spacing(240, 240, 264)}<w:jc w:val="center"/>',
            BOLD + color(BLACK) + size(27),
            following="Normal",
        ),
        paragraph_style(
            "Titre1",
            "heading 1",
            f'{KEEP}{spacing(320, 120)}<w:outlineLvl w:val="0"/>',
            BOLD + color(BLACK) + size(22),
            following="Normal",
        ),
        paragraph_style(
            "Titre2",
            "heading 2",
            f'{KEEP}{spacing(220, 80)}<w:outlineLvl w:val="1"/>',
            BOLD + color(BLACK) + size(21),
            following="Normal",
        ),
        paragraph_style(
            "Titre3",
            "heading 3",
            f'{KEEP}{spacing(180, 60)}<w:outlineLvl w:val="2"/>',
            ITALIC + color(BLACK) + size(21),
            following="Normal",
        ),
        paragraph_style(
            "TitreCopies",
            "Titre des copies",
            f'{KEEP}{spacing(320, 60)}<w:outlineLvl w:val="0"/>',
            BOLD + color(BLACK) + size(18),
            following="Copies",
        ),
        paragraph_style("Projet", "Projet", f'{BOX}{spacing(0, 240)}<w:jc w:val="center"/>'),
        paragraph_style("EnTeteActe", "En-tête de l’acte", f'{spacing(0, 360)}<w:jc w:val="left"/>', BOLD + size(21)),
        paragraph_style("Reference", "Référence", f'{spacing(0, 240)}<w:jc w:val="center"/>', color(GREY)),
        paragraph_style("TitreSommaire", "TOC Heading", f"{KEEP}{spacing(320, 120)}", BOLD + color(BLACK) + size(22)),
        paragraph_style(
            "TM1",
            "toc 1",
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9354"/></w:tabs>{spacing(0, 60)}',
        ),
        paragraph_style("Parties", "Parties", f"<w:keepNext/>{spacing(60, 120)}"),
        paragraph_style("Partie", "Partie", f'<w:keepLines/>{spacing(0, 120)}<w:ind w:left="567"/>'),
        paragraph_style("PartieCote", "Partie côté", f'{spacing(60, 120)}<w:jc w:val="right"/>'),
        paragraph_style("Visa", "Visa", f'<w:keepLines/>{spacing(60, 120)}<w:ind w:left="425" w:hanging="425"/>'),
        paragraph_style("ListePuces", "List Bullet", spacing(0, 80), numbering=ooxml.BULLETS),
        paragraph_style("ListeNumeros", "List Number", spacing(0, 80), numbering=ooxml.NUMBERS),
        paragraph_style("TableauTexte", "Tableau texte", spacing(50, 50, 252), size(20)),
        paragraph_style("SignatureLieu", "Signature lieu", f"<w:keepNext/>{spacing(480, 240)}"),
        paragraph_style(
            "SignatureQualite", "Signature qualité", f"<w:keepNext/><w:keepLines/>{spacing(0, 0)}", size(20)
        ),
        paragraph_style("SignatureNom", "Signature nom", f"<w:keepLines/>{spacing(0, 240)}", BOLD + size(20)),
        paragraph_style("Copies", "Copies", spacing(0, 40, 252), size(18)),
        paragraph_style(
            "Entete",
            "header",
            f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="BFBFBF"/></w:pBdr>'
            f'<w:tabs><w:tab w:val="right" w:pos="9354"/></w:tabs>{spacing(0, 0, 240)}',
            color(GREY) + size(17),
        ),
        paragraph_style(
            "EntetePremierePage",
            "En-tête de première page",
            f'<w:tabs><w:tab w:val="right" w:pos="9354"/></w:tabs>{spacing(0, 0, 240)}',
            color(GREY) + size(17),
        ),
        paragraph_style(
            "PiedDePage",
            "footer",
            f'<w:tabs><w:tab w:val="right" w:pos="9354"/></w:tabs>{spacing(0, 0, 240)}',
            color(GREY) + size(17),
        ),
        paragraph_style(
            "NoteDeBasDePage", "footnote text", f'{spacing(0, 40, 240)}<w:ind w:left="170" w:hanging="170"/>', size(17)
        ),
        character_style("AppelDeNote", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
        character_style("LienHypertexte", "Hyperlink", color("auto") + '<w:u w:val="none"/>'),
        character_style("AdresseImprimee", "Adresse imprimée", ""),
        character_style("Gras", "Strong", BOLD),
        character_style("Italique", "Emphasis", ITALIC),
        character_style("GrasItalique", "Gras italique", BOLD + ITALIC),
        character_style("Exposant", "Exposant", '<w:vertAlign w:val="superscript"/>'),
        character_style(
            "ACompleter", "À compléter", f'{BOLD}{color("161616")}<w:shd w:val="clear" w:color="auto" w:fill="FFE552"/>'
        ),
        '<w:style w:type="table" w:styleId="TableauActe"><w:name w:val="Tableau de l’acte"/><w:basedOn w:val="TableauNormal"/>'
        "<w:tblPr><w:tblBorders>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="929292"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/></w:tcPr></w:tblStylePr>'
        "</w:style>",
    ]
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts()}{size(21)}<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{spacing(0, 120)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return f'{HEAD}<w:styles xmlns:w="{W}">{defaults}{"".join(table)}</w:styles>'


SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:autoHyphenation w:val="0"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>'
    '<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>'
    '<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat>'
    '<w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)

FONT_TABLE = (
    f'{HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/><w:charset w:val="00"/>'
    '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)

FOOTNOTES = (
    f'{HEAD}<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)

DOCUMENT = (
    f'{HEAD}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Styles des conventions.</w:t></w:r></w:p>'
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1276" w:bottom="1304" w:left="1276" '
    'w:header="624" w:footer="624" w:gutter="0"/></w:sectPr></w:body></w:document>'
)

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
            ("footnotes", "footnotes"),
            ("numbering", "numbering"),
        )
    )
    + "</Types>"
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELS = f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
DOCUMENT_RELS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{part}" Target="{part}.xml"/>'
        for n, part in enumerate(("styles", "settings", "fontTable", "footnotes", "numbering"), start=1)
    )
    + "</Relationships>"
)


def build() -> dict[str, str]:
    """The parts of the reference document, by name."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": DOCUMENT,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/footnotes.xml": FOOTNOTES,
        "word/numbering.xml": ooxml.numbering(()),
    }


def main() -> None:
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in build().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    print(f"{TARGET.name} : {len(build())} parties")


if __name__ == "__main__":
    main()
