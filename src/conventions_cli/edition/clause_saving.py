"""Writing a clause: over its own file, or, for one of ours, in a copy of its pack made beside the specs."""

from pathlib import Path

from conventions_cli.editing import Overwritten, rewrite
from conventions_cli.edition.clause_effect import Change
from conventions_cli.edition.clause_files import as_before, shown_path
from conventions_cli.edition.undo_steps import Step
from conventions_cli.files import write_folder
from conventions_cli.foundation import Diagnostic, Record, templates_dir
from conventions_cli.templating import MANIFEST, Pack, ejected, find_clause


class Saved(Record, frozen=True):
    """A clause that was written: the step that undoes this, and a sentence for the page."""

    step: Step
    words: str


def save(change: Change, pack: Pack, before: bytes) -> Saved | Diagnostic:
    """Write a clause, if its bytes are still `before`. Returns a Diagnostic when nothing is written."""
    after = as_before(change.text, before)
    step = Step(change.place.file, f"clause {change.clause.name}", before, after)
    if not change.place.pack:
        fault = rewrite([Overwritten(change.clause.path, before, after)])
        return fault or Saved(step, f"La clause est écrite dans « {shown_path(change.place.file)} ».")
    home = change.place.root / change.place.pack
    files = {name: data for name, data in ejected(change.place.pack).items() if _is_copied(pack, name)}
    fault = write_folder(home, files | {change.clause.name: after})
    if fault is not None:
        return fault
    words = (
        f"Le modèle « {change.place.pack} » est copié dans « {shown_path(home)} » ({len(files) - 1} fichiers), et la "
        "clause y est écrite. Ces actes suivent maintenant cette copie, au lieu des clauses fournies avec convention."
    )
    return Saved(step, words)


def _is_copied(pack: Pack, name: str) -> bool:
    """Whether a file of the pack goes into the copy: not when a file of the user already replaces it."""
    if name == MANIFEST or name.startswith("."):
        return True
    path: Path | None = find_clause(pack.folders, name)
    return path is None or path.is_relative_to(templates_dir())
