"""`convention fix`: the replacements that findings carry, applied one at a time, each checked before it is kept."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from pathlib import Path

from conventions_cli.editing.faults import faults_of, new_errors
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

_ROUND, _LETTER = 2_000, 5  # steps that it takes to check a text again, and for each of its letters


class Choice(Enum):
    """What is decided of a proposal."""

    APPLY = "oui"
    LEAVE = "non"
    STOP = "quitter"


class Proposal(Record, frozen=True):
    """A finding, what would be written, and the lines before and after."""

    found: Diagnostic
    replacement: Replacement
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes it the same after other lines have changed."""
        return self.found.code.number, self.found.message, "\n".join((*self.before, *self.after))


class Fixed(Record):
    """A file, its new text, and what was done: kept, undone with the errors each would have made, left."""

    file: TextFile
    text: str
    applied: list[Proposal] = field(default_factory=list)
    undone: list[tuple[Proposal, tuple[Diagnostic, ...]]] = field(default_factory=list)
    left: list[Proposal] = field(default_factory=list)
    remaining: tuple[Diagnostic, ...] = ()
    stopped: bool = False


Decide = Callable[[Proposal], Choice]


def open_to_fix(path: Path) -> tuple[TextFile | None, tuple[Diagnostic, ...]]:
    """Read a file, forbidden characters included: they are among what can be mended."""
    read = read_file(path, str(path))
    source = read.value
    if source is None:
        spans = [one.span for one in read.diagnostics if one.span is not None]
        if not spans or any(one.code is not catalogue.CHARACTER for one in read.diagnostics):
            return None, read.diagnostics
        source = spans[0].source
    return with_bytes(path, source)


def proposals(text: str, path: Path, template_dir: Path | None = None) -> list[Proposal]:
    """Every replacement the findings of a text carry for its own file, in the order of its lines."""
    return list(_proposals(_findings(text, path, template_dir), str(path)))


def fix(file: TextFile, decide: Decide, template_dir: Path | None = None) -> Fixed:
    """Apply what `decide` accepts; a replacement that makes a new error is undone. Nothing is written."""
    done = Fixed(file, file.source.text)
    settled: set[tuple[str, str, str]] = set()
    found = _findings(done.text, file.path, template_dir)
    effort = Effort()
    while effort.allows(_ROUND + _LETTER * len(done.text), at_once=STEPS):
        offered = (one for one in _proposals(found, file.source.name) if one.identity not in settled)
        one = next(offered, None)
        if one is None or done.stopped:
            break
        choice = decide(one)
        settled.add(one.identity)
        if choice is not Choice.APPLY:
            done.left.append(one)
            done.stopped = choice is Choice.STOP
            continue
        text = applied(done.text, one.replacement)
        after = _findings(text, file.path, template_dir)
        worse = _worse(found, after)
        if worse:
            done.undone.append((one, worse))
            continue
        settled.discard(one.identity)  # the same fault may stand again further on
        done.applied.append(one)
        done.text, found = text, after
    done.remaining = found
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


def _proposals(found: Iterable[Diagnostic], name: str) -> Iterator[Proposal]:
    for one in found:
        replacement = one.replacement
        if replacement is None or replacement.span.source.name != name:
            continue
        span = replacement.span
        before = span.source.lines[span.start.line - 1 : span.end.line]
        start, end = before[0][: span.start.column - 1], before[-1][span.end.column - 1 :]
        after = tuple(f"{start}{replacement.text}{end}".split("\n"))
        if before != after:
            yield Proposal(one, replacement, before, after)


def _worse(before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The errors a replacement makes. While a file cannot be read at all, reading further is progress."""
    was, now = _unread(before), _unread(after)
    if was is None:
        return new_errors(before, after)
    if now is None or len(now) < len(was) or _first(now) > _first(was):
        return ()
    return tuple(now)


def _unread(found: tuple[Diagnostic, ...]) -> list[Diagnostic] | None:
    """The faults that keep a text from being read; None when it was read."""
    source = next((one.span.source for one in found if one.span is not None), None)
    if source is None or not has_errors(found):
        return None
    stopping = [one for one in found if one.code.number.startswith("C1")]
    if not stopping or (_readable(source) and parse(source).value is not None):
        return None
    return stopping


def _readable(source: SourceText) -> bool:
    return decode(source.text.encode("utf-8", "surrogatepass"), source.name).value is not None


def _first(found: list[Diagnostic]) -> Position:
    return min((one.span.start for one in found if one.span is not None), default=Position(0, 0))
