"""`convention set`: writes values in the text of a file, proves and validates it before anything is written."""

import re
from collections.abc import Sequence as Several
from pathlib import Path

from conventions_cli.editing.awaited import opened
from conventions_cli.editing.file_faults import added, faults_of, new_errors
from conventions_cli.editing.formatting import TextFile, open_file
from conventions_cli.editing.splicing import NoPlaceError, lay, take_out
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, catalogue, has_errors, ordered, replace
from conventions_cli.source import (
    Assignment,
    Former,
    Mapping,
    Node,
    Scalar,
    Sequence,
    applies,
    find,
    load_text,
    overrides,
    parse,
    path_in,
    read_assignment,
    read_layout,
    steps_for,
)

_OPTION = "convention set"
_SHOWN = 80
_TO_COMPLETE = re.compile(
    r"^([ ]*(?:- +)*[\w.-]+:)[ \t]+(# (?:à (?:compléter|rétablir)\b|facultatif, par exemple)[^\r\n]*)\r?$", re.MULTILINE
)


class Change(Record, frozen=True):
    """A file, its new text, and sentences to show, about values that an inherited file has too."""

    file: TextFile
    text: str
    notes: tuple[str, ...] = ()


def change(
    path: Path, settings: Several[str], removed: Several[str], template_dir: Path | None = None
) -> Outcome[Change]:
    """The change that writes `settings` (« key=value ») in a file, and takes `removed` (« key ») out of it.

    No change is returned when the rules refuse a value, unless the spec had the same fault before.
    """
    file, faults = open_file(path)
    return change_of(file, settings, removed, template_dir) if file is not None else Outcome(None, faults)


def change_of(
    file: TextFile, settings: Several[str], removed: Several[str], template_dir: Path | None = None
) -> Outcome[Change]:
    """The change of a file that was read already; only the files it inherits are read."""
    laid = lay_all(file, settings, removed)
    if laid.value is None:
        return laid
    folder, after = file.path.parent, SourceText(file.source.name, laid.value.text)
    old, new = (faults_of(source, folder, template_dir) for source in (file.source, after))
    if new_errors(old, new):
        return Outcome(None, ordered(new_errors(old, new)))
    return Outcome(laid.value, ordered(added(old, new)))


def lay_all(file: TextFile, settings: Several[str], removed: Several[str]) -> Outcome[Change]:
    """The change that writes `settings` in a file and takes `removed` out of it, not yet validated by the rules."""
    before = parse(file.source)
    if before.value is None or has_errors(before.diagnostics):
        return Outcome(None, ordered(before.diagnostics))
    whole = load_text(file.source, file.path.parent)
    notes: list[str] = []
    text = file.source.text
    steps: list[tuple[str, bool]] = [
        *((setting, True) for setting in settings),
        *((f"{setting}=", False) for setting in removed),
    ]
    for written, laid in steps:
        step = read_assignment(written, _OPTION)
        if step.value is None:
            return Outcome(None, step.diagnostics)
        now = SourceText(file.source.name, text)
        step = _of_today(step.value, now, notes) if laid else step
        if step.value is None:
            return Outcome(None, step.diagnostics)
        laid_text = _step(now, step.value, laid=laid, whole=whole.value)
        if laid_text.value is None:
            return Outcome(None, laid_text.diagnostics)
        text = laid_text.value
        notes.extend(_notes(file.source, whole.value, step.value, laid=laid))
    return Outcome(Change(file, text, tuple(notes)))


def _of_today(assignment: Assignment, source: SourceText, notes: list[str]) -> Outcome[Assignment]:
    """An assignment under the current key, when its key is of an older version of the format.

    Refused when the file still has the older key, or when the value is not valid in the current version.
    """
    own = parse(source).value
    for former in steps_for(None):
        older, newer = ".".join(former.at), ".".join(former.to)
        named = assignment.steps[: len(former.at)] == former.at
        if own is not None and (named or assignment.steps[: len(former.to)] == former.to) and _holds(own, former):
            message = f"« {older} », dans ce fichier, est une clé d’une ancienne version : elle empêche « {newer} »."
            hint = f"Taper d’abord « convention migrate {source.name} », puis recommencer."
            return Outcome(None, (Diagnostic(catalogue.UNCHANGED, message, assignment.keys, hint),))
        if named and (former.item or len(assignment.steps) > len(former.at)):
            message = f"« {older} » est une clé d’une ancienne version, qui ne s’écrit plus."
            hint = f"Écrire « {newer}.0.{former.item or '…'}=… » (0 : le premier élément, 1 : le deuxième…)."
            return Outcome(None, (Diagnostic(catalogue.OVERRIDE, message, assignment.keys, hint),))
        if named:
            notes.append(f"« {older} » est une clé d’une ancienne version : la valeur est écrite à « {newer} ».")
            return Outcome(replace(assignment, steps=former.to))
    return Outcome(assignment)


def _holds(tree: Mapping, former: Former) -> bool:
    """Whether a file has an older key that is read as the current one."""
    node, rest = find(tree, former.at)
    return not rest and applies(former, tree, node)


def _step(source: SourceText, assignment: Assignment, *, laid: bool, whole: Mapping | None) -> Outcome[str]:
    """The text after one assignment, or one removal."""
    shared = _shared_list(source, whole, assignment) if whole is not None else None
    if shared is not None:
        return Outcome(None, (shared,))
    layout = read_layout(opened(source, assignment.steps) if laid else source)
    try:
        text = (
            lay(layout, list(assignment.steps), assignment.value.text)
            if laid
            else take_out(layout, list(assignment.steps))
        )
    except NoPlaceError as fault:
        return Outcome(None, (_no_place(assignment, str(fault), whole, source, laid=laid),))
    if laid:
        text = _filled(source.text, text)
    new = parse(SourceText(source.name, text))
    old = parse(source).value
    expected = overrides.lay(old, assignment).value if laid and old is not None else old
    if new.value is None or has_errors(new.diagnostics) or expected is None:
        return Outcome(None, (_unsafe(assignment),))
    if laid and _bare(new.value) != _bare(expected):
        return Outcome(None, (_unsafe(assignment),))
    return Outcome(text)


def _filled(before: str, after: str) -> str:
    """The new text, without « # à compléter » on the lines that are no longer blank."""
    blank = {match[1]: match[2] for match in _TO_COMPLETE.finditer(before)}
    lines = after.split("\n")
    for number, line in enumerate(lines):
        key = line.partition(":")[0] + ":"
        remark = blank.get(key, "")
        bare_line = line.rstrip("\r")
        if not (remark and bare_line.endswith(remark)):
            continue
        if bare_line[len(key) : -len(remark)].strip() or _goes_on(key, lines[number + 1 : number + 2]):
            lines[number] = line.rstrip("\r")[: -len(remark)].rstrip() + "\r" * line.endswith("\r")
    return "\n".join(lines)


def _goes_on(key: str, following: Several[str]) -> bool:
    """Whether the line after a key holds its value: an item, or a key further to the right."""
    column = len(key) - len(key.lstrip(" -"))
    line = next(iter(following), "")
    start = len(line) - len(line.lstrip(" "))
    return line.strip()[:1] not in {"", "#"} and (start > column or (start == column and line.lstrip()[:2] == "- "))


def _bare(node: Node) -> object:
    """A tree as plain values, with None for blanks; the order of keys does not count.

    The end of the last line does not count either: a block text at the end of the file gains one when a key follows.
    """
    if isinstance(node, Scalar):
        return None if node.blank else node.text.rstrip("\n")
    if isinstance(node, Sequence):
        return [_bare(item) for item in node.items]
    return {entry.key.text: _bare(entry.value) for entry in node.entries}


def _shared_list(source: SourceText, whole: Mapping, assignment: Assignment) -> Diagnostic | None:
    """The refusal to set one item of an inherited list, which a file can only replace whole."""
    own = parse(source).value
    for length in range(1, len(assignment.steps)):
        path = path_in(whole, assignment.steps[:length])
        node, rest = find(whole, path)
        here = own is not None and not find(own, path)[1]
        if not rest and isinstance(node, Sequence) and not here:
            name = ".".join(assignment.steps[:length])
            holder = node.span.source.name
            message = (
                f"La liste « {name} » est écrite dans « {holder} » : un seul de ses éléments ne se change pas ici."
            )
            hint = f"La changer là-bas (convention set {holder} …), ou recopier toute la liste dans ce fichier."
            return Diagnostic(catalogue.OVERRIDE, message, assignment.keys, hint)
    return None


def _notes(source: SourceText, whole: Mapping | None, assignment: Assignment, *, laid: bool) -> list[str]:
    """Sentences for a value that an inherited file also holds: which file, and that this one now has its own."""
    own = parse(source).value
    if whole is None or own is None:
        return []
    path = path_in(whole, assignment.steps)
    node, rest = find(whole, path)
    if rest or not isinstance(node, Scalar) or not laid or not find(own, path)[1]:
        return []
    value = node.text if len(node.text) <= _SHOWN else f"{node.text[: _SHOWN - 1]}…"
    place = f"{node.span.source.name}:{node.span.start.line}"
    if node.blank:
        return [
            f"« {assignment.path} » est à compléter pour tous dans {place} : ce fichier a désormais sa valeur à lui."
        ]
    return [f"« {assignment.path} » valait « {value} » ({place}), valeur héritée : ce fichier a désormais la sienne."]


def _no_place(assignment: Assignment, why: str, whole: Mapping | None, source: SourceText, *, laid: bool) -> Diagnostic:
    verb = "être écrit" if laid else "être retiré"
    message = f"« {assignment.path} » ne peut pas {verb} : {why}."
    hint = 'Écrire par exemple « convention set SPEC finances.montant "200 000 €" ».'
    if whole is not None and not laid:
        node, rest = find(whole, path_in(whole, assignment.steps))
        if not rest and node.span.source.name != source.name:
            holder = f"« {node.span.source.name} » (ligne {node.span.start.line})"
            hint = f"Cette clé est héritée de {holder} : la retirer là-bas."
    return Diagnostic(catalogue.OVERRIDE, message, assignment.keys, hint)


def _unsafe(assignment: Assignment) -> Diagnostic:
    message = f"« {assignment.path} » ne peut pas être écrit dans ce fichier sans toucher à autre chose."
    hint = "Mettre d’abord le fichier en forme (convention fmt), ou modifier cette ligne à la main."
    return Diagnostic(catalogue.UNCHANGED, message, assignment.keys, hint)
