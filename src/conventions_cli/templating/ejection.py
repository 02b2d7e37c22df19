"""A built-in pack copied beside the user's specs: what is copied, what the user changed, what convention changed since.

The copy holds `.origine.json`: the copied texts with their SHA-256, which tell the user's changes from convention's.
The copy is not trusted: its names never lead out of its folder, and no control character of it is printed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

from conventions_cli.foundation import Diagnostic, Record, SourceText, Span, catalogue, installed_version, templates_dir
from conventions_cli.source import without_forbidden
from conventions_cli.templating.folders import clause_text, find_clause, included_in
from conventions_cli.templating.pack import MANIFEST, is_builtin, load_pack

ORIGIN = ".origine.json"
_FORM = 1
_TITLE = re.compile(r"^titre: .*$", re.MULTILINE)
_VERSION = re.compile(r"^version: .*$", re.MULTILINE)


class Origin(Record, frozen=True):
    """The built-in pack that was copied, its version, the version of `convention`, and the copied texts by file."""

    pack: str
    version: str
    convention: str
    texts: Mapping[str, str]


class Standing(Record, frozen=True):
    """The differences between a copy, its origin and the built-in pack of today.

    `behind`: by file name, the unified diff of what changed in convention since the copy and is not taken over yet;
    `changed`: by file name, the counts of lines that the user added and removed.
    """

    origin: Origin
    behind: Mapping[str, str]
    changed: Mapping[str, tuple[int, int]]


def builtin_texts(name: str) -> dict[str, str]:
    """The texts of a built-in pack and of the shared clauses it uses, by path from the folder of the pack."""
    root = templates_dir()
    home = root / name
    loaded = load_pack(name).value
    own = (path for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".docx")
    texts = {path.relative_to(home).as_posix(): _text(path) for path in own}
    queue = [str(clause) for element in (loaded.elements if loaded else ()) for clause in element.clause]
    visited: set[str] = set()
    while queue:
        clause = queue.pop(0)
        path = find_clause((home, root), clause)
        if clause in visited or path is None:
            continue
        visited.add(clause)
        texts[clause] = _text(path)
        queue.extend(included_in(texts[clause]))
    return dict(sorted(texts.items()))


def ejected(name: str) -> dict[str, bytes]:
    """The files of a copy of a built-in pack, `.origine.json` included."""
    texts = builtin_texts(name)
    files = {file: text.encode("utf-8") for file, text in texts.items()}
    return files | {ORIGIN: origin_record(name, texts)}


def renamed(name: str, title: str) -> dict[str, bytes]:
    """The files of a new pack that copies a built-in one, under a new title and as version 0.1.0."""
    files = ejected(name)
    manifest = files[MANIFEST].decode("utf-8")
    manifest = _TITLE.sub(lambda _: f"titre: {title}", manifest, count=1)
    return files | {MANIFEST: _VERSION.sub("version: 0.1.0", manifest, count=1).encode("utf-8")}


def origin_record(name: str, texts: Mapping[str, str]) -> bytes:
    """The content of `.origine.json`."""
    loaded = load_pack(name).value
    data = {
        "origine": _FORM,
        "convention": installed_version(),
        "modele": name,
        "version": str(loaded.manifest.version) if loaded else "",
        "fichiers": {file: {"sha256": _sha256(text), "texte": text} for file, text in texts.items()},
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def standing(home: Path) -> tuple[Standing | None, tuple[Diagnostic, ...]]:
    """The standing of the pack in a folder, and its diagnostics; no standing without a readable origin."""
    path = home / ORIGIN
    if not path.exists():
        return None, ()
    origin = _read(path, home)
    if origin is None or not is_builtin(origin.pack):
        message = f"« {path} » est illisible : l’origine de ce modèle n’est plus connue."
        hint = "Supprimer ce fichier : le modèle vivra sa vie, sans être comparé à celui de convention."
        return None, (Diagnostic(catalogue.TEMPLATE_BEHIND, message, None, hint),)
    now = builtin_texts(origin.pack)
    here = {name: _own_text(home, name) for name in dict.fromkeys([*origin.texts, *now])}
    behind = {
        name: _diff(name, origin, origin.texts.get(name, ""), now.get(name, ""))
        for name in here
        if origin.texts.get(name) != now.get(name) and here[name] != now.get(name)
    }
    changed = {
        name: _counts(text, here[name] or "")
        for name, text in origin.texts.items()
        if here[name] is not None and here[name] != text and here[name] != now.get(name)
    }
    return Standing(origin, behind, changed), _late_diagnostic(home, origin, behind)


def _late_diagnostic(home: Path, origin: Origin, behind: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    if not behind:
        return ()
    count = len(behind)
    change = "un fichier a changé" if count == 1 else f"{count} fichiers ont changé"
    message = (
        f"Le modèle « {home.name} », copié de « {origin.pack} » (convention {origin.convention}), est en retard : "
        f"{change} depuis dans convention."
    )
    hint = (
        f"Taper « convention templates update {home.as_posix()} », qui les reporte ; ou reporter à la main ce qui "
        f"convient, puis taper « convention templates check {home.as_posix()} --merged »."
    )
    span = Span.whole(SourceText(str(home / MANIFEST), ""))
    return (Diagnostic(catalogue.TEMPLATE_BEHIND, message, span, hint),)


def read_origin(home: Path) -> Origin | None:
    """The origin of the pack in a folder; None without a readable record, or when the origin is no built-in pack."""
    origin = _read(home / ORIGIN, home)
    return origin if origin is not None and is_builtin(origin.pack) else None


def _read(path: Path, home: Path) -> Origin | None:
    """The origin in `.origine.json`; None when the file is unreadable, or when a text does not match its SHA-256."""
    try:
        data = json.loads(clause_text(path, (home,)))
        if data["origine"] != _FORM:
            return None
        texts = {str(name): str(file["texte"]) for name, file in data["fichiers"].items()}
        intact = all(data["fichiers"][name]["sha256"] == _sha256(text) for name, text in texts.items())
        pack, version, convention = (str(data[key]) for key in ("modele", "version", "convention"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Origin(pack, _printable(version), _printable(convention), texts) if intact else None


def _own_text(home: Path, name: str) -> str | None:
    """The text of a file of the copy; None when the file is missing, or cannot be read as text."""
    path = find_clause((home,), name)
    if path is None:
        return None
    try:
        return clause_text(path, (home,))
    except (OSError, UnicodeDecodeError):
        return None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _diff(name: str, origin: Origin, before: str, after: str) -> str:
    old, new = (f"convention {version}/{name}" for version in (origin.convention, installed_version()))
    lines = unified_diff(before.splitlines(), after.splitlines(), old, new, lineterm="")
    return "\n".join(_printable(line) for line in lines)


def _counts(before: str, after: str) -> tuple[int, int]:
    """Lines added and removed."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm=""))[2:]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


def _printable(text: str) -> str:
    return without_forbidden(text, "\ufffd")
