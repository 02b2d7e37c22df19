"""Writes a tree as a Word document: `body` turns nodes into XML, `ooxml` spells the elements, `packing` makes the file.

The XML is written as strings: python-docx has no footnotes, links, fields or list restarts
(docs/decisions/0003-docx-is-written-as-xml.md). All text is escaped in one place, `ooxml.escape`.
"""

from conventions_cli.document import Document
from conventions_cli.foundation import Moment, made_at
from conventions_cli.writers.docx.body import Body
from conventions_cli.writers.docx.packing import package
from conventions_cli.writers.docx.reference import Reference, own_reference


def write_docx(document: Document, reference: Reference | None = None) -> bytes:
    """The bytes of a document in normal form, in our styles or those of `reference`; equal documents, equal bytes."""
    body = Body(document, names=document.metadata.names)
    return package(body, document.metadata, reference or own_reference(), made_at())


def written_at(document: Document, moment: Moment | None) -> bytes:
    """The bytes of a document in our styles, dated `moment` or not dated, whatever the environment states."""
    body = Body(document, names=document.metadata.names)
    return package(body, document.metadata, own_reference(), moment)
