"""The sponsors of a product: who they are, and the places they can have in an act.

A sponsor is looked for in the directory of parties by its identifier, its acronym or its name. The checkout of
their site (`content/_organisations/<id>.md`: name, acronym, type) helps, and describes those not in the directory.
"""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from conventions_cli.drafting.page_facts import clean
from conventions_cli.drafting.product_page import front_matter, read_start
from conventions_cli.drafting.surroundings import Entry
from conventions_cli.foundation import Record
from conventions_cli.model import Nature, identifier
from conventions_cli.source import MAX_BYTES, plain

_FOLDER = "_organisations"


class Standing(Enum):
    """Whether a sponsor can receive a delegation; the value is the French word shown to people."""

    STATE = "service de l’État"
    OTHER = "hors de l’État"
    UNKNOWN = "nature à confirmer"


# The `type` of an organisation, and its nature in our specs; types left out tell nothing certain.
_TYPES = {
    "administration-centrale": Nature.SERVICE_ETAT,
    "service-deconcentre": Nature.SERVICE_ETAT,
    "operateur": Nature.OPERATEUR,
    "collectivite-territoriale": Nature.COLLECTIVITE,
}
_OUTSIDE = {"securite-sociale": "un organisme de sécurité sociale"}
_WORDS = {
    Nature.OPERATEUR: "un opérateur de l’État",
    Nature.GIP: "un groupement d’intérêt public",
    Nature.COLLECTIVITE: "une collectivité territoriale",
    Nature.ASSOCIATION: "une association",
}


class Sponsor(Record, frozen=True):
    """A sponsor: its identifier on the site, its entry in the directory if any, its name, its acronym, its type.

    `rivals`: the entries that may be its own, when there are several.
    """

    identifier: str
    entry: Entry | None = None
    nom: str = ""
    sigle: str = ""
    kind: str = ""
    rivals: tuple[Entry, ...] = ()

    @property
    def nature(self) -> Nature | None:
        """Its legal nature: from the directory, else from its type; None when neither gives one."""
        if self.entry is not None and self.entry.nature in {nature.value for nature in Nature}:
            return Nature(self.entry.nature)
        return _TYPES.get(self.kind)

    @property
    def standing(self) -> Standing:
        """Whether it may receive a delegation."""
        if self.nature is Nature.SERVICE_ETAT:
            return Standing.STATE
        return Standing.OTHER if self.nature is not None or self.kind in _OUTSIDE else Standing.UNKNOWN

    @property
    def shown(self) -> str:
        """Its acronym, its name, or its identifier."""
        entry = self.entry
        return (entry.sigle or entry.nom if entry else "") or self.sigle or self.nom or self.identifier

    @property
    def noun(self) -> str:
        """What it is, in French: « un opérateur de l’État »; empty when that is unknown."""
        return _OUTSIDE.get(self.kind, "") if self.nature is None else _WORDS.get(self.nature, "")

    def is_party(self, identifier: str) -> bool:
        """Whether its identifier on the site, or that of its entry, is this one."""
        return identifier in {self.identifier, self.entry.identifier if self.entry is not None else self.identifier}


def match(entries: Iterable[Entry], *names: str) -> tuple[Entry, ...]:
    """The entries of a directory that a name may designate: by identifier, else by name, else by acronym."""
    wanted = {identifier(name) for name in names if name}
    listed = tuple(entries)
    for key in ("identifier", "nom", "sigle"):
        matches = tuple(entry for entry in listed if getattr(entry, key) and identifier(getattr(entry, key)) in wanted)
        if matches:
            return matches
    return ()


def organisations_beside(page: Path) -> Path | None:
    """The folder of organisations of the checkout a page belongs to, if there is one."""
    folder = page.absolute().parent.parent / _FOLDER
    return folder if folder.is_dir() else None


def read_sponsor(name: str, entries: Iterable[Entry], folder: Path | None) -> Sponsor:
    """The sponsor with a name. `folder`: the organisations of a checkout."""
    values = _organisation(name, folder) if folder is not None else {}
    nom, sigle, kind = (clean(values.get(key), 200) for key in ("name", "acronym", "type"))
    matches = match(entries, name, nom, sigle)
    entry = matches[0] if len(matches) == 1 else None
    return Sponsor(name, entry, nom, sigle, kind, matches if len(matches) > 1 else ())


def _organisation(name: str, folder: Path) -> dict[str, object]:
    """The values in the file of an organisation; empty when it cannot be read."""
    if identifier(name) != name.casefold().replace(".", "-").replace("_", "-") or "\0" in name:
        return {}  # no true identifier: as a path, it could lead to another folder
    for stem in dict.fromkeys((name, name.lower(), name.upper())):
        path = folder / f"{stem}.md"
        try:
            data = read_start(path, MAX_BYTES)
        except (OSError, ValueError):
            continue
        front = front_matter(data.decode("utf-8-sig", "replace").replace("\r\n", "\n"), str(path)).value
        values = plain(front) if front is not None else {}
        return dict(values) if isinstance(values, dict) else {}
    return {}
