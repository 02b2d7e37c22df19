"""The answers to the changes the page asks for: by key, what is written, what is refused and why."""

from collections.abc import Iterable, Sequence
from typing import Any

from conventions_cli.edition.requests import ValueChange
from conventions_cli.edition.shown_values import fingerprint, shown_value
from conventions_cli.foundation import Diagnostic, SourceText, Span, catalogue
from conventions_cli.source import KeyPath, Mapping, Node, find, forbidden_in, parse, path_in, repaired
from conventions_cli.source import Sequence as Listed

_SHOWN = 60


def changes_answer(
    conflicts: dict[str, str] | None = None,
    *,
    written: dict[str, str] | None = None,
    faults: dict[str, list[dict[str, str]]] | None = None,
    messages: Iterable[str] = (),
    changed: bool = False,
) -> dict[str, Any]:
    """The answer as JSON data. By key: `written`, the new values; `conflicts`, sentences; `faults`, refusals."""
    return {
        "change": changed,
        "ecrits": written or {},
        "conflits": conflicts or {},
        "fautes": faults or {},
        "messages": list(messages),
    }


def sentence_of(diagnostic: Diagnostic) -> str:
    """The message of a diagnostic, then its hint."""
    return f"{diagnostic.message} {diagnostic.hint}".strip()


def _node_at(tree: Mapping, key: str) -> Node | None:
    node, rest = find(tree, path_in(tree, key.split(".")))
    return None if rest else node


def as_seen(tree: Mapping, change: ValueChange) -> bool:
    """Whether the value to change is still the one that the page showed."""
    node = _node_at(tree, change.key)
    return change.seen == (fingerprint(node) if change.whole else shown_value(node))


def now(tree: Mapping, change: ValueChange) -> str:
    """A sentence that tells what another program wrote in place of the value to change."""
    text = shown_value(_node_at(tree, change.key))
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    now = f"vaut maintenant «\u00a0{shown}\u00a0»" if shown else "a changé"
    return f"Un autre programme a modifié le fichier\u00a0: cette valeur {now}. La vôtre n’est pas écrite."


def unprintable(changes: Sequence[ValueChange]) -> dict[str, list[dict[str, str]]]:
    """By key, the refusal of each value that holds a character no spec may hold."""
    faults = {}
    for change in changes:
        sign = forbidden_in(repaired(change.new))
        if sign is not None:
            message = f"Cette valeur contient un signe qui ne s’imprime pas (U+{ord(sign.group()):04X})."
            hint = "Il vient sans doute d’un copier-coller\u00a0: retaper le texte à cet endroit."
            faults[change.key] = [{"message": message, "aide": hint, "code": "", "propose": ""}]
    return faults


def by_key(
    diagnostics: Iterable[Diagnostic], changes: Sequence[ValueChange], name: str
) -> dict[str, list[dict[str, str]]]:
    """The refusals by key: under the key each points at if it was sent, else under the latest key sent."""
    latest = next((change.key for change in reversed(changes) if change.latest), changes[-1].key)
    keys = {change.key for change in changes}
    faults: dict[str, list[dict[str, str]]] = {}
    for diagnostic in diagnostics:
        key = _key_at(diagnostic.span, name) if diagnostic.span is not None else ""
        meant = _meant(diagnostic) if key in keys else ""
        hint = "" if diagnostic.code is catalogue.OVERRIDE else diagnostic.hint  # what to type in a terminal
        answer = {"message": diagnostic.message, "aide": hint, "code": diagnostic.code.number, "propose": meant}
        faults.setdefault(key if key in keys else latest, []).append(answer)
    return faults


def _meant(diagnostic: Diagnostic) -> str:
    """The text to type instead; empty when there is none on one line."""
    if diagnostic.replacement is None or "\n" in diagnostic.replacement.text:
        return ""
    tree = parse(SourceText("", f"a: {diagnostic.replacement.text}\n")).value
    return shown_value(tree.get("a")) if tree is not None else ""


def _key_at(span: Span, name: str) -> str:
    """The key a refusal points at: read in the words of the change, or found in the text the file would have."""
    if span.source.name != name:
        return span.source.text.partition("=")[0]
    tree = parse(span.source).value
    return ".".join(map(str, _path_at(tree, span))) if tree is not None else ""


def _path_at(node: Node, span: Span, path: KeyPath = ()) -> KeyPath:
    """The path of the value that stands at the start of a span."""
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
