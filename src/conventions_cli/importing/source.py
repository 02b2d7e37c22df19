"""Reads the file of an act into a tree: a Word document, a LibreOffice document, Markdown or plain text."""

from pathlib import Path

from conventions_cli.document import Article, Document
from conventions_cli.foundation import Diagnostic, Outcome, Position, Record, SourceText, Span, catalogue, read_bytes
from conventions_cli.french import disk_reason
from conventions_cli.readers import MAX_FILE, Origin, read_origin
from conventions_cli.source import decode

_MARKDOWN, _TEXT = {".md", ".markdown"}, {".txt", ".text"}


class SourceAct(Record, frozen=True):
    """An act as it was read.

    `notices`: the contents of the file that are outside the act; `origin`: the spec inside the file, when `convention`
    wrote it; `own`: whether it is an ODT with the marks of our writer.
    """

    document: Document
    notices: tuple[str, ...] = ()
    origin: Origin | None = None
    own: bool = False


def read_act(path: Path) -> Outcome[SourceAct]:
    """Reads the file of an act. Without value, and with a diagnostic, when it cannot be read or is not an act."""
    try:
        data = read_bytes(path, MAX_FILE)
    except (OSError, ValueError) as fault:
        message = f"Le fichier « {path} » ne peut pas être lu ({disk_reason(fault)})."
        hint = "Vérifier le chemin du fichier."
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, hint),))
    ending = path.suffix.lower()
    reader = _markdown if ending in _MARKDOWN else _text if ending in _TEXT else _odt if ending == ".odt" else _word
    outcome = reader(data, path)
    if outcome.value is not None and not _is_act(outcome.value.document):
        message = "Ce document ne contient pas d’acte : ni article, ni parties, ni visas n’y sont reconnus."
        hint = "Donner l’acte lui-même (.docx, .odt, .md ou .txt), avec ses parties, ses visas ou ses articles."
        refusal = Diagnostic(catalogue.DOCUMENT, message, Span.whole(SourceText(str(path), "")), hint)
        return Outcome(None, (*outcome.diagnostics, refusal))
    return outcome


def _word(data: bytes, path: Path) -> Outcome[SourceAct]:
    from conventions_cli.readers import read_docx  # late: lxml is needed by this format only

    read = read_docx(data, str(path))
    if read.value is None:
        return Outcome(None, read.diagnostics)
    origin = read_origin(path).value
    carried = origin if origin is not None and origin.carried else None
    return Outcome(SourceAct(read.value.document, read.value.notices, carried), read.diagnostics)


def _markdown(data: bytes, path: Path) -> Outcome[SourceAct]:
    from conventions_cli.readers import read_document, read_foreign_markdown  # late: markdown-it is needed here only

    decoded = decode(data, str(path))
    if decoded.value is None:
        return Outcome(None, decoded.diagnostics)
    text = decoded.value.text
    document, faults = read_document(text) if "<!-- " in text else read_foreign_markdown(text)
    diagnostics = tuple(
        Diagnostic(
            catalogue.DOCUMENT,
            fault.message,
            Span(decoded.value, Position(fault.line + 1, 1), Position(fault.line + 1, 2)),
            fault.hint,
        )
        for fault in faults
    )
    return Outcome(SourceAct(document) if document is not None else None, diagnostics)


def _text(data: bytes, path: Path) -> Outcome[SourceAct]:
    from conventions_cli.readers import read_text  # late: few acts are texts

    read = read_text(data, str(path))
    value = None if read.value is None else SourceAct(read.value.document, read.value.notices)
    return Outcome(value, read.diagnostics)


def _odt(data: bytes, path: Path) -> Outcome[SourceAct]:
    from conventions_cli.readers import read_odt  # late: lxml is needed by few formats

    read = read_odt(data, str(path))
    if read.value is None:
        return Outcome(None, read.diagnostics)
    origin = read_origin(path).value if read.value.own else None
    carried = origin if origin is not None and origin.carried else None
    return Outcome(SourceAct(read.value.document, read.value.notices, carried, read.value.own), read.diagnostics)


def _is_act(document: Document) -> bool:
    """Whether a tree has an article, or two of the sections that only acts have."""
    kinds = {part.kind.value for part in document.parts if not isinstance(part, Article)}
    return any(isinstance(part, Article) for part in document.parts) or len(kinds & _ACT_SECTIONS) > 1


_ACT_SECTIONS = frozenset({"titre", "parties", "visas", "signatures"})
