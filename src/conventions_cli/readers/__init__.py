"""Reads texts and files into document trees: clauses, published Markdown, Word and LibreOffice files, plain texts."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.readers.archive import MAX_FILE, Archive, ArchiveError, open_file
    from conventions_cli.readers.docx import Comment, DocxReading, Revision, Revisions, read_docx
    from conventions_cli.readers.docx.census import Extra
    from conventions_cli.readers.docx.held import held_words
    from conventions_cli.readers.docx.inventory import Inventory, inventory, paragraphs_of
    from conventions_cli.readers.docx.page_heads import read_page_heads
    from conventions_cli.readers.docx.rasters import with_rasters
    from conventions_cli.readers.docx.two_files import Apart, apart, beside_text
    from conventions_cli.readers.foreign import read_foreign_markdown
    from conventions_cli.readers.markdown import MarkdownFault, read_blocks, read_document, read_normal_blocks
    from conventions_cli.readers.odt import read_odt
    from conventions_cli.readers.pdf import SPEC_NAME, text_of_pdf
    from conventions_cli.readers.provenance import SPEC_PROPERTY, VERSION_PROPERTY, Origin, read_origin, versions_digest
    from conventions_cli.readers.text import read_text
    from conventions_cli.readers.web import web_text

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
