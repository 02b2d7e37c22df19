"""The origin of an act: its custom properties and the spec inside the file. The file is not trusted."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from conventions_cli.foundation import Code, Diagnostic, Outcome, Record, SourceText, Span, catalogue
from conventions_cli.french import disk_reason
from conventions_cli.readers.archive import MAX_FILE, Archive, ArchiveError, read_bytes
from conventions_cli.source import WITHOUT_WIDTH, forbidden_in

MAX_PART = 4 * 1024 * 1024
_CUSTOM = "docProps/custom.xml"
_SPEC = "customXml/item1.xml"
_SPEC_TAG = "{urn:convention:spec:1}spec"
_VERSION_TAG = "{urn:convention:spec:1}version"
# In an OpenDocument file the spec is a property too: other programs keep properties, but not the parts we add.
SPEC_PROPERTY = "convention.specification"
VERSION_PROPERTY = "convention.version.anterieure."
_META = "meta.xml"
_PDF = b"%PDF-"
_VERSION = re.compile(re.escape(VERSION_PROPERTY) + r"[1-9][0-9]{0,3}")


class Origin(Record, frozen=True):
    """The properties of an act by name, its spec, and whether this spec still has its fingerprint.

    `carried`: False for an act made without its spec, which is then empty; `earlier`: the specs of the versions before
    an avenant, the signed act first, whose fingerprints count in `intact` too.
    """

    properties: dict[str, str]
    spec: str
    intact: bool
    carried: bool = True
    earlier: tuple[str, ...] = ()


def read_origin(path: Path) -> Outcome[Origin]:
    """Reads the origin of a file; a diagnostic when it cannot be read, or was not made by `convention`."""
    try:
        data = read_bytes(path, MAX_FILE)
        if data.startswith(_PDF):
            from conventions_cli.readers.pdf import properties_of_pdf  # late: few acts are PDF

            return _stated(path, *properties_of_pdf(data), ".pdf")
        archive = Archive(data)
        if _META in archive:
            return _of_opendocument(archive, path)
        bare = _bare(archive)
        if bare is not None:
            return Outcome(bare)
        if not (_CUSTOM in archive and _SPEC in archive):
            message = "Ce document ne porte pas de spécification : il n’a pas été produit par convention."
            return _refused(path, catalogue.DOCUMENT, message, "Donner le .docx que « convention render » a écrit.")
        custom, spec = (_part(archive, name) for name in (_CUSTOM, _SPEC))
    except ArchiveError as fault:
        return _refused(path, catalogue.DOCUMENT, fault.message, fault.hint)
    except OSError as fault:
        message = f"Le fichier « {path} » ne peut pas être lu ({disk_reason(fault)})."
        return _refused(path, catalogue.UNREADABLE, message, "Vérifier le chemin du fichier.")
    if custom is None or spec is None or spec.tag != _SPEC_TAG:
        message = "Les informations de provenance de ce document sont illisibles."
        return _refused(path, catalogue.DOCUMENT, message, "Repartir du document d’origine.")
    properties = _properties(custom)
    earlier = tuple(element.text or "" for element in spec if element.tag == _VERSION_TAG)
    return _origin(path, properties, spec.text or "", earlier)


def _of_opendocument(archive: Archive, path: Path) -> Outcome[Origin]:
    """The origin in the properties of an ODT file. Raises ArchiveError."""
    from conventions_cli.readers.odt_properties import properties_of  # late: lxml loads slowly, for writers too

    properties = properties_of(archive)
    spec = properties.pop(SPEC_PROPERTY, "")
    numbers = sorted(int(name.removeprefix(VERSION_PROPERTY)) for name in properties if _VERSION.fullmatch(name))
    earlier = tuple(properties.pop(f"{VERSION_PROPERTY}{number}") for number in numbers)
    return _stated(path, properties, spec, ".odt", earlier)


def _stated(
    path: Path, properties: dict[str, str], spec: str, suffix: str, earlier: tuple[str, ...] = ()
) -> Outcome[Origin]:
    """The origin in some properties. `suffix`: that of the file, for the hint."""
    if "convention.spec.sha256" not in properties:
        message = "Ce document ne porte pas de spécification : il n’a pas été produit par convention."
        return _refused(path, catalogue.DOCUMENT, message, f"Donner le {suffix} que « convention render » a écrit.")
    if not spec:
        return Outcome(Origin(properties, "", intact=True, carried=False))
    return _origin(path, properties, spec, earlier)


def _origin(path: Path, properties: dict[str, str], text: str, earlier: tuple[str, ...]) -> Outcome[Origin]:
    """The origin, with the check of its fingerprints; a diagnostic for a forbidden character."""
    sign = _sign_of_no_spec("\n".join((text, *earlier)))
    if sign:
        message = (
            f"La spécification que porte ce document contient un caractère invisible ou réservé, U+{ord(sign):04X}."
        )
        hint = "Aucun acte de convention n’en porte : repartir du document d’origine, ou de la spécification elle-même."
        return _refused(path, catalogue.DOCUMENT, message, hint)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    unchanged = digest == properties.get("convention.spec.sha256")
    same = (versions_digest(earlier) if earlier else None) == properties.get("convention.versions.sha256")
    return Outcome(Origin(properties, text, unchanged and same, earlier=earlier))


def versions_digest(earlier: Sequence[str]) -> str:
    """The fingerprint of the specs of several versions."""
    return hashlib.sha256("\0".join(earlier).encode("utf-8", "replace")).hexdigest()


def _sign_of_no_spec(text: str) -> str:
    """The first character of a text that a spec may not contain, since it could mislead people; empty without one."""
    forbidden = forbidden_in(text.translate(dict.fromkeys(map(ord, WITHOUT_WIDTH))))
    return forbidden.group() if forbidden is not None else ""


def _bare(archive: Archive) -> Origin | None:
    """The origin of an act made without its spec; None for any other file. Raises ArchiveError."""
    if _SPEC in archive or _CUSTOM not in archive:
        return None
    custom = _part(archive, _CUSTOM)
    properties = _properties(custom) if custom is not None else {}
    return Origin(properties, "", intact=True, carried=False) if "convention.spec.sha256" in properties else None


def _properties(custom: ET.Element) -> dict[str, str]:
    return {str(element.get("name")): "".join(element.itertext()) for element in custom}


def _part(archive: Archive, name: str) -> ET.Element | None:
    """A part as XML; None when it is not well formed. Raises ArchiveError."""
    try:
        return ET.fromstring(archive.read_xml(name, MAX_PART))  # noqa: S314 - bounded, without document type
    except ET.ParseError:
        return None


def _refused(path: Path, code: Code, message: str, hint: str) -> Outcome[Origin]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(str(path), "")), hint),))
