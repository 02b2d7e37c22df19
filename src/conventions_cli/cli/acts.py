"""Reads an act named on the command line: a spec, a published Markdown, a Word or a LibreOffice file."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.document import Document
from conventions_cli.foundation import Code, Diagnostic, Outcome, Record, SourceText, Span, catalogue, read_bytes
from conventions_cli.french import disk_reason
from conventions_cli.source import Mapping, decode

if TYPE_CHECKING:
    from conventions_cli import pipeline
    from conventions_cli.templating import Pack

_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
MAX_DOCUMENT = 32 * 1024 * 1024  # bytes of a Word file; its reader bounds the unpacked size


class Kind(Enum):
    """The kind of file an act was read from."""

    SPEC = "spécification"
    MARKDOWN = "Markdown"
    DOCX = "DOCX"
    ODT = "ODT"


class LoadedAct(Record, frozen=True):
    """An act: its name, its tree, and its located spec when it was read from one.

    `notices`: a French sentence for each thing in a Word file that the tree does not hold. `pack`: the pack that made
    the act of a spec. `data`: the bytes of a Word file; `pending`: its tracked changes and comments, each with its
    kind, its place, its words. `foreign`: whether another program made it, so that its numbers are typed by hand.
    """

    name: str
    kind: Kind
    document: Document
    spec: Mapping | None = None
    notices: tuple[str, ...] = ()
    pack: "Pack | None" = None
    data: bytes | None = None
    pending: tuple[tuple[str, str, str], ...] = ()
    foreign: bool = False


_ENDINGS = {".yaml": Kind.SPEC, ".yml": Kind.SPEC, ".md": Kind.MARKDOWN, ".docx": Kind.DOCX, ".odt": Kind.ODT}


class Ways(Record, frozen=True):
    """How to read a spec: the values of `--set`, and the folder of packs."""

    settings: tuple[str, ...] = ()
    template_dir: Path | None = None

    @property
    def options(self) -> "pipeline.Options":
        """These options, for the pipeline; not needed to read documents."""
        from conventions_cli.pipeline import Options  # late: pydantic is slow to import

        return Options(self.settings, self.template_dir)


def load_act(name: str, ways: Ways, *, spelled: bool = False) -> Outcome[LoadedAct]:
    """Read the act of a file, by the ending of its name; `spelled`: see `read_docx`.

    Faults: those of a spec; C504 for a document that cannot be read; C116 for a file that cannot.
    """
    path = Path(name)
    kind = _ENDINGS.get(path.suffix.lower())
    if kind is None:
        message = f"« {name} » n’est ni une spécification, ni un acte en Markdown, en DOCX ou en ODT."
        return _refused(name, catalogue.DOCUMENT, message, "Donner un fichier .yaml, .md, .docx ou .odt.")
    if kind is Kind.SPEC:
        from conventions_cli.files import is_shared
        from conventions_cli.pipeline import check, shared_refused  # late: pydantic is slow to import

        if is_shared(path):
            return Outcome(None, (shared_refused(name),))
        return _assembled(name, check(path, ways.options))
    if path.is_dir():
        return _refused(name, catalogue.UNREADABLE, f"« {name} » est un dossier, pas un fichier.", "Donner un fichier.")
    try:
        data = read_bytes(path, MAX_DOCUMENT)
    except FileNotFoundError:
        hint = "Vérifier le chemin du fichier."
        return _refused(name, catalogue.UNREADABLE, f"Le fichier « {name} » n’existe pas.", hint)
    except (OSError, ValueError) as fault:
        message = f"Le fichier « {name} » ne peut pas être lu ({disk_reason(fault)})."
        return _refused(name, catalogue.UNREADABLE, message, "Vérifier le chemin et les droits.")
    return _READERS[kind](data, name, spelled)


def read_act(data: bytes, name: str, folder: Path, ways: Ways, *, spelled: bool = False) -> Outcome[LoadedAct]:
    """Read an act that is not in a file; its first bytes tell its kind. A spec inherits from `folder`."""
    if data.startswith(b"PK"):
        return (_odt if data[30:].startswith(_MIMETYPE) else _docx)(data, name, spelled)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<!--"):
        return _markdown(data, name, spelled)
    from conventions_cli.pipeline import check_bytes  # late: pydantic is slow to import

    return _assembled(name, check_bytes(data, name, folder, ways.options))


def _assembled(name: str, checked: "Outcome[pipeline.Checked]") -> Outcome[LoadedAct]:
    from conventions_cli.pipeline import assemble

    def load(value: "pipeline.Checked") -> Outcome[LoadedAct]:
        built = assemble(value)
        act = None
        if built.value is not None:
            act = LoadedAct(name, Kind.SPEC, built.value, value.spec.tree, pack=value.pack)
        return Outcome(act, built.diagnostics)

    return checked.then(load)


def _markdown(data: bytes, name: str, spelled: bool) -> Outcome[LoadedAct]:
    del spelled  # its numbers are words already
    return decode(data, name).then(_published)


def _published(source: SourceText) -> Outcome[LoadedAct]:
    from conventions_cli.readers import read_document  # late: markdown-it is slow to import

    document, faults = read_document(source.text)
    diagnostics = tuple(
        Diagnostic(catalogue.DOCUMENT, fault.message, Span.at_line(source, fault.line + 1), fault.hint)
        for fault in faults
    )
    return Outcome(LoadedAct(source.name, Kind.MARKDOWN, document) if document is not None else None, diagnostics)


def _docx(data: bytes, name: str, spelled: bool) -> Outcome[LoadedAct]:
    if len(data) > MAX_DOCUMENT:
        return _too_large(name)
    from conventions_cli.readers import DocxReading, read_docx  # late: lxml is slow to import
    from conventions_cli.verification import pending_in

    def load(read: DocxReading) -> Outcome[LoadedAct]:
        sentences = list(read.notices)
        if read.revisions:
            sentences.append(
                _counted(
                    len(read.revisions),
                    "modification suivie, lue comme acceptée",
                    "modifications suivies, lues comme acceptées",
                )
            )
        if read.comments:
            sentences.append(
                _counted(len(read.comments), "commentaire, laissé de côté", "commentaires, laissés de côté")
            )
        act = LoadedAct(
            name,
            Kind.DOCX,
            read.document,
            notices=tuple(sentences),
            data=data,
            pending=tuple(pending_in(read)),
            foreign=not read.own,
        )
        return Outcome(act)

    return read_docx(data, name, spelled=spelled).then(load)


def _odt(data: bytes, name: str, spelled: bool) -> Outcome[LoadedAct]:
    if len(data) > MAX_DOCUMENT:
        return _too_large(name)
    from conventions_cli.readers import read_odt  # late: lxml is slow to import

    return read_odt(data, name, spelled=spelled).then(
        lambda read: Outcome(LoadedAct(name, Kind.ODT, read.document, notices=read.notices, foreign=not read.own))
    )


def _too_large(name: str) -> Outcome[LoadedAct]:
    hint = "Retirer ses images, puis recommencer."
    return _refused(name, catalogue.DOCUMENT, "Le document dépasse 32 Mio.", hint)


def _counted(number: int, singular: str, several: str) -> str:
    return f"{number} {singular if number == 1 else several}."


_READERS: dict[Kind, Callable[[bytes, str, bool], Outcome[LoadedAct]]] = {
    Kind.MARKDOWN: _markdown,
    Kind.DOCX: _docx,
    Kind.ODT: _odt,
}


def _refused(name: str, code: Code, message: str, hint: str) -> Outcome[LoadedAct]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(name, "")), hint),))
