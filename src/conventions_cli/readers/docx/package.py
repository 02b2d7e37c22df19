"""The parts of a Word file, found through its relationships, never by their names. Nothing outside is ever fetched."""

import posixpath
import re
from urllib.parse import unquote

from conventions_cli.foundation import Record
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.xml import Element, W, parse

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


# What the types of relationships start with, in both forms of the standard and as LibreOffice once wrote them.
_TYPES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/",
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/",
)
_AGAIN = "L’ouvrir dans Word ou LibreOffice et l’enregistrer de nouveau au format .docx."
_LATER = re.compile(r"http://schemas\.microsoft\.com/office/[\d/]+/relationships/(comments\w+|people)\Z")


class Relation(Record, frozen=True):
    """Where a part points: `kind` is the last word of a type of the standard; of another type, all of it."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a document."""

    def __init__(self, data: bytes) -> None:
        """Open it. Raises ArchiveError when it is not a readable Word document."""
        self.archive = Archive(data)
        self._relations: dict[str, dict[str, Relation]] = {}
        mains = [one.target for one in self.relations("").values() if one.kind == "officeDocument" and not one.external]
        main = next((name for name in mains if name in self.archive), None)
        if main is None:
            raise self._not_word()
        self.main = main
        self.root = self.xml(main)
        if self.root.tag != f"{W}document":
            raise self._not_word()

    def _not_word(self) -> ArchiveError:
        if "content.xml" in self.archive:
            hint = "L’ouvrir dans LibreOffice, et l’enregistrer au format .docx."
            return ArchiveError("Le fichier est un document LibreOffice (.odt).", hint)
        return ArchiveError("Le fichier ne contient pas de document Word.", "Donner un fichier .docx.")

    def xml(self, name: str) -> Element:
        """A part as XML. Raises ArchiveError."""
        return parse(self.archive.read_xml(name), name)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id; those of the package for an empty name. Raises ArchiveError."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            listing = posixpath.join(folder, "_rels", f"{name}.rels")
            found: dict[str, Relation] = {}
            if listing in self.archive:
                for one in self.xml(listing).iterchildren(_RELATION):
                    target = str(one.get("Target") or "")
                    external = str(one.get("TargetMode") or "").casefold() == "external"
                    identifier = str(one.get("Id") or "")
                    if identifier in found:  # each program follows its own
                        raise ArchiveError(f"Deux relations de « {part or 'paquet'} » ont le même nom.", _AGAIN)
                    kind = _kind(str(one.get("Type") or ""))
                    found[identifier] = Relation(kind, target if external else _member(folder, target), external)
            self._relations[part] = found
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts of one kind a part points to, in the order of its relationships, each once."""
        targets = [one.target for one in self.relations(part).values() if one.kind == kind and not one.external]
        return [name for name in dict.fromkeys(targets) if name in self.archive]

    def first(self, kind: str, part: str | None = None) -> tuple[str, Element | None]:
        """The first of them, by name and as XML; an empty name when there is none. Raises ArchiveError."""
        names = self.related(self.main if part is None else part, kind)
        return (names[0], self.xml(names[0])) if names else ("", None)


def _kind(stated: str) -> str:
    """What a type of relationship is called here."""
    start = next((one for one in _TYPES if stated.startswith(one)), "")
    later = _LATER.match(stated)
    return later[1] if later else stated[len(start) :]


def _member(folder: str, target: str) -> str:
    """The member a target names; `..` cannot leave the archive, which knows members by name only."""
    path = posixpath.join("/", folder, unquote(target.split("#")[0]))
    return posixpath.normpath(path).lstrip("/")
