"""`herite`: a file lies over the files it names; mappings merge in depth, lists and texts are replaced, nearer wins.

Of a calendar by year and one by name, which are two forms of one thing, the nearer replaces the other.

Files are those of the root of the spec (`foundation/confines.py`). Whatever they name, and however often, each is read
and resolved once for a spec, and all of it takes from one budget (`Walk`).
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
from conventions_cli.source.decoding import ENDINGS, outside, read_file
from conventions_cli.source.file_names import as_on_disk
from conventions_cli.source.former import KEY as VERSION
from conventions_cli.source.former import modernize
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence
from conventions_cli.source.yaml_reader import parse

KEY = "herite"
OWN = "avenant"  # says which act its own file amends: a file that inherits that one is not that avenant
MAX_DEPTH = 30  # files that inherit one another in a row
MAX_FILES = 200  # that one spec inherits
MAX_TEXT = 8 * 1024 * 1024  # characters of them
KEY_STEPS = 20  # that a key takes: a million may be laid over each other, a round of a thousand parties has 30,000
_MAX_UNIONS = 64  # the specs of a round inherit one list of files, or a few


class TooDearError(Exception):
    """What one spec inherits takes more than it may; the message says what of, in French."""


class Walk(Record):
    """The files one spec inherits: what is left to spend on them, and what each gave.

    `chain`: the files that are being resolved. `given`: by file, what it gives, and what was found in it and above. A
    file met again gives the same, and says nothing twice.
    """

    root: Path = Path()
    effort: Effort = field(default_factory=Effort)
    text: int = MAX_TEXT
    chain: list[Path] = field(default_factory=list)
    given: dict[Path, Mapping | None] = field(default_factory=dict)

    def look_at(self, keys: int) -> None:
        """Take what so many keys cost. Raises TooDearError when it is not left."""
        if not self.effort.allows(KEY_STEPS * keys, at_once=STEPS):
            raise TooDearError("trop de clés à superposer")

    def take(self, identity: Path, source: SourceText | None) -> None:
        """Take a file for one of those inherited. Raises TooDearError when there are too many, or too large ones."""
        self.given[identity] = None
        self.text -= len(source.text) if source is not None else 0
        if len(self.given) > MAX_FILES:
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
    """Whether one has years as keys, and the other none."""
    years = [[entry.key.text.isdecimal() for entry in one.entries] for one in (under, over)]
    return all(years) and any(years[0]) is not any(years[1])


class Inheritance:
    """Resolves `herite` from file to file.

    One object serves a whole run: a directory of parties that fifty specs inherit is read once.
    """

    def __init__(self) -> None:
        self._files: dict[Path, None] = {}
        self._read: dict[Path, Outcome[Mapping]] = {}
        self._identities: dict[Path, Path] = {}
        # What a list of names gives from a folder, and the files it takes: kept when nothing is to be said of them.
        self._unions: dict[tuple[Path, Path, tuple[str, ...]], tuple[Node, tuple[Path, ...]]] = {}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files taken from since this object was made, in the order they were met."""
        return tuple(self._files)

    def sharing(self) -> "Inheritance":
        """Another one, which shares what was read and lists the files it takes from on its own (`files`)."""
        other = Inheritance()
        other._read, other._identities, other._unions = self._read, self._identities, self._unions
        return other

    def hold(self, path: Path, text: str) -> None:
        """Take a text for the content of a file, be it there or not: what is about to be written is checked so."""
        self._read[self._identify(path)] = parse(SourceText(str(path), text))
        self._unions.clear()

    def resolve(self, spec: Mapping, folder: Path, root: Path | None = None) -> Outcome[Mapping]:
        """Return `spec` merged over everything it inherits; relative names start at `folder`.

        `root`: the folder they may not leave, resolved; None for that of the specs of `folder`.
        """
        found: list[Diagnostic] = []
        walk = Walk(root_of(folder) if root is None else root, text=MAX_TEXT)
        try:
            return Outcome(
                self._laid(spec, self._kept_union(_names(spec, found), folder, walk, found), walk), tuple(found)
            )
        except TooDearError as fault:
            message = f"Cette spécification hérite de trop : {fault}, un même fichier compté une fois."
            hint = "Ne garder dans « herite » que les fichiers dont cette convention a besoin."
            place = (_names(spec, []) or (spec,))[0].span
            return Outcome(None, (*found, Diagnostic(catalogue.INHERITANCE_COST, message, place, hint)))

    def _laid(self, own: Mapping, under: Node | None, walk: Walk) -> Mapping:
        """What a file says over what it inherits."""
        own = own.without(KEY)
        result = own if under is None else merge(under, own, walk)
        return result if isinstance(result, Mapping) else own

    def _kept_union(self, names: tuple[Scalar, ...], folder: Path, walk: Walk, found: list[Diagnostic]) -> Node | None:
        """The same as `_union`, which the specs of a round that inherit the same files then share."""
        key = walk.root, folder, tuple(name.text for name in names)
        said, before = len(found), self._files
        union, taken = self._unions.get(key, (None, ()))
        if union is None:
            self._files = {}
            union, taken = self._union(names, folder, walk, found), tuple(self._files)
            if union is not None and len(found) == said and len(self._unions) < _MAX_UNIONS:
                self._unions[key] = union, taken
        self._files = before
        before.update(dict.fromkeys(taken))
        return union

    def _union(self, names: tuple[Scalar, ...], folder: Path, walk: Walk, found: list[Diagnostic]) -> Node | None:
        """What the files named give together, the last ones over the others."""
        merged: Node | None = None
        for name in names:
            parent = self._parent(name, folder, walk, found)
            if parent is not None:
                merged = parent if merged is None else merge(merged, parent, walk)
        return merged

    def _parent(self, name: Scalar, folder: Path, walk: Walk, found: list[Diagnostic]) -> Mapping | None:
        """What a file gives, with all it inherits; None when it cannot be read or may not be."""
        walk.look_at(1)
        relative = Path(name.text)
        if relative.is_absolute() or relative.suffix not in ENDINGS:
            message = f"« {name.text} » ne peut pas être hérité : un chemin relatif vers un fichier .yaml est attendu."
            found.append(
                Diagnostic(catalogue.INHERITANCE, message, name.span, "Écrire par exemple « herite: [annuaire.yaml] ».")
            )
            return None
        path = folder / relative
        if self._identify(path).is_relative_to(walk.root):
            path = as_on_disk(path)
        identity = self._identify(path)
        if not identity.is_relative_to(walk.root):
            found.append(outside(OutsideError(path, walk.root, identity), name.text, name.span))
            return None
        if identity in walk.chain:
            message = f"« {name.text} » hérite, directement ou non, du fichier qui l’hérite."
            found.append(
                Diagnostic(catalogue.INHERITANCE_CYCLE, message, name.span, "Retirer l’un des deux « herite ».")
            )
            return None
        if identity not in walk.given:
            if len(walk.chain) >= MAX_DEPTH:
                raise TooDearError(f"plus de {MAX_DEPTH} fichiers qui héritent l’un de l’autre à la suite")
            walk.given[identity] = self._resolved(path, identity, name, walk, found)
        return walk.given[identity]

    def _resolved(
        self, path: Path, identity: Path, name: Scalar, walk: Walk, found: list[Diagnostic]
    ) -> Mapping | None:
        """The same of a file met for the first time."""
        outcome = self._load(path, identity, walk.root)
        walk.take(identity, outcome.value.span.source if outcome.value is not None else None)
        self._files[path] = None
        unread = {catalogue.UNREADABLE: catalogue.INHERITANCE, catalogue.OUTSIDE: catalogue.OUTSIDE}
        found.extend(
            replace(one, code=unread[one.code], span=name.span) if one.code in unread else one
            for one in outcome.diagnostics
        )
        if outcome.value is None:
            return None
        walk.chain.append(identity)
        under = self._union(_names(outcome.value, found), path.parent, walk, found)
        walk.chain.pop()
        return self._laid(outcome.value, under, walk).without(OWN, VERSION)

    def _identify(self, path: Path) -> Path:
        """The file behind a path, whatever way leads to it."""
        if path not in self._identities:
            self._identities[path] = Path(os.path.realpath(path))
        return self._identities[path]

    def _load(self, path: Path, identity: Path, root: Path) -> Outcome[Mapping]:
        if identity not in self._read:
            self._read[identity] = read_file(identity, str(path), root).then(parse).then(modernize)
        return self._read[identity]


def _names(root: Mapping, found: list[Diagnostic]) -> tuple[Scalar, ...]:
    node = root.get(KEY)
    if node is None or (isinstance(node, Scalar) and node.blank):
        return ()
    items = node.items if isinstance(node, Sequence) else (node,)
    names = tuple(item for item in items if isinstance(item, Scalar) and not item.blank)
    if len(names) != len(items):
        span: Span = node.span
        message = "« herite » attend un nom de fichier, ou une liste de noms."
        found.append(
            Diagnostic(catalogue.INHERITANCE, message, span, "Écrire par exemple « herite: [annuaire.yaml] ».")
        )
    return names
