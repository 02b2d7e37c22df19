"""The steps of `convention import`: an act becomes a spec and, on request, a pack."""

from collections.abc import Iterable
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.document import Document
from conventions_cli.foundation import Diagnostic, Record, catalogue
from conventions_cli.importing.closing import stated_length
from conventions_cli.importing.every_fact import ReadAct, read_facts
from conventions_cli.importing.house_pack import HousePack, house_pack
from conventions_cli.importing.roundtrip import Difference, Gap, compare
from conventions_cli.importing.spec import DraftSpec, draft_spec, spec_text
from conventions_cli.templating import assemble, load_pack

_TOLD_ELSEWHERE = frozenset({catalogue.TO_COMPLETE, catalogue.UNKNOWN_PACK})  # the list of missing values tells these


class Imported(Record, frozen=True):
    """The facts read in an act, the spec written from them, and the diagnostics of that spec."""

    read: ReadAct
    draft: DraftSpec
    diagnostics: tuple[Diagnostic, ...]


def import_spec(document: Document, act: str, target: str) -> Imported:
    """Reads an act into a spec. `act`: the file name of the act; `target`: that of the spec, for the diagnostics."""
    read = read_facts(document)
    draft = draft_spec(spec_text(read.facts, act, notes=notes_of(read)), target)
    checked = pipeline.check_bytes(draft.text.encode(), target, Path(target).parent, pipeline.Options(draft=True))
    return Imported(
        read, draft, tuple(diagnostic for diagnostic in checked.diagnostics if diagnostic.code not in _TOLD_ELSEWHERE)
    )


class Proof(Record, frozen=True):
    """The round trip of a pack: the differences, or the diagnostics of an act that could not be rendered."""

    differences: list[Difference]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def faithful(self) -> bool:
        """Whether the rendered act is the original, word for word."""
        return not self.diagnostics and all(difference.gap is Gap.BLANKS for difference in self.differences)


def import_pack(
    document: Document, act: str, target: str, name: str, confirmed: Iterable[str] = ()
) -> tuple[Imported, HousePack]:
    """Reads an act into a spec and a pack. `name`: the name of the pack.

    `confirmed`: the keys of the values that a person has checked, which become sure. Raises KeyError, with the key,
    for a value that was not read.
    """
    read = read_facts(document)
    for key in confirmed:
        read.facts.confirm(key)
    draft = draft_spec(spec_text(read.facts, act, pack=name, notes=notes_of(read)), target)
    pack = house_pack(read, draft.spec, act)
    needed = tuple(tuple(path.split(".")) for path in pack.needed)
    text = spec_text(read.facts, act, pack=name, notes=notes_of(read), needed=needed)
    return Imported(read, draft_spec(text, target), ()), pack


def prove(imported: Imported, name: str, folder: Path) -> Proof:
    """Renders the imported spec with the pack written in `folder`, and compares the result with the act.

    The rules are not checked here: an act that breaks one must be printed as it is.
    """
    pipeline.forget()  # the pack has just been written
    loaded = load_pack(name, folder)
    if loaded.value is None:
        return Proof([], loaded.diagnostics)
    act = assemble(imported.draft.spec, loaded.value, {})
    if act.value is None:
        return Proof([], act.diagnostics)
    return Proof(compare(imported.read.act.document, act.value.document))


def verdict(imported: Imported, target: str, folder: Path) -> tuple[Diagnostic, ...]:
    """The diagnostics of the spec, checked with its pack."""
    options = pipeline.Options(template_dir=folder, draft=True)
    checked = pipeline.check_bytes(imported.draft.text.encode(), target, Path(target).parent, options)
    return tuple(diagnostic for diagnostic in checked.diagnostics if diagnostic.code not in _TOLD_ELSEWHERE)


def notes_of(read: ReadAct) -> dict[str, str]:
    """The remarks on values that the act states in a form the spec does not accept, by key."""
    length = stated_length(read.act) if not read.facts.value("duree", "fin") else None
    return {"duree.fin": f"l’acte dit « {length[0]} », {length[1]}"} if length else {}
