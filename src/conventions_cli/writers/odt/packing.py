"""The parts of an OpenDocument file, and their archive, whose bytes depend only on the content."""

from conventions_cli.document import Metadata
from conventions_cli.foundation import NO_DATE, Moment
from conventions_cli.readers import SPEC_PROPERTY, VERSION_PROPERTY
from conventions_cli.writers.odt import odf
from conventions_cli.writers.odt.body import Body
from conventions_cli.writers.odt.styles import FONTS, styles_xml
from conventions_cli.writers.origin import properties
from conventions_cli.writers.zipping import Part, archive

MEDIA = "application/vnd.oasis.opendocument.text"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_IMAGES = {"png": "image/png", "jpeg": "image/jpeg"}


def package(body: Body, metadata: Metadata, moment: Moment | None) -> bytes:
    """The bytes of the .odt. `moment`: its date in the properties, if any."""
    parts = {
        "mimetype": Part(MEDIA.encode("ascii"), stored=True),
        "content.xml": _part(_content(body)),
        "styles.xml": _part(styles_xml(metadata)),
        "meta.xml": _part(_meta(metadata, moment)),
        "settings.xml": Part(_SETTINGS.encode("utf-8"), shared=True),
        **{
            f"Pictures/image{number}.{image.kind}": Part(image.data, shared=True)
            for number, image in enumerate(body.images, start=1)
        },
    }
    parts["META-INF/manifest.xml"] = _part(_manifest(list(parts)))
    return archive(parts, moment or NO_DATE)


def _part(xml: str) -> Part:
    return Part(xml.encode("utf-8"))


# The settings with which LibreOffice lays out the text as Word does: between two paragraphs, the larger space counts.
_AS_IN_WORD = {
    "AddParaTableSpacing": "false",
    "AddParaTableSpacingAtStart": "true",
    "PropLineSpacingShrinksFirstLine": "true",
    "TableRowKeep": "true",
}
_SETTINGS = (
    f'{odf.HEAD}<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:ooo="http://openoffice.org/2004/office" '
    f'{odf.VERSION}><office:settings><config:config-item-set config:name="ooo:configuration-settings">'
    + "".join(
        f'<config:config-item config:name="{name}" config:type="boolean">{value}</config:config-item>'
        for name, value in _AS_IN_WORD.items()
    )
    + "</config:config-item-set></office:settings></office:document-settings>"
)


def _content(body: Body) -> str:
    counter = odf.element("text:sequence-decl", {"text:display-outline-level": 0, "text:name": "Article"})
    text = odf.element("text:sequence-decls", {}, counter) + body.xml
    content = (
        FONTS
        + odf.element("office:automatic-styles", {}, body.automatic.xml)
        + odf.element("office:body", {}, odf.element("office:text", {}, text))
    )
    opening = f"<office:document-content {odf.NAMESPACES} {odf.VERSION}>"
    return f"{odf.HEAD}{opening}{content}</office:document-content>"


def _meta(metadata: Metadata, moment: Moment | None) -> str:
    """The properties of the file: those of a Word document, and the spec as another property."""
    provenance = metadata.provenance
    stated = properties(provenance) if provenance is not None else {}
    if provenance is not None and provenance.spec:
        stated[SPEC_PROPERTY] = provenance.spec
        for number, earlier in enumerate(provenance.earlier, start=1):
            stated[f"{VERSION_PROPERTY}{number}"] = earlier
    date = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*moment) if moment is not None else ""
    content = "".join(
        odf.element(name, {}, odf.escape(value))
        for name, value in (
            ("meta:generator", "convention"),
            ("dc:title", metadata.title),
            ("dc:subject", metadata.short_title),
            ("meta:initial-creator", metadata.author),
            ("dc:creator", metadata.author),
            ("meta:creation-date", date),
            ("dc:date", date),
            ("dc:language", "fr-FR"),
        )
        if value
    )
    content += "".join(
        odf.element("meta:user-defined", {"meta:name": name, "meta:value-type": "string"}, odf.escape(value))
        for name, value in stated.items()
    )
    opening = f"<office:document-meta {odf.NAMESPACES} {odf.VERSION}>"
    return f"{odf.HEAD}{opening}{odf.element('office:meta', {}, content)}</office:document-meta>"


def _manifest(names: list[str]) -> str:
    listed = [("/", MEDIA)]
    listed += [(name, _media(name)) for name in names if name != "mimetype"]
    entries = "".join(
        odf.element("manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": media})
        for name, media in listed
    )
    stated = {"xmlns:manifest": _MANIFEST, "manifest:version": "1.3"}
    return odf.HEAD + odf.element("manifest:manifest", stated, entries)


def _media(name: str) -> str:
    return _IMAGES.get(name.rpartition(".")[2], "text/xml")
