"""manifest.json: the files of each act, the files they were made from, and the recipe that made them.

Thanks to it, the next run makes only the acts whose sources have changed. Its paths are relative to its own folder, so
that it says nothing of the machine. It is not trusted: a manifest with a single value of another form than the one
written here counts as absent, and the files it names are only compared to their digests.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from conventions_cli.batch.making import ActResult, Order
from conventions_cli.batch.recipe import ordinary, sha256
from conventions_cli.foundation import (
    Code,
    Position,
    Record,
    SourceText,
    Span,
    catalogue,
    field,
    installed_version,
    remembered,
    replace,
)
from conventions_cli.pipeline import Identity
from conventions_cli.templating import PackUse

NAME = "manifest.json"
_VERSION = 1
_MAX_BYTES = 256 * 1024 * 1024
_MAX_NUMBER = 10**15
# NUL and half characters (surrogates): no file name may hold them, and none is written here.
_NO_TEXT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Stamp = tuple[int, int, int]


class Entry(Record, frozen=True):
    """The line of an act in the manifest. `inputs`: paths relative to it; `outputs`: names of files beside it."""

    spec: str
    recipe: str
    draft: bool
    amount: int | None
    warnings: int
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    identities: tuple[Identity, ...] = ()
    pack: PackUse | None = None


class Memory(Record):
    """The manifest of a folder, and the state of the files it names."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    stamp: Stamp | None = None
    _digests: dict[Path, str | None] = field(default_factory=dict)

    def name_of(self, spec: str) -> str:
        """The path of a spec, as the manifest writes it."""
        return relative(spec, self.folder)

    def again(self, name: str) -> "Memory":
        """The manifest read again; this same object when the file has not changed since it was read."""
        try:
            status = (self.folder / name).stat()
        except OSError:
            return self if self.stamp is None else Memory(self.folder)
        return self if _stamp(status) == self.stamp else load(self.folder, name)

    def outdated(self, order: Order, recipe: str) -> str:
        """Why an act must be made again, in French; empty when its files are still right."""
        entry = self.entries.get(self.name_of(order.spec))
        if entry is None or set(entry.outputs) != {f"{order.stem}{Path(name).suffix}" for name in entry.outputs}:
            return "pas encore produit"
        if entry.recipe != recipe:
            return "options, modèles ou version différents"
        for name, digest in entry.inputs.items():
            if self._digest(self.folder / name) != digest:
                return f"« {os.path.normpath(self.folder / name)} » a changé"
        for name, digest in entry.outputs.items():
            present = self._digest(self.folder / name)
            if present != digest:
                return f"« {self.folder / name} » {'a été modifié' if present else 'manque'}"
        return ""

    def remembered(self, order: Order) -> ActResult:
        """The result, from the manifest, of an act that need not be made again."""
        entry = self.entries[self.name_of(order.spec)]
        own = tuple(
            _moved(identity, lambda name: os.path.normpath(self.folder / name)) for identity in entry.identities
        )
        outputs = tuple(entry.outputs.items())
        return ActResult(
            order,
            entry.draft,
            entry.amount,
            identities=own,
            outputs=outputs,
            reused=True,
            pack=_pack_moved(entry.pack, lambda name: os.path.normpath(self.folder / name).replace(os.sep, "/")),
            warnings=entry.warnings,
        )

    def orphans(self) -> list[str]:
        """The specs that the manifest names and that no longer exist."""
        return [entry.spec for entry in self.entries.values() if not (self.folder / entry.spec).exists()]

    def _digest(self, path: Path) -> str | None:
        """The digest of a file as it is now; None when it cannot be read."""
        if path not in self._digests:
            try:
                self._digests[path] = sha256(path)
            except OSError:
                self._digests[path] = None
        return self._digests[path]


def relative(path: str, folder: Path) -> str:
    """A path relative to a folder, with `/`; the path as it is when no relative one exists (another disk)."""
    home, name = os.path.split(path)
    try:
        way = _way(home or os.curdir, str(folder), os.getcwd())  # noqa: PTH109 - a text: the key of what is kept
    except ValueError:
        return str(path)
    return name if way == os.curdir else f"{way.replace(os.sep, '/')}/{name}"


@remembered(256)
def _way(home: str, folder: str, here: str) -> str:
    """The relative path from a folder to another; paths that are not absolute start at `here`."""
    return os.path.relpath(Path(here, home), Path(here, folder))


def load(folder: Path, name: str = NAME) -> Memory:
    """The memory of a folder; empty when the folder has no manifest, or one that cannot be read."""
    try:
        with ordinary(folder / name) as stream:
            stamp = _stamp(os.fstat(stream.fileno()))
            data = stream.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            return Memory(folder)
        entries = _understood(data.decode("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Memory(folder)
    return Memory(folder, {entry.spec: entry for entry in entries}, stamp)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _understood(text: str) -> list[Entry]:
    """The entries of a manifest. Raises ValueError and the like."""
    if _NO_TEXT.search(text):
        raise ValueError("un nom qui n’en est pas un")
    data = json.loads(text)
    if data["manifeste"] != _VERSION or not isinstance(data["actes"], list):
        raise ValueError("un manifeste d’une autre forme")
    return [_entry(entry) for entry in data["actes"]]


def entry_of(act: ActResult, recipe: str, folder: Path) -> Entry:
    """The line that the manifest is to hold for an act."""
    names = {name: relative(name, folder) for name in (act.order.spec, *(name for name, _ in act.inputs))}

    def moved(name: str) -> str:
        return names.get(name) or relative(name, folder)

    inputs = {names[name]: digest for name, digest in act.inputs}
    own = tuple([_moved(identity, moved) for identity in act.identities])
    spec, pack = names[act.order.spec], _pack_moved(act.pack, moved)
    return Entry(spec, recipe, act.draft, act.amount, len(act.diagnostics), inputs, dict(act.outputs), own, pack)


def _pack_moved(pack: PackUse | None, rename: Callable[[str], str]) -> PackUse | None:
    if pack is None:
        return None
    return replace(pack, folder=pack.folder and rename(pack.folder), clauses=tuple(map(rename, pack.clauses)))


def _moved(identity: Identity, rename: Callable[[str], str]) -> Identity:
    if identity.span is None:
        return identity
    source = SourceText(rename(identity.span.source.name), "")
    return replace(identity, span=Span(source, identity.span.start, identity.span.end))


def dump(entries: Iterable[Entry]) -> bytes:
    """The text of the manifest: a line for each act, sorted by spec, so that the same acts give the same bytes."""
    listed = sorted(entries, key=lambda entry: entry.spec)
    head = f'{{"manifeste": {_VERSION}, "convention": "{installed_version()}", "actes": [\n'
    encode = json.JSONEncoder(ensure_ascii=False).encode
    acts = ",\n".join(encode(_entry_data(entry)) for entry in listed)
    return f"{head}{acts}\n]}}\n".encode()


def _entry_data(entry: Entry) -> dict[str, object]:
    return {
        "spec": entry.spec,
        "recette": entry.recipe,
        "modele": _pack_data(entry.pack),
        "etat": "projet" if entry.draft else "final",
        "montant": entry.amount,
        "avertissements": entry.warnings,
        "entrees": dict(sorted(entry.inputs.items())),
        "sorties": dict(sorted(entry.outputs.items())),
        "propre": [_identity_data(identity) for identity in entry.identities],
    }


def _entry(data: Any) -> Entry:
    """Read an entry back; names of outputs that would leave the folder are refused. Raises ValueError and the like."""
    outputs = _digests(data["sorties"])
    if any(Path(name).name != name or name in {"", ".."} for name in outputs):
        raise ValueError("nom de fichier hors du dossier")
    if data["etat"] not in {"projet", "final"} or not isinstance(data["propre"], list):
        raise ValueError("un acte d’une autre forme")
    return Entry(
        _text(data["spec"]),
        _text(data["recette"]),
        data["etat"] == "projet",
        None if data["montant"] is None else _number(data["montant"]),
        _number(data["avertissements"]),
        _digests(data["entrees"]),
        outputs,
        tuple(_identity(identity) for identity in data["propre"]),
        _pack(data.get("modele")),
    )


def _digests(data: Any) -> dict[str, str]:
    """The digests of files, by name. Raises ValueError and the like."""
    digests = {_text(name): _text(digest) for name, digest in data.items()}
    if not all(map(_DIGEST.fullmatch, digests.values())):
        raise ValueError("une empreinte qui n’en est pas une")
    return digests


def _text(value: Any) -> str:
    """A text as it is. Raises ValueError when it is something else."""
    if not isinstance(value, str):
        raise ValueError("autre chose qu’un texte")
    return value


def _number(value: Any) -> int:
    """A whole number as it is. Raises ValueError when it is something else."""
    if type(value) is not int or not -_MAX_NUMBER < value < _MAX_NUMBER:
        raise ValueError("autre chose qu’un nombre")
    return value


def _pack_data(pack: PackUse | None) -> dict[str, object] | None:
    if pack is None:
        return None
    data: dict[str, object] = {"nom": pack.name, "version": pack.version, "origine": pack.folder or "convention"}
    return data | ({"clauses": list(pack.clauses)} if pack.clauses else {})


def _pack(data: Any) -> PackUse | None:
    if data is None:
        return None
    folder = _text(data["origine"])
    clauses = tuple(map(_text, data.get("clauses", ())))
    return PackUse(_text(data["nom"]), _text(data["version"]), "" if folder == "convention" else folder, clauses)


_CODES: dict[str, Code] = {
    code.number: code for code in (catalogue.COLLISION, catalogue.SAME_NOR, catalogue.SAME_PAM, catalogue.SAME_SERVICE)
}


def _identity_data(identity: Identity) -> dict[str, object]:
    data: dict[str, object] = {"code": identity.code.number, "valeur": identity.value, "dit": identity.words}
    if identity.span is not None:
        data["place"] = [
            identity.span.start.line,
            identity.span.start.column,
            identity.span.end.line,
            identity.span.end.column,
        ]
        data["fichier"] = identity.span.source.name
    return data


def _identity(data: Any) -> Identity:
    span = None
    if "place" in data:
        line, column, last_line, last_column = map(_number, data["place"])
        source = SourceText(_text(data["fichier"]), "")
        span = Span(source, Position(line, column), Position(last_line, last_column))
    return Identity(_CODES[data["code"]], _text(data["valeur"]), _text(data["dit"]), span)
