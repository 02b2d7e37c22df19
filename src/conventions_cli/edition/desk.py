"""The changes the page asks for: made by the engine of `convention set`, undone, and told key by key.

A value is written only over the value the page showed: a file that an editor changed meanwhile keeps what was changed
there. Values that answer one another are written together; those the rules refuse wait in the page.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from conventions_cli.editing import Change, change, open_file
from conventions_cli.edition.history import History, Step
from conventions_cli.edition.known import laid_over
from conventions_cli.edition.requests import Asked, BadRequestError, Laid, read_asked
from conventions_cli.edition.seen import fingerprint, path_of, shown_value
from conventions_cli.foundation import Diagnostic, Outcome, SourceText, Span
from conventions_cli.model import label_of
from conventions_cli.preview import ONE_AT_A_TIME, Board, PreviewState, Subject, Written, look
from conventions_cli.source import KeyPath, Mapping, Node, find, load_text, parse, read_file
from conventions_cli.source import Sequence as Listed

_TRIES = 3  # when the file changes between its reading and its writing
_SHOWN = 60
_BAD = json.dumps({"messages": ["Cette demande n’est pas de celles que la page fait."]}).encode()


class Desk:
    """Makes the changes asked of one spec, whose page is on a board."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.history = History()
        self.board: Board | None = None

    def write(self, body: bytes) -> Written:
        """Do what a request asks: the answer for the page, and the new state when a file has changed."""
        try:
            asked = read_asked(body)
        except BadRequestError:
            return _BAD, None
        with ONE_AT_A_TIME:
            told = self._stepped(asked) if asked.undo or asked.redo else self._laid(asked.changes)
            state = self._state() if told.pop("change") else None
        return json.dumps(told, ensure_ascii=False).encode(), state

    def _state(self) -> PreviewState:
        before = self.board.state if self.board is not None else None
        return look(self.subject, before.act if before is not None else None, before)

    def _stepped(self, asked: Asked) -> dict[str, Any]:
        words = self.history.undoable if asked.undo else self.history.redoable
        fault = self.history.undo() if asked.undo else self.history.redo()
        done = "Défait" if asked.undo else "Refait"
        said = f"{done}\u00a0: {words}." if words else f"Rien à {'défaire' if asked.undo else 'refaire'}."
        messages = [said] if fault is None else [f"{fault.message} {fault.hint}".strip()]
        return {
            "change": fault is None and bool(words),
            "ecrits": {},
            "conflits": {},
            "fautes": {},
            "messages": messages,
        }

    def _laid(self, changes: Sequence[Laid]) -> dict[str, Any]:
        """Write the values; if the rules refuse them together, those of just now alone."""
        conflicts: dict[str, str] = {}
        for _ in range(_TRIES):
            source = read_file(self.subject.spec, str(self.subject.spec))
            tree = source.then(lambda text: load_text(text, self.subject.spec.parent)).value
            if source.value is None or tree is None:
                return _told(messages=[_sentence(one) for one in source.diagnostics])
            shown = laid_over(tree)
            conflicts = {one.key: _now(shown, one) for one in changes if not _as_seen(shown, one)}
            left = [one for one in changes if one.key not in conflicts]
            latest = [one for one in left if one.latest]
            if not left:
                break
            kept, refused = left, self._changed(left)
            if refused.value is None and latest and len(latest) < len(left):
                alone = self._changed(latest)
                kept, refused = (latest, alone) if alone.value is not None else (left, refused)
            laid = refused.value
            if laid is None:
                return _told(conflicts, faults=_by_key(refused.diagnostics, left, str(self.subject.spec)))
            if laid.file.source.text != source.value.text:
                continue  # changed while it was read: look again at what the page has seen
            told = self._put(laid, kept, conflicts)
            if told is not None:
                return told
        if conflicts:
            return _told(conflicts)
        return _told(messages=["Le fichier change sans cesse\u00a0: rien n’est écrit. Recommencer dans un instant."])

    def _changed(self, laid: Sequence[Laid]) -> Outcome[Change]:
        settings = [f"{one.key}={one.new}" for one in laid if one.new]
        # From the last item of a list to the first: those before keep their numbers.
        removed = sorted((one.key for one in laid if not one.new), key=_natural, reverse=True)
        return change(self.subject.spec, settings, removed, self.subject.template_dir)

    def _put(self, laid: Change, kept: Sequence[Laid], conflicts: dict[str, str]) -> dict[str, Any] | None:
        """Write the new text; None when the file has changed since it was read."""
        written = {one.key: one.new for one in kept}
        if laid.text == laid.file.source.text:
            return _told(conflicts, written=written)
        fault = laid.file.write(laid.text)
        if fault is not None:
            present, _ = open_file(laid.file.path)
            moved = present is not None and present.data != laid.file.data
            return None if moved else _told(conflicts, messages=[_sentence(fault)])
        words = ", ".join(dict.fromkeys(_named(one.key) for one in kept))
        self.history.keep(Step(laid.file.path, words, laid.file.data, laid.file.amended(laid.text)))
        return _told(conflicts, written=written, messages=laid.notes, changed=True)


def _told(
    conflicts: dict[str, str] | None = None,
    *,
    written: dict[str, str] | None = None,
    faults: dict[str, list[dict[str, str]]] | None = None,
    messages: Iterable[str] = (),
    changed: bool = False,
) -> dict[str, Any]:
    return {
        "change": changed,
        "ecrits": written or {},
        "conflits": conflicts or {},
        "fautes": faults or {},
        "messages": list(messages),
    }


def _sentence(one: Diagnostic) -> str:
    return f"{one.message} {one.hint}".strip()


def _found(tree: Mapping, key: str) -> Node | None:
    node, rest = find(tree, path_of(tree, key))
    return None if rest else node


def _as_seen(tree: Mapping, one: Laid) -> bool:
    node = _found(tree, one.key)
    return one.seen == (fingerprint(node) if one.whole else shown_value(node))


def _now(tree: Mapping, one: Laid) -> str:
    """What another program wrote at a place, in a sentence."""
    text = shown_value(_found(tree, one.key))
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    now = f"vaut maintenant «\u00a0{shown}\u00a0»" if shown else "a changé"
    return f"Un autre programme a modifié le fichier\u00a0: cette valeur {now}. La vôtre n’est pas écrite."


def _natural(key: str) -> list[tuple[bool, int, str]]:
    return [(step.isdecimal(), int(step) if step.isdecimal() else 0, step) for step in key.split(".")]


def _named(key: str) -> str:
    path = tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in key.split("."))
    return label_of(path)


def _by_key(diagnostics: Iterable[Diagnostic], laid: Sequence[Laid], name: str) -> dict[str, list[dict[str, str]]]:
    """The refusals under the key each is about, if it is one of those sent; else under the latest one."""
    latest = next((one.key for one in reversed(laid) if one.latest), laid[-1].key)
    keys = {one.key for one in laid}
    faults: dict[str, list[dict[str, str]]] = {}
    for one in diagnostics:
        key = _about(one.span, name) if one.span is not None else ""
        meant = _meant(one) if key in keys else ""
        told = {"message": one.message, "aide": one.hint, "code": one.code.number, "propose": meant}
        faults.setdefault(key if key in keys else latest, []).append(told)
    return faults


def _meant(one: Diagnostic) -> str:
    """What to write instead, as a person types it."""
    if one.replacement is None or "\n" in one.replacement.text:
        return ""
    tree = parse(SourceText("", f"a: {one.replacement.text}\n")).value
    return shown_value(tree.get("a")) if tree is not None else ""


def _about(span: Span, name: str) -> str:
    """The key a refusal points at: in the words of the change, or in the text the file would have."""
    if span.source.name != name:
        return span.source.text.partition("=")[0]
    tree = parse(span.source).value
    return ".".join(map(str, _path_at(tree, span))) if tree is not None else ""


def _path_at(node: Node, span: Span, path: KeyPath = ()) -> KeyPath:
    """The path of the value written at a place."""
    at = (span.start.line, span.start.column)
    inner: list[tuple[KeyPath, Node]] = []
    if isinstance(node, Mapping):
        for entry in node.entries:
            start = entry.key.span.start
            if (start.line, start.column) <= at:
                inner.append(((*path, entry.key.text), entry.value))
    elif isinstance(node, Listed):
        for index, item in enumerate(node.items):
            start = item.span.start
            if (start.line, start.column) <= at:
                inner.append(((*path, index), item))
    return _path_at(inner[-1][1], span, inner[-1][0]) if inner else path
