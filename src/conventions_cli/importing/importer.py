"""An act to a spec and, if asked, to a pack: the steps of `convention import`, in order."""

from dataclasses import dataclass
from pathlib import Path

from conventions_cli import catalogue, pipeline
from conventions_cli.diagnostics import Diagnostic
from conventions_cli.document.nodes import Document
from conventions_cli.importing.closing import stated_length
from conventions_cli.importing.reading import ReadAct, read_facts
from conventions_cli.importing.spec import DraftSpec, draft_spec, spec_text

_TOLD_ELSEWHERE = frozenset({catalogue.TO_COMPLETE, catalogue.UNKNOWN_PACK})  # by the list of what is missing


@dataclass(frozen=True, slots=True)
class Imported:
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


def notes_of(read: ReadAct) -> dict[str, str]:
    """What the act says where the spec wants something else."""
    length = stated_length(read.act) if not read.facts.value("duree", "fin") else None
    return {"duree.fin": f"l’acte dit « {length[0]} », {length[1]}"} if length else {}
