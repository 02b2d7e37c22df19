"""The parts of a Word file, found through its relationships, never by name. Nothing outside the file is read."""

import posixpath
import re
from functools import cached_property
from urllib.parse import unquote

from conventions_cli.foundation import Record
from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx.styles import Styles
from conventions_cli.readers.docx.xml import Element, W, parse

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


# The prefixes of types of relationships: both forms of the standard, and that of former LibreOffice.
_TYPES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/",
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/",
)
_KEPT = 2 * 1024 * 1024  # bytes of XML whose trees are kept; they take about ten times as much memory
_AGAIN = "L’ouvrir dans Word ou LibreOffice et l’enregistrer de nouveau au format .docx."
_LATER = re.compile(r"http://schemas\.microsoft\.com/office/[\d/]+/relationships/(comments\w+|people)\Z")


class Relation(Record, frozen=True):
    """A relationship of a part. `kind`: the last word of a standard type, or the whole of another type."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a document."""

    def __init__(self, data: bytes) -> None:
        """Open a file. Raises ArchiveError when it is not a readable Word document."""
        self.archive = Archive(data)
        self._relations: dict[str, dict[str, Relation]] = {}
        self._parsed: dict[str, Element] = {}
        self._left = _KEPT
        mains = [
            relation.target
            for relation in self.relations("").values()
            if relation.kind == "officeDocument" and not relation.external
        ]
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
        """A part as XML, for reading only: small parts are parsed once. Raises ArchiveError."""
        root = self._parsed.get(name)
        if root is None:
            data = self.archive.read_xml(name)
            root = parse(data, name)
            if len(data) <= self._left:
                self._left -= len(data)
                self._parsed[name] = root
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id; those of the package for an empty name. Raises ArchiveError."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            listing = posixpath.join(folder, "_rels", f"{name}.rels")
            relations: dict[str, Relation] = {}
            if listing in self.archive:
                for element in self.xml(listing).iterchildren(_RELATION):
                    target = str(element.get("Target") or "")
                    external = str(element.get("TargetMode") or "").casefold() == "external"
                    identifier = str(element.get("Id") or "")
                    if identifier in relations:  # programs disagree on which one to follow
                        raise ArchiveError(f"Deux relations de « {part or 'paquet'} » ont le même nom.", _AGAIN)
                    kind = _kind(str(element.get("Type") or ""))
                    relations[identifier] = Relation(kind, target if external else _member(folder, target), external)
            self._relations[part] = relations
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts of one kind that a part refers to, in order, each once."""
        targets = [
            relation.target
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external
        ]
        return [name for name in dict.fromkeys(targets) if name in self.archive]

    def first(self, kind: str, part: str | None = None) -> tuple[str, Element | None]:
        """The name and the XML of the first part of a kind; an empty name and None without one. Raises ArchiveError."""
        names = self.related(self.main if part is None else part, kind)
        return (names[0], self.xml(names[0])) if names else ("", None)

    @cached_property
    def styles(self) -> Styles:
        """The styles of the document, resolved once for all who look at it. Raises ArchiveError."""
        return Styles(self.first("styles")[1])


def _kind(stated: str) -> str:
    """The short name of a type of relationship."""
    start = next((kind for kind in _TYPES if stated.startswith(kind)), "")
    later = _LATER.match(stated)
    return later[1] if later else stated[len(start) :]


def _member(folder: str, target: str) -> str:
    """The member that a target designates; `..` cannot leave the archive, whose members are mere names."""
    path = posixpath.join("/", folder, unquote(target.split("#")[0]))
    return posixpath.normpath(path).lstrip("/")
