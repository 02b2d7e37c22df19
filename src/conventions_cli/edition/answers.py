"""What the page is told of the changes it asked for: what is written, what is refused and why, by key."""

from collections.abc import Iterable, Sequence
from typing import Any

from conventions_cli.edition.requests import Laid
from conventions_cli.edition.seen import fingerprint, path_of, shown_value
from conventions_cli.foundation import Diagnostic, SourceText, Span, catalogue
from conventions_cli.source import KeyPath, Mapping, Node, find, forbidden_in, parse, repaired
from conventions_cli.source import Sequence as Listed

_SHOWN = 60


def told(
    conflicts: dict[str, str] | None = None,
    *,
    written: dict[str, str] | None = None,
    faults: dict[str, list[dict[str, str]]] | None = None,
    messages: Iterable[str] = (),
    changed: bool = False,
) -> dict[str, Any]:
    """The answer to a change: by key, what was written, what another program changed, what is refused; messages."""
    return {
        "change": changed,
        "ecrits": written or {},
        "conflits": conflicts or {},
        "fautes": faults or {},
        "messages": list(messages),
    }


def sentence_of(one: Diagnostic) -> str:
    """What a diagnostic says, and what to type."""
    return f"{one.message} {one.hint}".strip()


def _found(tree: Mapping, key: str) -> Node | None:
    node, rest = find(tree, path_of(tree, key))
    return None if rest else node


def as_seen(tree: Mapping, one: Laid) -> bool:
    """Whether a value is still what the page showed."""
    node = _found(tree, one.key)
    return one.seen == (fingerprint(node) if one.whole else shown_value(node))


def now(tree: Mapping, one: Laid) -> str:
    """What another program wrote at a place, in a sentence."""
    text = shown_value(_found(tree, one.key))
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    now = f"vaut maintenant «\u00a0{shown}\u00a0»" if shown else "a changé"
    return f"Un autre programme a modifié le fichier\u00a0: cette valeur {now}. La vôtre n’est pas écrite."


def unprintable(laid: Sequence[Laid]) -> dict[str, list[dict[str, str]]]:
    """By key, the refusal of a value that holds a sign no spec may hold."""
    faults = {}
    for one in laid:
        found = forbidden_in(repaired(one.new))
        if found is not None:
            message = f"Cette valeur contient un signe qui ne s’imprime pas (U+{ord(found.group()):04X})."
            hint = "Il vient sans doute d’un copier-coller\u00a0: retaper le texte à cet endroit."
            faults[one.key] = [{"message": message, "aide": hint, "code": "", "propose": ""}]
    return faults


def by_key(diagnostics: Iterable[Diagnostic], laid: Sequence[Laid], name: str) -> dict[str, list[dict[str, str]]]:
    """The refusals under the key each is about, if it is one of those sent; else under the latest one."""
    latest = next((one.key for one in reversed(laid) if one.latest), laid[-1].key)
    keys = {one.key for one in laid}
    faults: dict[str, list[dict[str, str]]] = {}
    for one in diagnostics:
        key = _about(one.span, name) if one.span is not None else ""
        meant = _meant(one) if key in keys else ""
        hint = "" if one.code is catalogue.OVERRIDE else one.hint  # what to type in a terminal
        told = {"message": one.message, "aide": hint, "code": one.code.number, "propose": meant}
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
