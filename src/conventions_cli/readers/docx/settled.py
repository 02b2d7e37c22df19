"""What a Word file settles for all its words, and that no paragraph states, against the act made again.

The size and margins of the page, the mode in which Word lays words out, the style of tables, the separators of notes,
the address that relative links start from, the types that its parts state.
"""

from collections.abc import Iterator

from conventions_cli.readers.docx.census import PAGES, Extra
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.styles import used_styles
from conventions_cli.readers.docx.xml import Element, W, attribute, child, value

_MODE = "compatibilityMode"
_EARLIEST = "12"  # the mode of a file that states none
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
    """A reason for each thing that the returned file settles otherwise."""
    yield from _pages(returned, meant)
    mode, ours = _mode(returned), _mode(meant)
    if mode != ours:
        yield Extra(f"mode de compatibilité de Word ({mode}, et non {ours})", part="réglages du document")
    known = set(_faces(meant))
    for style, name, stated in _faces(returned):
        if (style, name, stated) not in known:
            yield Extra(f"{_FACES[name]} que donne un style de tableau ({stated})", part="styles", dress=True)
    yield from _separators(returned, meant)
    yield from _startless(returned)
    yield from _unnumbered(returned, meant)
    if base := _base(returned):
        yield Extra("adresse dont partent les liens du document", base, "propriétés")
    yield from _mistyped(returned)


def _pages(returned: Package, meant: Package) -> Iterator[Extra]:
    for name, called in (("pgSz", "format de la page"), ("pgMar", "marges de la page")):
        theirs, ours = (_stated(next(one.root.iter(f"{W}{name}"), None)) for one in (returned, meant))
        lost = sorted(ours.keys() - theirs.keys() - {"gutter", "code"})
        if lost:
            yield Extra(f"{called} qui n’est plus dite", ", ".join(lost), PAGES)


def _stated(element: Element | None) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: str(text) for key, text in element.items()} if element is not None else {}


def _mode(package: Package) -> str:
    """The version of Word whose layout is asked for."""
    compat = child(package.first("settings")[1], "compat")
    settings = compat.iterchildren(f"{W}compatSetting") if compat is not None else iter(())
    return next((attribute(one, "val") or "" for one in settings if attribute(one, "name") == _MODE), _EARLIEST)


def _faces(package: Package) -> Iterator[tuple[str, str, str]]:
    """How the table styles in use dress the words of cells: which words, which property, its value."""
    root = package.first("styles")[1]
    used = used_styles(root, [package.root])
    for style in root.iterchildren(f"{W}style") if root is not None else ():
        if attribute(style, "type") != "table" or attribute(style, "styleId") not in used:
            continue
        for holder in (style, *style.iterchildren(f"{W}tblStylePr")):
            for group in ("pPr", "rPr"):
                properties = child(holder, group)
                for one in properties if properties is not None else ():
                    name, stated = str(one.tag).rpartition("}")[2], attribute(one, "val") or "1"
                    if name in _FACES and stated.casefold() not in _OFF:
                        yield attribute(holder, "type") or "", name, stated


def _separators(returned: Package, meant: Package) -> Iterator[Extra]:
    """Separators of notes that are no longer one line alone."""
    for kind in ("footnotes", "endnotes"):
        ours = {attribute(note, "type"): _shape(note) for note in _notes(meant, kind)}
        for note in _notes(returned, kind):
            if (wanted := _SEPARATORS.get(attribute(note, "type") or "")) is None:
                continue
            if _shape(note) != ours.get(wanted, (1, (wanted,))):
                yield Extra("séparateur des notes", part="notes")
        if theirs := {attribute(note, "type") for note in _notes(returned, kind)}:
            yield from (
                Extra("séparateur des notes absent", part="notes") for one in _SEPARATORS if one in ours.keys() - theirs
            )


def _startless(returned: Package) -> Iterator[Extra]:
    """Numbers that state no start: they count from 0 in Word, from 1 elsewhere."""
    root = returned.first("numbering")[1]
    for level in root.iter(f"{W}lvl") if root is not None else ():
        if value(level, "numFmt") not in {"bullet", "none"} and value(level, "start") is None:
            yield Extra("numérotation sans début", value(level, "lvlText") or "", "puces et numéros")


def _shape(note: Element) -> tuple[int, tuple[str, ...]]:
    """How many paragraphs a separator has, and which lines it draws."""
    lines = [str(one.tag).rpartition("}")[2] for one in note.iter(*(f"{W}{name}" for name in _SEPARATORS.values()))]
    return len(list(note.iter(f"{W}p"))), tuple(lines)


def _unnumbered(returned: Package, meant: Package) -> Iterator[Extra]:
    """Notes that no longer show their number, when those of the act do."""
    shown = [note for note in _notes(meant, "footnotes") if next(note.iter(f"{W}footnoteRef"), None) is not None]
    for note in _notes(returned, "footnotes") if shown else ():
        if attribute(note, "type") in {None, "normal"} and next(note.iter(f"{W}footnoteRef"), None) is None:
            yield Extra("note sans son numéro", attribute(note, "id") or "", "notes")


def _notes(package: Package, kind: str) -> Iterator[Element]:
    root = package.first(kind)[1]
    yield from root.iterchildren(f"{W}{kind[:-1]}") if root is not None else ()


def _base(package: Package) -> str:
    _, root = package.first("extended-properties", "")
    found = [one.text or "" for one in root if str(one.tag).rpartition("}")[2] == _BASE] if root is not None else []
    return "".join(found).strip()


def _mistyped(package: Package) -> Iterator[Extra]:
    """Parts that the file states to be of another type than the relationship that leads to them."""
    stated = {
        str(one.get("PartName") or "").lstrip("/").casefold(): str(one.get("ContentType") or "")
        for one in (package.xml(_TYPES) if _TYPES in package.archive else ())
    }
    for kind in (*sorted(_TYPED), "header", "footer"):
        for name in package.related(package.main, kind):
            if (said := stated.get(name.casefold(), "")) != f"{_MAIN}{kind}+xml":
                yield Extra("type d’une partie, qui n’est pas le sien", said or f"{name} : absent", "fichier")
