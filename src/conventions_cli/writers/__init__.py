"""Document trees to files. Each writer is a leaf: it knows its format and nothing of conventions.

To add a format, write a module with a function from `Document` to bytes, and give it a line in `FORMATS`: all commands,
pages and bundles follow that table. A writer is imported when it writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from conventions_cli.document import Document
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, door

if TYPE_CHECKING:
    from conventions_cli.writers.docx import write_docx, written_at
    from conventions_cli.writers.docx.body import Body as DocxBody
    from conventions_cli.writers.docx.ooxml import R as RELATIONSHIPS
    from conventions_cli.writers.docx.packing import package as package_docx
    from conventions_cli.writers.docx.reference import Reference, UnusableReferenceError, house_reference, own_reference
    from conventions_cli.writers.docx.tracked import Element as XmlElement
    from conventions_cli.writers.docx.tracked import Tracker
    from conventions_cli.writers.docx.tracked import name as qualified_name
    from conventions_cli.writers.docx.tracked import parse as parse_fragment
    from conventions_cli.writers.docx.tracked import serialize as serialize_fragment
    from conventions_cli.writers.html import ACT_STYLE, PALETTE, web_page, write_body
    from conventions_cli.writers.markdown import write_clause
    from conventions_cli.writers.pdf import INSTALL, office

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


def _pdf(documents: Sequence[bytes], kind: str) -> list[bytes]:
    from conventions_cli.writers.pdf import PdfKind, convert

    return convert(documents, PdfKind(kind))


class Format(Record, frozen=True):
    """A form an act can take. `suffix`: the name of the format, which ends its files; `label`: as people call it.

    Either it is written from the tree (`write`), or made of the files of another format (`made_from`, `convert`), all
    in one go: what it takes more is a word of that format's own option.
    """

    suffix: str
    label: str
    media: str
    write: Callable[[Document], bytes] | None = None
    made_from: str = ""
    convert: Callable[[Sequence[bytes], str], list[bytes]] | None = None


FORMATS: dict[str, Format] = {
    one.suffix: one
    for one in (
        Format("docx", "DOCX", _WORD, _docx),
        Format("md", "Markdown", "text/markdown", _markdown),
        Format("html", "Page web", "text/html", _html),
        Format("pdf", "PDF", "application/pdf", made_from="docx", convert=_pdf),
    )
}
PDF = "pdf"


def written(wanted: Iterable[str]) -> tuple[str, ...]:
    """The formats to write for these to be had: those that others are made from, in place of these others.

    Raises KeyError for a format that does not exist.
    """
    return tuple(dict.fromkeys(FORMATS[name].made_from or name for name in wanted))


def completed(
    acts: Sequence[Mapping[str, bytes]], wanted: Sequence[str], kind: str = "balise"
) -> Outcome[list[dict[str, bytes]]]:
    """The files of acts in the formats wanted, in that order, from those that `written` names; by format.

    `kind`: of PDF. An error when a format cannot be made here.
    """
    made = [dict(files) for files in acts]
    for name in wanted:
        form = FORMATS[name]
        if form.convert is None:
            continue
        from conventions_cli.writers.pdf import INSTALL, PdfError

        try:
            converted = form.convert([files[form.made_from] for files in acts], kind)
        except PdfError as fault:
            return Outcome(None, (Diagnostic(catalogue.PDF, str(fault), None, INSTALL),))
        for files, data in zip(made, converted, strict=True):
            files[name] = data
    return Outcome([{name: files[name] for name in wanted} for files in made])
