"""The origin of an act inside its file: custom properties, and the normalised spec as a part.

It holds no path, no user name, no date: the same spec gives the same bytes.
"""

from conventions_cli.document import Provenance
from conventions_cli.writers.docx.ooxml import HEAD, escape
from conventions_cli.writers.origin import properties

NAMESPACE = "urn:convention:spec:1"
PART = "customXml/item1.xml"
CONTENT_TYPES = (
    '<Override PartName="/docProps/custom.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
ROOT_RELATION = (
    f'<Relationship Id="rId4" Type="{_OFFICE}/relationships/custom-properties" Target="docProps/custom.xml"/>'
)
SPEC_TYPE = (
    '<Override PartName="/customXml/itemProps1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
)
DOCUMENT_RELATION = f'<Relationship Id="rId9" Type="{_OFFICE}/relationships/customXml" Target="../{PART}"/>'
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the identifier of custom properties (ECMA-376, part 1, 22.3)
_ITEM = "{6E1F2B64-8C51-4D4E-9A4E-5D0C3F1A7B20}"


def parts(provenance: Provenance) -> dict[str, str]:
    """The parts that state the origin, by name; without those of the spec when the act does not carry it."""
    listed = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(properties(provenance).items(), start=2)
    )
    stated = {
        "docProps/custom.xml": (
            f'{HEAD}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
            f"{listed}</Properties>"
        )
    }
    if not provenance.spec:
        return stated
    earlier = "".join(f"<version>{_escaped(spec)}</version>" for spec in provenance.earlier)
    return stated | {
        PART: (
            f'{HEAD}<spec xmlns="{NAMESPACE}" sha256="{provenance.sha256}">{_escaped(provenance.spec)}{earlier}</spec>'
        ),
        "customXml/itemProps1.xml": (
            f'{HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{_ITEM}"><ds:schemaRefs>'
            f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
        ),
        "customXml/_rels/item1.xml.rels": (
            f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            f'Id="rId1" Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'
        ),
    }


def _escaped(spec: str) -> str:
    """The result of `escape`, faster for most specs, which have no character to escape."""
    return spec if spec.replace("\n", "").isprintable() and not any(sign in spec for sign in '&<>"') else escape(spec)
