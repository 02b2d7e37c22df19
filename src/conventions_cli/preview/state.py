"""What the page shows of a spec at one moment; nothing here knows of a server or of HTML."""

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
)
from conventions_cli.model import Convention, Manque
from conventions_cli.pipeline import member
from conventions_cli.source import read_file
from conventions_cli.writers import write_body

_ONE_AT_A_TIME = threading.Lock()  # what is remembered from one act to the next is not made for two at once


class Subject(Record, frozen=True):
    """The spec to look at, and how it is read: as the options of `convention render` say."""

    spec: Path
    settings: tuple[str, ...] = ()
    template_dir: Path | None = None
    draft: bool | None = None

    @property
    def options(self) -> pipeline.Options:
        """The options of one reading: nothing read before is taken for current."""
        return pipeline.Options(self.settings, self.template_dir, self.draft)


class Act(Record, frozen=True):
    """An act that could be made: its tree, its body as HTML, its values, what it lacks, the stem of its files."""

    stem: str
    document: Document
    body: str
    convention: Convention
    missing: tuple[Manque, ...] = ()
    draft: bool = False


class PreviewState(Record, frozen=True):
    """A spec as it is now. `act`: the last one that could be made; `current`: whether it is that of the present spec.

    `sources`: the texts the findings point into, that of the spec first. `failure`: what to say when the command itself
    failed. `consulted`: the files all this follows from, with their state when they were read.
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
        """The findings, less what is only to be completed: heaviest first, those of the spec's own file first."""

        def weight(one: Diagnostic) -> tuple[int, bool]:
            return one.severity.rank, one.span is None or one.span.source.name != self.name

        return tuple(sorted((one for one in self.diagnostics if one.code is not catalogue.TO_COMPLETE), key=weight))

    @property
    def lacking(self) -> tuple[Diagnostic, ...]:
        """The findings that call for a missing value."""
        return tuple(one for one in self.diagnostics if one.code is catalogue.TO_COMPLETE)

    def count(self, severity: Severity) -> int:
        """How many remarks have that weight."""
        return sum(one.severity is severity for one in self.remarks)


def look(subject: Subject, last: Act | None = None) -> PreviewState:
    """Read the spec and all it takes from, make its act; `last` stands in for an act that cannot be made."""
    state = PreviewState(str(subject.spec), last)
    with _ONE_AT_A_TIME, noting() as consulted:
        try:
            state = _look(subject, state)
        except Exception as fault:  # a bug: the page says so, and the next version of the file has its chance
            state = replace(state, failure=_failure(fault))
    return replace(state, consulted=consulted)


def files(act: Act, formats: tuple[str, ...]) -> Outcome[dict[str, bytes]]:
    """The files `convention render` writes for that act."""
    with _ONE_AT_A_TIME:
        return pipeline.write(act.document, formats)


def _look(subject: Subject, state: PreviewState) -> PreviewState:
    pipeline.forget()
    own = read_file(subject.spec, state.name)
    checked = pipeline.check(subject.spec, subject.options)
    built = checked.then(lambda value: _made(subject, value))
    found = ordered(built.diagnostics)
    act = None if has_errors(found) else built.value
    return replace(
        state,
        act=act or state.act,
        current=act is not None,
        diagnostics=found,
        sources=_sources(state.name, own.value, found),
    )


def _made(subject: Subject, checked: pipeline.Checked) -> Outcome[Act]:
    def act(document: Document) -> Outcome[Act]:
        stem = member(str(subject.spec), subject.spec.stem, checked).stem
        spec = checked.spec
        return Outcome(Act(stem, document, write_body(document), spec.convention, checked.missing, spec.draft))

    return pipeline.assemble(checked).then(act)


def _sources(name: str, own: SourceText | None, found: tuple[Diagnostic, ...]) -> tuple[SourceText, ...]:
    """The texts to show, by name: a file that could not be decoded has one only where a finding points into it."""
    pointed = [one.span.source for one in found if one.span is not None]
    pointed += [related.span.source for one in found for related in one.related]
    known = {name: own} if own is not None else {}
    for source in sorted(pointed, key=lambda one: (one.name != name, one.name)):
        if source.text:
            known.setdefault(source.name, source)
    return tuple(known.values())


def _failure(fault: Exception) -> str:
    return (
        f"Erreur interne de convention ({type(fault).__name__})\u00a0: ce n’est pas une faute de votre fichier. "
        "La page reprendra au prochain enregistrement."
    )
