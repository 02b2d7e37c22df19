"""The state of a spec that the page shows; this module knows nothing of servers or HTML."""

import threading
from collections.abc import Mapping
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.document import Document
from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Record,
    Severity,
    SourceText,
    Stamp,
    catalogue,
    field,
    has_errors,
    noting,
    ordered,
    replace,
    stamp,
)
from conventions_cli.model import Convention, Manque, MoneyWords
from conventions_cli.pipeline import member
from conventions_cli.source import read_file
from conventions_cli.writers import write_body

ONE_AT_A_TIME = threading.RLock()  # the caches kept between acts are not safe for two threads


class Subject(Record, frozen=True):
    """The spec to show, and how to read it: the options of `convention render`."""

    spec: Path
    settings: tuple[str, ...] = ()
    template_dir: Path | None = None
    draft: bool | None = None

    @property
    def options(self) -> pipeline.Options:
        """The options of one reading, in which every file is read again."""
        return pipeline.Options(self.settings, self.template_dir, self.draft)


class Act(Record, frozen=True):
    """An act that was made: its tree, its body as HTML, its values, its missing values, the stem of its files.

    `words`: the names of its kind for the parties that give and receive the money.
    """

    stem: str
    document: Document
    body: str
    convention: Convention
    missing: tuple[Manque, ...] = ()
    draft: bool = False
    words: MoneyWords = MoneyWords()


class PreviewState(Record, frozen=True):
    """A spec as it is now. `act`: the last act that was made; `current`: whether it is the act of this very spec.

    `sources`: the texts that diagnostics point into, the spec first. `failure`: the message of a bug, if there was one.
    `consulted`: the files this state depends on, with the stamps they had when read.
    """

    name: str
    act: Act | None = None
    current: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: tuple[SourceText, ...] = ()
    failure: str = ""
    consulted: Mapping[Path, Stamp] = field(default_factory=dict)

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, without those of missing values: the most severe first, those of the spec's file first."""

        def weight(diagnostic: Diagnostic) -> tuple[int, bool]:
            return diagnostic.severity.rank, diagnostic.span is None or diagnostic.span.source.name != self.name

        return tuple(
            sorted(
                (diagnostic for diagnostic in self.diagnostics if diagnostic.code is not catalogue.TO_COMPLETE),
                key=weight,
            )
        )

    @property
    def lacking(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of missing values."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.code is catalogue.TO_COMPLETE)

    def count(self, severity: Severity) -> int:
        """The number of remarks of a severity."""
        return sum(remark.severity is severity for remark in self.remarks)


def look(subject: Subject, last: Act | None = None, before: PreviewState | None = None) -> PreviewState:
    """Read the spec and the files it depends on, and make its act; `last`: the act to show if none can be made.

    `before`: the state before a change. When only the spec has changed since, the packs are not read again: the act is
    made in a tenth of the time.
    """
    state = PreviewState(str(subject.spec), last)
    with ONE_AT_A_TIME, noting() as consulted:
        kept = before.consulted if before is not None and _alone(subject, before) else {}
        try:
            state = _look(subject, state, fresh=not kept)
        except Exception as fault:  # a bug: the page shows it, and the next version of the file may work
            state = replace(state, failure=_failure(fault))
    return replace(state, consulted={**kept, **consulted})


def _alone(subject: Subject, before: PreviewState) -> bool:
    """Whether no file that a state depends on has changed, except the spec."""
    own = subject.spec.absolute()
    return not before.failure and not outdated(
        {path: names for path, names in before.consulted.items() if path.absolute() != own}
    )


def outdated(consulted: Mapping[Path, Stamp]) -> bool:
    """Whether the stamp of one of these files has changed."""
    return any(stamp(path) != earlier for path, earlier in consulted.items())


def files(act: Act, formats: tuple[str, ...]) -> Outcome[dict[str, bytes]]:
    """The files that `convention render` writes for that act."""
    with ONE_AT_A_TIME:
        return pipeline.write(act.document, formats)


def _look(subject: Subject, state: PreviewState, *, fresh: bool) -> PreviewState:
    if fresh:
        pipeline.forget()
    own = read_file(subject.spec, state.name)
    checked = pipeline.check(subject.spec, subject.options)
    built = checked.then(lambda value: _act_of(subject, value))
    diagnostics = ordered(built.diagnostics)
    act = None if has_errors(diagnostics) else built.value
    return replace(
        state,
        act=act or state.act,
        current=act is not None,
        diagnostics=diagnostics,
        sources=_sources(state.name, own.value, diagnostics),
    )


def _act_of(subject: Subject, checked: pipeline.Checked) -> Outcome[Act]:
    def act(document: Document) -> Outcome[Act]:
        stem = member(str(subject.spec), subject.spec.stem, checked).stem
        spec = checked.spec
        words = spec.kind.money_words
        act = Act(stem, document, write_body(document), spec.convention, checked.missing, spec.draft, words)
        return Outcome(act)

    return pipeline.assemble(checked).then(act)


def _sources(name: str, own: SourceText | None, diagnostics: tuple[Diagnostic, ...]) -> tuple[SourceText, ...]:
    """The texts to show: the spec first, when it was decoded, then those that diagnostics point into."""
    pointed = [diagnostic.span.source for diagnostic in diagnostics if diagnostic.span is not None]
    pointed += [related.span.source for diagnostic in diagnostics for related in diagnostic.related]
    sources = {name: own} if own is not None else {}
    for source in sorted(pointed, key=lambda text: (text.name != name, text.name)):
        if source.text:
            sources.setdefault(source.name, source)
    return tuple(sources.values())


def _failure(fault: Exception) -> str:
    return (
        f"Erreur interne de convention ({type(fault).__name__})\u00a0: ce n’est pas une faute de votre fichier. "
        "La page reprendra au prochain enregistrement."
    )
