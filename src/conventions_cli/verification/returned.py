"""A Word file that comes back: read, compared with its spec, looked over; one report of it all."""

from collections.abc import Callable
from pathlib import Path

from conventions_cli import catalogue, pipeline
from conventions_cli.confines import read_bytes
from conventions_cli.diagnostics import Diagnostic, Outcome, Severity, SourceText, Span
from conventions_cli.document.nodes import Document, Section, SectionKind
from conventions_cli.french.disk import disk_reason
from conventions_cli.linting.lint import lint
from conventions_cli.linting.remarks import Remark
from conventions_cli.readers.archive import MAX_FILE, Archive, ArchiveError
from conventions_cli.readers.docx import DocxReading, Revisions, read_docx
from conventions_cli.readers.provenance import Origin, read_origin
from conventions_cli.records import Record, replace
from conventions_cli.templating.pack import Pack
from conventions_cli.verification.verdicts import Verified, place_in, verify

_BODY = "word/document.xml"
EMBEDDED = "spécification que l’acte porte"


class Annotation(Record, frozen=True):
    """A comment, or a pending tracked change: what it is, who made it and when, its words, and its place.

    `anchor`: the words a comment is about.
    """

    kind: str
    author: str
    date: str
    text: str
    place: str
    anchor: str = ""


class Report(Record, frozen=True):
    """What is said of a returned act. `against`: what it was compared with, empty when nothing was.

    `verified` is None when there was nothing to compare it with; `altered_spec`: the spec it carries is not the one it
    was made from; `as_written`: the text part of the file is, byte for byte, the one `render` writes.
    `pack`: that of the spec it was compared with.
    """

    name: str
    against: str
    revisions: Revisions
    verified: Verified | None
    as_written: bool
    altered_spec: bool
    comments: tuple[Annotation, ...]
    changes: tuple[Annotation, ...]
    remarks: tuple[Remark, ...]
    notices: tuple[str, ...]
    pack: Pack | None = None

    @property
    def faulty(self) -> bool:
        """Whether the text changed, the spec it carries was altered, or the linter found an error."""
        from conventions_cli.verification.verdicts import Verdict

        changed = self.verified is not None and self.verified.verdict is Verdict.CHANGED
        return changed or self.altered_spec or any(one.severity is Severity.ERROR for one in self.remarks)


class Given(Record, frozen=True):
    """The spec to compare with: its name, and how to check it, as a draft when the act is one."""

    name: str
    check: Callable[[pipeline.Options], Outcome[pipeline.Checked]]


def examine(path: Path, spec: Given | None, revisions: Revisions, options: pipeline.Options) -> Outcome[Report]:
    """Read a returned act, and say all that can be said of it.

    `spec`: the spec to compare with, or None for the one the act carries. Faults: C116 and C504 for a file that cannot
    be read; those of the spec given.
    """
    read = _read(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    data = read.value
    reading = read_docx(data, str(path), revisions)
    if reading.value is None:
        return Outcome(None, reading.diagnostics)
    origin = read_origin(path).value
    notices: list[str] = []
    if _is_draft(reading.value.document):
        options = replace(options, draft=True)
    checked: pipeline.Checked | None
    if spec is not None:
        outcome = spec.check(options)
        if outcome.value is None:
            return Outcome(None, outcome.diagnostics)
        against, checked = spec.name, outcome.value
    else:
        checked = _carried(origin, options, notices)
        against = EMBEDDED if checked is not None else ""
    report = _report(path, data, reading.value, checked, against, revisions)
    _tell_versions(origin, checked, notices)
    return Outcome(
        replace(
            report,
            altered_spec=origin is not None and not origin.intact,
            notices=(*notices, *reading.value.notices, *report.notices),
            pack=checked.pack if checked is not None else None,
        )
    )


def _read(path: Path) -> Outcome[bytes]:
    """The bytes of the file, bounded."""
    try:
        return Outcome(read_bytes(path, MAX_FILE))
    except (OSError, ValueError) as fault:
        reason = "il n’existe pas" if isinstance(fault, FileNotFoundError) else disk_reason(fault)
        message = f"Le fichier « {path} » ne peut pas être lu ({reason})."
        span = Span.whole(SourceText(str(path), ""))
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, span, "Vérifier le chemin du fichier."),))


def _is_draft(document: Document) -> bool:
    return any(isinstance(part, Section) and part.kind is SectionKind.DRAFT for part in document.parts)


def _carried(origin: Origin | None, options: pipeline.Options, notices: list[str]) -> pipeline.Checked | None:
    """The spec an act carries, checked; a notice says why there is none to compare with."""
    if origin is None:
        notices.append(
            "L’acte ne porte pas de spécification, et aucune n’est donnée\u00a0: il n’est comparé à rien, ses mots "
            "sont seulement relus."
        )
        return None
    if not origin.carried:
        notices.append(
            "L’acte a été produit sans sa spécification (--sans-specification)\u00a0: il n’est comparé à rien, ses "
            "mots sont seulement relus. La donner\u00a0: convention verify ACTE.docx SPEC."
        )
        return None
    outcome = pipeline.check_carried(origin.spec, EMBEDDED, options)
    if outcome.value is None:
        first = next((one.message for one in outcome.diagnostics if one.severity is Severity.ERROR), "")
        notices.append(
            f"La spécification que l’acte porte ne peut plus être rendue ({first.rstrip('.')})\u00a0: il n’est comparé "
            "à rien. Donner sa spécification\u00a0: convention verify ACTE.docx SPEC."
        )
    return outcome.value


def _tell_versions(origin: Origin | None, checked: pipeline.Checked | None, notices: list[str]) -> None:
    """Say when the pack is not of the version that made the act: clauses may differ for that reason alone."""
    if origin is None or checked is None:
        return
    made = origin.properties.get("convention.modele.version", "")
    if made and made != str(checked.pack.manifest.version):
        notices.append(
            f"L’acte a été produit avec la version {made[:40]} de son modèle\u00a0; il est comparé à la version "
            f"{checked.pack.manifest.version}\u00a0: des clauses peuvent différer pour cette seule raison."
        )


def _report(
    path: Path,
    data: bytes,
    reading: DocxReading,
    checked: pipeline.Checked | None,
    against: str,
    revisions: Revisions,
) -> Report:
    document = reading.document
    verified = None
    as_written = False
    ours: frozenset[tuple[str, str]] = frozenset()
    notices: tuple[str, ...] = ()
    if checked is not None:
        from conventions_cli.templating.assembly import assemble  # late: Jinja and markdown-it are dear
        from conventions_cli.writers.docx import write_docx

        made = assemble(checked.spec, checked.pack, checked.extras)
        if made.value is None:
            first = next((one.message for one in made.diagnostics), "")
            notices = (f"L’acte de la spécification ne peut pas être composé\u00a0: {first}",)
            against = ""
        else:
            verified = verify(checked, made.value, document)
            written = write_docx(made.value.document)
            as_written = _body(data) == _body(written)
            ours = _own_comments(written)
    comments = tuple(
        Annotation("commentaire", one.author, one.date, one.text, place_in(document, one.part, one.anchor), one.anchor)
        for one in reading.comments
        if (one.author, one.text) not in ours
    )
    changes = tuple(
        Annotation(one.kind.value, one.author, one.date, one.text, place_in(document, one.part, one.text))
        for one in reading.revisions
    )
    return Report(
        str(path), against, revisions, verified, as_written, False, comments, changes, lint(document), notices
    )


def _body(data: bytes) -> bytes:
    """The text part of a file; empty when there is none."""
    try:
        return Archive(data).read(_BODY)
    except (ArchiveError, KeyError):
        return b""


def _own_comments(written: bytes) -> frozenset[tuple[str, str]]:
    """The comments that `render` puts in a draft, on what is to be completed."""
    reading = read_docx(written, "").value
    return frozenset((one.author, one.text) for one in reading.comments) if reading is not None else frozenset()
