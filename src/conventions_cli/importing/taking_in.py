"""An act to a spec and, if asked, to a pack: the steps of `convention import`, in order."""

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

_TOLD_ELSEWHERE = frozenset({catalogue.TO_COMPLETE, catalogue.UNKNOWN_PACK})  # by the list of what is missing


class Imported(Record, frozen=True):
    """What was read of an act, the spec made of it, and what checking that spec says."""

    read: ReadAct
    draft: DraftSpec
    diagnostics: tuple[Diagnostic, ...]


def import_spec(document: Document, act: str, target: str) -> Imported:
    """Read an act into a spec. `act`: the name of its file; `target`: that of the spec, for the diagnostics."""
    read = read_facts(document)
    draft = draft_spec(spec_text(read.facts, act, notes=notes_of(read)), target)
    checked = pipeline.check_bytes(draft.text.encode(), target, Path(target).parent, pipeline.Options(draft=True))
    return Imported(read, draft, tuple(one for one in checked.diagnostics if one.code not in _TOLD_ELSEWHERE))


class Proof(Record, frozen=True):
    """The round trip of a pack: what differs, or why the act could not be rendered."""

    differences: list[Difference]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def faithful(self) -> bool:
        """Whether the act came back word for word."""
        return not self.diagnostics and all(one.gap is Gap.BLANKS for one in self.differences)


def import_pack(
    document: Document, act: str, target: str, name: str, confirmed: Iterable[str] = ()
) -> tuple[Imported, HousePack]:
    """Read an act into a spec and the files of a pack of that name.

    `confirmed`: keys of values that a person has checked, which are then as sure as any. Raises KeyError, with the
    key, for one that was not read.
    """
    read = read_facts(document)
    for key in confirmed:
        read.facts.confirm(key)
    draft = draft_spec(spec_text(read.facts, act, pack=name, notes=notes_of(read)), target)
    made = house_pack(read, draft.spec, act)
    needed = tuple(tuple(path.split(".")) for path in made.needed)
    text = spec_text(read.facts, act, pack=name, notes=notes_of(read), needed=needed)
    return Imported(read, draft_spec(text, target), ()), made


def prove(imported: Imported, name: str, folder: Path) -> Proof:
    """Render the imported spec with the pack that was written in `folder`, and compare with the act.

    What the rules say of the values is not asked here: an act that breaks one must come back as it is.
    """
    pipeline.forget()  # the pack has just been written
    loaded = load_pack(name, folder)
    if loaded.value is None:
        return Proof([], loaded.diagnostics)
    made = assemble(imported.draft.spec, loaded.value, {})
    if made.value is None:
        return Proof([], made.diagnostics)
    return Proof(compare(imported.read.act.document, made.value.document))


def verdict(imported: Imported, target: str, folder: Path) -> tuple[Diagnostic, ...]:
    """What checking the spec with its pack says."""
    options = pipeline.Options(template_dir=folder, draft=True)
    checked = pipeline.check_bytes(imported.draft.text.encode(), target, Path(target).parent, options)
    return tuple(one for one in checked.diagnostics if one.code not in _TOLD_ELSEWHERE)


def notes_of(read: ReadAct) -> dict[str, str]:
    """What the act says where the spec wants something else."""
    length = stated_length(read.act) if not read.facts.value("duree", "fin") else None
    return {"duree.fin": f"l’acte dit « {length[0]} », {length[1]}"} if length else {}
