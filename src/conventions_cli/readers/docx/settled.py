"""Compares the settings of a Word file that concern all its words with those of the act made again.

The size and margins of the page, the compatibility mode of Word, the styles of tables, the separators of notes, the
base address of relative links, the content types of parts.
"""

from collections.abc import Iterator

from conventions_cli.readers.docx.census import PAGES, Extra
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.styles import used_styles
from conventions_cli.readers.docx.xml import Element, W, attribute, child, value

_MODE = "compatibilityMode"
_EARLIEST = "12"  # the mode of a file without that setting
_FACES = {
    "b": "gras",
    "i": "italique",
    "sz": "taille",
    "color": "couleur",
    "u": "soulignement",
    "highlight": "surlignage",
    "vertAlign": "exposant",
    "jc": "alignement",
}
_OFF = frozenset({"0", "false", "off", "none", "auto"})
_BASE = "HyperlinkBase"
_SEPARATORS = {"separator": "separator", "continuationSeparator": "continuationSeparator"}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPED = frozenset(("styles", "settings", "fontTable", "numbering", "footnotes", "endnotes", "comments"))
_TYPES = "[Content_Types].xml"


def settled_apart(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each setting of the returned file that is different."""
    yield from _pages(returned, meant)
    mode, ours = _mode(returned), _mode(meant)
    if mode != ours:
        yield Extra(f"mode de compatibilité de Word ({mode}, et non {ours})", part="réglages du document")
    ours_faces = set(_faces(meant))
    for style, name, stated in _faces(returned):
        if (style, name, stated) not in ours_faces:
            yield Extra(f"{_FACES[name]} que donne un style de tableau ({stated})", part="styles", dress=True)
    yield from _separators(returned, meant)
    yield from _startless(returned)
    yield from _unnumbered(returned, meant)
    if base := _base(returned):
        yield Extra("adresse dont partent les liens du document", base, "propriétés")
    yield from _mistyped(returned)


def _pages(returned: Package, meant: Package) -> Iterator[Extra]:
    for name, called in (("pgSz", "format de la page"), ("pgMar", "marges de la page")):
        theirs, ours = (_stated(next(package.root.iter(f"{W}{name}"), None)) for package in (returned, meant))
        lost = sorted(ours.keys() - theirs.keys() - {"gutter", "code"})
        if lost:
            yield Extra(f"{called} qui n’est plus dite", ", ".join(lost), PAGES)


def _stated(element: Element | None) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: str(text) for key, text in element.items()} if element is not None else {}


def _mode(package: Package) -> str:
    """The version of Word whose layout the file requires."""
    compat = child(package.first("settings")[1], "compat")
    settings = compat.iterchildren(f"{W}compatSetting") if compat is not None else iter(())
    modes = (attribute(setting, "val") or "" for setting in settings if attribute(setting, "name") == _MODE)
    return next(modes, _EARLIEST)


def _faces(package: Package) -> Iterator[tuple[str, str, str]]:
    """The properties that the table styles in use give to the words of cells: the cells, the property, its value."""
    root = package.first("styles")[1]
    used = used_styles(root, [package.root])
    for style in root.iterchildren(f"{W}style") if root is not None else ():
        if attribute(style, "type") != "table" or attribute(style, "styleId") not in used:
            continue
        for holder in (style, *style.iterchildren(f"{W}tblStylePr")):
            for group in ("pPr", "rPr"):
                properties = child(holder, group)
                for element in properties if properties is not None else ():
                    name, stated = str(element.tag).rpartition("}")[2], attribute(element, "val") or "1"
                    if name in _FACES and stated.casefold() not in _OFF:
                        yield attribute(holder, "type") or "", name, stated


def _separators(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each separator of notes that is not a single line any more."""
    for kind in ("footnotes", "endnotes"):
        ours = {attribute(note, "type"): _shape(note) for note in _notes(meant, kind)}
        for note in _notes(returned, kind):
            if (wanted := _SEPARATORS.get(attribute(note, "type") or "")) is None:
                continue
            if _shape(note) != ours.get(wanted, (1, (wanted,))):
                yield Extra("séparateur des notes", part="notes")
        if theirs := {attribute(note, "type") for note in _notes(returned, kind)}:
            yield from (
                Extra("séparateur des notes absent", part="notes")
                for kind in _SEPARATORS
                if kind in ours.keys() - theirs
            )


def _startless(returned: Package) -> Iterator[Extra]:
    """A reason for each number that states no start: Word counts from 0, other programs from 1."""
    root = returned.first("numbering")[1]
    for level in root.iter(f"{W}lvl") if root is not None else ():
        if value(level, "numFmt") not in {"bullet", "none"} and value(level, "start") is None:
            yield Extra("numérotation sans début", value(level, "lvlText") or "", "puces et numéros")


def _shape(note: Element) -> tuple[int, tuple[str, ...]]:
    """The number of paragraphs of a separator, and the lines it draws."""
    lines = note.iter(*(f"{W}{name}" for name in _SEPARATORS.values()))
    return len(list(note.iter(f"{W}p"))), tuple(str(line.tag).rpartition("}")[2] for line in lines)


def _unnumbered(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each note that does not show its number any more, when the notes of the act do."""
    shown = [note for note in _notes(meant, "footnotes") if next(note.iter(f"{W}footnoteRef"), None) is not None]
    for note in _notes(returned, "footnotes") if shown else ():
        if attribute(note, "type") in {None, "normal"} and next(note.iter(f"{W}footnoteRef"), None) is None:
            yield Extra("note sans son numéro", attribute(note, "id") or "", "notes")


def _notes(package: Package, kind: str) -> Iterator[Element]:
    root = package.first(kind)[1]
    yield from root.iterchildren(f"{W}{kind[:-1]}") if root is not None else ()


def _base(package: Package) -> str:
    _, root = package.first("extended-properties", "")
    elements = root if root is not None else ()
    return "".join(part.text or "" for part in elements if str(part.tag).rpartition("}")[2] == _BASE).strip()


def _mistyped(package: Package) -> Iterator[Extra]:
    """A reason for each part whose stated type is not that of the relationship that leads to it."""
    stated = {
        str(element.get("PartName") or "").lstrip("/").casefold(): str(element.get("ContentType") or "")
        for element in (package.xml(_TYPES) if _TYPES in package.archive else ())
    }
    for kind in (*sorted(_TYPED), "header", "footer"):
        for name in package.related(package.main, kind):
            if (type_stated := stated.get(name.casefold(), "")) != f"{_MAIN}{kind}+xml":
                yield Extra("type d’une partie, qui n’est pas le sien", type_stated or f"{name} : absent", "fichier")
