"""Compares a whole Word file with the act made again: every part, and what is visible besides the text of the act.

Parts may be equal byte for byte. Otherwise another program has saved the file. Its text is then read and compared as an
act, elsewhere. Here, everything that is not on the list (`allowed`) is reported, and what people see besides the text
is compared: headers and footers, instructions of fields, table of contents, images, signs of lists, targets of
references.
"""

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from conventions_cli.foundation import Record, field, replace
from conventions_cli.readers.docx import allowed
from conventions_cli.readers.docx.census import PAGES, PARTS, Extra, Held, extras_in, held_by
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.looks import Look, looks_apart, looks_of
from conventions_cli.readers.docx.measures import measured
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.settled import settled_apart
from conventions_cli.readers.docx.shown import Shown
from conventions_cli.readers.docx.styles import canonical, used_styles
from conventions_cli.readers.docx.xml import WP, A, Element, R, W, attribute, value

MOST = 200  # reasons shown for one file
VALUE = re.compile(r" \(([^()]*)\)\Z")  # the value that a reason states, at its end
_OF_THE_ACT = re.compile(r",? (?:qui|que) (?:n’est pas cel(?:ui|le)|ne sont pas ceux|l’acte n’a pas)(?: de l’acte)?")
_TYPES = "[Content_Types].xml"
_SPEC_TAG = "{urn:convention:spec:1}spec"
_FREE = frozenset({"convention.version"})  # properties that another version of convention writes differently
_CORE = {"title": "titre", "subject": "objet", "creator": "auteur"}
_CORE_FREE = frozenset({"language", "lastModifiedBy", "revision", "created", "modified", "version", "lastPrinted"})
_NEAR = 18_000  # EMU, half a millimetre
_NAMED = {
    **dict.fromkeys(("footnote", "endnote", "comment"), "id"),
    "style": "styleId",
    "abstractNum": "abstractNumId",
    "num": "numId",
}
_SEVERAL = frozenset({"page", "image", "spec", "inert"})  # kinds of parts that may occur several times


class Inventory(Record):
    """The result. `same`: whether all parts are equal, byte for byte; `extras`: the reasons why it is not intact."""

    same: bool = False
    extras: list[Extra] = field(default_factory=list)


class Role(Record, frozen=True):
    """A part to check: its name in the file, and the kind of check (`allowed`)."""

    name: str
    kind: str


def inventory(data: bytes, remade: bytes) -> Inventory:
    """Compare a file with the one the command writes. Raises ArchiveError when it cannot be read."""
    package, ours = Package(data), Package(remade)
    if sorted(package.archive.names) == sorted(ours.archive.names) and all(
        package.archive.read(name) == ours.archive.read(name) for name in ours.archive.names
    ):
        return Inventory(same=True)
    return Inventory(extras=once(Whole(Side(package), Side(ours)).extras())[:MOST])


def once(extras: Iterable[Extra]) -> list[Extra]:
    """The reasons without repetition; a look of words reported with different values counts once."""
    by_key: dict[tuple[str, str, str, int], Extra] = {}
    for extra in extras:
        key = (extra.part, named(extra) if extra.dress else extra.what, extra.words, extra.paragraph)
        before = by_key.get(key)
        by_key[key] = extra if before is None else replace(extra, cancels=extra.cancels or before.cancels)
    return list(by_key.values())


def named(extra: Extra) -> str:
    """The subject of a reason, without its value, and without « qui n’est pas celui de l’acte »."""
    return _OF_THE_ACT.sub("", VALUE.sub("", extra.what))


def paragraphs_of(data: bytes) -> list[str]:
    """The words of the paragraphs of a body, in order. Raises ArchiveError when it cannot be read."""
    return [words_of(paragraph) for paragraph in Package(data).root.iter(f"{W}p")]


class Side:
    """One of two files; what is compared in it is read once."""

    def __init__(self, package: Package) -> None:
        self.package = package

    @cached_property
    def shown(self) -> Shown:
        """What the file shows besides its text."""
        return Shown(self.package)

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """The look of its words."""
        return tuple(looks_of(self.package))


class Whole:
    """Compares a file, `side`, with a reference, `other`."""

    def __init__(self, side: Side, other: Side) -> None:
        self.side, self.other = side, other
        self.returned, self.ours = side.package, other.package
        self.strays: list[Extra] = []
        self.ours_roles = self.roles_of(self.ours)
        self.strays = []
        self.roles = self.roles_of(self.returned)

    def extras(self) -> Iterator[Extra]:
        """Every reason, part after part."""
        yield from self.strays
        yield from self.unreached()
        yield from self.types()
        yield from self.listed()
        yield from self.side.shown.differences(self.other.shown)
        yield from measured(self.returned, self.ours)
        yield from looks_apart(self.side.looks, self.other.looks)
        yield from settled_apart(self.returned, self.ours)
        yield from self.pictures()
        yield from self.signs()
        yield from self.notes()
        yield from self.facts()
        yield from self.specs()

    def absolute(self, *, whole: bool = False) -> Iterator[Extra]:
        """The reasons that do not depend on the reference; `whole`: whether to look in equal parts too."""
        yield from self.strays
        yield from self.unreached()
        yield from self.types()
        yield from self.listed(whole=whole)
        yield from self.notes()

    def relative(self, *, same_text: bool) -> Iterator[Extra]:
        """The differences from the reference; `same_text`: whether to include those that follow from the text."""
        shown, meant = self.side.shown, self.other.shown
        yield from shown.differences(meant) if same_text else shown.independent(meant)
        if same_text:
            yield from measured(self.returned, self.ours)
        yield from looks_apart(self.side.looks, self.other.looks)
        yield from settled_apart(self.returned, self.ours)
        yield from self.pictures()
        yield from self.signs()
        yield from self.facts(ours=False)
        carried, meant_specs = (
            [_texts(root) for _, root in _carried(package)] for package in (self.returned, self.ours)
        )
        if carried != meant_specs and carried:
            yield Extra("données ou spécification que le fichier porte", part="fichier")

    # Parts

    def roles_of(self, package: Package) -> list[Role]:
        """The parts that allowed relationships lead to; the other relationships go to `strays`."""
        roles: list[Role] = []
        once: set[str] = set()

        def follow(source: str, kinds: dict[str, str], *, links: bool) -> None:
            for relation in package.relations(source).values():
                place = f"relation de «\u00a0{source or 'paquet'}\u00a0»"
                if relation.external:
                    if not (links and relation.kind == "hyperlink"):
                        self.strays.append(Extra(f"lien vers l’extérieur ({relation.kind})", relation.target, place))
                    continue
                kind = kinds.get(relation.kind)
                if kind is None or relation.target not in package.archive:
                    self.strays.append(Extra(f"partie «\u00a0{relation.kind}\u00a0»", relation.target, place))
                    continue
                if relation.kind in once and kind not in _SEVERAL:
                    self.strays.append(Extra(f"seconde partie «\u00a0{relation.kind}\u00a0»", relation.target, place))
                    continue
                once.add(relation.kind)
                roles.append(Role(relation.target, kind))

        follow("", allowed.PACKAGE_PARTS, links=False)
        follow(package.main, allowed.BODY_PARTS, links=True)
        for role in roles:
            if role.name != package.main:
                allowed_kinds = allowed.OTHER_PARTS if role.kind == "spec" else {}
                follow(role.name, allowed_kinds, links=role.kind in allowed.LINKING)
        return roles

    def unreached(self) -> Iterator[Extra]:
        """A reason for each member of the archive that no allowed relationship leads to."""
        names = {role.name.casefold() for role in self.roles} | {_TYPES.casefold(), "_rels/.rels"}
        for role in self.roles:
            folder, name = posixpath.split(role.name)
            names.add(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
        for name in self.returned.archive.names:
            if name.casefold() not in names:
                yield Extra("partie que rien de connu n’appelle", name, "fichier")

    def types(self) -> Iterator[Extra]:
        """A reason if the file states another kind of document, such as one with macros."""
        stated = ""
        for element in self.returned.xml(_TYPES) if _TYPES in self.returned.archive else ():
            kind = str(element.get("ContentType") or "")
            if str(element.get("PartName") or "").lstrip("/").casefold() == self.returned.main.casefold():
                stated = kind
            if "macro" in kind.casefold() or "vba" in kind.casefold():
                yield Extra("macro", kind, "fichier")
        if stated != allowed.MAIN_TYPE:
            yield Extra("type du document", stated or "absent", "fichier")

    def listed(self, *, whole: bool = False) -> Iterator[Extra]:
        """The reasons in the parts that are not equal to those of the act made again; in all of them if `whole`."""
        shown = ("header", "footer", "footnotes", "endnotes")
        others = [name for kind in shown for name in self.returned.related(self.returned.main, kind)]
        roots = [self.returned.root, *(self.returned.xml(name) for name in others)]
        used = used_styles(self.returned.first("styles")[1], roots)
        held: Held = frozenset().union(
            *(
                held_by(self.ours.xml(ours_role.name))
                for ours_role in self.ours_roles
                if ours_role.kind in allowed.ELEMENTS
            )
        )
        for role in self.roles:
            if role.kind not in allowed.ELEMENTS or (self.is_ours(role) and not whole):
                continue
            root = self.returned.root if role.name == self.returned.main else self.returned.xml(role.name)
            yield from extras_in(root, role.kind, held, used)
            for name in _twice(root):
                yield Extra("identifiant porté deux fois", name, PARTS.get(role.kind, ""))
        bodies = list(self.returned.root.iterchildren(f"{W}body"))
        if len(bodies) != 1:
            yield Extra("second corps du document", part="fichier")
        if len(sections := list(self.returned.root.iter(f"{W}sectPr"))) != 1:
            yield Extra(f"{len(sections)} sections de mise en page au lieu d’une", part=PAGES)

    def is_ours(self, role: Role) -> bool:
        """Whether a part is equal, byte for byte, to one of the same kind in the act made again."""
        read = self.returned.archive.read(role.name)
        return any(
            ours_role.kind == role.kind and self.ours.archive.read(ours_role.name) == read
            for ours_role in self.ours_roles
        )

    # Comparisons besides the text

    def pictures(self) -> Iterator[Extra]:
        """Compare the images, in order, and their printed sizes."""
        pictures, meant = _pictures(self.returned), _pictures(self.ours)
        drawn = {picture[2] for picture in pictures}
        for role in self.roles:
            if role.kind == "image" and role.name not in drawn:
                yield Extra("image jointe que l’acte ne montre pas", role.name, "fichier")
        if [picture[0] for picture in pictures] != [picture[0] for picture in meant]:
            fingerprints = {picture[0] for picture in meant}
            new = [picture for picture in pictures if picture[0] not in fingerprints]
            for picture in new or pictures[:1]:
                yield Extra("image ajoutée ou remplacée", picture[2], paragraph=picture[3])
            if not new:
                yield Extra("image retirée, déplacée ou répétée", f"{len(pictures)} au lieu de {len(meant)}", "images")
            return
        for picture, other in zip(pictures, meant, strict=True):
            if _apart(picture[1], other[1]):
                yield Extra("image d’une autre taille", picture[2], paragraph=picture[3])
            if picture[4] != other[4]:
                yield Extra("description d’une image", picture[4] or "absente", paragraph=picture[3])

    def signs(self) -> Iterator[Extra]:
        """Compare the signs and numbers of lists."""
        ours = set(_signs(self.ours))
        for level, form, text in _signs(self.returned):
            if (form, text) not in allowed.SAME_SIGNS and (level, form, text) not in ours:
                yield Extra("puce ou numéro de liste", text or form, "puces et numéros")

    def notes(self) -> Iterator[Extra]:
        """Check that the separators of notes contain no words, and that each note is called."""
        for kind in ("footnote", "endnote"):
            name, root = self.returned.first(f"{kind}s")
            called = {attribute(reference, "id") for reference in self.returned.root.iter(f"{W}{kind}Reference")}
            for element in root.iterchildren(f"{W}{kind}") if root is not None else ():
                words = "".join(text.text or "" for text in element.iter(f"{W}t")).strip()
                if attribute(element, "type") not in {None, "normal"} and words:
                    yield Extra("texte dans le séparateur des notes", words, "notes")
                elif (
                    words and attribute(element, "type") in {None, "normal"} and attribute(element, "id") not in called
                ):
                    yield Extra("note que rien n’appelle", words, "notes")
            if (
                kind == "endnote"
                and root is not None
                and any(attribute(note, "type") in {None, "normal"} for note in root.iterchildren(f"{W}endnote"))
            ):
                yield Extra("note de fin", "", name)

    def facts(self, *, ours: bool = True) -> Iterator[Extra]:
        """Compare the properties of the file: title, author, and, if `ours`, those that `convention` writes."""
        core, meant = (_core(package) for package in (self.returned, self.ours))
        for name in sorted(core.keys() | meant.keys()):
            text = core.get(name, "")
            if name in _CORE_FREE or text == meant.get(name, ""):
                continue
            yield Extra(f"propriété «\u00a0{_CORE.get(name, name)}\u00a0» du document", text or "absente", "propriétés")
        had, has = (_custom(our) for our in (self.ours, self.returned))
        for name in sorted(had.keys() | has.keys()):
            if not ours and name.startswith("convention."):
                continue
            if name not in _FREE and had.get(name) != has.get(name):
                yield Extra(f"propriété «\u00a0{name}\u00a0»", has.get(name, "absente"), "propriétés")

    def specs(self) -> Iterator[Extra]:
        """Check that the file carries the spec it is compared with, and no other data."""
        carried, meant = _carried(self.returned), _carried(self.ours)
        for name, root in carried:
            if root.tag != _SPEC_TAG:
                yield Extra("données jointes (customXml)", name, "fichier")
        ours = [_texts(root) for _, root in meant]
        theirs = [_texts(root) for _, root in carried if root.tag == _SPEC_TAG]
        if theirs != ours:
            sentence = "la spécification que l’acte porte n’est pas celle à laquelle il est comparé"
            yield Extra(sentence if theirs else "la spécification que l’acte portait n’y est plus", "", "fichier")


def _twice(root: Element) -> list[str]:
    """The names shared by two elements of a part: one program reads the first element, another the second."""
    named = Counter(
        f"{name} {text}"
        for name, key in _NAMED.items()
        for element in root.iterchildren(f"{W}{name}")
        if (text := attribute(element, key)) is not None
    )
    if root.tag == f"{W}styles":
        for style in root.iterchildren(f"{W}style"):
            kind = attribute(style, "type") or "paragraph"
            named[f"style {canonical(value(style, 'name') or '')} ({kind})"] += 1
            named[f"style par défaut ({kind})"] += (attribute(style, "default") or "0") not in {"0", "false", "off"}
    return sorted(name for name, count in named.items() if count > 1)


def _carried(package: Package) -> list[tuple[str, Element]]:
    return [(name, package.xml(name)) for name in package.related(package.main, "customXml")]


def _texts(root: Element) -> tuple[str, ...]:
    """All the texts of a part of data, to be compared: the spec, its attributes, the specs of the earlier versions."""
    about = " ".join(f"{key}={text}" for key, text in sorted(map(_pair, root.items())))
    return (
        root.text or "",
        about,
        *(f"{child.tag}\0{child.text or ''}\0{child.tail or ''}\0{len(child)}" for child in root),
    )


def _pair(item: tuple[object, object]) -> tuple[str, str]:
    return str(item[0]), str(item[1])


def _core(package: Package) -> dict[str, str]:
    _, root = package.first("core-properties", "")
    texts: dict[str, str] = {}
    for child in root if root is not None else ():
        name = str(child.tag).rpartition("}")[2]
        texts[name] = " ".join(filter(None, (texts.get(name), (child.text or "").strip())))
    return {name: as_seen(text) for name, text in texts.items() if text}


def _custom(package: Package) -> dict[str, str]:
    _, root = package.first("custom-properties", "")
    return {str(child.get("name")): "".join(map(str, child.itertext())) for child in root} if root is not None else {}


def _signs(package: Package) -> list[tuple[str, str, str]]:
    _, root = package.first("numbering")
    levels = root.iter(f"{W}lvl") if root is not None else ()
    return [
        (attribute(level, "ilvl") or "", value(level, "numFmt") or "decimal", value(level, "lvlText") or "")
        for level in levels
    ]


def _pictures(package: Package) -> list[tuple[str, tuple[int, ...], str, int, str]]:
    """The images of the body: a fingerprint, the sizes, the name, the rank of its paragraph, the description."""
    signs = []
    ranks = {paragraph: rank for rank, paragraph in enumerate(package.root.iter(f"{W}p"))}
    relations = package.relations(package.main)
    targets: dict[str, str] = {}
    for drawing in package.root.iter(f"{W}drawing"):
        sizes = tuple(
            _whole(extent.get(side))
            for tag in (f"{WP}extent", f"{A}ext")
            if (extent := next(drawing.iter(tag), None)) is not None
            for side in ("cx", "cy")
        )
        about = next(drawing.iter(f"{WP}docPr"), None)
        described = "" if about is None else as_seen(squeezed(str(about.get("descr") or "")))
        rank = next((ranks[above] for above in drawing.iterancestors(f"{W}p")), -1)
        for blip in drawing.iter(f"{A}blip"):
            relation = relations.get(str(blip.get(f"{R}embed") or ""))
            name = relation.target if relation is not None and not relation.external else ""
            if name not in targets:
                data = package.archive.read(name) if name in package.archive else b""
                targets[name] = hashlib.sha256(data).hexdigest()
            signs.append((targets[name], sizes, name, rank, described))
    return signs


def _apart(size: tuple[int, ...], other_size: tuple[int, ...]) -> bool:
    return len(size) != len(other_size) or any(
        abs(mine - its) > _NEAR for mine, its in zip(size, other_size, strict=True)
    )


def _whole(text: object) -> int:
    return int(str(text)) if re.fullmatch(r"\d{1,9}", str(text)) else 0
