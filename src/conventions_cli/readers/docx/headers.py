"""What surrounds the body: the properties of the file, the headers and footers of its pages."""

import re

from conventions_cli.document import RUNNING, Metadata, shortened
from conventions_cli.readers.docx.elements import squeezed, words_of
from conventions_cli.readers.docx.flow import Notices
from conventions_cli.readers.docx.package import Package

_PAGE = re.compile(
    r"(?:\bpage\s*)?\b\d+\s*(?:sur|/|de)\s*\d+\b|\bpage\s*\d+|^\s*(?:[-–—]\s*)?\d+\s*(?:[-–—]\s*)?$", re.IGNORECASE
)
_FINGERPRINT = re.compile(r"(?:\A|– )[0-9a-f]{12}\Z")  # how our footers end
_NAMES = {"header": "En-tête de page", "footer": "Pied de page"}


def metadata_of(package: Package) -> Metadata:
    """The title, the author and the subject the file states. Raises ArchiveError."""
    _, root = package.first("core-properties", "")
    said: dict[str, str] = {}
    for one in root if root is not None else ():
        said.setdefault(str(one.tag).rsplit("}", 1)[-1], one.text or "")
    return Metadata(said.get("title", ""), said.get("creator", ""), said.get("subject", ""))


def is_untouched(package: Package) -> bool:
    """Tell whether our writer is the last program that saved the file, by its own account. Raises ArchiveError."""
    _, root = package.first("extended-properties", "")
    names = [one.text for one in root if str(one.tag).endswith("}Application")] if root is not None else []
    return names == ["convention"]


def tell_headers(package: Package, metadata: Metadata, notices: Notices) -> None:
    """Tell the words of headers and footers that are neither page numbers nor what our writer puts there."""
    for kind, name in _NAMES.items():
        for part in package.related(package.main, kind):
            words = _PAGE.sub(" ", words_of(package.xml(part))).strip()
            titles = (metadata.short_title, shortened(metadata.title, RUNNING), "")
            known = {squeezed(f"{title}{mark}") for title in titles for mark in ("", " PROJET")}
            if words and words not in known and not _FINGERPRINT.search(words):
                notices.add(name, words)
