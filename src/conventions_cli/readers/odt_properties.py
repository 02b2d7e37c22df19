"""The properties of an ODT file: its title, its author, its origin. The file is not trusted."""

from conventions_cli.document import Metadata
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.xml import Element, parse

_URN = "{urn:oasis:names:tc:opendocument:xmlns:"
_META = f"{_URN}meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def metadata_of(archive: Archive) -> Metadata:
    """The title, the author and the subject in the properties. Raises ArchiveError."""
    stated = _stated(archive)
    return Metadata(
        _text_of(stated, f"{_DC}title"), _text_of(stated, f"{_META}initial-creator"), _text_of(stated, f"{_DC}subject")
    )


def generator_of(archive: Archive) -> str:
    """The program that wrote the file last, as the file states it. Raises ArchiveError."""
    return _text_of(_stated(archive), f"{_META}generator")


def properties_of(archive: Archive) -> dict[str, str]:
    """The user-defined properties by name. Raises ArchiveError, also when a name occurs twice."""
    stated = _stated(archive)
    if stated is None:
        return {}
    properties: dict[str, str] = {}
    for element in stated.iter(f"{_META}user-defined"):
        name = element.get(f"{_META}name", "")
        if name in properties:
            message = (
                f"Le fichier donne deux fois la propriété « {name[:60]} » : on ne sait pas laquelle est la sienne."
            )
            raise ArchiveError(message, "Demander à qui l’a envoyé le fichier que « convention render » a écrit.")
        properties[name] = "".join(map(str, element.itertext()))
    return properties


def _text_of(stated: Element | None, name: str) -> str:
    element = stated.find(f"{_URN}office:1.0}}meta/{name}") if stated is not None else None
    return (element.text or "") if element is not None else ""


def _stated(archive: Archive) -> Element | None:
    return parse(archive.read_xml("meta.xml"), "meta.xml") if "meta.xml" in archive else None
