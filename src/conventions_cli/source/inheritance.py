"""`herite`: a file is laid over the files it names; mappings merge in depth, lists and texts are replaced.

A calendar by year and a calendar by party are two forms of one value: the upper one replaces the lower one.

Only files inside the root of the spec are read (`foundation/confines.py`). Each is read and resolved once for a spec,
however often it is named, and all of them take from one budget (`Walk`).
"""

import os
from pathlib import Path

from conventions_cli.foundation import (
    STEPS,
    Diagnostic,
    Effort,
    Outcome,
    OutsideError,
    Record,
    SourceText,
    Span,
    catalogue,
    field,
    replace,
    root_of,
)
from conventions_cli.source.decoding import ENDINGS, nearest_file, outside, read_file
from conventions_cli.source.file_names import as_on_disk, is_from_a_root, with_backslashes
from conventions_cli.source.former import KEY as VERSION
from conventions_cli.source.former import modernize
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence
from conventions_cli.source.yaml_reader import parse

KEY = "herite"
OWN = "avenant"  # never inherited: it names the act that its own file amends
MAX_DEPTH = 30  # files in a chain of inheritance
MAX_FILES = 200  # files that one spec inherits
MAX_TEXT = 8 * 1024 * 1024  # characters of these files
KEY_STEPS = 20  # steps for a key: a million keys may be merged; a round of a thousand parties has 30,000
_MAX_UNIONS = 64  # the specs of a round share one list of inherited files, or a few


class TooDearError(Exception):
    """One spec inherits more than the bounds allow; the message names the bound, in French."""


class Walk(Record):
    """The resolution of the files that one spec inherits: the budget left, and the result for each file.

    `chain`: the files being resolved. `resolved`: by file, its mapping merged over those it inherits; a file met again
    gives the same result, without repeating its diagnostics.
    """

    root: Path = Path()
    effort: Effort = field(default_factory=Effort)
    text: int = MAX_TEXT
    chain: list[Path] = field(default_factory=list)
    resolved: dict[Path, Mapping | None] = field(default_factory=dict)

    def look_at(self, keys: int) -> None:
        """Spend the cost of so many keys. Raises TooDearError when the budget is spent."""
        if not self.effort.allows(KEY_STEPS * keys, at_once=STEPS):
            raise TooDearError("trop de clés à superposer")

    def take(self, identity: Path, source: SourceText | None) -> None:
        """Count an inherited file. Raises TooDearError when the files are too many or too large."""
        self.resolved[identity] = None
        self.text -= len(source.text) if source is not None else 0
        if len(self.resolved) > MAX_FILES:
            raise TooDearError(f"plus de {MAX_FILES} fichiers")
        if self.text < 0:
            raise TooDearError("plus de 8 Mio de texte")


def merge(under: Node, over: Node, walk: Walk) -> Node:
    """Lay `over` on `under`: two mappings merge key by key, anything else is replaced. Raises TooDearError."""
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)) or under is over or _other_form(under, over):
        return over
    walk.look_at(len(under.entries) + len(over.entries))
    entries = []
    for entry in under.entries:
        above = over.entry(entry.key.text)
        entries.append(entry if above is None else Entry(above.key, merge(entry.value, above.value, walk)))
    entries.extend(entry for entry in over.entries if under.entry(entry.key.text) is None)
    return Mapping(tuple(entries), over.span)


def _other_form(under: Mapping, over: Mapping) -> bool:
    """Whether one of two mappings has years as keys, and the other has none."""
    years = [[entry.key.text.isdecimal() for entry in mapping.entries] for mapping in (under, over)]
    return all(years) and any(years[0]) is not any(years[1])


class Inheritance:
    """Resolves `herite` from file to file.

    One object serves a whole run: a directory of parties that fifty specs inherit is read once.
    """

    def __init__(self) -> None:
        self._files: dict[Path, None] = {}
        self._read: dict[Path, Outcome[Mapping]] = {}
        self._identities: dict[Path, Path] = {}
        # For a folder and a list of names, the merged mapping and the files read; kept when there is no diagnostic.
        self._unions: dict[tuple[Path, Path, tuple[str, ...]], tuple[Node, tuple[Path, ...]]] = {}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files read since this object was made, in order."""
        return tuple(self._files)

    def sharing(self) -> "Inheritance":
        """Another object, which shares the files already read and has its own list of files (`files`)."""
        copied = Inheritance()
        copied._read, copied._identities, copied._unions = self._read, self._identities, self._unions
        return copied

    def hold(self, path: Path, text: str) -> None:
        """Use a text as the content of a file, which need not exist: files about to be written are checked so."""
        self._read[self._identify(path)] = parse(SourceText(str(path), text))
        self._unions.clear()

    def resolve(self, spec: Mapping, folder: Path, root: Path | None = None) -> Outcome[Mapping]:
        """Return `spec` merged over everything it inherits; relative names start at `folder`.

        `root`: the folder that holds all files, resolved; None for the root of the specs of `folder`.
        """
        diagnostics: list[Diagnostic] = []
        walk = Walk(root_of(folder) if root is None else root, text=MAX_TEXT)
        try:
            return Outcome(
                self._laid(spec, self._kept_union(_names(spec, diagnostics), folder, walk, diagnostics), walk),
                tuple(diagnostics),
            )
        except TooDearError as fault:
            message = f"Cette spécification hérite de trop : {fault}, un même fichier compté une fois."
            hint = "Ne garder dans « herite » que les fichiers dont cette convention a besoin."
            place = (_names(spec, []) or (spec,))[0].span
            return Outcome(None, (*diagnostics, Diagnostic(catalogue.INHERITANCE_COST, message, place, hint)))

    def _laid(self, own: Mapping, under: Node | None, walk: Walk) -> Mapping:
        """The values of a file laid over those it inherits."""
        own = own.without(KEY)
        result = own if under is None else merge(under, own, walk)
        return result if isinstance(result, Mapping) else own

    def _kept_union(
        self, names: tuple[Scalar, ...], folder: Path, walk: Walk, diagnostics: list[Diagnostic]
    ) -> Node | None:
        """`_union`, kept for the specs of a round that inherit the same files."""
        key = walk.root, folder, tuple(name.text for name in names)
        count, before = len(diagnostics), self._files
        union, read = self._unions.get(key, (None, ()))
        if union is None:
            self._files = {}
            union, read = self._union(names, folder, walk, diagnostics), tuple(self._files)
            if union is not None and len(diagnostics) == count and len(self._unions) < _MAX_UNIONS:
                self._unions[key] = union, read
        self._files = before
        before.update(dict.fromkeys(read))
        return union

    def _union(self, names: tuple[Scalar, ...], folder: Path, walk: Walk, diagnostics: list[Diagnostic]) -> Node | None:
        """The values of the files named, merged; later files override earlier ones."""
        merged: Node | None = None
        for name in names:
            parent = self._parent(name, folder, walk, diagnostics)
            if parent is not None:
                merged = parent if merged is None else merge(merged, parent, walk)
        return merged

    def _parent(self, name: Scalar, folder: Path, walk: Walk, diagnostics: list[Diagnostic]) -> Mapping | None:
        """The values of a file, with all it inherits; None when it cannot, or may not, be read."""
        walk.look_at(1)
        relative = Path(name.text)
        if is_from_a_root(name.text) or relative.suffix.lower() not in ENDINGS:
            message = f"« {name.text} » ne peut pas être hérité : un chemin relatif vers un fichier .yaml est attendu."
            diagnostics.append(
                Diagnostic(catalogue.INHERITANCE, message, name.span, "Écrire par exemple « herite: [annuaire.yaml] ».")
            )
            return None
        slip = with_backslashes(name.text, name.span)
        if slip is not None:
            diagnostics.append(slip)
            return None
        path = folder / relative
        if self._identify(path).is_relative_to(walk.root):
            path = as_on_disk(path)
        identity = self._identify(path)
        if not identity.is_relative_to(walk.root):
            diagnostics.append(outside(OutsideError(path, walk.root, identity), name.text, name.span))
            return None
        if identity in walk.chain:
            message = f"« {name.text} » hérite, directement ou non, du fichier qui l’hérite."
            diagnostics.append(
                Diagnostic(catalogue.INHERITANCE_CYCLE, message, name.span, "Retirer l’un des deux « herite ».")
            )
            return None
        if identity not in walk.resolved:
            if len(walk.chain) >= MAX_DEPTH:
                raise TooDearError(f"plus de {MAX_DEPTH} fichiers qui héritent l’un de l’autre à la suite")
            walk.resolved[identity] = self._resolved(path, identity, name, walk, diagnostics)
        return walk.resolved[identity]

    def _resolved(
        self, path: Path, identity: Path, name: Scalar, walk: Walk, diagnostics: list[Diagnostic]
    ) -> Mapping | None:
        """The values of a file met for the first time."""
        outcome = self._load(path, identity, walk.root)
        walk.take(identity, outcome.value.span.source if outcome.value is not None else None)
        self._files[path] = None
        unread = {catalogue.UNREADABLE: catalogue.INHERITANCE, catalogue.OUTSIDE: catalogue.OUTSIDE}
        for diagnostic in outcome.diagnostics:
            reported = diagnostic
            if diagnostic.code in unread:
                reported = replace(diagnostic, code=unread[diagnostic.code], span=name.span)
            if diagnostic.code is catalogue.UNREADABLE and not os.path.lexists(identity):
                close = nearest_file(identity, Path(name.span.source.name).name)
                meant = Path(name.text).with_name(close).as_posix() if close else ""
                hint = f"Vouliez-vous dire « {meant} » ?" if meant else "Vérifier le chemin du fichier."
                reported = replace(reported, hint=hint)
            diagnostics.append(reported)
        if outcome.value is None:
            return None
        walk.chain.append(identity)
        under = self._union(_names(outcome.value, diagnostics), path.parent, walk, diagnostics)
        walk.chain.pop()
        return self._laid(outcome.value, under, walk).without(OWN, VERSION)

    def _identify(self, path: Path) -> Path:
        """The identity of the file at a path: the same for all paths to it."""
        if path not in self._identities:
            self._identities[path] = Path(os.path.realpath(path))
        return self._identities[path]

    def _load(self, path: Path, identity: Path, root: Path) -> Outcome[Mapping]:
        if identity not in self._read:
            self._read[identity] = read_file(identity, str(path), root).then(parse).then(modernize)
        return self._read[identity]


def _names(root: Mapping, diagnostics: list[Diagnostic]) -> tuple[Scalar, ...]:
    node = root.get(KEY)
    if node is None or (isinstance(node, Scalar) and node.blank):
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    names = tuple(item for item in items if isinstance(item, Scalar) and not item.blank)
    if len(names) != len(items):
        span: Span = node.span
        message = "« herite » attend un nom de fichier, ou une liste de noms."
        diagnostics.append(
            Diagnostic(catalogue.INHERITANCE, message, span, "Écrire par exemple « herite: [annuaire.yaml] ».")
        )
    return names
