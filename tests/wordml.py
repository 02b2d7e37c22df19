"""Word files made by hand, as Word and others make them: a body in WordprocessingML in, the bytes of a .docx out."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Titre"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="Titre 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mon"><w:name w:val="Mon article"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="PL"><w:name w:val="Paragraphe de liste"/></w:style>
<w:style w:type="paragraph" w:styleId="TM"><w:name w:val="TM 1"/></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
<w:style w:type="paragraph" w:styleId="G"><w:name w:val="Titre gras"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="F"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grille"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>
<w:top w:val="single"/></w:tblBorders></w:tblPr></w:style>
"""


def level(number: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{720 * (number + 1)}"/></w:pPr></w:lvl>'
    )


def numbering(*lists: str, overrides: str = "") -> str:
    """Definition n serves list n + 1; `overrides` are further `w:num` elements."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{abstract}</w:abstractNum>' for n, abstract in enumerate(lists)
    )
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(lists)))
    return abstracts + numbers + overrides


def p(content: str = "", style: str = "", properties: str = "", *, numbered: tuple[int, int] | None = None) -> str:
    """A paragraph; text without markup becomes a run."""
    inner = content if "<" in content else t(content)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        styled += f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inner}</w:p>"


def t(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def bold(text: str) -> str:
    return t(text, "<w:b/>")


def field(instruction: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return f"{mark('begin')}{code}{mark('separate')}{shown}{mark('end')}"


def alternative(choice: str, fallback: str) -> str:
    inner = f'<mc:Choice Requires="wps">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
    return f"<mc:AlternateContent>{inner}</mc:AlternateContent>"


def change(kind: str, content: str, author: str = "Zoé", identifier: int = 9) -> str:
    return f'<w:{kind} w:id="{identifier}" w:author="{author}" w:date="2025-01-02T00:00:00Z">{content}</w:{kind}>'


def tc(*paragraphs: str, properties: str = "") -> str:
    inner = "".join(paragraph if paragraph.startswith("<w:") else p(paragraph) for paragraph in paragraphs) or p()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str, style: str = "") -> str:
    styled = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{styled}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """Relationships: id → type and target; an address is outside."""
    listed = "".join(
        f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if ":" in target else "")
        + "/>"
        for identifier, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def _content_types(names: list[str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"corps": "document.main"}
    listed = "".join(
        f'<Override PartName="/texte/{name}.xml" ContentType="{word}.{kinds.get(name, name)}+xml"/>' for name in names
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{listed}</Types>"
    )


def word_parts(body: str, links: dict[str, str] | None = None, **parts: str) -> dict[str, str | bytes]:
    """The members of a file; `parts`: the inside of numbering, footnotes, comments, header …"""
    roots = {"header": "hdr", "footer": "ftr"}
    targets = {f"r{name}": (name, f"{name}.xml") for name in ["styles", *parts]}
    targets |= {name: ("hyperlink", address) for name, address in (links or {}).items()}
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(["corps", "styles", *parts]),
        "_rels/.rels": relations({"rId1": ("officeDocument", "texte/corps.xml")}),
        "texte/_rels/corps.xml.rels": relations(targets),
        "texte/corps.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    for name, inside in {"styles": STYLES, **parts}.items():
        root = roots.get(name, name)
        members[f"texte/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
    return members


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(body: str, links: dict[str, str] | None = None, **parts: str) -> bytes:
    return zipped(word_parts(body, links, **parts))
