"""`convention fmt`: a file in its canonical form, proved to mean the same; files are written whole."""

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.diagnostics import Diagnostic, Outcome, SourceText, Span, has_errors, ordered
from conventions_cli.editing.canon import canonize
from conventions_cli.editing.printing import print_layout
from conventions_cli.editing.proof import same_meaning
from conventions_cli.outputs import write_whole
from conventions_cli.source import parse, read_file
from conventions_cli.source.layout import read_layout

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as it was read: its text with `\\n` line ends, its bytes, and whether its lines end with `\\r\\n`."""

    path: Path
    source: SourceText
    data: bytes

    def encoded(self, text: str) -> bytes:
        """A new text as the bytes of this file: same line ends, no byte-order mark."""
        return text.replace("\n", "\r\n").encode("utf-8") if self._dos else text.encode("utf-8")

    @property
    def _dos(self) -> bool:
        return self.data.partition(b"\n")[0].endswith(b"\r")

    def write(self, text: str) -> Diagnostic | None:
        """Write the new text in the place of the file, through the link if it is one. Returns what went wrong."""
        return rewrite(self.path, self.encoded(text))


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file and what it becomes: the same text when nothing is to change, None when it cannot be read or proved."""

    name: str
    file: TextFile | None = None
    text: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the bytes of the file would change."""
        return self.file is not None and self.text is not None and self.file.encoded(self.text) != self.file.data

    def write(self) -> Diagnostic | None:
        """Write the new text, if there is one. Returns what went wrong."""
        return self.file.write(self.text) if self.file is not None and self.text is not None else None

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
    """Read a file to be written again."""
    read = read_file(path, str(path))
    if read.value is None:
        return None, read.diagnostics
    try:
        data = path.read_bytes()
    except OSError:
        return open_file(path)
    return TextFile(path, read.value, data), ()


def rewrite(path: Path, content: bytes) -> Diagnostic | None:
    """Write a file in the place of itself: its rights and the link that leads to it stay."""
    real = path.resolve()
    try:
        mode = real.stat().st_mode & 0o777
    except OSError:
        mode = None
    if mode is not None and not mode & 0o222:
        message = f"Le fichier « {path} » est en lecture seule : il n’est pas changé."
        return Diagnostic(catalogue.OUTPUT, message, None, "Lever la lecture seule du fichier, puis recommencer.")
    fault = write_whole(real, content)
    if fault is None and mode is not None:
        try:
            real.chmod(mode)
        except OSError:
            return None
    return fault


def format_file(path: Path) -> Rewritten:
    """What a file becomes in canonical form."""
    file, faults = open_file(path)
    if file is None:
        return Rewritten(str(path), None, None, faults)
    made = format_source(file.source, path.parent)
    return Rewritten(str(path), file, made.value, made.diagnostics)


def format_source(source: SourceText, folder: Path) -> Outcome[str]:
    """The canonical text of a source, proved; what it inherits is looked for from `folder`.

    Where the typography of a value would show in the act, the file keeps its own.
    """
    read = parse(source)
    if read.value is None or has_errors(read.diagnostics):
        return Outcome(None, ordered(read.diagnostics))
    for typography in (True, False):
        text = canonical(source, typography=typography)
        new = SourceText(source.name, text)
        if text == source.text:
            return Outcome(text)
        if same_meaning(source, new, folder) and canonical(new, typography=typography) == text:
            return Outcome(text)
    return Outcome(None, (_unproved(source),))


def canonical(source: SourceText, *, typography: bool = True) -> str:
    """The canonical text of a file that reads without a fault."""
    layout = read_layout(source)
    canonize(layout, typography=typography)
    return print_layout(layout)


def _unproved(source: SourceText) -> Diagnostic:
    message = f"« {source.name} » n’est pas mis en forme : le résultat ne dirait pas exactement la même chose."
    hint = "Le fichier n’est pas touché. Écrire plus simplement ce qui y est inhabituel (ancres, accolades)."
    return Diagnostic(catalogue.UNCHANGED, message, Span.whole(source), hint)
