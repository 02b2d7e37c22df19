"""`convention fmt`: a file in its canonical form, proved to mean the same; files are written whole."""

import hashlib
import re
from difflib import unified_diff
from pathlib import Path

from conventions_cli.comparison import stretches
from conventions_cli.editing.canon import canonize
from conventions_cli.editing.proof import same_meaning
from conventions_cli.editing.storing import Keeping, Overwritten, rewrite
from conventions_cli.foundation import (
    Diagnostic,
    Effort,
    Outcome,
    Record,
    SourceText,
    Span,
    catalogue,
    has_errors,
    ordered,
    read_bytes,
    root_of,
)
from conventions_cli.french import disk_reason
from conventions_cli.source import MAX_BYTES, Layout, parse, print_layout, read_file, read_layout, repaired

_BOM = b"\xef\xbb\xbf"


class TextFile(Record, frozen=True):
    """A file as it was read: its text with `\\n` line ends, its bytes, and whether its lines end with `\\r\\n`."""

    path: Path
    source: SourceText
    data: bytes

    def encoded(self, text: str) -> bytes:
        """A new text as the bytes of this file: same line ends, no byte-order mark."""
        return text.replace("\n", "\r\n").encode("utf-8") if self._dos else text.encode("utf-8")

    @property
    def _dos(self) -> bool:
        first, end, _ = self.data.partition(b"\n")
        return bool(end) and first.endswith(b"\r")

    def amended(self, text: str) -> bytes:
        """A partly changed text as the bytes of this file, with its byte-order mark and its line ends."""
        ends = re.findall(r"\r\n|\r|\n", self.data.decode("utf-8", "replace"))
        mark = _BOM if self.data.startswith(_BOM) else b""
        if len(set(ends)) < 2:
            return mark + text.replace("\n", ends[0] if ends else "\n").encode("utf-8")
        before, after = self.source.text.split("\n"), text.split("\n")
        new_ends = [ends[0]] * len(after)
        for stretch in stretches(before, after, Effort()):
            for number in range(stretch.other, stretch.other_end):
                new_ends[number] = ends[
                    max(0, min(stretch.start + number - stretch.other, stretch.end - 1, len(ends) - 1))
                ]
        return mark + "".join(line + end for line, end in zip(after, [*new_ends[:-1], ""], strict=True)).encode("utf-8")

    def write(self, text: str, keeping: Keeping | None = None) -> Diagnostic | None:
        """Write a partly changed text in the file, through a link if it is one. Returns a diagnostic on failure."""
        return rewrite([Overwritten(self.path, self.data, self.amended(text))], keeping)


class Rewritten(Record, frozen=True):
    """A file and its new text: the same when nothing changes, None when it cannot be read or proved."""

    name: str
    file: TextFile | None = None
    text: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the bytes of the file would change."""
        return self.file is not None and self.text is not None and self.file.encoded(self.text) != self.file.data

    def write(self, keeping: Keeping | None = None) -> Diagnostic | None:
        """Write the new text, if there is one. Returns a diagnostic on failure."""
        if self.file is None or self.text is None:
            return None
        return rewrite([Overwritten(self.file.path, self.file.data, self.file.encoded(self.text))], keeping)

    def diff(self) -> str:
        """The change as a unified diff; empty when only line ends or the byte-order mark change."""
        if self.file is None or self.text is None:
            return ""
        return diff_of(self.file.source.text, self.text, self.name)


def diff_of(before: str, after: str, name: str) -> str:
    """A unified diff of two texts of one file."""
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="", n=2)
    return "\n".join(lines)


def open_file(path: Path) -> tuple[TextFile | None, tuple[Diagnostic, ...]]:
    """Read a file that is to be rewritten."""
    read = read_file(path, str(path))
    return with_bytes(path, read.value) if read.value is not None else (None, read.diagnostics)


def with_bytes(path: Path, source: SourceText) -> tuple[TextFile | None, tuple[Diagnostic, ...]]:
    """A file that was just read as text, with its bytes; or the diagnostic if it has changed since then."""
    try:
        data = read_bytes(path, MAX_BYTES, root_of(path.parent))
    except OSError as fault:
        message = f"Le fichier « {path} » ne peut pas être lu ({disk_reason(fault)})."
        return None, (Diagnostic(catalogue.UNREADABLE, message, None, "Vérifier le chemin et les droits."),)
    if source.sha256 != hashlib.sha256(data).hexdigest():
        message = f"Le fichier « {path} » a changé pendant qu’il était lu."
        return None, (Diagnostic(catalogue.UNREADABLE, message, None, "Recommencer quand il n’est plus modifié."),)
    return TextFile(path, source, data), ()


def format_file(path: Path) -> Rewritten:
    """A file in canonical form."""
    file, faults = open_file(path)
    if file is None:
        return Rewritten(str(path), None, None, faults)
    outcome = format_source(file.source, path.parent)
    return Rewritten(str(path), file, outcome.value, outcome.diagnostics)


def format_source(source: SourceText, folder: Path) -> Outcome[str]:
    """The canonical text of a source, proved; the files it inherits are looked for from `folder`.

    When the canonical typography would change the act, the file keeps its own.
    """
    read = parse(source)
    if read.value is None or has_errors(read.diagnostics):
        return Outcome(None, ordered(read.diagnostics))
    source = SourceText(source.name, repaired(source.text), source.sha256)
    for typography in (True, False):
        layout = read_layout(source)
        text = _printed(layout, typography=typography)
        if text == source.text:
            return Outcome(text)
        again = same_meaning(layout, SourceText(source.name, text), folder)
        if again is not None and _printed(again, typography=typography) == text:
            return Outcome(text)
    return Outcome(None, (_unproved(source),))


def canonical(source: SourceText, *, typography: bool = True) -> str:
    """The canonical text of a file that reads without a fault."""
    return _printed(read_layout(source), typography=typography)


def _printed(layout: Layout, *, typography: bool) -> str:
    canonize(layout, typography=typography)
    return print_layout(layout)


def _unproved(source: SourceText) -> Diagnostic:
    message = f"« {source.name} » n’est pas mis en forme : le résultat ne dirait pas exactement la même chose."
    hint = "Le fichier n’est pas touché. Écrire plus simplement ce qui y est inhabituel (ancres, accolades)."
    return Diagnostic(catalogue.UNCHANGED, message, Span.whole(source), hint)
