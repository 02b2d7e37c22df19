"""The surroundings of the spec to write: a directory of parties, files to inherit, packs, a schema for the editor."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from conventions_cli.files import acts_in, shared_in
from conventions_cli.foundation import Diagnostic, Record, SourceText, example_specs, field, is_anyone_s, replace
from conventions_cli.model import SEQUELS, Kind
from conventions_cli.source import (
    Inheritance,
    Mapping,
    Scalar,
    Sequence,
    find,
    is_blank,
    load_text,
    nowhere,
    parse,
    read_file,
    scalar_text,
)

DIRECTORY, SCHEMA = "annuaire.yaml", "convention.schema.json"
_LEVELS = 4  # levels above the target where a directory or a schema is looked for


Steps = tuple[str | int, ...]
_COPIED = "# Copié des exemples de « convention » : vérifier les noms et les fonctions avant de signer.\n"


class Person(Record, frozen=True):
    """A representative, as the directory writes them."""

    nom: str
    fonction: str
    genre: str

    @property
    def shown(self) -> str:
        """« Stéphanie SCHAER, directrice »."""
        return ", ".join(part for part in (self.nom, self.fonction) if part)


class Entry(Record, frozen=True):
    """A party of the directory."""

    identifier: str
    nom: str
    sigle: str
    nature: str
    people: tuple[Person, ...]

    @property
    def shown(self) -> str:
        """« DGCS – Direction générale de la cohésion sociale »."""
        return " – ".join(dict.fromkeys(part for part in (self.sigle, self.nom or self.identifier) if part))


class Surroundings(Record, frozen=True, dict=True):
    """The folder of the spec to write and what it can use. `directory`: the file of the parties, if there is one.

    `pending`: the text of files of that folder that are to be written with the spec, by name.
    """

    folder: Path
    directory: Path | None = None
    template_dir: Path | None = None
    pending: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _loaded(self) -> dict[tuple[str, ...], tuple[Mapping, tuple[Diagnostic, ...]]]:
        return {}

    def inheritance(self) -> Inheritance:
        """A reader of inherited files: from the disk, or from `pending` for those still to be written."""
        resolver = Inheritance()
        for name, text in self.pending.items():
            if name.endswith(".yaml"):
                resolver.hold(self.folder / name, text)
        return resolver

    @cached_property
    def cohorts(self) -> tuple[Path, ...]:
        """The files made to be inherited, beside the spec or the directory, without mere directories of parties."""
        above = [self.directory.parent.absolute()] if self.directory else []
        folders = dict.fromkeys([self.folder.absolute(), *above])
        return tuple(file for folder in folders if folder.is_dir() for file in shared_in(folder) if _tells_more(file))

    @cached_property
    def holders(self) -> frozenset[tuple[str, str]]:
        """The roles that the acts of this folder give to parties of the directory, each with its party."""
        return frozenset(holder for file in acts_in(self.folder) for holder in _holders(file))

    @cached_property
    def acts(self) -> tuple[Mapping, ...]:
        """The tree of each act of this folder, inherited values included; unreadable acts are left out."""
        sources = (read_file(file, str(file)).value for file in acts_in(self.folder))
        trees = (load_text(source, self.folder).value for source in sources if source is not None)
        return tuple(tree for tree in trees if tree is not None)

    def usual(self, path: Steps, alike: dict[Steps, str]) -> str:
        """The common value, at a path, of the acts of this folder with the values `alike`; empty when they differ."""
        acts = [tree for tree in self.acts if all(text_at(tree, *at) == text for at, text in alike.items())]
        values = {text_at(tree, *path) for tree in acts} - {""}
        return values.pop() if len(values) == 1 else ""

    @cached_property
    def usual_cohort(self) -> str:
        """The shared file that every act of this folder inherits, as a spec names it; empty when there is none."""
        sources = [source for source in (read_file(file, str(file)).value for file in acts_in(self.folder)) if source]
        trees = [tree for tree in (parse(source).value for source in sources) if tree is not None]
        names = map(self.relative, self.cohorts)
        return next((name for name in names if trees and all(name in _inherited_by(tree) for tree in trees)), "")

    def with_directory(self) -> "Surroundings | None":
        """These surroundings with the directory of the examples, to be written; None when there is a directory."""
        shipped = example_specs().get(DIRECTORY)
        if self.directory is not None or shipped is None or os.path.lexists(self.folder / DIRECTORY):
            return None
        text = _COPIED + shipped.read_text(encoding="utf-8")
        pending = {**self.pending, DIRECTORY: text}
        return replace(self, directory=self.folder / DIRECTORY, pending=pending)

    def relative(self, file: Path) -> str:
        """The path of a file as the spec writes it."""
        return Path(os.path.relpath(file.absolute(), self.folder.absolute())).as_posix()

    def inherited(self, names: tuple[str, ...]) -> Mapping:
        """The values that a spec would inherit from these files; a file that cannot be read counts as absent."""
        return self._load(names)[0]

    def faults(self, names: tuple[str, ...]) -> tuple[Diagnostic, ...]:
        """The diagnostics of the files a spec would inherit."""
        return self._load(names)[1]

    def _load(self, names: tuple[str, ...]) -> tuple[Mapping, tuple[Diagnostic, ...]]:
        if not names:
            return Mapping((), nowhere()), ()
        if names not in self._loaded:
            text = "herite:\n" + "".join(f"  - {scalar_text(name)}\n" for name in names)
            outcome = load_text(SourceText("herite", text), self.folder, inheritance=self.inheritance())
            self._loaded[names] = (outcome.value or Mapping((), nowhere()), outcome.diagnostics)
        return self._loaded[names]

    def names(self, cohorts: tuple[str, ...]) -> tuple[str, ...]:
        """The files to inherit: the directory, unless a cohort inherits it already, then the cohorts."""
        if self.directory is None or self.inherited(cohorts).get("annuaire") is not None:
            return cohorts
        return (self.relative(self.directory), *(name for name in cohorts if name != self.relative(self.directory)))

    def entries(self, names: tuple[str, ...]) -> tuple[Entry, ...]:
        """The parties of the directory, in its order."""
        return entries_of(self.inherited(names))

    @cached_property
    def packs(self) -> tuple[tuple[str, str], ...]:
        """The packs that make acts by themselves: name and title, the default one first, then those of its nature."""
        from conventions_cli.templating import MODIFICATIONS, available, default_pack, load_pack

        default = default_pack(self.template_dir)
        nature = default.manifest.nature if default is not None else ""
        ranked = []
        for name in reversed(available(self.template_dir)):
            pack = load_pack(name, self.template_dir).value
            if pack is None or pack.manifest.nature in SEQUELS:
                continue
            if MODIFICATIONS not in pack.manifest.accepte and "amende" not in pack.manifest.accepte:
                rank = (default is None or name != default.name, pack.manifest.nature != nature)
                ranked.append((rank, (name, str(pack.manifest.usage or pack.manifest.titre))))
        return tuple(base for _, base in sorted(ranked, key=lambda ranked_pack: ranked_pack[0]))

    def kind_of(self, pack: str) -> Kind:
        """The kind of act that a pack declares; the default kind when no pack has that name."""
        from conventions_cli.templating import declared_kind, default_kind, load_pack

        loaded = load_pack(pack, self.template_dir).value if pack else None
        return default_kind() if loaded is None else declared_kind(loaded)

    def schema(self) -> str | None:
        """The path of the JSON schema as the spec writes it; None when none is beside it or above."""
        if SCHEMA in self.pending:
            return SCHEMA
        path = nearest(self.folder, SCHEMA)
        return self.relative(path) if path else None


def nearest(folder: Path, name: str) -> Path | None:
    """The nearest file of that name, in a folder or just above, but not above a folder that anyone may write in."""
    home = folder.absolute()
    for place in [home, *home.parents][:_LEVELS]:
        if place != home and is_anyone_s(place):
            return None
        if (place / name).is_file():
            return place / name
    return None


def find_directory(folder: Path) -> Path | None:
    """The directory of parties a spec of that folder would use: « annuaire.yaml », there or just above."""
    path = nearest(folder, DIRECTORY)
    if path is None:
        return None
    tree = read_file(path, str(path)).then(parse).value
    return path if tree is not None and (tree.entry("annuaire") or tree.entry("herite")) else None


def entries_of(tree: Mapping) -> tuple[Entry, ...]:
    """The parties a tree holds under « annuaire »."""
    directory = tree.get("annuaire")
    if not isinstance(directory, Mapping):
        return ()
    return tuple(_entry(entry.key.text, entry.value) for entry in directory.entries if isinstance(entry.value, Mapping))


def text_at(tree: Mapping, *path: str | int) -> str:
    """The text at a path; empty when there is none."""
    node, rest = find(tree, path)
    return node.text if not rest and isinstance(node, Scalar) and not node.blank else ""


def states(tree: Mapping, *path: str | int) -> bool:
    """Whether a tree has a value at a path."""
    node, rest = find(tree, path)
    return not rest and not is_blank(node)


def _entry(identifier: str, node: Mapping) -> Entry:
    people = node.get("representants")
    listed = people.items if isinstance(people, Sequence) else ()
    persons = tuple(
        Person(text_at(item, "nom"), text_at(item, "fonction"), text_at(item, "genre"))
        for item in listed
        if isinstance(item, Mapping)
    )
    return Entry(identifier, text_at(node, "nom"), text_at(node, "sigle"), text_at(node, "nature"), persons)


def _holders(file: Path) -> Iterator[tuple[str, str]]:
    """The role and the reference of each party of a spec that has both; none for an unreadable file."""
    tree = read_file(file, str(file)).then(parse).value
    parties = tree.get("parties") if tree is not None else None
    for item in parties.items if isinstance(parties, Sequence) else ():
        if isinstance(item, Mapping) and text_at(item, "role") and text_at(item, "reference"):
            yield text_at(item, "role"), text_at(item, "reference")


def _inherited_by(tree: Mapping) -> tuple[str, ...]:
    """The files that a spec says it inherits."""
    named = tree.get("herite")
    listed = named.items if isinstance(named, Sequence) else (named,)
    return tuple(item.text for item in listed if isinstance(item, Scalar))


def _tells_more(file: Path) -> bool:
    """Whether a shared file holds anything besides a directory of parties."""
    tree = read_file(file, str(file)).then(parse).value
    return tree is not None and bool(set(tree.keys()) - {"annuaire", "herite"})
