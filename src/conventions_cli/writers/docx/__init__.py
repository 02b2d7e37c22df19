"""A tree to a Word document. `body` turns nodes into WordprocessingML, `ooxml` writes its elements, `package` the file.

The XML is written as strings: python-docx has no footnotes, links, fields or list restarts, and takes ten times longer
(docs/architecture.md gives the measures). All text is escaped in one place, `ooxml.escape`.
"""

from conventions_cli.document import Document
from conventions_cli.foundation import Moment, made_at
from conventions_cli.writers.docx.body import Body
from conventions_cli.writers.docx.packing import package
from conventions_cli.writers.docx.reference import Reference, own_reference


def write_docx(document: Document, reference: Reference | None = None) -> bytes:
    """Write a document in its normal form, in our styles or those of a house document.

    The same document gives the same bytes.
    """
    body = Body(document, names=document.metadata.names)
    return package(body, document.metadata, reference or own_reference(), made_at())


def written_at(document: Document, moment: Moment | None) -> bytes:
    """The same in our styles, as it was written at a moment, or without one, whatever the environment states."""
    body = Body(document, names=document.metadata.names)
    return package(body, document.metadata, own_reference(), moment)
