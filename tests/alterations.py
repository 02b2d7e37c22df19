"""Ways to bring words onto a page of a Word file, or to take some away, besides typing in the text of the act.

Each is a name and a function from the members of a file to those of the altered one; `altered` changes one part.
"""

import io
import re
import zipfile

SAID = "le montant est porté à 900 000 €"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def altered(data, **changes):
    """A file with parts of `word/` changed: `altered(data, footer1=lambda xml: …)`. Each must change something."""
    parts = members(data)
    for name, change in changes.items():
        old = parts[f"word/{name}.xml"].decode()
        new = change(old)
        assert new != old, name
        parts[f"word/{name}.xml"] = new.encode()
    return packed(parts)


def run(text=SAID, dress=""):
    return f'<w:r><w:rPr>{dress}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside=None, about=""):
    return f"<w:p><w:pPr>{about}</w:pPr>{run() if inside is None else inside}</w:p>"


def _paragraph(xml):
    """A paragraph of prose in the middle of an act, with its first run of words."""
    return next(
        match
        for match in re.finditer(
            r'<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>(<w:r><w:t[^>]*>[^<]{40,}</w:t></w:r>)', xml
        )
        if match.start() > len(xml) // 3
    )


def body(change):
    """An alteration of the text part, more namespaces being declared there."""

    def alter(parts):
        xml = parts["word/document.xml"].decode()
        missing = " ".join(
            declaration
            for declaration in re.findall(r'xmlns:\w+="[^"]*"', MORE)
            if declaration.split("=")[0] not in xml.split(">", 2)[1]
        )
        new = change(xml).replace("<w:document ", f"<w:document {missing} ", 1)
        assert change(xml) != xml
        return parts | {"word/document.xml": new.encode()}

    return alter


def between(added):
    """Something after a paragraph."""
    return body(lambda xml: xml[: (at := xml.index("</w:p>", _paragraph(xml).start()) + 6)] + added + xml[at:])


def inside(added):
    """Something in a paragraph, before its words."""
    return body(lambda xml: xml[: (at := _paragraph(xml).start(1))] + added + xml[at:])


def dressed(dress):
    """The words of the act in another dress."""
    return body(
        lambda xml: (
            xml[: (at := _paragraph(xml).start(1))]
            + xml[at:].replace("<w:r><w:t", f"<w:r><w:rPr>{dress}</w:rPr><w:t", 1)
        )
    )


def paragraph(about):
    """A property of a paragraph of the act."""
    return body(
        lambda xml: xml[: (at := _paragraph(xml).start())] + xml[at:].replace("</w:pPr>", f"{about}</w:pPr>", 1)
    )


def words_of_part(part, dress):
    """The first words of another part than the body, in another dress."""
    return swap(part, "<w:r><w:t", f"<w:r><w:rPr>{dress}</w:rPr><w:t")


def swap(part, old, new):
    def alter(parts):
        xml = parts[part].decode()
        assert old in xml, (part, old)
        return parts | {part: xml.replace(old, new, 1).encode()}

    return alter


def part(name, content, kind, relation, *, source="document", external=False):
    """A further part, its type and the relationship that leads to it."""

    def alter(parts):
        rels = f"word/_rels/{source}.xml.rels"
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        mode = ' TargetMode="External"' if external else ""
        link = f'<Relationship Id="rNouveau" Type="{OFFICE}/{relation}" Target="{name}"{mode}/></Relationships>'
        changed = parts | {rels: parts.get(rels, empty).replace(b"</Relationships>", link.encode())}
        if not external:
            changed[f"word/{name}"] = content.encode() if isinstance(content, str) else content
            typed = f'<Override PartName="/word/{name}" ContentType="{kind}"/></Types>'
            changed["[Content_Types].xml"] = changed["[Content_Types].xml"].replace(b"</Types>", typed.encode())
        return changed

    return alter


def both(*changes):
    def alter(parts):
        for change in changes:
            parts = change(parts)
        return parts

    return alter


def field(instruction, shown=SAID, mark=""):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{mark}/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown) if shown else ""}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def sdt(about, content):
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


TRACKED = 'w:id="91" w:author="Zoé" w:date="2025-09-01T10:00:00Z"'


def tracked_words(part):
    """The first words of a part made a tracked insertion; they are the same."""
    return swap_match(part, r"<w:r><w:t(?:(?!</w:r>).)*</w:r>", lambda match: f"<w:ins {TRACKED}>{match[0]}</w:ins>")


def swap_match(name, pattern, new):
    def alter(parts):
        xml, count = re.subn(pattern, new, parts[name].decode(), count=1)
        assert count, (name, pattern)
        return parts | {name: xml.encode()}

    return alter


def in_style(name, properties, group=""):
    """Properties added to a style: after its name, or in the group it has."""

    def add(match):
        holder = group or f'<w:name w:val="{name}"/>'
        if group and group not in match[0]:
            return match[0].replace("</w:style>", f"{group}{properties}{group.replace('<', '</')}</w:style>")
        return match[0].replace(holder, holder + properties, 1)

    shape = rf'<w:style [^>]*><w:name w:val="{re.escape(name)}"/>.*?</w:style>'
    return swap_match("word/styles.xml", shape, add)


LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
CONTENTS = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
BOX = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p()}</w:txbxContent></v:textbox></v:shape></w:pict>"
SHAPE = (
    '<w:drawing><wp:anchor><wp:extent cx="9" cy="9"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>'
    f"{p()}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
)
CHART = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rNouveau"/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0"
    b"\x05\xfe\x02\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NUMBERS = "word/numbering.xml"
STYLES = "word/styles.xml"
NOTES = "word/footnotes.xml"
SETTINGS = "word/settings.xml"

# The twenty-four ways of the first attack, then their neighbours.
ADDED = {
    "un contrôle qui se dit sommaire": between(sdt(CONTENTS, p())),
    "un paragraphe au style du sommaire": between(p(about='<w:pStyle w:val="TM1"/>')),
    "une puce réécrite": swap(NUMBERS, 'w:lvlText w:val="–"', f'w:lvlText w:val="– {SAID}"'),
    "le séparateur des notes": swap(NOTES, "<w:separator/>", f"<w:separator/><w:t>{SAID}</w:t>"),
    "un pied de page qui finit comme un des nôtres": swap(
        "word/footer1.xml", "</w:p>", f"{run(SAID + ' – 0123456789ab')}</w:p>"
    ),
    "un texte ruby": inside(f"<w:r><w:ruby><w:rt>{run()}</w:rt><w:rubyBase>{run('')}</w:rubyBase></w:ruby></w:r>"),
    "un champ QUOTE à recalculer": inside(field(f'QUOTE "{SAID}"', "", ' w:dirty="true"')),
    "un champ INCLUDETEXT": inside(field('INCLUDETEXT "autre.docx"', "")),
    "une alternative inconnue": inside(
        f'<mc:AlternateContent><mc:Choice Requires="inconnu"/><mc:Fallback>{run()}</mc:Fallback></mc:AlternateContent>'
    ),
    "un contrôle lié à des données": inside(sdt('<w:dataBinding w:xpath="/m" w:storeItemID="{0}"/>', run(""))),
    "une zone de texte dans un contrôle": inside(sdt("", f"<w:r>{BOX}</w:r>")),
    "un document inséré (altChunk)": both(
        between('<w:altChunk r:id="rNouveau"/>'), part("morceau.html", f"<p>{SAID}</p>", "text/html", "aFChunk")
    ),
    "un sous-document": both(
        inside('<w:subDoc r:id="rNouveau"/>'), part("autre.docx", "", "x", "subDocument", external=True)
    ),
    "un second corps": body(lambda xml: xml.replace("</w:body>", f"</w:body><w:body>{p()}</w:body>")),
    "un modèle attaché": both(
        swap(SETTINGS, "</w:settings>", f'<w:attachedTemplate r:id="rNouveau" xmlns:r="{OFFICE}"/></w:settings>'),
        part("https://exemple.fr/modele.dotm", "", "", "attachedTemplate", source="settings", external=True),
    ),
    "une puce donnée par un style": both(
        swap(NUMBERS, 'w:lvlText w:val="•"', f'w:lvlText w:val="{SAID}"'),
        swap(
            STYLES,
            '<w:name w:val="Normal"/>',
            '<w:name w:val="Normal"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        ),
    ),
    "un arrière-plan": body(
        lambda xml: xml.replace("<w:body>", f'<w:background w:color="FFFFFF">{BOX}</w:background><w:body>')
    ),
    "un graphique": both(
        inside(CHART),
        part(
            "charts/chart1.xml",
            f"<c:chartSpace xmlns:c='x'><c:t>{SAID}</c:t></c:chartSpace>",
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            "chart",
        ),
    ),
    "une macro": part("vbaProject.bin", b"\xd0\xcf", "application/vnd.ms-office.vbaProject", "vbaProject"),
    "une autre spécification": swap("customXml/item1.xml", "200 000", "900 000"),
    "une équation": inside(f"<m:oMath><m:r><m:t>{SAID}</m:t></m:r></m:oMath>"),
    "un objet incorporé": inside(f"<w:r><w:object>{BOX}</w:object></w:r>"),
    # neighbours
    "une équation à part": between(f"<m:oMathPara><m:oMath><m:r><m:t>{SAID}</m:t></m:r></m:oMath></m:oMathPara>"),
    "une zone de texte VML": inside(f"<w:r>{BOX}</w:r>"),
    "une zone de texte wps": inside(f"<w:r>{SHAPE}</w:r>"),
    "une zone de texte wps en alternative": inside(
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{SHAPE}</mc:Choice></mc:AlternateContent></w:r>'
    ),
    "un contrôle en ligne": inside(sdt("", run(""))),
    "un champ simple": inside(f'<w:fldSimple w:instr="TITLE">{run("")}</w:fldSimple>'),
    "un champ IF": inside(field(f'IF 1 = 1 "{SAID}"', "")),
    "un champ sans fin": inside(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "x"</w:instrText></w:r>'
    ),
    "un champ REF de plus": inside(field("REF _acte1_titre", "")),
    "une instruction hors d’un champ": inside("<w:r><w:instrText>QUOTE x</w:instrText></w:r>"),
    "un champ verrouillé": body(
        lambda xml: xml.replace('w:fldCharType="begin"', 'w:fldCharType="begin" w:fldLock="1"', 1)
    ),
    "un champ SEQ qui recommence": body(
        lambda xml: xml.replace(r"SEQ Article \* ARABIC", r"SEQ Article \* ARABIC \r 9", 1)
    ),
    "un numéro de page qui parle": swap("word/footer1.xml", ">1</w:t>", f">{SAID}</w:t>"),
    "un caractère de symbole": inside('<w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>'),
    "une tabulation absolue": inside('<w:r><w:ptab w:relativeTo="margin" w:alignment="left" w:leader="none"/></w:r>'),
    "un retour chariot": inside("<w:r><w:cr/></w:r>"),
    "un texte hors des paragraphes": body(lambda xml: xml.replace("<w:tbl>", f"{SAID}<w:tbl>", 1)),
    "une balise active": inside(f'<w:smartTag w:uri="x" w:element="y">{run("")}</w:smartTag>'),
    "un sens d’écriture inversé": body(
        lambda xml: xml[: (m := _paragraph(xml)).start(1)] + f'<w:bdo w:val="rtl">{m[1]}</w:bdo>' + xml[m.end(1) :]
    ),
    "un en-tête changé": swap("word/header1.xml", "</w:p>", f"{run()}</w:p>"),
    "un en-tête de première page": swap("word/header2.xml", "</w:p>", f"{run()}</w:p>"),
    "un en-tête de page paire": both(
        part("header9.xml", f'<w:hdr xmlns:w="{W}">{p()}</w:hdr>', f"{WORD}.header+xml", "header"),
        body(lambda xml: xml.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="even" r:id="rNouveau"/>')),
    ),
    "un pied de page remplacé": both(
        part("footer9.xml", f'<w:ftr xmlns:w="{W}">{p()}</w:ftr>', f"{WORD}.footer+xml", "footer"),
        body(lambda xml: xml.replace('w:type="default" r:id="rId7"', 'w:type="default" r:id="rNouveau"')),
    ),
    "un dessin dans l’en-tête": swap("word/header1.xml", "</w:p>", "<w:r><w:pict/></w:r></w:p>"),
    "une note de fin": both(
        inside('<w:r><w:endnoteReference w:id="5"/></w:r>'),
        part(
            "endnotes.xml",
            f'<w:endnotes xmlns:w="{W}"><w:endnote w:id="5">{p()}</w:endnote></w:endnotes>',
            f"{WORD}.endnotes+xml",
            "endnotes",
        ),
    ),
    "une note que rien n’appelle": swap(
        NOTES, "</w:footnotes>", f'<w:footnote w:id="77">{p()}</w:footnote></w:footnotes>'
    ),
    "deux notes d’un même numéro": swap(
        NOTES, "</w:footnotes>", f'<w:footnote w:id="1">{p()}</w:footnote></w:footnotes>'
    ),
    "le séparateur de suite des notes": swap(
        NOTES, "<w:continuationSeparator/>", f"<w:continuationSeparator/><w:t>{SAID}</w:t>"
    ),
    "un commentaire": both(
        inside('<w:r><w:commentReference w:id="7"/></w:r>'),
        part(
            "comments.xml",
            f'<w:comments xmlns:w="{W}"><w:comment w:id="7" w:author="Z">{p()}</w:comment></w:comments>',
            f"{WORD}.comments+xml",
            "comments",
        ),
    ),
    "une image ajoutée": both(
        part("media/image9.png", PNG, "image/png", "image"),
        inside(
            '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="9" name="x"/><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill><a:blip '
            'r:embed="rNouveau"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        ),
    ),
    "une image jointe que rien ne montre": part("media/image9.png", PNG, "image/png", "image"),
    "une police jointe": part(
        "fonts/f.odttf",
        b"x",
        "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        "font",
        source="fontTable",
    ),
    "une police de remplacement": swap(
        "word/fontTable.xml", 'w:altName w:val="Liberation Sans"', 'w:altName w:val="Wingdings"'
    ),
    "des variables du document": swap(
        SETTINGS, "</w:settings>", f'<w:docVars><w:docVar w:name="m" w:val="{SAID}"/></w:docVars></w:settings>'
    ),
    "des champs à recalculer": swap(SETTINGS, "</w:settings>", '<w:updateFields w:val="true"/></w:settings>'),
    "des notes qui commencent ailleurs": swap(SETTINGS, "</w:footnotePr>", '<w:numStart w:val="9"/></w:footnotePr>'),
    "une liste qui commence ailleurs": swap(NUMBERS, '<w:start w:val="1"/>', '<w:start w:val="9"/>'),
    "une liste en lettres": swap(NUMBERS, 'w:numFmt w:val="decimal"', 'w:numFmt w:val="upperLetter"'),
    "une reprise de liste": swap(
        NUMBERS,
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/>',
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
        "</w:lvlOverride>",
    ),
    "une puce en image": swap(
        NUMBERS,
        "<w:abstractNum ",
        f'<w:numPicBullet w:numPicBulletId="0">{BOX.replace("v:", "w:")}</w:numPicBullet><w:abstractNum ',
    ),
    "des pages numérotées d’ailleurs": body(
        lambda xml: xml.replace("</w:sectPr>", '<w:pgNumType w:start="9"/></w:sectPr>')
    ),
    "des lignes numérotées": body(lambda xml: xml.replace("</w:sectPr>", '<w:lnNumType w:countBy="1"/></w:sectPr>')),
    "une autre marge": body(lambda xml: xml.replace('w:left="1276"', 'w:left="9276"')),
    "une page d’un autre format": body(lambda xml: xml.replace('w:h="16838"', 'w:h="838"')),
    "une section de plus": paragraph("<w:sectPr/>"),
    "deux colonnes": body(lambda xml: xml.replace("</w:sectPr>", '<w:cols w:num="2"/></w:sectPr>')),
    "un signet déplacé": body(lambda xml: _moved(xml)),
    "des données jointes": part("../customXml/item9.xml", f"<m>{SAID}</m>", "application/xml", "customXml"),
    "une partie que rien n’appelle": lambda parts: parts | {"word/caché.xml": SAID.encode()},
    "un lien vers l’extérieur": part("file:///autre.docx", "", "", "frame", external=True),
    "une propriété du document": swap(
        "docProps/core.xml", "<dc:creator>", f"<dc:description>{SAID}</dc:description><dc:creator>"
    ),
    "une propriété de plus": swap(
        "docProps/custom.xml",
        "</Properties>",
        f'<property fmtid="{{0}}" pid="99" name="m"><vt:lpwstr>{SAID}</vt:lpwstr></property></Properties>',
    ),
    "un document à macros (.docm)": swap(
        "[Content_Types].xml", f"{WORD}.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"
    ),
    "une espace de noms étrangère": inside(f'<x:dit xmlns:x="urn:x">{SAID}</x:dit>'),
    "un style dont le nom est celui du sommaire": both(
        swap(
            STYLES,
            "</w:styles>",
            '<w:style w:type="paragraph" w:styleId="Faux"><w:name w:val="toc 3"/></w:style></w:styles>',
        ),
        between(p(about='<w:pStyle w:val="Faux"/>')),
    ),
    "une puce dite deux fois": swap(
        NUMBERS, '<w:lvlText w:val="–"/>', f'<w:lvlText w:val="–"/><w:lvlText w:val="{SAID}"/>'
    ),
    "un niveau de liste dit deux fois": swap(
        NUMBERS, '<w:lvl w:ilvl="0">', '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="0">'
    ),
    "un niveau de liste sans rang": swap(NUMBERS, '<w:lvl w:ilvl="0">', "<w:lvl>"),
    "des propriétés dites deux fois": body(
        lambda xml: (
            xml[: (at := _paragraph(xml).start())] + xml[at:].replace("</w:pPr>", f"</w:pPr><w:pPr>{LISTED}</w:pPr>", 1)
        )
    ),
    "un style dit deux fois": paragraph('<w:pStyle w:val="Titre1"/>'),
    "des numéros donnés par défaut": swap(
        STYLES, "</w:docDefaults>", f"<w:pPrDefault><w:pPr>{LISTED}</w:pPr></w:pPrDefault></w:docDefaults>"
    ),
    "le gras par défaut": swap(STYLES, '<w:sz w:val="21"/>', '<w:b/><w:sz w:val="21"/>'),
    "le gras d’un style": swap(
        STYLES, '<w:name w:val="Normal"/><w:qFormat/>', '<w:name w:val="Normal"/><w:qFormat/><w:rPr><w:b/></w:rPr>'
    ),
    "l’italique d’un style": swap(
        STYLES, '<w:name w:val="Normal"/><w:qFormat/>', '<w:name w:val="Normal"/><w:qFormat/><w:rPr><w:i/></w:rPr>'
    ),
    "des puces données par un style de tableau": swap(
        STYLES,
        '<w:style w:type="table"',
        f'<w:style w:type="table" w:styleId="T"><w:pPr>{LISTED}</w:pPr></w:style><w:style w:type="table"',
    ),
    "un texte dans une propriété": body(lambda xml: xml.replace("</w:tcPr>", f"{p()}</w:tcPr>", 1)),
    "un paragraphe à même une ligne de tableau": body(lambda xml: xml.replace("</w:tr>", f"{p()}</w:tr>", 1)),
    "un texte après le corps": body(lambda xml: xml.replace("</w:body>", f"</w:body>{p()}")),
    "des notes qu’une relation inconnue donne": swap(
        "word/_rels/document.xml.rels", f"{OFFICE}/footnotes", "urn:x/footnotes"
    ),
    "des puces qu’une relation inconnue donne": swap(
        "word/_rels/document.xml.rels", f"{OFFICE}/numbering", f"{OFFICE}/numbering/"
    ),
    "des paragraphes dans ce que demande un champ": body(lambda xml: _field_over(xml, "begin")),
    "des paragraphes dans ce que montre un champ": body(lambda xml: _field_over(xml, "separate")),
    "un champ qui ne montre rien": body(lambda xml: _field_over(xml, "end")),
    "un titre dans ce que montre un champ": body(lambda xml: _field_over(xml, "title")),
    "un numéro d’un autre niveau": swap(NUMBERS, 'w:lvlText w:val="%1."', 'w:lvlText w:val="%2."'),
    "deux styles d’un même nom": swap(
        STYLES,
        "</w:styles>",
        f'<w:style w:type="paragraph" w:styleId="Z"><w:name w:val="Normal"/><w:pPr>{LISTED}</w:pPr></w:style>'
        "</w:styles>",
    ),
    "deux styles par défaut": swap(
        STYLES,
        "</w:styles>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Z"><w:name w:val="z"/></w:style></w:styles>',
    ),
    "une puce devant un montant": body(
        lambda xml: xml.replace('<w:jc w:val="right"/>', f'{LISTED}<w:jc w:val="right"/>')
    ),
    "une puce devant une note": swap(
        NOTES, '<w:pStyle w:val="NoteDeBasDePage"/>', f'<w:pStyle w:val="NoteDeBasDePage"/>{LISTED}'
    ),
    "une puce devant un pied de page": swap("word/footer1.xml", "</w:pPr>", f"{LISTED}</w:pPr>"),
    "une note appelée deux fois": body(
        lambda xml: re.sub(r'<w:r>(?:(?!</w:r>).)*<w:footnoteReference w:id="1"/></w:r>', r"\g<0>\g<0>", xml, count=1)
    ),
    "l’en-tête courant sur la première page": body(lambda xml: xml.replace("<w:titlePg/>", "")),
    "une grille": body(
        lambda xml: xml.replace("</w:sectPr>", '<w:docGrid w:type="lines" w:linePitch="9000"/></w:sectPr>')
    ),
    "une insertion suivie dans le pied de page": swap(
        "word/footer1.xml", "</w:p>", f"<w:ins {TRACKED}>{run(' ')}</w:ins></w:p>"
    ),
    "des mots insérés, déjà là, dans le pied de page": tracked_words("word/footer1.xml"),
    "des mots insérés, déjà là, dans une note": tracked_words(NOTES),
    "une mise en forme suivie dans le pied de page": words_of_part(
        "word/footer1.xml", f"<w:rPrChange {TRACKED}><w:rPr/></w:rPrChange>"
    ),
    "une mise en forme suivie d’un paragraphe du pied de page": swap(
        "word/footer1.xml", "</w:pPr>", f"<w:pPrChange {TRACKED}><w:pPr/></w:pPrChange></w:pPr>"
    ),
    "un numéro suivi": paragraph(f'<w:numPr><w:numId w:val="0"/><w:ins {TRACKED}/></w:numPr>'),
    "une ligne de tableau insérée": body(
        lambda xml: xml.replace("<w:cantSplit/>", f"<w:cantSplit/><w:ins {TRACKED}/>", 1)
    ),
    "un tableau dont la forme est suivie": body(
        lambda xml: xml.replace("</w:tblPr>", f"<w:tblPrChange {TRACKED}><w:tblPr/></w:tblPrChange></w:tblPr>", 1)
    ),
    "une page dont la forme est suivie": body(
        lambda xml: xml.replace("</w:sectPr>", f"<w:sectPrChange {TRACKED}><w:sectPr/></w:sectPrChange></w:sectPr>")
    ),
    "un texte supprimé, hors d’une suppression": inside(f"<w:r><w:delText>{SAID}</w:delText></w:r>"),
    "un saut de page": inside('<w:r><w:br w:type="page"/></w:r>'),
    "un saut de page par le paragraphe": paragraph("<w:pageBreakBefore/>"),
    "cinquante pages blanches": between('<w:p><w:r><w:br w:type="page"/></w:r></w:p>' * 50),
    "des lignes vides": between("<w:p/>" * 5),
    "une tabulation": inside("<w:r><w:tab/></w:r>"),
    "une zone que tous modifient": inside('<w:permStart w:id="1" w:edGrp="everyone"/><w:permEnd w:id="1"/>'),
    "un document protégé": swap(
        SETTINGS, "</w:settings>", '<w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>'
    ),
    "un document inséré dans l’en-tête": both(
        swap("word/header1.xml", "</w:hdr>", f'<w:altChunk r:id="rNouveau" xmlns:r="{OFFICE}"/></w:hdr>'),
        part("morceau.html", f"<p>{SAID}</p>", "text/html", "aFChunk", source="header1"),
    ),
    "une invite à écrire": inside(
        sdt('<w:placeholder><w:docPart w:val="x"/></w:placeholder><w:showingPlcHdr/>', run(""))
    ),
    "une spécification ôtée": lambda parts: {
        name: content for name, content in parts.items() if "customXml" not in name
    },
    "une vignette": lambda parts: (
        parts
        | {
            "docProps/t.jpeg": PNG,
            "_rels/.rels": parts["_rels/.rels"].replace(
                b"</Relationships>",
                b'<Relationship Id="rT" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"'
                b' Target="docProps/t.jpeg"/></Relationships>',
            ),
        }
    ),
    "un objet OLE": part(
        "embeddings/o.bin", b"x", "application/vnd.openxmlformats-officedocument.oleObject", "oleObject"
    ),
    "un contrôle ActiveX": part("activeX/a.xml", "<x/>", "application/vnd.ms-office.activeX+xml", "control"),
    "un saut de page par le style du paragraphe": in_style("Normal", "<w:pPr><w:pageBreakBefore/></w:pPr>"),
    "une barre de tabulation": paragraph('<w:tabs><w:tab w:val="bar" w:pos="100"/></w:tabs>'),
    "une tabulation remplie de tirets": swap(
        "word/footer1.xml",
        "</w:pPr>",
        '<w:tabs><w:tab w:val="right" w:pos="9354" w:leader="hyphen"/></w:tabs></w:pPr>',
    ),
    "des puces sans signe": swap_match(
        NUMBERS,
        r'<w:numFmt w:val="bullet"/>((?:<w:pStyle[^>]*/>)?)<w:lvlText w:val="[^"]*"/>',
        r'<w:numFmt w:val="none"/>\1<w:lvlText w:val=""/>',
    ),
    "des numéros sans rien après": swap(
        NUMBERS, '<w:lvlText w:val="%1."/>', '<w:suff w:val="nothing"/><w:lvlText w:val="%1."/>'
    ),
    "un titre numéroté": body(
        lambda xml: xml.replace('<w:pStyle w:val="Titre1"/>', f'<w:pStyle w:val="Titre1"/>{LISTED}', 1)
    ),
    "des titres numérotés par leur style": in_style("heading 1", LISTED, "<w:pPr>"),
    "une suite d’espaces": swap_match(
        "word/document.xml", r"est assez long|montants maximaux", lambda match: match[0].replace(" ", " " * 50)
    ),
    "des espaces au début d’un paragraphe": inside(run(" " * 40)),
    "des lignes de blanc dans les mots": swap_match(
        "word/document.xml", r"est assez long|montants maximaux", lambda match: match[0].replace(" ", "\n\n\n")
    ),
    "un autre mode de compatibilité": swap(
        SETTINGS,
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"',
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="1"',
    ),
    "sans mode de compatibilité": swap_match(SETTINGS, r"<w:compat>.*?</w:compat>", ""),
    "sans réglages": both(
        swap_match("word/_rels/document.xml.rels", r'<Relationship [^>]*/settings"[^>]*/>', ""),
        lambda parts: {name: content for name, content in parts.items() if name != SETTINGS},
    ),
    "une page sans format": swap_match("word/document.xml", r"<w:pgSz[^>]*/>", ""),
    "une page sans marges": swap_match("word/document.xml", r"<w:pgMar[^>]*/>", ""),
    "une page sans marge à droite": swap_match("word/document.xml", r'(<w:pgMar[^>]*) w:right="\d+"', r"\1"),
    "un appel de note sur la ligne": swap_match(
        "word/document.xml", r"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>(?=<w:footnoteReference)", ""
    ),
    "une note sans son numéro": swap_match(NOTES, r"<w:r>(?:(?!</w:r>).)*<w:footnoteRef/></w:r>", ""),
    "des lignes vides dans le séparateur des notes": swap(
        NOTES, "<w:separator/></w:r></w:p>", "<w:separator/></w:r></w:p><w:p/><w:p/>"
    ),
    "une note dont le numéro est sur la ligne": swap_match(
        NOTES, r"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>(?=<w:footnoteRef/>)", ""
    ),
    "sans séparateur des notes": swap_match(NOTES, r'<w:footnote [^>]*w:type="separator".*?</w:footnote>', ""),
    "une numérotation sans début": swap_match(NUMBERS, r'<w:start w:val="1"/>(?=<w:numFmt w:val="decimal"/>)', ""),
    "sans trait au-dessus des notes": swap(NOTES, "<w:separator/>", ""),
    "une adresse d’où partent les liens": swap(
        "docProps/app.xml", "</Properties>", "<HyperlinkBase>https://exemple.fr/</HyperlinkBase></Properties>"
    ),
    "le type d’une partie": swap("[Content_Types].xml", f"{WORD}.styles", f"{WORD}.numbering"),
    "une cadre flottant": paragraph('<w:framePr w:w="1" w:h="1" w:hRule="exact" w:x="99999"/>'),
}

# The words of the act, hidden, moved away or dressed so that they are not read.
DRESSED = {
    "masqué sur le web": dressed("<w:webHidden/>"),
    "surligné en noir": dressed('<w:highlight w:val="black"/>'),
    "sur fond noir": dressed('<w:shd w:val="clear" w:fill="000000"/>'),
    "sous une trame": dressed('<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'),
    "hors de la ligne": dressed('<w:position w:val="2000"/>'),
    "écrasé": dressed('<w:w w:val="1"/>'),
    "resserré": dressed('<w:spacing w:val="-400"/>'),
    "en symboles": dressed('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    "ajusté": dressed('<w:fitText w:val="1"/>'),
    "encadré": dressed('<w:bdr w:val="single" w:sz="96"/>'),
    "en exposant": dressed('<w:vertAlign w:val="subscript"/>'),
    "souligné": dressed('<w:u w:val="single"/>'),
    "d’une autre couleur": dressed('<w:color w:val="C00000"/>'),
    "plus gros": dressed('<w:sz w:val="28"/>'),
    "un paragraphe à droite": paragraph('<w:jc w:val="right"/>'),
    "un titre d’une autre taille": swap_match(
        "word/document.xml",
        r'<w:pStyle w:val="Titre1"/>.*?(<w:r>)(?=<w:t)',
        lambda match: f'{match[0]}<w:rPr><w:sz w:val="40"/></w:rPr>',
    ),
    "un style d’une autre couleur": swap(
        STYLES, '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:color w:val="770000"/></w:rPr>'
    ),
    "un trait de texte (w14)": dressed('<w14:textOutline w14:w="0"/>'),
    "une ligne de hauteur nulle": body(
        lambda xml: xml.replace("<w:cantSplit/>", '<w:cantSplit/><w:trHeight w:val="1" w:hRule="exact"/>', 1)
    ),
    "une cellule fusionnée": body(lambda xml: xml.replace("<w:tcPr>", "<w:tcPr><w:vMerge/>", 1)),
    "une cellule barrée en diagonale": body(
        lambda xml: xml.replace("<w:tcPr>", '<w:tcPr><w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>', 1)
    ),
    "un retrait hors de la page": paragraph('<w:ind w:left="30000"/>'),
    "un interligne nul": paragraph('<w:spacing w:line="1" w:lineRule="exact"/>'),
    "un style blanc": swap(STYLES, 'w:color w:val="161616"', 'w:color w:val="FFFFFF"'),
    "un style masqué": swap(STYLES, '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:vanish/></w:rPr>'),
    "un style d’un point": swap(STYLES, '<w:sz w:val="21"/>', '<w:sz w:val="2"/>'),
    "la cible d’un lien": swap("word/_rels/document.xml.rels", "https://beta.gouv.fr/manifeste", "https://exemple.fr/"),
    "la bulle d’un lien": body(
        lambda xml: xml.replace('<w:hyperlink r:id="', '<w:hyperlink w:tooltip="autre" r:id="', 1)
    ),
    "en exposant, par un style": dressed('<w:rStyle w:val="Exposant"/>'),
    "en exposant, directement": dressed('<w:vertAlign w:val="superscript"/>'),
    "en exposant, par le style du paragraphe": swap(
        STYLES, '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    ),
    "un montant hors de sa cellule": body(
        lambda xml: xml.replace('<w:jc w:val="right"/>', '<w:ind w:left="3900"/><w:jc w:val="right"/>')
    ),
    "des cellules en retrait": swap(
        STYLES,
        '<w:name w:val="Tableau texte"/>',
        '<w:name w:val="Tableau texte"/><w:pPr><w:ind w:left="3900"/></w:pPr>',
    ),
    "un tableau hors de la page": body(lambda xml: re.sub(r'<w:(gridCol|tcW) w:w="\d+"', r'<w:\1 w:w="11000"', xml)),
    "une colonne écrasée": body(lambda xml: re.sub(r'<w:tcW w:w="\d+"', '<w:tcW w:w="300"', xml, count=1)),
    "un tableau sans largeur": body(lambda xml: xml.replace('<w:tblW w:w="9354" ', '<w:tblW w:w="100" ')),
    "un tableau qui déborde": body(
        lambda xml: xml.replace('<w:tblW w:w="9354" ', '<w:tblW w:w="12000" ').replace(
            'w:type="fixed"', 'w:type="autofit"'
        )
    ),
    "un pied de page hors de la page": swap(
        "word/footer1.xml", "</w:pPr>", '<w:ind w:left="4000" w:right="1000"/></w:pPr>'
    ),
    "une adresse imprimée ôtée": body(
        lambda xml: re.sub(r'<w:r><w:rPr><w:rStyle w:val="AdresseImprimee"/>.*?</w:r>', "", xml, count=1)
    ),
    "une bordure sur les mots": paragraph('<w:pBdr><w:bottom w:val="single" w:sz="24" w:space="-8"/></w:pBdr>'),
    "une bordure loin des mots": paragraph('<w:pBdr><w:left w:val="single" w:sz="24" w:space="9000"/></w:pBdr>'),
    "une tabulation hors de la page": paragraph('<w:tabs><w:tab w:val="left" w:pos="11900"/></w:tabs>'),
    "des tabulations par défaut hors de la page": swap(
        SETTINGS, 'w:defaultTabStop w:val="709"', 'w:defaultTabStop w:val="31000"'
    ),
    "gras": dressed("<w:b/>"),
    "un pied de page en gras": words_of_part("word/footer1.xml", "<w:b/>"),
    "un pied de page en italique": words_of_part("word/footer1.xml", "<w:i/>"),
    "un pied de page en gras, par son style": in_style("footer", "<w:b/>", "<w:rPr>"),
    "un pied de page en exposant, par son style": in_style("footer", '<w:vertAlign w:val="superscript"/>', "<w:rPr>"),
    "un titre maigre": swap_match(
        "word/document.xml",
        r'<w:pStyle w:val="Titre1"/>.*?<w:r>(?=<w:t)',
        lambda match: f'{match[0]}<w:rPr><w:b w:val="0"/></w:rPr>',
    ),
    "un titre en italique": swap_match(
        "word/document.xml",
        r'<w:pStyle w:val="Titre1"/>.*?<w:r>(?=<w:t)',
        lambda match: f"{match[0]}<w:rPr><w:i/></w:rPr>",
    ),
    "des titres deux fois en gras": both(
        swap(
            STYLES,
            "</w:styles>",
            '<w:style w:type="character" w:styleId="G"><w:rPr><w:b/></w:rPr></w:style></w:styles>',
        ),
        swap_match(
            "word/document.xml",
            r'<w:pStyle w:val="Titre1"/>.*?<w:r>(?=<w:t)',
            lambda match: f'{match[0]}<w:rPr><w:rStyle w:val="G"/></w:rPr>',
        ),
    ),
    "un tableau en gras, par son style": in_style("Tableau de l’acte", "<w:rPr><w:b/></w:rPr>"),
    "un tableau d’une autre taille, par son style": in_style("Tableau de l’acte", '<w:rPr><w:sz w:val="58"/></w:rPr>'),
    "un tableau à droite, par son style": in_style("Tableau de l’acte", '<w:pPr><w:jc w:val="right"/></w:pPr>'),
    "une première ligne maigre": swap_match(
        "word/document.xml", r'(<w:tblLook [^>]*?)w:firstRow="1"', r'\1w:firstRow="0"'
    ),
    "des appels de note plus gros": in_style("footnote reference", '<w:sz w:val="58"/>', "<w:rPr>"),
}
CANCELLED = {
    "barré": dressed("<w:strike/>"),
    "barré deux fois": dressed("<w:dstrike/>"),
    "blanc": dressed('<w:color w:val="FFFFFF"/>'),
    "presque blanc": dressed('<w:color w:val="FEFEFE"/>'),
    "couleur du thème": dressed('<w:color w:val="auto" w:themeColor="background1"/>'),
    "masqué": dressed("<w:vanish/>"),
    "masqué comme une marque": dressed("<w:specVanish/>"),
    "des caractères d’un point": dressed('<w:sz w:val="2"/>'),
    "une ligne de tableau masquée": body(lambda xml: xml.replace("<w:cantSplit/>", "<w:cantSplit/><w:hidden/>", 1)),
    "une note barrée": words_of_part(NOTES, "<w:strike/>"),
    "une note masquée": words_of_part(NOTES, "<w:vanish/>"),
    "une note blanche": words_of_part(NOTES, '<w:color w:val="FFFFFF"/>'),
    "un pied de page barré": words_of_part("word/footer1.xml", "<w:strike/>"),
    "un pied de page masqué": words_of_part("word/footer1.xml", "<w:vanish/>"),
    "le style du texte blanc": swap(
        STYLES, '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    ),
    "un texte barré par défaut": swap(STYLES, '<w:sz w:val="21"/>', '<w:strike/><w:sz w:val="21"/>'),
    "un style barré": swap(STYLES, '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:strike/></w:rPr>'),
}


# What `docs/verification.md` says is tried: each kind, with the alterations above that are of it.
KINDS = {
    "texte barré": ("barré", "barré deux fois", "un style barré", "un texte barré par défaut", "une note barrée"),
    "texte masqué": ("masqué", "masqué comme une marque", "un style masqué", "un pied de page masqué"),
    "texte blanc": ("blanc", "presque blanc", "couleur du thème", "le style du texte blanc"),
    "texte d’un point": ("des caractères d’un point", "un style d’un point"),
    "ligne de tableau masquée": ("une ligne de tableau masquée", "une ligne de hauteur nulle"),
    "texte annoté (ruby)": ("un texte ruby",),
    "champ lié à des données, ou à recalculer": ("un contrôle lié à des données", "un champ QUOTE à recalculer"),
    "contenu en alternative": ("une alternative inconnue", "une zone de texte wps en alternative"),
    "zone de texte": ("une zone de texte VML", "une zone de texte wps", "une zone de texte dans un contrôle"),
    "document inséré ou lié": ("un document inséré (altChunk)", "un sous-document", "un champ INCLUDETEXT"),
    "objet ou graphique": ("un objet incorporé", "un objet OLE", "un graphique", "un contrôle ActiveX"),
    "équation": ("une équation", "une équation à part"),
    "image": ("une image ajoutée", "une image jointe que rien ne montre"),
    "en-tête": ("un en-tête changé", "un en-tête de première page", "un en-tête de page paire"),
    "pied de page": ("un pied de page remplacé", "un pied de page en gras", "un numéro de page qui parle"),
    "arrière-plan de page": ("un arrière-plan",),
    "séparateur de notes": ("le séparateur des notes", "le séparateur de suite des notes"),
    "numérotation qui commence ailleurs": (
        *("une liste qui commence ailleurs", "des pages numérotées d’ailleurs", "des notes qui commencent ailleurs"),
        "un champ SEQ qui recommence",
    ),
    "contenu d’un contrôle": ("un contrôle en ligne", "un contrôle qui se dit sommaire", "une invite à écrire"),
    "contenu du sommaire": ("un paragraphe au style du sommaire", "un contrôle qui se dit sommaire"),
    "modèle attaché": ("un modèle attaché",),
    "macro (.docm)": ("une macro", "un document à macros (.docm)"),
    "spécification absente ou altérée": ("une spécification ôtée", "une autre spécification"),
    "modification suivie hors du texte": ("une insertion suivie dans le pied de page", "une ligne de tableau insérée"),
    "habillage des mots": ("gras", "un titre maigre", "plus gros", "d’une autre couleur", "surligné en noir"),
    "style": ("un style d’une autre couleur", "des titres numérotés par leur style", "le gras d’un style"),
    "blancs": ("un saut de page", "des lignes vides", "une suite d’espaces", "une tabulation"),
    "puces": ("une puce réécrite", "des puces sans signe", "un titre numéroté"),
    "page": ("une autre marge", "une page sans format", "deux colonnes"),
    "réglages": ("un autre mode de compatibilité", "un document protégé", "des variables du document"),
    "propriétés": ("une propriété du document", "une adresse d’où partent les liens"),
    "paquet": ("une partie que rien n’appelle", "le type d’une partie", "un lien vers l’extérieur"),
}


def _moved(xml):
    """The bookmark a reference leads to, its end put after other words."""
    name = re.search(r" REF (art\w+)", xml)[1]
    number = re.search(rf'<w:bookmarkStart w:id="(\d+)" w:name="{name}"/>', xml)[1]
    end = f'<w:bookmarkEnd w:id="{number}"/>'
    at = xml.index("</w:p>", xml.index(end))
    return xml[:at].replace(end, "") + end + xml[at:]


def _field_over(xml, where):
    """The field of the number of an article, made to hold what follows it: to be computed again takes it away."""
    shape = (
        r'SEQ Article[^<]*</w:instrText></w:r>(<w:r><w:fldChar w:fldCharType="separate"/></w:r>)'
        r'(<w:r><w:t[^>]*>\d+</w:t></w:r>)(<w:r><w:fldChar w:fldCharType="end"/></w:r>)'
    )
    match = list(re.finditer(shape, xml))[1]
    middle, shown, end = match.groups()
    near = xml.index("</w:p>", match.end())
    at = near if where == "title" else xml.index("</w:p>", near + 6)
    before, after = {
        "begin": (shown, middle + end),
        "separate": (middle + shown, end),
        "end": (shown, end),
        "title": (middle + shown, end),
    }[where]
    return xml[: match.start(1)] + before + xml[match.end() : at] + after + xml[at:]
