"""Writes a tree as a LibreOffice text (OpenDocument 1.3). `body` turns nodes into elements, `styles` sets their look,
`packing` makes the file. All text is escaped in one place, `odf.escape`.
"""

from conventions_cli.document import Document
from conventions_cli.foundation import made_at
from conventions_cli.writers.odt.body import Body
from conventions_cli.writers.odt.packing import package


def write_odt(document: Document) -> bytes:
    """Write a document in its normal form. The same document gives the same bytes."""
    return package(Body(document), document.metadata, made_at())
