"""The surroundings of the body: the properties of the file, the headers and footers of its pages."""

import re

from conventions_cli.document import RUNNING, Metadata, shortened
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.flow import Notices
from conventions_cli.readers.docx.package import Package

_PAGE = re.compile(
    r"(?:\bpage\s*)?\b\d+\s*(?:sur|/|de)\s*\d+\b|\bpage\s*\d+|^\s*(?:[-–—]\s*)?\d+\s*(?:[-–—]\s*)?$", re.IGNORECASE
)
_FINGERPRINT = re.compile(r"(?:\A|– )[0-9a-f]{12}\Z")  # the end of our footers
_NAMES = {"header": "En-tête de page", "footer": "Pied de page"}


def metadata_of(package: Package) -> Metadata:
    """The title, the author, the subject and the moment the file states. Raises ArchiveError."""
    _, root = package.first("core-properties", "")
    properties: dict[str, str] = {}
    for child in root if root is not None else ():
        properties.setdefault(str(child.tag).rsplit("}", 1)[-1], child.text or "")
    title, author, subject = (properties.get(name, "") for name in ("title", "creator", "subject"))
    return Metadata(title, author, subject, created=properties.get("created", ""))


def is_untouched(package: Package) -> bool:
    """Whether the file states that our writer was the last program to save it. Raises ArchiveError."""
    _, root = package.first("extended-properties", "")
    names = [child.text for child in root if str(child.tag).endswith("}Application")] if root is not None else []
    return names == ["convention"]


def tell_headers(package: Package, metadata: Metadata, notices: Notices) -> None:
    """Note the words of headers and footers that are neither page numbers nor those our writer puts there."""
    for kind, name in _NAMES.items():
        for part in package.related(package.main, kind):
            words = _PAGE.sub(" ", words_of(package.xml(part))).strip()
            titles = (metadata.short_title, shortened(metadata.title, RUNNING), "")
            expected = {as_seen(squeezed(f"{title}{mark}")) for title in titles for mark in ("", " PROJET")}
            if words and as_seen(words) not in expected and not _FINGERPRINT.search(words):
                notices.add(name, words)
