"""manifest.json: what was made, from what, by what. The next run does not make again what has not changed.

Paths are relative to the folder of the manifest, so that it says nothing of the machine. It is not trusted: one that
is not, to the last value, of the form we write counts as absent. The files it names are only compared to their digests.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from conventions_cli.batch.making import Made, Order
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
# NUL, a half of a character: no name holds them, nor do we write them.
_NO_TEXT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_DIGEST = re.compile(r"[0-9a-f]{64}")

Stamp = tuple[int, int, int]


class Entry(Record, frozen=True):
    """What is remembered of an act. Paths of `inputs` are relative to the manifest; `outputs` are names beside it."""

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
    """The manifest of a folder, and the state of the files it speaks of."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    stamp: Stamp | None = None
    _digests: dict[Path, str | None] = field(default_factory=dict)

    def name_of(self, spec: str) -> str:
        """How the manifest names a spec."""
        return relative(spec, self.folder)

    def again(self, name: str) -> "Memory":
        """The manifest as it is now; this one, when nobody wrote it since it was read."""
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
            found = self._digest(self.folder / name)
            if found != digest:
                return f"« {self.folder / name} » {'a été modifié' if found else 'manque'}"
        return ""

    def remembered(self, order: Order) -> Made:
        """An act that need not be made again."""
        entry = self.entries[self.name_of(order.spec)]
        own = tuple(_moved(one, lambda name: os.path.normpath(self.folder / name)) for one in entry.identities)
        outputs = tuple(entry.outputs.items())
        return Made(
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
        """The specs the manifest speaks of that are no longer there."""
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
    """A path as seen from a folder, with `/`; as it is where none leads there (another disk)."""
    home, name = os.path.split(path)
    try:
        way = _way(home or os.curdir, str(folder), os.getcwd())  # noqa: PTH109 - a text: the key of what is kept
    except ValueError:
        return str(path)
    return name if way == os.curdir else f"{way.replace(os.sep, '/')}/{name}"


@remembered(256)
def _way(home: str, folder: str, here: str) -> str:
    """How a folder is seen from another; `here` is where relative ones begin."""
    return os.path.relpath(Path(here, home), Path(here, folder))


def load(folder: Path, name: str = NAME) -> Memory:
    """The memory of a folder; empty when it has none, or one that cannot be understood."""
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
    return [_entry(one) for one in data["actes"]]


def entry_of(made: Made, recipe: str, folder: Path) -> Entry:
    """What to remember of an act that was made."""
    names = {name: relative(name, folder) for name in (made.order.spec, *(name for name, _ in made.inputs))}

    def moved(name: str) -> str:
        return names.get(name) or relative(name, folder)

    inputs = {names[name]: digest for name, digest in made.inputs}
    own = tuple([_moved(one, moved) for one in made.identities])
    spec, pack = names[made.order.spec], _pack_moved(made.pack, moved)
    return Entry(spec, recipe, made.draft, made.amount, len(made.diagnostics), inputs, dict(made.outputs), own, pack)


def _pack_moved(pack: PackUse | None, rename: Callable[[str], str]) -> PackUse | None:
    """The same use of a pack, its files named from elsewhere."""
    if pack is None:
        return None
    return replace(pack, folder=pack.folder and rename(pack.folder), clauses=tuple(map(rename, pack.clauses)))


def _moved(one: Identity, rename: Callable[[str], str]) -> Identity:
    """The same identity, its file named from elsewhere."""
    if one.span is None:
        return one
    source = SourceText(rename(one.span.source.name), "")
    return replace(one, span=Span(source, one.span.start, one.span.end))


def dump(entries: Iterable[Entry]) -> bytes:
    """The manifest, a line for each act, in the order of their specs: the same acts give the same bytes."""
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
        "propre": [_identity_data(one) for one in entry.identities],
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
        tuple(_identity(one) for one in data["propre"]),
        _pack(data.get("modele")),
    )


def _digests(data: Any) -> dict[str, str]:
    """The digests of files, by name. Raises ValueError and the like."""
    found = {_text(name): _text(digest) for name, digest in data.items()}
    if not all(map(_DIGEST.fullmatch, found.values())):
        raise ValueError("une empreinte qui n’en est pas une")
    return found


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


def _identity_data(one: Identity) -> dict[str, object]:
    data: dict[str, object] = {"code": one.code.number, "valeur": one.value, "dit": one.said}
    if one.span is not None:
        data["place"] = [one.span.start.line, one.span.start.column, one.span.end.line, one.span.end.column]
        data["fichier"] = one.span.source.name
    return data


def _identity(data: Any) -> Identity:
    span = None
    if "place" in data:
        line, column, last_line, last_column = map(_number, data["place"])
        source = SourceText(_text(data["fichier"]), "")
        span = Span(source, Position(line, column), Position(last_line, last_column))
    return Identity(_CODES[data["code"]], _text(data["valeur"]), _text(data["dit"]), span)
