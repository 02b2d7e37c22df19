"""Document trees to files. Each writer is a leaf: it knows its format and nothing of conventions.

To add a format, write a module with a function from `Document` to bytes and register it here.
A writer is imported when it writes.
"""

from collections.abc import Callable

from conventions_cli.document.nodes import Document


def _docx(document: Document) -> bytes:
    from conventions_cli.writers.docx import write_docx

    return write_docx(document)


def _markdown(document: Document) -> bytes:
    from conventions_cli.writers.markdown import write_markdown

    return write_markdown(document).encode("utf-8")


def _html(document: Document) -> bytes:
    from conventions_cli.writers.html import write_html

    return write_html(document).encode("utf-8")


WRITERS: dict[str, Callable[[Document], bytes]] = {"docx": _docx, "md": _markdown, "html": _html}
