"""`convention changes`: what changes in the acts between two versions of a folder, for those who read a change."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS, deliver, expand
from conventions_cli.foundation import Record, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conventions_cli.comparison import Comparison, Version
    from conventions_cli.document import Document
    from conventions_cli.pipeline import Options
    from conventions_cli.reporting import Stated
    from conventions_cli.source import Mapping


def changes(
    base: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Le même dossier que le courant, dans l’autre version.")
    ],
    specs: Annotated[
        list[str], typer.Argument(metavar="SPEC|DOSSIER…", help="Fichiers YAML ou dossiers, depuis le dossier courant.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire dans ce fichier.")
    ] = None,
    template_dir: TemplateDir = None,
    quiet: Quiet = False,
) -> None:
    """Dire ce qui change dans les actes depuis une autre version du dossier : articles, montants, dates.

    Le résultat est en Markdown, pour le commentaire d’une demande de fusion.
    Codes de sortie : 0 aucun acte ne change ; 1 l’un d’eux change, paraît, disparaît ou est à corriger.

    \b
    Exemples :
      git worktree add build/avant HEAD && convention changes build/avant specs
    """
    if not base.is_dir():
        raise refuse(f"le dossier « {base} » n’existe pas.")
    if any(Path(name).is_absolute() for name in specs):
        raise refuse("les spécifications sont nommées depuis le dossier courant : « specs », « specs/domifa.yaml ».")
    from conventions_cli.comparison import markdown_of
    from conventions_cli.pipeline import forget

    absent = [name for name in specs if not (Path(name).exists() or (base / name).exists())]
    if absent:
        raise refuse(f"« {absent[0]} » n’existe ni ici, ni dans « {base} ».")
    with contextlib.chdir(base):  # so that names, clauses and inherited files resolve as they do here
        before = _acts([name for name in specs if Path(name).exists()], template_dir)
    forget()
    after = _acts(specs, template_dir)
    versions = list(_versions(before, after))
    content = markdown_of(versions).encode("utf-8", "backslashreplace")
    code = DONE if not versions else FAULTS
    if output is None:
        hand(content)
        raise typer.Exit(code)
    raise typer.Exit(deliver(output, content, quiet=quiet, named=False) or code)


class _Act(Record, frozen=True):
    """An act of a version, with the text of its spec; only that text when the act cannot be made."""

    text: str
    stated: "Stated | None" = None
    document: "Document | None" = None
    tree: "Mapping | None" = None
    fields: dict[str, str] = field(default_factory=dict)
    identity: str = ""


def _acts(names: "Iterable[str]", template_dir: Path | None) -> dict[str, _Act]:
    """The acts of specs and folders, by the name of their spec."""
    from conventions_cli.model import SEQUELS
    from conventions_cli.pipeline import Options

    if not (names := list(names)):
        return {}
    options = Options((), template_dir)
    files = [name for name in expand(names, sequels=SEQUELS.values()) if Path(name).is_file()]
    return {Path(name).as_posix(): _act(Path(name), options) for name in files}


def _act(file: Path, options: "Options") -> _Act:
    from conventions_cli.cli.step_summary import stated_anyway, stated_by
    from conventions_cli.pipeline import assemble, check
    from conventions_cli.source import read_file

    source = read_file(file, str(file)).value
    text = source.text if source is not None else ""
    checked = check(file, options).value
    document = assemble(checked).value if checked is not None else None
    if checked is None or document is None:
        return _Act(text, stated_anyway(str(file)))
    stated = stated_by(checked)
    identity = str(checked.spec.convention.nor or stated.what)
    return _Act(text, stated, document, checked.spec.tree, checked.pack.field_names, identity)


def _versions(before: dict[str, _Act], after: dict[str, _Act]) -> "Iterator[Version]":
    """The acts that differ. A renamed file is matched by the NOR of its act, or by its subject."""
    from conventions_cli.comparison import Turn, Version

    former = {act.identity: name for name, act in before.items() if act.identity and name not in after}
    names = {name: name if name in before else former.pop(act.identity, "") for name, act in after.items()}
    for name, act in after.items():
        old = before.get(names[name])
        if act.document is None:
            if old is None or old.text != act.text:
                yield Version(name, Turn.FAULTY, old.stated if old is not None else None, act.stated)
        elif old is None or old.document is None:
            yield Version(name, Turn.NEW if old is None else Turn.CHANGED, None, act.stated)
        else:
            compared = _compared(name, old, act)
            if not compared.same:
                yield Version(name, Turn.CHANGED, old.stated, act.stated, compared)
    for name, old in before.items():
        if name not in names.values():
            yield Version(name, Turn.GONE, old.stated)


def _compared(name: str, old: _Act, new: _Act) -> "Comparison":
    from conventions_cli.comparison import Side, compare

    assert old.document is not None and new.document is not None  # noqa: S101 - asked by the caller
    sides = (Side(name, act.document, act.tree, act.fields) for act in (old, new) if act.document is not None)
    return compare(*sides)
