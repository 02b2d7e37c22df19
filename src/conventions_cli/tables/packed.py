"""Reads the parts of a workbook, a zip of XML: sizes are bounded before anything is unpacked, and XML is streamed."""

import io
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from conventions_cli.readers import Archive, ArchiveError
from conventions_cli.tables.sheets import ListError

MOST_XML, _DEEP = 40 * 1024 * 1024, 60
AGAIN = "L’ouvrir dans un tableur et l’enregistrer de nouveau, ou l’enregistrer en « CSV UTF-8 »."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def archive_of(data: bytes) -> Archive:
    """The archive of a workbook. Raises ListError."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ListError("Le classeur est protégé par un mot de passe.", "L’enregistrer sans mot de passe.")
        raise ListError("Le fichier est un ancien classeur Excel (.xls).", "L’enregistrer en .xlsx.")
    if not data.startswith(b"PK"):
        raise ListError("Le fichier n’est pas un classeur, malgré son nom.", AGAIN)
    try:
        return Archive(data)
    except ArchiveError as fault:
        raise ListError(fault.message, AGAIN) from fault


def part_of(archive: Archive, part: str) -> bytes:
    """The XML of a part; empty when there is no such part. Raises ListError, also for a document type."""
    try:
        return archive.read_xml(part, MOST_XML)
    except KeyError:
        return b""
    except ArchiveError as fault:
        raise ListError(fault.message, AGAIN) from fault


def elements(
    archive: Archive, part: str, names: frozenset[str], begun: Callable[[str, ET.Element], None] | None = None
) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part with one of these names, each complete, with its name without namespace.

    `begun`: called with each of them at its start tag, when it has its attributes only.
    Read elements are dropped, so that a part is never whole in memory as a tree. Raises ListError.
    """
    data = part_of(archive, part)
    if not data:
        return
    above: list[ET.Element] = []
    try:
        for event, element in ET.iterparse(io.BytesIO(data), events=("start", "end")):  # noqa: S314 - no DTD gets here
            if event == "start":
                above.append(element)
                if begun is not None and local(element.tag) in names:
                    begun(local(element.tag), element)
                if len(above) > _DEEP:
                    raise ListError(f"La partie « {part} » du classeur imbrique trop de niveaux.", AGAIN)
                continue
            above.pop()
            name = local(element.tag)
            if name in names:
                yield name, element
                element.clear()
                if above:
                    del above[-1][-1]  # the element that ended is the last of its parent
    except ET.ParseError as fault:
        raise ListError(f"La partie « {part} » du classeur n’est pas lisible.", AGAIN) from fault


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def attributes(element: ET.Element) -> dict[str, str]:
    """The attributes of an element, by their names without namespace."""
    return {local(key): value for key, value in element.attrib.items()}
