"""Reads a plain text into a tree: an act copied from a PDF or a scan, with cut lines and unmarked titles."""

import re
import unicodedata
from collections.abc import Iterator

from conventions_cli.document import Document, Text
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue
from conventions_cli.readers.docx.articles import MAX_TITLE, numbered, numbered_depth, opening
from conventions_cli.readers.docx.flow import Cell, Grid, Line, Notices
from conventions_cli.readers.docx.styles import Style
from conventions_cli.readers.foreign import act_of
from conventions_cli.readers.text_lines import Paragraph, joined
from conventions_cli.readers.text_pages import pages_of
from conventions_cli.readers.text_tables import Columns
from conventions_cli.source import kind_of, without_forbidden

_TITLE = re.compile(
    r"(?:projet d[e’'] ?)?(?:convention|avenant|protocole|accord|contrat|décision|arrêté)\b", re.IGNORECASE
)
# « Convention 2023-117 », at the top of a page.
_REFERENCE = re.compile(r"\w{1,30}(?: n°)? ?(?=[\w/.-]{0,40}\d)[\w/.-]{1,40}")
_HEAD = re.compile(r"(?:annexes?\b|préambule\b|exposé des motifs)", re.IGNORECASE)
_ANNEX = re.compile(r"annexes?\b", re.IGNORECASE)
_NOT_ENDED = re.compile(r"[^.;,:!?]\Z")
_MAX_BARE = 60  # characters of a title without number
_SIGNED = re.compile(r"(?:fait,? (?:à|en|le)\b|à [^,]{2,40}, le\b)", re.IGNORECASE)
_SHOWN = 12
MAX_TEXT = 1024 * 1024


class TextReading(Record, frozen=True):
    """The act in a text. `notices`: a French sentence for each content left out, or joined again."""

    document: Document
    notices: tuple[str, ...]


def read_text(data: bytes, name: str) -> Outcome[TextReading]:
    """Reads a text in UTF-8, UTF-16 or Windows-1252; a diagnostic otherwise. `name`: its name for people.

    Cut lines are joined, running headers left out, and titles recognised by their words.
    """
    notices = Notices()
    kind = kind_of(data)
    text = "" if kind or len(data) > MAX_TEXT else _decoded(data, notices)
    if not text.strip():
        too_long = "Le fichier dépasse 1 Mio." if len(data) > MAX_TEXT else "Le fichier ne contient pas de texte."
        message = f"Ce fichier est {kind}, pas un texte." if kind else too_long
        diagnostic = Diagnostic(
            catalogue.DOCUMENT, message, Span.whole(SourceText(name, "")), "Donner le texte de l’acte seul."
        )
        return Outcome(None, (diagnostic,))
    return Outcome(_read(text, notices))


def _decoded(data: bytes, notices: Notices) -> str:
    """The text of a file, without forbidden characters; empty when the file is not a text."""
    text = ""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            notices.add("Texte enregistré dans l’ancien encodage de Windows, lu comme tel : vérifier ses accents")
        break
    if "\0" in text:
        return ""
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return "\f".join(without_forbidden(unicodedata.normalize("NFC", page)) for page in pages)


def _read(text: str, notices: Notices) -> TextReading:
    pages = pages_of(text)
    read = joined(pages.pages)
    for line in pages.running:
        notices.add("Ligne répétée en haut ou en bas des pages", line)
    if pages.numbers:
        notices.add("Numéros de page", ", ".join(pages.numbers))
    if read.words:
        more = " …" if len(read.words) > _SHOWN else ""
        notices.add("Mots coupés en fin de ligne, recollés", ", ".join(read.words[:_SHOWN]) + more)
    document = act_of(list(_flow(read.blocks)), notices)
    return TextReading(document, tuple(notices.sentences))


def _flow(blocks: tuple[Paragraph | Columns, ...]) -> Iterator[Line | Grid]:
    """Paragraphs as lines, titles in bold."""
    titled = signed = False
    for order, block in enumerate(blocks):
        if isinstance(block, Columns):
            rows = [(0, [Cell([_line(order, cell)]) for cell in row]) for row in block.rows]
            yield Grid(order, rows, has_header=True)
            continue
        following = blocks[order + 1] if order + 1 < len(blocks) else None
        named = _TITLE.match(block.text) is not None and not _REFERENCE.fullmatch(block.text)
        title = not titled and named and _is_short(block.text)
        titled = titled or title
        signed = signed or _SIGNED.match(block.text) is not None
        heading = (not signed or _ANNEX.match(block.text) is not None) and _is_heading(block, following)
        yield _line(order, block.text, bold=title or heading)


def _line(order: int, text: str, *, bold: bool = False) -> Line:
    return Line(order, [Text(text, bold)] if text else [], Style(), bold=bold)


def _is_short(text: str) -> bool:
    return len(text) <= MAX_TITLE and _NOT_ENDED.search(text) is not None


def _is_heading(block: Paragraph, following: Paragraph | Columns | None) -> bool:
    """Whether a paragraph is a heading: by its first words, or as a short line before a sentence."""
    if not _is_short(block.text):
        return False
    worded = opening(block.text)
    if worded is not None:
        return worded.mark or block.alone
    if _HEAD.match(block.text) or numbered(block.text) or numbered_depth(block.text):
        return block.alone
    bare = block.alone and len(block.text) <= _MAX_BARE and block.text[:1].isupper() and "\t" not in block.text
    return bare and isinstance(following, Paragraph) and following.text.rstrip()[-1:] in {".", ";", ":"}
