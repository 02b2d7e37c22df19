"""A Word file that comes back: read, compared with its spec, looked over; one report of it all."""

from collections.abc import Callable, Iterator
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.document import Document, Section, SectionKind, plain_text, stretches
from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Record,
    Severity,
    SourceText,
    Span,
    catalogue,
    read_bytes,
    replace,
)
from conventions_cli.french import disk_reason
from conventions_cli.linting import CONSOLIDATED, Remark, lint
from conventions_cli.model import SEQUELS
from conventions_cli.readers import (
    MAX_FILE,
    ArchiveError,
    DocxReading,
    Extra,
    Inventory,
    Origin,
    Revisions,
    inventory,
    read_docx,
    read_origin,
)
from conventions_cli.templating import Pack
from conventions_cli.verification.annotations import Annotation, changes_of, comments_of
from conventions_cli.verification.beside import Places, remarks_on
from conventions_cli.verification.clauses_used import absent, near, said_of, theirs
from conventions_cli.verification.forms import Form, as_written_in, brought_down, form_of
from conventions_cli.verification.remade import AVENANT, EMBEDDED, Kept, Remade, carried, given, kept_of
from conventions_cli.verification.verdicts import Verdict, Verified, in_words, seen, verify

_NO_SPEC = (
    "L’acte ne porte pas de spécification, et aucune n’est donnée\u00a0: il n’est comparé à rien, ses mots sont "
    "seulement relus."
)
_UNSIGNED = (
    "L’acte est comparé à la spécification qu’il porte, et rien n’est signé\u00a0: qui refait l’une et l’autre "
    "ensemble n’est pas vu. Pour le savoir, donner la vôtre\u00a0: convention verify ACTE.docx SPEC."
)


class Report(Record, frozen=True):
    """What is said of a returned act. `against`: what it was compared with, empty when nothing was.

    `verified` is None when there was nothing to compare its text with; `altered_spec`: the spec it carries is not the
    one it was made from; `as_written`: every part of the file is, byte for byte, the one the command writes.
    `ours`: the file has the marks of our writer, or says what it was made from. `beside`: what stands in the file
    besides the text and was not compared, or is not what the command writes; `unread`: what the reader left out.
    `pack`: that of the spec it was compared with. `lacking`: the clauses it was made with are not at hand. `clauses`:
    the folder near the act where they were found. `document`: what was read, `remade`: what it was compared with,
    `origin`: what it says of itself. `form`: that of the file.
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
    beside: tuple[Remark, ...] = ()
    unread: bool = False
    ours: bool = False
    lacking: bool = False
    document: Document | None = None
    remade: Remade | None = None
    origin: Origin | None = None
    clauses: Path | None = None
    form: Form = Form.WORD

    @property
    def verdict(self) -> Verdict | None:
        """What became of the act, all that the file holds counted; None when there was nothing to compare it with.

        « Intact » is said of nothing else than what was compared, whole, and found to be the same.
        """
        if self.verified is None:
            return Verdict.LACKING if self.lacking else None
        cancelled = any(one.code is catalogue.ACT_CANCELLED for one in self.beside)
        if self.verified.verdict is Verdict.CHANGED or cancelled:
            return Verdict.CHANGED
        besides = self.beside or self.comments or self.changes or self.altered_spec or self.unread
        return Verdict.BESIDE if besides else self.verified.verdict

    @property
    def faulty(self) -> bool:
        """Whether something changed, or an act of ours could not be compared, or the linter found an error."""
        verdict = self.verdict
        unsure = self.ours if verdict is None else verdict is not Verdict.INTACT
        return unsure or self.altered_spec or any(one.severity is Severity.ERROR for one in self.remarks)


class Given(Record, frozen=True):
    """The spec to compare with: its name, and how to check it, as a draft when the act is one."""

    name: str
    check: Callable[[pipeline.Options], Outcome[pipeline.Checked]]


def examine(path: Path, spec: Given | None, revisions: Revisions, options: pipeline.Options) -> Outcome[Report]:
    """Read a returned act, and say all that can be said of it.

    `spec`: the spec to compare with, or None for the one the act carries. Faults: C116 and C504 for a file that cannot
    be read; those of the spec given.
    """
    if form_of(path) is not Form.WORD:
        return _in_other_form(path, spec, options)
    read = _read(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    data = read.value
    reading = read_docx(data, str(path), revisions)
    if reading.value is None:
        return Outcome(None, reading.diagnostics)
    kept = kept_of(data, read_origin(path).value)
    notices: list[str] = []
    told: list[str] = []
    made = _made(spec, kept, reading.value.document, options, told)
    if made.value is None and spec is not None and made.diagnostics:
        return Outcome(None, made.diagnostics)
    remade, clauses = made.value, None
    if spec is None and said_of(kept) and not (remade is not None and theirs(remade, kept)):
        clauses, remade = _with_clauses_near(path, kept, reading.value.document, options)
    lacking = not theirs(remade, kept) if remade is not None else bool(spec is None and kept.carried and said_of(kept))
    if lacking:
        notices.append(f"Clauses absentes\u00a0: {absent(kept, str(path))}")
        remade = None
    elif remade is None:
        notices.extend(told)
    against = "" if remade is None else EMBEDDED if spec is None else spec.name
    report = _report(str(path), data, reading.value, remade, kept, revisions)
    _tell_origin(kept.origin, remade, spec, notices)
    notices.extend(report.notices)
    return Outcome(replace(report, against=against, notices=tuple(notices), lacking=lacking, clauses=clauses))


def _in_other_form(path: Path, spec: Given | None, options: pipeline.Options) -> Outcome[Report]:
    """What is said of an act that is no Word file: its words, compared with those of the spec given."""
    from conventions_cli.importing import read_act  # late: few acts come back so

    read = read_act(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    form, document = form_of(path), read.value.document
    kept = Kept(read_origin(path).value if form is Form.ODT else None)
    told: list[str] = []
    made = _made(spec, kept, document, options, told)
    if made.value is None and spec is not None and made.diagnostics:
        return Outcome(None, made.diagnostics)
    (remade, clauses), verified, as_written = (made.value, None), None, False
    if spec is None and said_of(kept) and not (remade is not None and theirs(remade, kept)):
        clauses, remade = _with_clauses_near(path, kept, document, options)
    lacking = remade is not None and not theirs(remade, kept)
    lacking = lacking or bool(remade is None and spec is None and kept.carried and said_of(kept))
    if lacking:
        told = [f"Clauses absentes\u00a0: {absent(kept, str(path))}"]
        remade = None
    remarks = tuple(_remarks(document, remade, kept))
    if remade is not None:
        ours = remade
        bare = kept.origin is not None and not kept.carried
        made_again = remade.document.without_spec() if bare else remade.document
        as_written = read_bytes(path, MAX_FILE) == as_written_in(made_again, form)
        remade, document = brought_down(remade, document, form)
        verified = in_words(verify(remade, document), bare=form is not Form.MARKDOWN)
        if as_written and verified.verdict is Verdict.WORDS:
            verified = replace(verified, verdict=Verdict.INTACT)
        elif verified.verdict is Verdict.WORDS:  # what else is found comes from the reading of the form
            remarks = tuple(lint(ours.document))
    elif spec is None and not lacking and not kept.carried:
        told.append(f"{_NO_SPEC} La donner\u00a0: convention verify {path} SPEC.")
    return Outcome(
        Report(
            str(path),
            "" if remade is None else EMBEDDED if spec is None else spec.name,
            Revisions.ACCEPTED,
            verified,
            as_written,
            altered_spec=kept.origin is not None and not kept.origin.intact,
            comments=(),
            changes=(),
            remarks=remarks,
            notices=(*told, *_limits(form, verified), *read.value.notices),
            pack=remade.checked.pack if remade is not None else None,
            ours=read.value.own or kept.origin is not None,
            lacking=lacking,
            clauses=clauses,
            document=document,
            remade=remade,
            origin=kept.origin,
            form=form,
        )
    )


def _limits(form: Form, verified: Verified | None) -> tuple[str, ...]:
    """What a form cannot tell, where the verdict does not say it."""
    whole = {Verdict.WORDS, Verdict.INTACT} if form is Form.ODT else {Verdict.WORDS}  # an intact ODT: byte for byte
    said = verified is not None and verified.verdict in whole
    return () if said else (f"{form.value[:1].upper()}{form.value[1:]}.",)


def _with_clauses_near(
    path: Path, kept: Kept, document: Document, options: pipeline.Options
) -> tuple[Path | None, Remade | None]:
    """The act made again with the clauses near it that are those it says, if there are any, and their folder."""
    if options.template_dir is not None:
        return None, None
    for folder in near(path):
        made = _made(None, kept, document, replace(options, template_dir=folder), []).value
        if made is not None and theirs(made, kept):
            return folder, made
    return None, None


def _read(path: Path) -> Outcome[bytes]:
    """The bytes of the file, bounded."""
    try:
        return Outcome(read_bytes(path, MAX_FILE))
    except (OSError, ValueError) as fault:
        reason = "il n’existe pas" if isinstance(fault, FileNotFoundError) else disk_reason(fault)
        message = f"Le fichier « {path} » ne peut pas être lu ({reason})."
        span = Span.whole(SourceText(str(path), ""))
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, span, "Vérifier le chemin du fichier."),))


def _made(
    spec: Given | None, kept: Kept, document: Document, options: pipeline.Options, notices: list[str]
) -> Outcome[Remade]:
    """The act to compare with. A draft is made as one; a text that an avenant leads to, as what it says it is."""
    states = _states_of(document)
    first = replace(options, draft=states[0], sequel=SEQUELS.get(kept.pack))
    if spec is None:
        return carried(kept, [replace(first, draft=state) for state in states], notices)
    for state in states:
        checked = spec.check(replace(first, draft=state))
        if checked.value is not None:
            return given(spec.name, checked.value, kept, replace(options, draft=state), notices)
    return Outcome(None, checked.diagnostics)


def _states_of(document: Document) -> tuple[bool | None, ...]:
    """How its spec is to be read, in the order to try: as a draft, or as its dates say."""
    drafts = [part for part in document.parts if isinstance(part, Section) and part.kind is SectionKind.DRAFT]
    if not drafts:
        return (None,)
    words = [plain_text(one) for part in drafts for one in stretches(part.blocks)]
    return (None, True) if any(CONSOLIDATED.match(one) for one in words) else (True,)


def _tell_origin(origin: Origin | None, remade: Remade | None, spec: Given | None, notices: list[str]) -> None:
    """What is to be known of the spec an act carries, and of the versions that made it."""
    if spec is None and origin is None:
        notices.append(_NO_SPEC)
    elif spec is None and origin is not None and not origin.carried:
        notices.append(
            "L’acte a été produit sans sa spécification (--sans-specification)\u00a0: il n’est comparé à rien, ses "
            "mots sont seulement relus. La donner\u00a0: convention verify ACTE.docx SPEC."
        )
    if remade is None:
        return
    if spec is None:
        notices.append(_UNSIGNED)
    made = origin.properties.get("convention.modele.version", "") if origin is not None else ""
    version = str(remade.checked.pack.manifest.version)
    if made and made != version:
        notices.append(
            f"L’acte a été produit avec la version {made[:40]} de son modèle\u00a0; il est comparé à la version "
            f"{version}\u00a0: des clauses peuvent différer pour cette seule raison."
        )


def _report(
    name: str, data: bytes, reading: DocxReading, remade: Remade | None, kept: Kept, revisions: Revisions
) -> Report:
    document, origin = reading.document, kept.origin
    verified = None
    whole = Inventory()
    ours = reading
    if remade is not None:
        written = _written(remade, kept)
        verified = verify(remade, document)
        try:
            whole = inventory(data, written)
        except ArchiveError as fault:  # of a part that the text does not need
            whole = Inventory(extras=[Extra(fault.message, part="fichier")])
        if not whole.same and (reading.comments or reading.notices):
            ours = read_docx(written, "").value or ours
    return Report(
        name,
        "",
        revisions,
        verified,
        whole.same,
        origin is not None and not origin.intact,
        comments_of(reading, ours if remade is not None else None),
        changes_of(reading),
        tuple(_remarks(document, remade, kept)),
        reading.notices,
        pack=remade.checked.pack if remade is not None else None,
        beside=tuple(remarks_on(whole.extras, Places(data, document))) if whole.extras else (),
        unread=remade is not None and not set(map(seen, reading.notices)) <= set(map(seen, ours.notices)),
        ours=reading.own or origin is not None,
        document=document,
        remade=remade,
        origin=origin,
    )


def _written(remade: Remade, kept: Kept) -> bytes:
    """The file the command writes of it, at the moment the returned one says, and without its spec as that one is."""
    from conventions_cli.writers import written_at  # late: the writer is dear

    bare = kept.origin is not None and not kept.origin.carried
    return written_at(remade.document.without_spec() if bare else remade.document, kept.moment)


def _remarks(document: Document, remade: Remade | None, kept: Kept) -> Iterator[Remark]:
    """What the linter says. It knows conventions: of a report or an avenant, what it says untouched is left out."""
    other = remade is not None and kept.pack in {*SEQUELS, AVENANT}
    known = {(one.code, one.place, one.message) for one in lint(remade.document)} if other and remade else set()
    return (one for one in lint(document) if (one.code, one.place, one.message) not in known)
