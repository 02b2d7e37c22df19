"""The clauses of an act: which files write each of its parts, and whether the page may change them.

The page names a clause as the plan does, never by a path.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.comparison import part_name
from conventions_cli.document import Article, Document, plain_text
from conventions_cli.foundation import Record, is_inside, resolved, templates_dir
from conventions_cli.french import capitalized
from conventions_cli.model import Element
from conventions_cli.pipeline import Checked
from conventions_cli.templating import OWN, Clause, Pack, clauses_of, is_builtin, own_templates, reaches, read_clause

_SHOWN = 80  # letters of a title


class Part(Record, frozen=True):
    """A part of an act: its title, the label of its article (empty when it is none), the clauses that write it."""

    title: str
    label: str
    clauses: tuple[Clause, ...]


class Place(Record, frozen=True):
    """Where a clause is written. `file`: its own file, or, for a clause of ours, that of a copy made beside the specs.

    `pack`: the built-in pack to copy, or empty; `locked`: why the page writes nothing there.
    """

    file: Path
    pack: str = ""
    locked: str = ""

    @property
    def root(self) -> Path:
        """The folder of packs that the copy goes to; for a place with a pack to copy only."""
        return next(folder for folder in self.file.parents if folder.name == OWN)


def parts_of(checked: Checked) -> tuple[Part, ...]:
    """The parts of an act, in order; the elements of its plan when no act can be made."""
    assembly = pipeline.assembled(checked).value
    pack = checked.pack
    if assembly is None:
        return tuple(
            Part(_planned(element), element.article or "", clauses_of(pack, element)) for element in pack.elements
        )
    both = zip(assembly.document.parts, assembly.elements, strict=True)
    return tuple(
        Part(*_titled(assembly.document, index), clauses_of(pack, element)) for index, (_, element) in enumerate(both)
    )


def _titled(document: Document, index: int) -> tuple[str, str]:
    part = document.parts[index]
    name = part_name(part)
    if not isinstance(part, Article):
        return _short(capitalized(name)), ""
    title = plain_text(part.title)
    return _short(f"{capitalized(name)} – {title}" if title else name), part.label


def _planned(element: Element) -> str:
    return _short(str(element.titre or element.article or getattr(element.section, "value", "")))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def find(checked: Checked, name: str) -> Clause | None:
    """The clause with this name, if the plan, or a clause of it, includes it."""
    return next((clause for clause in clauses_in(checked.pack) if clause.name == name), None)


def clauses_in(pack: Pack) -> Iterator[Clause]:
    """The clauses of a plan, and those that they include."""
    return (clause for element in pack.elements for clause in clauses_of(pack, element))


def bytes_of(checked: Checked, clause: Clause) -> bytes:
    """The bytes of a clause. Raises OSError."""
    return read_clause(clause.path, checked.pack.folders)


def text_of(data: bytes) -> str:
    """The text of a clause file as the page shows it. Raises UnicodeDecodeError."""
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def as_before(text: str, before: bytes) -> bytes:
    """The bytes of a text of the page, with the byte-order mark and the ends of lines of its file `before`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    ends = lines.replace("\n", "\r\n") if b"\r\n" in before else lines
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + ends.encode("utf-8", "surrogatepass")


def seal(data: bytes) -> str:
    """A hash of a file, which changes whenever the file changes."""
    return hashlib.sha256(data).hexdigest()


def place_of(checked: Checked, clause: Clause, spec: Path, opened: Path, template_dir: Path | None) -> Place:
    """Where a change of a clause is written. `opened`: the folder of the page; nothing is written outside it."""
    inside = resolved(opened)
    if not clause.path.is_relative_to(templates_dir()):
        why = (
            ""
            if is_inside(clause.path, inside)
            else f"Ce fichier est hors de « {opened} » : il ne se change pas d’ici."
        )
        return Place(clause.path, "", why)
    pack, beside = checked.pack, own_templates(spec.parent)
    root = beside or (opened if reaches(spec.parent, opened) else spec.parent) / OWN
    file = root / pack.name / clause.name
    if checked.act is not None or not is_builtin(pack.name) or not pack.home.is_relative_to(templates_dir()):
        named = "Cette clause est fournie avec convention, et votre modèle la reprend"
        return Place(file, "", f"{named} : copiez d’abord son fichier dans le dossier du modèle.")
    if root.exists() and root.samefile(templates_dir()):
        return Place(file, "", f"« {root} » est le dossier des modèles fournis : il ne se change pas d’ici.")
    if not is_inside(root, inside):
        reason = f"Les modèles de ces actes sont dans « {root} », hors de « {opened} »"
        return Place(file, "", f"{reason} : ouvrez la page sur le dossier qui contient les deux.")
    if template_dir is not None and resolved(template_dir) != resolved(root):
        reason = f"Les modèles sont pris dans « {template_dir} » (--template-dir)"
        return Place(file, "", f"{reason} : ouvrez la page sans cette option pour modifier une clause fournie.")
    return Place(file, pack.name)


def shown_path(path: Path) -> str:
    """A path as people read it: relative to the working directory when it is inside."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path).as_posix()
