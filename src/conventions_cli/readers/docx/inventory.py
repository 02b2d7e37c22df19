"""A whole Word file against the act made again: every part, and what its parts show besides the text of the act.

Parts that are equal byte for byte are compared by that. Otherwise another program saved the file: the text goes through
the reader and is compared as an act (elsewhere); here, nothing that is not on the list (`allowed`) is let by, and what
a reader of paper sees besides that text is compared: heads and feet of pages, what fields ask, the contents, images,
the signs of lists, what references lead to.
"""

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.foundation import Record, field
from conventions_cli.readers.docx import allowed
from conventions_cli.readers.docx.census import PARTS, Extra, Held, extras_in, held_by
from conventions_cli.readers.docx.elements import words_of
from conventions_cli.readers.docx.measures import measured
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.shown import Shown
from conventions_cli.readers.docx.styles import canonical
from conventions_cli.readers.docx.xml import WP, A, Element, R, W, attribute, value

MOST = 200  # told of one file
_TYPES = "[Content_Types].xml"
_SPEC_TAG = "{urn:convention:spec:1}spec"
_FREE = frozenset({"convention.version"})  # a property another version of convention writes otherwise
_CORE = {"title": "titre", "subject": "objet", "creator": "auteur"}
_CORE_FREE = frozenset({"language", "lastModifiedBy", "revision", "created", "modified", "version", "lastPrinted"})
_NEAR = 18_000  # EMU, half a millimetre
_NAMED = {
    **dict.fromkeys(("footnote", "endnote", "comment"), "id"),
    "style": "styleId",
    "abstractNum": "abstractNumId",
    "num": "numId",
}
_SEVERAL = frozenset({"page", "image", "spec", "inert"})  # parts there may be several of


class Inventory(Record):
    """`same`: every part is equal, byte for byte, to that of the act made again; `extras`: what forbids « intact »."""

    same: bool = False
    extras: list[Extra] = field(default_factory=list)


class Role(Record, frozen=True):
    """A part that is looked at: its name in the file, and how (`allowed`)."""

    name: str
    kind: str


def inventory(data: bytes, remade: bytes) -> Inventory:
    """Compare a file with the one the command writes. Raises ArchiveError when it cannot be read."""
    found, ours = Package(data), Package(remade)
    if sorted(found.archive.names) == sorted(ours.archive.names) and all(
        found.archive.read(name) == ours.archive.read(name) for name in ours.archive.names
    ):
        return Inventory(same=True)
    made = Inventory()
    taken: set[tuple[str, str, str, int]] = set()
    for extra in _Whole(found, ours).extras():
        key = (extra.part, extra.what, extra.words, extra.paragraph)
        if key not in taken and len(made.extras) < MOST:
            made.extras.append(extra)
        taken.add(key)
    return made


def paragraphs_of(data: bytes) -> list[str]:
    """The words of the paragraphs of a body, in order. Raises ArchiveError when it cannot be read."""
    return [words_of(one) for one in Package(data).root.iter(f"{W}p")]


class _Whole:
    """Both files at once."""

    def __init__(self, found: Package, ours: Package) -> None:
        self.found, self.ours = found, ours
        self.told: list[Extra] = []
        self.ours_roles = self.roles_of(ours)
        self.told = []
        self.roles = self.roles_of(found)

    def extras(self) -> Iterator[Extra]:
        """Everything, part after part."""
        yield from self.told
        yield from self.unreached()
        yield from self.types()
        yield from self.listed()
        shown, meant = Shown(self.found), Shown(self.ours)
        yield from shown.differences(meant)
        yield from measured(self.found, self.ours)
        yield from self.pictures()
        yield from self.signs()
        yield from self.notes()
        yield from self.facts()
        yield from self.specs()

    # Parts

    def roles_of(self, package: Package) -> list[Role]:
        """The parts that known relationships lead to; the others are told."""
        roles: list[Role] = []
        once: set[str] = set()

        def follow(source: str, known: dict[str, str], *, links: bool) -> None:
            for relation in package.relations(source).values():
                where = f"relation de «\u00a0{source or 'paquet'}\u00a0»"
                if relation.external:
                    if not (links and relation.kind == "hyperlink"):
                        self.told.append(Extra(f"lien vers l’extérieur ({relation.kind})", relation.target, where))
                    continue
                kind = known.get(relation.kind)
                if kind is None or relation.target not in package.archive:
                    self.told.append(Extra(f"partie «\u00a0{relation.kind}\u00a0»", relation.target, where))
                    continue
                if relation.kind in once and kind not in _SEVERAL:
                    self.told.append(Extra(f"seconde partie «\u00a0{relation.kind}\u00a0»", relation.target, where))
                    continue
                once.add(relation.kind)
                roles.append(Role(relation.target, kind))

        follow("", allowed.PACKAGE_PARTS, links=False)
        follow(package.main, allowed.BODY_PARTS, links=True)
        for role in roles:
            if role.name != package.main:
                known = allowed.OTHER_PARTS if role.kind == "spec" else {}
                follow(role.name, known, links=role.kind in allowed.LINKING)
        return roles

    def unreached(self) -> Iterator[Extra]:
        """Members of the archive that nothing known leads to."""
        known = {role.name.casefold() for role in self.roles} | {_TYPES.casefold(), "_rels/.rels"}
        for role in self.roles:
            folder, name = posixpath.split(role.name)
            known.add(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
        for name in self.found.archive.names:
            if name.casefold() not in known:
                yield Extra("partie que rien de connu n’appelle", name, "fichier")

    def types(self) -> Iterator[Extra]:
        """What kind of document the file says it is: one with macros is another."""
        stated = ""
        for one in self.found.xml(_TYPES) if _TYPES in self.found.archive else ():
            kind = str(one.get("ContentType") or "")
            if str(one.get("PartName") or "").lstrip("/").casefold() == self.found.main.casefold():
                stated = kind
            if "macro" in kind.casefold() or "vba" in kind.casefold():
                yield Extra("macro", kind, "fichier")
        if stated != allowed.MAIN_TYPE:
            yield Extra("type du document", stated or "absent", "fichier")

    def listed(self) -> Iterator[Extra]:
        """What is not on the list, in the parts that are not those of the act made again."""
        used = frozenset(
            str(one.get(f"{W}val") or "") for one in self.found.root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
        )
        held: Held = frozenset().union(
            *(held_by(self.ours.xml(one.name)) for one in self.ours_roles if one.kind in allowed.ELEMENTS)
        )
        for role in self.roles:
            if role.kind not in allowed.ELEMENTS or self.is_ours(role):
                continue
            root = self.found.root if role.name == self.found.main else self.found.xml(role.name)
            yield from extras_in(root, role.kind, held, used)
            for name in _twice(root):
                yield Extra("identifiant porté deux fois", name, PARTS.get(role.kind, ""))
        bodies = list(self.found.root.iterchildren(f"{W}body"))
        if len(bodies) != 1:
            yield Extra("second corps du document", "", "", -1)
        if len(sections := list(self.found.root.iter(f"{W}sectPr"))) != 1:
            yield Extra(f"{len(sections)} sections de mise en page au lieu d’une")

    def is_ours(self, role: Role) -> bool:
        """Whether a part is one of the act made again, byte for byte, and of the same kind."""
        read = self.found.archive.read(role.name)
        return any(one.kind == role.kind and self.ours.archive.read(one.name) == read for one in self.ours_roles)

    # What is compared besides the text

    def pictures(self) -> Iterator[Extra]:
        """The images, in order, and the size they are printed at."""
        found, meant = _pictures(self.found), _pictures(self.ours)
        drawn = {name for _, _, name in found}
        for role in self.roles:
            if role.kind == "image" and role.name not in drawn:
                yield Extra("image jointe que l’acte ne montre pas", role.name, "fichier")
        if [one[0] for one in found] != [one[0] for one in meant]:
            yield Extra("image ajoutée, retirée ou remplacée", ", ".join(one[2] for one in found if one not in meant))
        elif any(_apart(one[1], other[1]) for one, other in zip(found, meant, strict=True)):
            yield Extra("image d’une autre taille", ", ".join(one[2] for one in found))

    def signs(self) -> Iterator[Extra]:
        """The signs and numbers of lists."""
        known = set(_signs(self.ours))
        for level, form, text in _signs(self.found):
            if (form, text) not in allowed.SAME_SIGNS and (level, form, text) not in known:
                yield Extra("puce ou numéro de liste", text or form, "puces et numéros")

    def notes(self) -> Iterator[Extra]:
        """What separates notes from the text holds no words."""
        for kind in ("footnote", "endnote"):
            name, root = self.found.first(f"{kind}s")
            for one in root.iterchildren(f"{W}{kind}") if root is not None else ():
                words = "".join(text.text or "" for text in one.iter(f"{W}t")).strip()
                if attribute(one, "type") not in {None, "normal"} and words:
                    yield Extra("texte dans le séparateur des notes", words, "notes")
            if (
                kind == "endnote"
                and root is not None
                and any(attribute(one, "type") in {None, "normal"} for one in root.iterchildren(f"{W}endnote"))
            ):
                yield Extra("note de fin", "", name)

    def facts(self) -> Iterator[Extra]:
        """What the file says of itself: title, author, the properties that tell what made it."""
        found, meant = (_core(one) for one in (self.found, self.ours))
        for name in sorted(found.keys() | meant.keys()):
            said = found.get(name, "")
            if name in _CORE_FREE or said == meant.get(name, ""):
                continue
            yield Extra(f"propriété «\u00a0{_CORE.get(name, name)}\u00a0» du document", said or "absente", "propriétés")
        had, has = (_custom(one) for one in (self.ours, self.found))
        for name in sorted(had.keys() | has.keys()):
            if name not in _FREE and had.get(name) != has.get(name):
                yield Extra(f"propriété «\u00a0{name}\u00a0»", has.get(name, "absente"), "propriétés")

    def specs(self) -> Iterator[Extra]:
        """The spec it carries, which must be the one it is compared with; other data are told."""
        found, meant = _carried(self.found), _carried(self.ours)
        for name, root in found:
            if root.tag != _SPEC_TAG:
                yield Extra("données jointes (customXml)", name, "fichier")
        ours = [_texts(root) for _, root in meant]
        theirs = [_texts(root) for _, root in found if root.tag == _SPEC_TAG]
        if theirs != ours:
            said = "la spécification que l’acte porte n’est pas celle à laquelle il est comparé"
            yield Extra(said if theirs else "la spécification que l’acte portait n’y est plus", "", "fichier")


def _twice(root: Element) -> list[str]:
    """What two elements of a part call themselves: a program reads one, another program the other."""
    named = Counter(
        f"{name} {said}"
        for name, key in _NAMED.items()
        for one in root.iterchildren(f"{W}{name}")
        if (said := attribute(one, key)) is not None
    )
    if root.tag == f"{W}styles":
        for one in root.iterchildren(f"{W}style"):
            kind = attribute(one, "type") or "paragraph"
            named[f"style {canonical(value(one, 'name') or '')} ({kind})"] += 1
            named[f"style par défaut ({kind})"] += (attribute(one, "default") or "0") not in {"0", "false", "off"}
    return sorted(name for name, count in named.items() if count > 1)


def _carried(package: Package) -> list[tuple[str, Element]]:
    return [(name, package.xml(name)) for name in package.related(package.main, "customXml")]


def _texts(root: Element) -> tuple[str, ...]:
    """The spec of an act, then those of the versions it follows; anything else there counts too."""
    return (root.text or "", *(f"{one.tag}\0{one.text or ''}\0{one.tail or ''}\0{len(one)}" for one in root))


def _core(package: Package) -> dict[str, str]:
    _, root = package.first("core-properties", "")
    found: dict[str, str] = {}
    for one in root if root is not None else ():
        name = str(one.tag).rpartition("}")[2]
        found[name] = " ".join(filter(None, (found.get(name), (one.text or "").strip())))
    return {name: text for name, text in found.items() if text}


def _custom(package: Package) -> dict[str, str]:
    _, root = package.first("custom-properties", "")
    return {str(one.get("name")): "".join(map(str, one.itertext())) for one in root} if root is not None else {}


def _signs(package: Package) -> list[tuple[str, str, str]]:
    _, root = package.first("numbering")
    levels = root.iter(f"{W}lvl") if root is not None else ()
    return [
        (attribute(one, "ilvl") or "", value(one, "numFmt") or "decimal", value(one, "lvlText") or "") for one in levels
    ]


def _pictures(package: Package) -> list[tuple[str, tuple[int, int], str]]:
    """The images of the body: a fingerprint, a size, a name."""
    found = []
    relations = package.relations(package.main)
    known: dict[str, str] = {}
    for drawing in package.root.iter(f"{W}drawing"):
        extent = next(drawing.iter(f"{WP}extent"), None)
        width, height = (_whole(extent.get(side)) if extent is not None else 0 for side in ("cx", "cy"))
        for blip in drawing.iter(f"{A}blip"):
            relation = relations.get(str(blip.get(f"{R}embed") or ""))
            name = relation.target if relation is not None and not relation.external else ""
            if name not in known:
                data = package.archive.read(name) if name in package.archive else b""
                known[name] = hashlib.sha256(data).hexdigest()
            found.append((known[name], (width, height), name))
    return found


def _apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return any(abs(left - right) > _NEAR for left, right in zip(one, other, strict=True))


def _whole(text: object) -> int:
    return int(str(text)) if re.fullmatch(r"\d{1,9}", str(text)) else 0
