"""`herite`: a file lies over the files it names; mappings merge in depth, lists and texts are replaced, nearer wins.

Of a calendar by year and one by name, which are two forms of one thing, the nearer replaces the other.
"""

from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.diagnostics import Diagnostic, Outcome, SourceText, Span
from conventions_cli.source.former import KEY as VERSION
from conventions_cli.source.former import modernize
from conventions_cli.source.names import as_on_disk
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence
from conventions_cli.source.text import read_file
from conventions_cli.source.yaml_reader import parse

KEY = "herite"
OWN = "avenant"  # says which act its own file amends: a file that inherits that one is not that avenant
MAX_FILES = 30
_MAX_UNIONS = 64  # the specs of a round inherit one list of files, or a few


def merge(under: Node, over: Node) -> Node:
    """Lay `over` on `under`: two mappings merge key by key, anything else is replaced."""
    if not (isinstance(under, Mapping) and isinstance(over, Mapping)) or _other_form(under, over):
        return over
    entries = []
    for entry in under.entries:
        above = over.entry(entry.key.text)
        entries.append(entry if above is None else Entry(above.key, merge(entry.value, above.value)))
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
        self.files: list[Path] = []
        self._read: dict[Path, Outcome[Mapping]] = {}
        self._identities: dict[Path, Path] = {}
        # What a list of names gives from a folder, and the files it takes: kept when nothing is to be said of them.
        self._unions: dict[tuple[Path, tuple[str, ...]], tuple[Node, tuple[Path, ...]]] = {}

    def sharing(self) -> "Inheritance":
        """Another one, which shares what was read and lists the files it takes from on its own (`files`)."""
        other = Inheritance()
        other._read, other._identities, other._unions = self._read, self._identities, self._unions
        return other

    def hold(self, path: Path, text: str) -> None:
        """Take a text for the content of a file, be it there or not: what is about to be written is checked so."""
        self._read[self._identify(path)] = parse(SourceText(str(path), text))
        self._unions.clear()

    def resolve(self, root: Mapping, folder: Path) -> Outcome[Mapping]:
        """Return `root` merged over everything it inherits; relative names start at `folder`."""
        return self._resolve(root, folder, ())

    def _resolve(self, root: Mapping, folder: Path, chain: tuple[Path, ...]) -> Outcome[Mapping]:
        found: list[Diagnostic] = []
        names = _names(root, found)
        under = self._union(names, folder, chain, found) if chain else self._kept_union(names, folder, found)
        own = root.without(KEY)
        result = own if under is None else merge(under, own)
        return Outcome(result if isinstance(result, Mapping) else own, tuple(found))

    def _kept_union(self, names: tuple[Scalar, ...], folder: Path, found: list[Diagnostic]) -> Node | None:
        """The same as `_union`, which the specs of a round that inherit the same files then share."""
        key = folder, tuple(name.text for name in names)
        said, before = len(found), self.files
        union, taken = self._unions.get(key, (None, ()))
        if union is None:
            self.files = []
            union, taken = self._union(names, folder, (), found), tuple(self.files)
            if union is not None and len(found) == said and len(self._unions) < _MAX_UNIONS:
                self._unions[key] = union, taken
        self.files = [*before, *(file for file in taken if file not in before)]
        return union

    def _union(
        self, names: tuple[Scalar, ...], folder: Path, chain: tuple[Path, ...], found: list[Diagnostic]
    ) -> Node | None:
        """What the files named give together, the last ones over the others."""
        merged: Node | None = None
        for name in names:
            parent = self._parent(name, folder, chain, found)
            if parent is not None:
                merged = parent if merged is None else merge(merged, parent)
        return merged

    def _parent(self, name: Scalar, folder: Path, chain: tuple[Path, ...], found: list[Diagnostic]) -> Mapping | None:
        relative = Path(name.text)
        if relative.is_absolute() or relative.suffix not in {".yaml", ".yml"}:
            message = f"« {name.text} » ne peut pas être hérité : un chemin relatif vers un fichier .yaml est attendu."
            found.append(
                Diagnostic(catalogue.INHERITANCE, message, name.span, "Écrire par exemple « herite: [annuaire.yaml] ».")
            )
            return None
        path = as_on_disk(folder / relative)
        identity = self._identify(path)
        if identity in chain or len(chain) >= MAX_FILES:
            message = f"« {name.text} » hérite, directement ou non, du fichier qui l’hérite."
            found.append(
                Diagnostic(catalogue.INHERITANCE_CYCLE, message, name.span, "Retirer l’un des deux « herite ».")
            )
            return None
        outcome = self._load(path, identity)
        if path not in self.files:
            self.files.append(path)
        missing = [one for one in outcome.diagnostics if one.code is catalogue.UNREADABLE]
        found.extend(Diagnostic(catalogue.INHERITANCE, one.message, name.span, one.hint) for one in missing)
        found.extend(one for one in outcome.diagnostics if one not in missing)
        if outcome.value is None:
            return None
        above = self._resolve(outcome.value, path.parent, (*chain, identity))
        found.extend(above.diagnostics)
        return above.value.without(OWN, VERSION) if above.value is not None else None

    def _identify(self, path: Path) -> Path:
        """The file behind a path, whatever way leads to it."""
        if path not in self._identities:
            self._identities[path] = path.resolve()
        return self._identities[path]

    def _load(self, path: Path, identity: Path) -> Outcome[Mapping]:
        if identity not in self._read:
            self._read[identity] = read_file(identity, str(path)).then(parse).then(modernize)
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
