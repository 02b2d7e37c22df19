"""The examination of a returned file: read, compared with the act of its spec, and linted, in one report."""

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
from conventions_cli.french import capitalized, disk_reason
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
from conventions_cli.verification.clauses_used import (
    claimed_clauses,
    folders_near,
    lacking_notice,
    same_clauses,
)
from conventions_cli.verification.forms import Form, as_written_in, form_of, reduced
from conventions_cli.verification.remade import (
    AVENANT,
    EMBEDDED,
    FileClaims,
    Remade,
    claims_of,
    of_carried_spec,
    of_given_spec,
)
from conventions_cli.verification.verdicts import Verdict, Verified, in_words, verify, with_plain_spaces

_NO_SPEC = (
    "L’acte ne porte pas de spécification, et aucune n’est donnée\u00a0: il n’est comparé à rien, ses mots sont "
    "seulement relus."
)
_UNSIGNED = (
    "L’acte est comparé à la spécification qu’il porte, et rien n’est signé\u00a0: qui refait l’une et l’autre "
    "ensemble n’est pas vu. Pour le savoir, donner la vôtre\u00a0: convention verify ACTE.docx SPEC."
)


class Report(Record, frozen=True):
    """The report on a returned act. `against`: the name of the spec it was compared with, or empty.

    `verified`: None when its text was compared with nothing; `altered_spec`: whether the spec it carries was changed
    after the act was made; `as_written`: whether each part of the file is byte for byte the one the command writes.
    `beside`: remarks on what the file holds besides the text; `unread`: whether the reader left something out.
    `pack`: of the spec it was compared with; `ours`: whether the file has the marks of our writer, or tells its origin;
    `lacking`: whether the clauses it was made with are not at hand; `clauses`: the folder near the act that has them.
    `document`: the act that was read, `remade`: the act it was compared with, `origin`: what the file tells of itself.
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
        """The verdict on the whole file; None when it was compared with nothing.

        « Intact » means that the whole file was compared, and is the same.
        """
        if self.verified is None:
            return Verdict.LACKING if self.lacking else None
        cancelled = any(remark.code is catalogue.ACT_CANCELLED for remark in self.beside)
        if self.verified.verdict is Verdict.CHANGED or cancelled:
            return Verdict.CHANGED
        besides = self.beside or self.comments or self.changes or self.altered_spec or self.unread
        return Verdict.BESIDE if besides else self.verified.verdict

    @property
    def faulty(self) -> bool:
        """Whether something changed, or one of our acts could not be compared, or the linter reports an error."""
        verdict = self.verdict
        unsure = self.ours if verdict is None else verdict is not Verdict.INTACT
        return unsure or self.altered_spec or any(remark.severity is Severity.ERROR for remark in self.remarks)


class Given(Record, frozen=True):
    """The spec to compare with: its name, and the function that checks it with given options."""

    name: str
    check: Callable[[pipeline.Options], Outcome[pipeline.Checked]]


def examine(path: Path, spec: Given | None, revisions: Revisions, options: pipeline.Options) -> Outcome[Report]:
    """Read a returned act, and report on it.

    `spec`: the spec to compare with, or None for the spec that the act carries. Faults: C116 and C504 for a file that
    cannot be read; those of `spec`.
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
    claims = claims_of(data, read_origin(path).value)
    notices: list[str] = []
    reasons: list[str] = []
    outcome = _made_again(spec, claims, reading.value.document, options, reasons)
    if outcome.value is None and spec is not None and outcome.diagnostics:
        return Outcome(None, outcome.diagnostics)
    remade, clauses, lacking = _in_its_clauses(outcome.value, spec, path, claims, reading.value.document, options)
    if lacking:
        notices.append(f"Clauses absentes\u00a0: {lacking_notice(claims, str(path))}")
    elif remade is None:
        notices.extend(reasons)
    against = "" if remade is None else EMBEDDED if spec is None else spec.name
    report = _report(str(path), data, reading.value, remade, claims, revisions)
    _tell_origin(claims.origin, remade, spec, notices)
    notices.extend(report.notices)
    return Outcome(replace(report, against=against, notices=tuple(notices), lacking=lacking, clauses=clauses))


def _in_other_form(path: Path, spec: Given | None, options: pipeline.Options) -> Outcome[Report]:
    """The report on an act that is no Word file: its words are compared with those of the act of its spec."""
    from conventions_cli.importing import read_act  # late: most returned acts are Word files

    read = read_act(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    form, document = form_of(path), read.value.document
    claims = FileClaims(read_origin(path).value if form is Form.ODT else None)
    notices: list[str] = []
    outcome = _made_again(spec, claims, document, options, notices)
    if outcome.value is None and spec is not None and outcome.diagnostics:
        return Outcome(None, outcome.diagnostics)
    remade, clauses, lacking = _in_its_clauses(outcome.value, spec, path, claims, document, options)
    verified, as_written = None, False
    if lacking:
        notices = [f"Clauses absentes\u00a0: {lacking_notice(claims, str(path))}"]
    remarks = tuple(_remarks(document, remade, claims))
    if remade is not None:
        ours = remade
        bare = claims.origin is not None and not claims.carried
        made_again = remade.document.without_spec() if bare else remade.document
        as_written = read_bytes(path, MAX_FILE) == as_written_in(made_again, form)
        remade, document = reduced(remade, document, form)
        verified = in_words(verify(remade, document), bare=form is not Form.MARKDOWN)
        if as_written and verified.verdict is Verdict.WORDS:
            verified = replace(verified, verdict=Verdict.INTACT)
        elif verified.verdict is Verdict.WORDS:  # other remarks would come from the form of the file
            remarks = tuple(lint(ours.document))
    elif spec is None and not lacking and not claims.carried:
        notices.append(f"{_NO_SPEC} La donner\u00a0: convention verify {path} SPEC.")
    return Outcome(
        Report(
            str(path),
            "" if remade is None else EMBEDDED if spec is None else spec.name,
            Revisions.ACCEPTED,
            verified,
            as_written,
            altered_spec=claims.origin is not None and not claims.origin.intact,
            comments=(),
            changes=(),
            remarks=remarks,
            notices=(*notices, *_limits(form, verified), *read.value.notices),
            pack=remade.checked.pack if remade is not None else None,
            ours=read.value.own or claims.origin is not None,
            lacking=lacking,
            clauses=clauses,
            document=document,
            remade=remade,
            origin=claims.origin,
            form=form,
        )
    )


def _limits(form: Form, verified: Verified | None) -> tuple[str, ...]:
    """A notice on what a form cannot tell, unless the verdict already tells it."""
    whole = {Verdict.WORDS, Verdict.INTACT} if form is Form.ODT else {Verdict.WORDS}  # an intact ODT: byte for byte
    verdict_tells = verified is not None and verified.verdict in whole
    return () if verdict_tells else (f"{capitalized(form.value)}.",)


def _in_its_clauses(
    remade: Remade | None,
    spec: Given | None,
    path: Path,
    claims: FileClaims,
    document: Document,
    options: pipeline.Options,
) -> tuple[Remade | None, Path | None, bool]:
    """The act made again with the clauses that its file claims, and whether these are not at hand.

    `remade`: the act made with the clauses of `options`. Between the two: the folder near the act whose clauses were
    used instead, if any.
    """
    claimed, folder = claimed_clauses(claims), None
    if spec is None and claimed and not (remade is not None and same_clauses(remade, claims)):
        folder, remade = _with_clauses_near(path, claims, document, options)
    if remade is None:
        return None, folder, bool(spec is None and claims.carried and claimed)
    lacking = not same_clauses(remade, claims)
    return None if lacking else remade, folder, lacking


def _with_clauses_near(
    path: Path, claims: FileClaims, document: Document, options: pipeline.Options
) -> tuple[Path | None, Remade | None]:
    """The folder near an act with the clauses it claims, and the act made again with them; else None for both."""
    if options.template_dir is not None:
        return None, None
    for folder in folders_near(path):
        remade = _made_again(None, claims, document, replace(options, template_dir=folder), []).value
        if remade is not None and same_clauses(remade, claims):
            return folder, remade
    return None, None


def _read(path: Path) -> Outcome[bytes]:
    """The bytes of the file, of bounded size."""
    try:
        return Outcome(read_bytes(path, MAX_FILE))
    except (OSError, ValueError) as fault:
        reason = "il n’existe pas" if isinstance(fault, FileNotFoundError) else disk_reason(fault)
        message = f"Le fichier « {path} » ne peut pas être lu ({reason})."
        span = Span.whole(SourceText(str(path), ""))
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, span, "Vérifier le chemin du fichier."),))


def _made_again(
    spec: Given | None, claims: FileClaims, document: Document, options: pipeline.Options, notices: list[str]
) -> Outcome[Remade]:
    """The act to compare with: made as a draft if the returned act is one, and of the kind that the file claims."""
    states = _states_of(document)
    first = replace(options, draft=states[0], sequel=SEQUELS.get(claims.pack))
    if spec is None:
        return of_carried_spec(claims, [replace(first, draft=state) for state in states], notices)
    for state in states:
        checked = spec.check(replace(first, draft=state))
        if checked.value is not None:
            return of_given_spec(spec.name, checked.value, claims, replace(options, draft=state), notices)
    return Outcome(None, checked.diagnostics)


def _states_of(document: Document) -> tuple[bool | None, ...]:
    """The ways to read the spec, in the order to try: True for a draft, None to let its dates decide."""
    drafts = [part for part in document.parts if isinstance(part, Section) and part.kind is SectionKind.DRAFT]
    if not drafts:
        return (None,)
    words = [plain_text(inlines) for part in drafts for inlines in stretches(part.blocks)]
    return (None, True) if any(CONSOLIDATED.match(text) for text in words) else (True,)


def _tell_origin(origin: Origin | None, remade: Remade | None, spec: Given | None, notices: list[str]) -> None:
    """Add notices on the spec that an act carries, and on the version of the pack that made it."""
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
    pack_version = origin.properties.get("convention.modele.version", "") if origin is not None else ""
    version = str(remade.checked.pack.manifest.version)
    if pack_version and pack_version != version:
        notices.append(
            f"L’acte a été produit avec la version {pack_version[:40]} de son modèle\u00a0; il est comparé à la "
            f"version {version}\u00a0: des clauses peuvent différer pour cette seule raison."
        )


def _report(
    name: str, data: bytes, reading: DocxReading, remade: Remade | None, claims: FileClaims, revisions: Revisions
) -> Report:
    document, origin = reading.document, claims.origin
    verified = None
    whole = Inventory()
    ours = reading
    if remade is not None:
        file = _file_of(remade, claims)
        verified = verify(remade, document)
        try:
            whole = inventory(data, file)
        except ArchiveError as fault:  # in a part that the text does not need
            whole = Inventory(extras=[Extra(fault.message, part="fichier")])
        if not whole.same and (reading.comments or reading.notices):
            ours = read_docx(file, "").value or ours
    return Report(
        name,
        "",
        revisions,
        verified,
        whole.same,
        origin is not None and not origin.intact,
        comments_of(reading, ours if remade is not None else None),
        changes_of(reading),
        tuple(_remarks(document, remade, claims)),
        reading.notices,
        pack=remade.checked.pack if remade is not None else None,
        beside=tuple(remarks_on(whole.extras, Places(data, document))) if whole.extras else (),
        unread=remade is not None
        and not set(map(with_plain_spaces, reading.notices)) <= set(map(with_plain_spaces, ours.notices)),
        ours=reading.own or origin is not None,
        document=document,
        remade=remade,
        origin=origin,
    )


def _file_of(remade: Remade, claims: FileClaims) -> bytes:
    """The file that the command writes of an act, with the moment of the returned file, and a spec if that has one."""
    from conventions_cli.writers import written_at  # late: the writer is dear

    bare = claims.origin is not None and not claims.origin.carried
    return written_at(remade.document.without_spec() if bare else remade.document, claims.moment)


def _remarks(document: Document, remade: Remade | None, claims: FileClaims) -> Iterator[Remark]:
    """The remarks of the linter, which is made for conventions: on a report or an avenant, only those that are new."""
    other = remade is not None and claims.pack in {*SEQUELS, AVENANT}
    expected = (
        {(remark.code, remark.place, remark.message) for remark in lint(remade.document)} if other and remade else set()
    )
    return (remark for remark in lint(document) if (remark.code, remark.place, remark.message) not in expected)
