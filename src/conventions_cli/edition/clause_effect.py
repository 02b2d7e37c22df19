"""The effect of a change of a clause on every act of the folder, shown before the change is written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.comparison import Side, changes_html, compare
from conventions_cli.edition.answers import sentence_of
from conventions_cli.edition.clause_files import Place, clauses_in
from conventions_cli.foundation import Record, Severity, resolved, templates_dir
from conventions_cli.pipeline import Checked, Options
from conventions_cli.templating import Clause, Pack, made_with, own_templates, reaches, with_draft

_MOST = 300  # acts that are compared
_TOO_MANY = (
    f"Ce dossier a plus de {_MOST} spécifications : les autres ne sont pas comparées, et la clause n’est pas écrite."
)
_MENDED = "<p>Cet acte, qui ne pouvait plus être produit, peut l’être de nouveau.</p>"
_UNREAD = "à corriger par ailleurs : sa comparaison n’est pas possible."


class ChangedActs(Record, frozen=True):
    """Acts that change in the same way: their names, the changes as HTML; `broken`: why they can no longer be made."""

    names: tuple[str, ...]
    html: str
    broken: str = ""


class Effect(Record, frozen=True):
    """The effect of a change: the acts that change, how many do not (`same`), which cannot be compared (`unread`)."""

    changed: tuple[ChangedActs, ...]
    same: int = 0
    unread: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def refused(self) -> str:
        """Why the change may not be written; empty when it may."""
        broken = [name for change in self.changed if change.broken for name in change.names]
        if not broken:
            return self.refusal
        which = ", ".join(f"« {name} »" for name in broken[:3]) + (" …" if len(broken) > 3 else "")
        return f"Avec ce texte, {which} ne pourrait plus être produit : la clause n’est pas écrite."


class Change(Record, frozen=True):
    """A change to try: the clause, where it would be written, its new text."""

    clause: Clause
    place: Place
    text: str


def effect_of(
    change: Change,
    folder: Path,
    specs: Sequence[Path],
    options: Callable[[], Options],
    turn: AbstractContextManager[bool],
) -> Effect:
    """Compare every act of a folder before and after the change. `turn`: a lock, held for one act at a time."""
    names_by_effect: dict[tuple[str, str], list[str]] = {}
    same, unread = 0, []
    for path in specs[:_MOST]:
        name = path.relative_to(folder).as_posix()
        with turn:
            checked = pipeline.check(path, options()).value
            if checked is None:
                unread.append(name)
                continue
            effect = _effect_on(checked, path, change)
        if effect is None or effect == ("", ""):
            same += 1
        elif effect == (_UNREAD, ""):
            unread.append(name)
        else:
            names_by_effect.setdefault(effect, []).append(name)
    changed = tuple(ChangedActs(tuple(names), html, broken) for (html, broken), names in names_by_effect.items())
    return Effect(changed, same, tuple(unread), _TOO_MANY if len(specs) > _MOST else "")


def _effect_on(checked: Checked, spec: Path, change: Change) -> tuple[str, str] | None:
    """The changes of an act as HTML, and why it can no longer be made; None when its pack has not this clause."""
    pack = checked.pack
    clause = next(_clause_changed(pack, spec, change), None)
    if clause is None:
        return None
    before = made_with(checked.spec, pack).value
    after = made_with(checked.spec, with_draft(pack, clause.path, change.text))
    if before is None:
        return (_UNREAD if after.value is None else _MENDED), ""
    if after.value is None:
        faults = [diagnostic for diagnostic in after.diagnostics if diagnostic.severity is Severity.ERROR]
        return "", sentence_of(faults[0]) if faults else "L’acte ne peut pas être fait."
    return changes_html(compare(Side("", before.document), Side("", after.value.document))), ""


def _clause_changed(pack: Pack, spec: Path, change: Change) -> Iterator[Clause]:
    """The clause that the change would rewrite, if the pack of this spec has it; at most one."""
    place, path = change.place, resolved(change.clause.path)
    if place.pack:
        beside = own_templates(spec.parent)
        ours = pack.name == place.pack and pack.home.is_relative_to(templates_dir())
        follows = (
            resolved(beside) == resolved(place.root) if beside is not None else reaches(spec.parent, place.root.parent)
        )
        if not (ours and follows):
            return
    yield from (clause for clause in clauses_in(pack) if resolved(clause.path) == path)


def effect_answer(effect: Effect) -> dict[str, object]:
    """An effect as the answer for the page."""
    return {
        "changes": [{"actes": change.names, "html": change.html, "faute": change.broken} for change in effect.changed],
        "memes": effect.same,
        "illisibles": effect.unread,
        "refus": effect.refused,
    }
