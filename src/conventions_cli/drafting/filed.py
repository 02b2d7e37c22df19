"""Moves an administration that a spec describes into the directory of parties; the spec then refers to it."""

from pathlib import Path as FilePath

from conventions_cli.drafting.draft_values import Path
from conventions_cli.drafting.resumed import Resumed
from conventions_cli.drafting.sponsors import match
from conventions_cli.drafting.surroundings import entries_of, text_at
from conventions_cli.editing import Change, change
from conventions_cli.foundation import Outcome, Record
from conventions_cli.model import commented_yaml, identifier
from conventions_cli.source import Line, Mapping, Scalar, Sequence

# The keys of a party that go into the directory; the others are about one act.
_LASTING = (
    *("nom", "sigle", "article", "genre", "nombre", "nature", "adresse", "siret", "rna", "comptable", "iban"),
    "representants",
)
_NEEDED = ("nom", "article", "nature")
_HEAD = "# Les parties, écrites une fois : une spécification y renvoie par « reference: … ».\n"


class Described(Record, frozen=True):
    """A party that a spec describes itself: its place, its name as shown, its key in the directory, its values.

    `values`: texts by path under the party.
    """

    place: Path
    shown: str
    key: str
    values: dict[Path, str]

    @property
    def settings(self) -> list[str]:
        """What `convention set` writes in the directory."""
        return [f"annuaire.{self.key}.{'.'.join(map(str, path))}={text}" for path, text in self.values.items()]

    def new_directory(self) -> str:
        """The text of a directory that holds this party alone."""
        root = Line()
        for path, text in self.values.items():
            root.at(("annuaire", self.key, *path)).value = text
        return _HEAD + "\n".join(commented_yaml(root)) + "\n"


def described(spec: Resumed, place: Path) -> Described | None:
    """The party at a place of a spec; None when the spec does not say enough of it, or when a directory has it."""
    entries = entries_of(spec.whole)
    nom, sigle = (text_at(spec.own, *place, key) for key in ("nom", "sigle"))
    if text_at(spec.own, *place, "reference") or match(entries, nom):
        return None
    if not all(text_at(spec.own, *place, key) for key in _NEEDED):
        return None
    taken = {entry.identifier for entry in entries}
    key = next((key for key in map(identifier, (sigle or nom, nom)) if key not in taken), "")
    paths = [path for path in spec.leaves(place) if path[len(place)] in _LASTING]
    values = {path[len(place) :]: text_at(spec.own, *path) for path in paths}
    return Described(place, sigle or nom, key, values) if key else None


def referring(spec: Resumed, party: Described, directory: str) -> Outcome[Change]:
    """The spec with a reference instead of its description of a party. `directory`: as the spec names the file."""
    at = ".".join(map(str, party.place))
    named = spec.own.get("herite")
    files = [item.text for item in named.items if isinstance(item, Scalar)] if isinstance(named, Sequence) else []
    if isinstance(named, Scalar) and not named.blank:
        files = [named.text]
    reached = party.key in _keys(spec.whole) or directory in files
    inherit = [] if reached else [f"herite.{len(files)}={directory}"]
    removed = [f"{at}.{key}" for key in dict.fromkeys(str(path[0]) for path in party.values)]
    return change(FilePath(spec.file.path), [*inherit, f"{at}.reference={party.key}"], removed, spec.template_dir)


def _keys(tree: Mapping) -> set[str]:
    return {entry.identifier for entry in entries_of(tree)}
