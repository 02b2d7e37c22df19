"""What an act says made it: the custom properties and the spec it carries. The file is not trusted."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from conventions_cli import catalogue
from conventions_cli.diagnostics import Code, Diagnostic, Outcome, SourceText, Span
from conventions_cli.french.disk import disk_reason

MAX_FILE = 50 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024
_CUSTOM = "docProps/custom.xml"
_SPEC = "customXml/item1.xml"
_SPEC_TAG = "{urn:convention:spec:1}spec"


@dataclass(frozen=True, slots=True)
class Origin:
    """The properties of an act by name, the spec it carries, and whether that spec still has its fingerprint."""

    properties: dict[str, str]
    spec: str
    intact: bool


def read_origin(path: Path) -> Outcome[Origin]:
    """Read them; a diagnostic when the file is not a Word document, is oversized, or was not made by `convention`."""
    try:
        if path.stat().st_size > MAX_FILE:
            return _refused(
                path, catalogue.DOCUMENT, "Le fichier dépasse 50 Mio.", "Donner l’acte produit par convention."
            )
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if not {_CUSTOM, _SPEC} <= names:
                message = "Ce document ne porte pas de spécification : il n’a pas été produit par convention."
                return _refused(path, catalogue.DOCUMENT, message, "Donner le .docx que « convention render » a écrit.")
            custom, spec = (_part(archive, name) for name in (_CUSTOM, _SPEC))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return _refused(
            path, catalogue.DOCUMENT, "Le fichier n’est pas un document Word lisible.", "Donner un fichier .docx."
        )
    except OSError as fault:
        message = f"Le fichier « {path} » ne peut pas être lu ({disk_reason(fault)})."
        return _refused(path, catalogue.UNREADABLE, message, "Vérifier le chemin du fichier.")
    if custom is None or spec is None or spec.tag != _SPEC_TAG:
        message = "Les informations de provenance de ce document sont illisibles."
        return _refused(path, catalogue.DOCUMENT, message, "Repartir du document d’origine.")
    properties = {str(one.get("name")): "".join(one.itertext()) for one in custom}
    text = spec.text or ""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Outcome(Origin(properties, text, digest == properties.get("convention.spec.sha256")))


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    """A part as XML: at most 4 MiB once unpacked, and no document type, so no entity can be declared."""
    with archive.open(name) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    try:
        return ET.fromstring(data)  # noqa: S314 - bounded, and without document type: checked above
    except ET.ParseError:
        return None


def _refused(path: Path, code: Code, message: str, hint: str) -> Outcome[Origin]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(str(path), "")), hint),))
