"""Writes a tree as a PDF, both PDF/UA-1 and PDF/A-3a, through Typst: the same document gives the same bytes."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.writers.pdf.impossible import PdfError
    from conventions_cli.writers.pdf.typesetting import write_pdf

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
