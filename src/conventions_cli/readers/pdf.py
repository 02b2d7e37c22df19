"""The origin in a PDF: the spec attached to it, and the properties in its keywords. The file is not trusted."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conventions_cli.readers.archive import ArchiveError

if TYPE_CHECKING:
    from pypdf import PdfReader

SPEC_NAME = "specification.yaml"
_PREFIX = "convention."
_TWICE = "Le PDF a plusieurs fichiers joints nommés « specification.yaml » : on ne sait pas duquel il a été fait."
_BROKEN = "Le fichier PDF est abîmé."


def properties_of_pdf(data: bytes) -> tuple[dict[str, str], str]:
    """The properties by name, and the spec, empty when none is attached. Raises ArchiveError."""
    with _damage_reported():
        reader = _reader(data)
        stated = reader.metadata.keywords if reader.metadata is not None else ""
        attached = reader.attachments.get(SPEC_NAME, [])
        spec = attached[0].decode("utf-8") if attached else ""
    if len(attached) > 1:
        raise ArchiveError(_TWICE, "Demander à qui l’a envoyé le PDF que « convention render » a écrit.")
    pairs = (word.strip().partition("=") for word in (stated or "").split(","))
    return {name: value for name, mark, value in pairs if mark and name.startswith(_PREFIX)}, spec


def text_of_pdf(data: bytes) -> str:
    """The words of a PDF, page after page, line by line. Raises ArchiveError."""
    with _damage_reported():
        return "".join(f"{page.extract_text()}\n" for page in _reader(data).pages)


def _reader(data: bytes) -> "PdfReader":
    import logging
    from io import BytesIO

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its messages about damaged files are for developers
    return PdfReader(BytesIO(data))


@contextlib.contextmanager
def _damage_reported() -> Iterator[None]:
    """Turns any exception of pypdf, which raises many kinds on damaged files, into an ArchiveError."""
    try:
        yield
    except Exception as fault:
        raise ArchiveError(_BROKEN, "Le demander de nouveau à qui l’a envoyé.") from fault
