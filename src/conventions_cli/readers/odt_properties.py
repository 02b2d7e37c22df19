"""What an ODT file says of itself: its title, its author, what it was made of. The file is not trusted."""

from conventions_cli.document import Metadata
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.xml import Element, parse

_URN = "{urn:oasis:names:tc:opendocument:xmlns:"
_META = f"{_URN}meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def metadata_of(archive: Archive) -> Metadata:
    """The title, the author and the subject the file states. Raises ArchiveError."""
    stated = _stated(archive)
    return Metadata(
        _said(stated, f"{_DC}title"), _said(stated, f"{_META}initial-creator"), _said(stated, f"{_DC}subject")
    )


def generator_of(archive: Archive) -> str:
    """The program that says it wrote the file last. Raises ArchiveError."""
    return _said(_stated(archive), f"{_META}generator")


def properties_of(archive: Archive) -> dict[str, str]:
    """The properties that people or programs gave the file, by name. Raises ArchiveError."""
    stated = _stated(archive)
    if stated is None:
        return {}
    found: dict[str, str] = {}
    for one in stated.iter(f"{_META}user-defined"):
        name = one.get(f"{_META}name", "")
        if name in found:
            message = (
                f"Le fichier donne deux fois la propriété « {name[:60]} » : on ne sait pas laquelle est la sienne."
            )
            raise ArchiveError(message, "Demander à qui l’a envoyé le fichier que « convention render » a écrit.")
        found[name] = "".join(map(str, one.itertext()))
    return found


def _said(stated: Element | None, name: str) -> str:
    element = stated.find(f"{_URN}office:1.0}}meta/{name}") if stated is not None else None
    return (element.text or "") if element is not None else ""


def _stated(archive: Archive) -> Element | None:
    return parse(archive.read_xml("meta.xml"), "meta.xml") if "meta.xml" in archive else None
