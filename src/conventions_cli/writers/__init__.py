"""Writes document trees as files. Each writer knows its format, and nothing of conventions.

To add a format, write its module, a function here that imports it when it writes and gives the bytes of a `Document`,
and a line in `FORMATS` with that function: all commands, pages and bundles follow that table.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from conventions_cli.document import Document
from conventions_cli.foundation import Record, door

if TYPE_CHECKING:
    from conventions_cli.writers.docx import write_docx, written_at
    from conventions_cli.writers.docx.body import Body as DocxBody
    from conventions_cli.writers.docx.ooxml import R as RELATIONSHIPS
    from conventions_cli.writers.docx.ooxml import holdable
    from conventions_cli.writers.docx.packing import package as package_docx
    from conventions_cli.writers.docx.reference import Reference, UnusableReferenceError, house_reference, own_reference
    from conventions_cli.writers.docx.tracked import Element as XmlElement
    from conventions_cli.writers.docx.tracked import Tracker
    from conventions_cli.writers.docx.tracked import name as qualified_name
    from conventions_cli.writers.docx.tracked import parse as parse_fragment
    from conventions_cli.writers.docx.tracked import serialize as serialize_fragment
    from conventions_cli.writers.html import ACT_STYLE, PALETTE, web_page, write_body
    from conventions_cli.writers.markdown import write_clause
    from conventions_cli.writers.pdf import PdfError

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _docx(document: Document) -> bytes:
    from conventions_cli.writers.docx import write_docx

    return write_docx(document)


def _markdown(document: Document) -> bytes:
    from conventions_cli.writers.markdown import write_markdown

    return write_markdown(document).encode("utf-8")


def _html(document: Document) -> bytes:
    from conventions_cli.writers.html import write_html

    return write_html(document).encode("utf-8")


def _odt(document: Document) -> bytes:
    from conventions_cli.writers.odt import write_odt

    return write_odt(document)


def _pdf(document: Document) -> bytes:
    from conventions_cli.writers.pdf import write_pdf

    return write_pdf(document)


def _text(document: Document) -> bytes:
    from conventions_cli.writers.text import write_text

    return write_text(document).encode("utf-8")


def pdf_in(font: str) -> Callable[[Document], bytes]:
    """A writer of PDF that uses a font of the machine, by its name."""

    def write(document: Document) -> bytes:
        from conventions_cli.writers.pdf import write_pdf

        return write_pdf(document, font)

    return write


class Format(Record, frozen=True):
    """A format of acts. `suffix`: its name, and the suffix of its files; `label`: its name for people.

    `threads`: whether its writer leaves threads running: a process that has written in it must not be forked.
    """

    suffix: str
    label: str
    media: str
    write: Callable[[Document], bytes]
    threads: bool = False


FORMATS: dict[str, Format] = {
    form.suffix: form
    for form in (
        Format("docx", "DOCX", _WORD, _docx),
        Format("odt", "ODT", "application/vnd.oasis.opendocument.text", _odt),
        Format("pdf", "PDF", "application/pdf", _pdf, threads=True),
        Format("md", "Markdown", "text/markdown", _markdown),
        Format("html", "Page web", "text/html", _html),
        Format("txt", "Texte", "text/plain", _text),
    )
}
