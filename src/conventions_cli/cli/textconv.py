"""`convention textconv`: the text of an act of any format, for `git diff` to show it."""

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import show
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import exit_code, report
from conventions_cli.foundation import Diagnostic, Outcome, SourceText, Span, catalogue, read_bytes

if TYPE_CHECKING:
    from conventions_cli.cli.acts import LoadedAct, Ways
    from conventions_cli.document import Document

_MOST = 32 * 1024 * 1024
_TEMPORARY = re.compile(r"[A-Za-z0-9]{6}_(?=.)")  # what git, before 2.39, puts before the name of a file it takes out


def textconv(
    file: Annotated[
        Path, typer.Argument(metavar="FICHIER", help="Acte (.docx, .odt, .pdf, .html, .md, .txt) ou spécification.")
    ],
    template_dir: TemplateDir = None,
) -> None:
    """Donner le texte d’un acte, pour que « git diff » le montre au lieu d’octets ou de YAML.

    D’une spécification, c’est le texte de son acte ; ou le sien, si l’acte ne peut pas encore être produit. Un document
    illisible est dit tel, avec son empreinte. Les lignes à écrire dans .gitattributes sont dans le guide.

    \b
    Exemple :
      convention textconv specs/domifa.yaml
    """
    try:
        data = read_bytes(file, _MOST)
    except (OSError, ValueError) as fault:
        from conventions_cli.french import disk_reason

        message = f"Le fichier « {file} » ne peut pas être lu ({disk_reason(fault)})."
        diagnostic = Diagnostic(
            catalogue.UNREADABLE, message, Span.whole(SourceText(str(file), "")), "Vérifier le chemin."
        )
        report([diagnostic], quiet=False)
        raise typer.Exit(exit_code([diagnostic], strict=False)) from None
    show(_text(data, file, template_dir))


def _text(data: bytes, file: Path, template_dir: Path | None) -> str:
    """The text of a file. It never fails: a failure would stop `git diff` in the middle."""
    from conventions_cli.cli.acts import Ways

    ending = file.suffix.lower()
    ways = Ways((), template_dir)
    if data.startswith(b"%PDF"):
        return _pdf(data)
    if ending in {".html", ".htm"}:
        from conventions_cli.readers import web_text

        return web_text(data.decode("utf-8", "replace"))
    if data.startswith(b"PK"):
        return _document(data, file, ways)
    if ending in {".yaml", ".yml"}:
        return _spec(data, file, ways)
    if ending in {".md", ".markdown"}:
        return _document(data, file, ways, own=_plain(data))
    return _plain(data)


def _plain(data: bytes) -> str:
    return data.decode("utf-8-sig", "backslashreplace").replace("\r\n", "\n")


def _pdf(data: bytes) -> str:
    from conventions_cli.readers import ArchiveError, text_of_pdf

    try:
        return text_of_pdf(data)
    except ArchiveError as fault:
        return _unread(data, str(fault))


def _unread(data: bytes, why: str) -> str:
    return f"[Document illisible : {why} Empreinte : {hashlib.sha256(data).hexdigest()}]\n"


def _document(data: bytes, file: Path, ways: "Ways", own: str = "") -> str:
    """The text of a document; `own`: the text for a file that is no act."""
    from conventions_cli.cli.acts import read_act

    if own and not own.lstrip().startswith("<!--"):
        return own
    read = read_act(data, str(file), file.parent, ways)
    return _written(read) or own or _unread(data, read.diagnostics[0].message if read.diagnostics else "")


def _written(read: "Outcome[LoadedAct]") -> str:
    if read.value is None:
        return ""
    text = _lines(read.value.document)
    return text + "".join(f"[{notice}]\n" for notice in read.value.notices)


def _lines(document: "Document") -> str:
    from conventions_cli.writers import FORMATS

    return FORMATS["txt"].write(document).decode("utf-8")


def _spec(data: bytes, file: Path, ways: "Ways") -> str:
    """The text of the act of a spec, or the text of the spec itself."""
    from conventions_cli.files import SHARED_KIND, kind_of
    from conventions_cli.pipeline import Options, assemble, check_bytes

    if kind_of(SourceText(str(file), _plain(data))) == SHARED_KIND:
        return _plain(data)  # it has no act of its own
    home = _home(data, file)
    for draft in (None, True):  # with missing values, as a draft
        checked = check_bytes(data, str(file), home, Options((), ways.template_dir, draft))
        document = assemble(checked.value).value if checked.value is not None else None
        if document is not None:
            return _lines(document)
    return _plain(data)


def _home(data: bytes, file: Path) -> Path:
    """The folder from which the files that a spec inherits are found.

    For an older version, which git writes elsewhere, it is the folder of the most similar file with the same name.
    """
    from conventions_cli.files import yaml_files
    from conventions_cli.reporting import repository_of
    from conventions_cli.source import MAX_BYTES

    top = repository_of(Path.cwd())
    if top is None or file.absolute().is_relative_to(top):
        return file.parent
    names = {file.name, _TEMPORARY.sub("", file.name)}
    lines = set(data.splitlines())

    def likeness(candidate: Path) -> int:
        try:
            return len(lines.intersection(read_bytes(candidate, MAX_BYTES, top).splitlines()))
        except (OSError, ValueError):
            return -1

    candidates = [path for path in yaml_files(Path(os.path.relpath(top))) if path.name in names]
    return max(candidates, key=likeness).parent if candidates else file.parent
