"""The parts of a Word document, and their archive.

The bytes depend only on the content: members in a fixed order, dated 1980 or by SOURCE_DATE_EPOCH, no clock, no user.
"""

import re
from collections.abc import Mapping

from conventions_cli.document import Metadata, PageHeads, uri
from conventions_cli.foundation import NO_DATE, Moment
from conventions_cli.writers.docx import ooxml, page_heads
from conventions_cli.writers.docx import stamp as provenance
from conventions_cli.writers.docx.body import Body
from conventions_cli.writers.docx.reference import Reference
from conventions_cli.writers.zipping import Part, archive

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_COMMENTS_TYPE = f'<Override PartName="/word/comments.xml" ContentType="{_WORD}.comments+xml"/>'

_CONTENT_TYPES = (
    f'{ooxml.HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
            ("header1", "header"),
            ("header2", "header"),
            ("footer1", "footer"),
        )
    )
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)

_ROOT_RELATIONS = (
    f'{ooxml.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)

_APP = (
    f'{ooxml.HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>convention</Application></Properties>"
)

_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId6"/><w:headerReference w:type="first" r:id="rId10"/>'
    '<w:footerReference w:type="default" r:id="rId7"/><w:footerReference w:type="first" r:id="rId7"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1276" w:bottom="1304" w:left="1276" '
    'w:header="624" w:footer="624" w:gutter="0"/><w:titlePg/></w:sectPr>'
)

_FIRST_PAGE = re.compile(r'<w:\w+ w:type="first"[^>]*>|<w:titlePg/>')
_SECOND_FOOT = f'<Override PartName="/word/footer2.xml" ContentType="{_WORD}.footer+xml"/>'

_Addresses = Mapping[str, str]  # address → identifier of its relationship

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def package(
    body: Body, metadata: Metadata, reference: Reference, moment: Moment | None, heads: PageHeads | None = None
) -> bytes:
    """The bytes of the .docx, in the styles of a reference document. `moment`: its date in the properties, if any.

    `heads`: headers and footers, by default those of our acts.
    """
    heads = heads or page_heads.own_heads(metadata)
    second_foot = heads.first_apart and heads.first_foot != heads.foot
    content = f"<w:body>{body.xml}{_section(heads)}</w:body>"
    notes = _SEPARATORS + "".join(body.notes)
    traced, commented = metadata.provenance is not None, bool(body.comments)
    carried = metadata.provenance is not None and bool(metadata.provenance.spec)
    kinds = tuple(image.kind for image in body.images)

    def own(xml: str) -> Part:
        return Part(reference.dressed(xml).encode("utf-8"))

    parts: dict[str, Part] = {
        "[Content_Types].xml": own(
            _content_types(kinds, traced=traced, carried=carried, commented=commented, second_foot=second_foot)
        ),
        "_rels/.rels": own(_root_relations(traced=traced)),
        "word/document.xml": own(f"{ooxml.HEAD}<w:document {ooxml.NAMESPACES}>{content}</w:document>"),
        "word/_rels/document.xml.rels": own(
            _document_relations(
                kinds, body.relations.addresses, carried=carried, commented=commented, second_foot=second_foot
            )
        ),
        **{name: Part(data, shared=True) for name, data in reference.parts.items()},
        "word/numbering.xml": own(ooxml.numbering(body.lists)),
        "word/footnotes.xml": own(f"{ooxml.HEAD}<w:footnotes {ooxml.NAMESPACES}>{notes}</w:footnotes>"),
        "word/header1.xml": own(page_heads.header(heads.head, heads.watermark)),
        "word/header2.xml": own(page_heads.header(heads.first_head, heads.watermark)),
        "word/footer1.xml": own(page_heads.footer(heads.foot)),
        "docProps/core.xml": own(_core(metadata, moment)),
        "docProps/app.xml": Part(_APP.encode("utf-8"), shared=True),
    }
    if second_foot:
        parts["word/footer2.xml"] = own(page_heads.footer(heads.first_foot))
    if body.comments:
        comments = "".join(body.comments)
        parts["word/comments.xml"] = own(f"{ooxml.HEAD}<w:comments {ooxml.NAMESPACES}>{comments}</w:comments>")
    if body.note_relations.addresses:
        parts["word/_rels/footnotes.xml.rels"] = own(_relations("", body.note_relations.addresses))
    if metadata.provenance is not None:
        parts.update({name: own(xml) for name, xml in provenance.parts(metadata.provenance).items()})
    for number, image in enumerate(body.images, start=1):
        parts[f"word/media/image{number}.{image.kind}"] = Part(image.data, shared=True)
    return archive(parts, moment or NO_DATE)


def _section(heads: PageHeads) -> str:
    """The properties of the pages."""
    if not heads.first_apart:
        return _FIRST_PAGE.sub("", _SECTION)
    first = '<w:footerReference w:type="first" r:id="rId'
    return _SECTION.replace(f'{first}7"', f'{first}11"') if heads.first_foot != heads.foot else _SECTION


def _content_types(kinds: tuple[str, ...], *, traced: bool, carried: bool, commented: bool, second_foot: bool) -> str:
    types = _CONTENT_TYPES
    if second_foot:
        types = types.replace("</Types>", f"{_SECOND_FOOT}</Types>")
    if traced:
        types = types.replace("</Types>", f"{provenance.CONTENT_TYPES}</Types>")
    if carried:
        types = types.replace("</Types>", f"{provenance.SPEC_TYPE}</Types>")
    for kind in sorted(set(kinds)):
        default = f'<Default Extension="{kind}" ContentType="image/{kind}"/>'
        types = types.replace('<Default Extension="xml"', f'{default}<Default Extension="xml"')
    return types.replace("</Types>", f"{_COMMENTS_TYPE}</Types>") if commented else types


def _root_relations(*, traced: bool) -> str:
    own = provenance.ROOT_RELATION if traced else ""
    return _ROOT_RELATIONS.replace("</Relationships>", f"{own}</Relationships>")


def _document_relations(
    kinds: tuple[str, ...], addresses: _Addresses, *, carried: bool, commented: bool, second_foot: bool
) -> str:
    own = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(
            (
                ("styles", "styles"),
                ("settings", "settings"),
                ("fontTable", "fontTable"),
                ("numbering", "numbering"),
                ("footnotes", "footnotes"),
                ("header", "header1"),
                ("footer", "footer1"),
            ),
            start=1,
        )
    )
    if carried:
        own += provenance.DOCUMENT_RELATION
    own += f'<Relationship Id="rId10" Type="{_OFFICE}/header" Target="header2.xml"/>'
    if second_foot:
        own += f'<Relationship Id="rId11" Type="{_OFFICE}/footer" Target="footer2.xml"/>'
    if commented:
        own += f'<Relationship Id="rId8" Type="{_OFFICE}/comments" Target="comments.xml"/>'
    own += "".join(
        f'<Relationship Id="rImage{number}" Type="{_OFFICE}/image" Target="media/image{number}.{kind}"/>'
        for number, kind in enumerate(kinds, start=1)
    )
    return _relations(own, addresses)


def _relations(own: str, addresses: _Addresses) -> str:
    links = "".join(
        f'<Relationship Id="{identifier}" Type="{_OFFICE}/hyperlink" '
        f'Target="{ooxml.escape(uri(address))}" TargetMode="External"/>'
        for address, identifier in addresses.items()
    )
    return f'{ooxml.HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{own}{links}</Relationships>'


def _core(metadata: Metadata, moment: Moment | None) -> str:
    dates = ""
    if moment is not None:
        stamp = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*moment)
        dates = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified")
        )
    return (
        f'{ooxml.HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{ooxml.escape(metadata.title)}</dc:title><dc:subject>{ooxml.escape(metadata.short_title)}</dc:subject>"
        f"<dc:creator>{ooxml.escape(metadata.author)}</dc:creator><dc:language>fr-FR</dc:language>{dates}</cp:coreProperties>"
    )
