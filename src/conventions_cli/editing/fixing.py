"""`convention fix`: the replacements of diagnostics, applied one at a time and each checked before it is kept."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path

from conventions_cli.editing.file_faults import faults_of, new_errors
from conventions_cli.editing.formatting import TextFile, with_bytes
from conventions_cli.foundation import (
    STEPS,
    Diagnostic,
    Effort,
    Position,
    Record,
    Replacement,
    SourceText,
    catalogue,
    field,
    has_errors,
)
from conventions_cli.source import decode, parse, read_file

_ROUND, _LETTER = 2_000, 5  # steps for checking a text again, and for each of its letters


class Choice(Enum):
    """The decision on a proposal."""

    APPLY = "oui"
    LEAVE = "non"
    STOP = "quitter"


class Proposal(Record, frozen=True):
    """A diagnostic, its replacement, and the lines before and after."""

    diagnostic: Diagnostic
    replacement: Replacement
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def identity(self) -> tuple[str, str, str]:
        """A key that stays the same when other lines change."""
        return self.diagnostic.code.number, self.diagnostic.message, "\n".join((*self.before, *self.after))


class Fixed(Record):
    """A file, its new text, and its proposals: applied, undone (with the errors each would have made), skipped."""

    file: TextFile
    text: str
    applied: list[Proposal] = field(default_factory=list)
    undone: list[tuple[Proposal, tuple[Diagnostic, ...]]] = field(default_factory=list)
    skipped: list[Proposal] = field(default_factory=list)
    remaining: tuple[Diagnostic, ...] = ()
    stopped: bool = False


Decide = Callable[[Proposal], Choice]


def open_to_fix(path: Path) -> tuple[TextFile | None, tuple[Diagnostic, ...]]:
    """Read a file, even with forbidden characters, which can be corrected."""
    read = read_file(path, str(path))
    source = read.value
    if source is None:
        spans = [diagnostic.span for diagnostic in read.diagnostics if diagnostic.span is not None]
        if not spans or any(diagnostic.code is not catalogue.CHARACTER for diagnostic in read.diagnostics):
            return None, read.diagnostics
        source = spans[0].source
    return with_bytes(path, source)


def proposals(text: str, path: Path, template_dir: Path | None = None) -> list[Proposal]:
    """Every replacement that the diagnostics of a text propose for its own file, in the order of its lines."""
    return list(_proposals(_findings(text, path, template_dir), str(path)))


def fix(file: TextFile, decide: Decide, template_dir: Path | None = None) -> Fixed:
    """Apply the proposals that `decide` accepts; one that causes a new error is undone. Nothing is written."""
    done = Fixed(file, file.source.text)
    settled: set[tuple[str, str, str]] = set()
    diagnostics = _findings(done.text, file.path, template_dir)
    effort = Effort()
    while effort.allows(_ROUND + _LETTER * len(done.text), at_once=STEPS):
        offered = (
            proposal for proposal in _proposals(diagnostics, file.source.name) if proposal.identity not in settled
        )
        proposal = next(offered, None)
        if proposal is None or done.stopped:
            break
        choice = decide(proposal)
        settled.add(proposal.identity)
        if choice is not Choice.APPLY:
            done.skipped.append(proposal)
            done.stopped = choice is Choice.STOP
            continue
        text = applied(done.text, proposal.replacement)
        after = _findings(text, file.path, template_dir)
        worse = _worse(diagnostics, after)
        if worse:
            done.undone.append((proposal, worse))
            continue
        settled.discard(proposal.identity)  # the same fault may occur again further on
        done.applied.append(proposal)
        done.text, diagnostics = text, after
    done.remaining = diagnostics
    return done


def applied(text: str, replacement: Replacement) -> str:
    """The text with a replacement in its place."""
    source, span = SourceText("", text), replacement.span
    return text[: source.index(span.start)] + replacement.text + text[source.index(span.end) :]


def _findings(text: str, path: Path, template_dir: Path | None) -> tuple[Diagnostic, ...]:
    read = decode(text.encode("utf-8", "surrogatepass"), str(path))
    if read.value is None:
        return read.diagnostics
    return faults_of(read.value, path.parent, template_dir)


def _proposals(diagnostics: Iterable[Diagnostic], name: str) -> Iterator[Proposal]:
    for diagnostic in diagnostics:
        replacement = diagnostic.replacement
        if replacement is None or replacement.span.source.name != name:
            continue
        span = replacement.span
        before = span.source.lines[span.start.line - 1 : span.end.line]
        start, end = before[0][: span.start.column - 1], before[-1][span.end.column - 1 :]
        after = tuple(f"{start}{replacement.text}{end}".split("\n"))
        if before != after:
            yield Proposal(diagnostic, replacement, before, after)


def _worse(before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The errors that a replacement adds. In a file that cannot be read, a first error further on is progress."""
    was, now = _unread(before), _unread(after)
    if was is None:
        return new_errors(before, after)
    if now is None or len(now) < len(was) or _first(now) > _first(was):
        return ()
    return tuple(now)


def _unread(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic] | None:
    """The faults that keep a text from being read; None when it was read."""
    source = next((diagnostic.span.source for diagnostic in diagnostics if diagnostic.span is not None), None)
    if source is None or not has_errors(diagnostics):
        return None
    stopping = [diagnostic for diagnostic in diagnostics if diagnostic.code.number.startswith("C1")]
    if not stopping or (_readable(source) and parse(source).value is not None):
        return None
    return stopping


def _readable(source: SourceText) -> bool:
    return decode(source.text.encode("utf-8", "surrogatepass"), source.name).value is not None


def _first(diagnostics: list[Diagnostic]) -> Position:
    return min(
        (diagnostic.span.start for diagnostic in diagnostics if diagnostic.span is not None), default=Position(0, 0)
    )
