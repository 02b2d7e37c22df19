"""The sponsors of a product: who they are, and what they can be in an act.

A sponsor is matched with the directory of parties by its identifier, its acronym or its name. What a checkout of
beta.gouv.fr says of it (`content/_organisations/<id>.md`: name, acronym, type) helps, and names the others.
"""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from conventions_cli.drafting.product_page import clean, front_matter, read_start
from conventions_cli.drafting.surroundings import Entry
from conventions_cli.foundation import Record
from conventions_cli.model import Nature, identifier
from conventions_cli.source import MAX_BYTES, plain

_FOLDER = "_organisations"
FUND = "dinum"


class Standing(Enum):
    """What a sponsor can be in a delegation; the value is the French word shown to people."""

    STATE = "service de l’État"
    OTHER = "hors de l’État"
    UNKNOWN = "nature à confirmer"


# `type` of an organisation, to what our specs call its nature; those that are missing tell nothing for sure.
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
    """A sponsor: its identifier on the site, its entry in the directory if it has one, what else is known of it.

    `rivals`: the entries it could be, when there are several.
    """

    identifier: str
    entry: Entry | None = None
    nom: str = ""
    sigle: str = ""
    kind: str = ""
    rivals: tuple[Entry, ...] = ()

    @property
    def nature(self) -> Nature | None:
        """What it is in law, as the directory says, else as its type tells; None when nothing tells."""
        if self.entry is not None and self.entry.nature in {one.value for one in Nature}:
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
    def what(self) -> str:
        """« un opérateur de l’État »."""
        return _OUTSIDE.get(self.kind, "") if self.nature is None else _WORDS.get(self.nature, "")

    @property
    def is_fund(self) -> bool:
        """Whether it is the fund itself: the délégant of these acts, and no beneficiary."""
        return self.identifier == FUND or (self.entry is not None and self.entry.identifier == FUND)


def match(entries: Iterable[Entry], *names: str) -> tuple[Entry, ...]:
    """The entries of a directory that a name may be: its identifier wins, then the name, then the acronym."""
    wanted = {identifier(name) for name in names if name}
    listed = tuple(entries)
    for key in ("identifier", "nom", "sigle"):
        found = tuple(one for one in listed if getattr(one, key) and identifier(getattr(one, key)) in wanted)
        if found:
            return found
    return ()


def organisations_beside(page: Path) -> Path | None:
    """The folder of organisations of the checkout a page belongs to, if there is one."""
    folder = page.absolute().parent.parent / _FOLDER
    return folder if folder.is_dir() else None


def read_sponsor(name: str, entries: Iterable[Entry], folder: Path | None) -> Sponsor:
    """Who a sponsor is. `folder`: the organisations of a checkout."""
    said = _organisation(name, folder) if folder is not None else {}
    nom, sigle, kind = (clean(said.get(key), 200) for key in ("name", "acronym", "type"))
    found = match(entries, name, nom, sigle)
    entry = found[0] if len(found) == 1 else None
    return Sponsor(name, entry, nom, sigle, kind, found if len(found) > 1 else ())


def _organisation(name: str, folder: Path) -> dict[str, object]:
    """What the file of an organisation says; nothing when there is none that can be read."""
    if identifier(name) != name.casefold().replace(".", "-").replace("_", "-") or "\0" in name:
        return {}  # a name that is not one, and could lead elsewhere
    for stem in dict.fromkeys((name, name.lower(), name.upper())):
        path = folder / f"{stem}.md"
        try:
            data = read_start(path, MAX_BYTES)
        except (OSError, ValueError):
            continue
        found = front_matter(data.decode("utf-8-sig", "replace").replace("\r\n", "\n"), str(path)).value
        said = plain(found) if found is not None else {}
        return dict(said) if isinstance(said, dict) else {}
    return {}
