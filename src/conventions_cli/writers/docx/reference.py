"""The reference document: the styles, fonts and settings an act borrows. Ours by default, a house's on request.

A house document is known by the *names* of its styles, whatever their identifiers; it is not trusted.
"""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from conventions_cli.foundation import Record, field, remembered, templates_dir
from conventions_cli.readers import ArchiveError, open_file
from conventions_cli.writers.docx.body import OPTIONAL_STYLES, STYLES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES, _SETTINGS, _FONTS = "word/styles.xml", "word/settings.xml", "word/fontTable.xml"
_MAX_PART = 8 * 1024 * 1024
_USE = re.compile(r'<w:(pStyle|rStyle|tblStyle) w:val="([^"]+)"/>')


class UnusableReferenceError(ValueError):
    """A document that cannot serve as a reference; the message is French."""


class Reference(Record, frozen=True):
    """The borrowed parts, and the identifier each of our styles has in them."""

    parts: dict[str, bytes]
    identifiers: dict[str, str] = field(default_factory=dict)

    @property
    def font(self) -> str:
        """The font of the text, by the style all others are based on; empty where a theme or nothing says it."""
        root = ET.fromstring(self.parts[_STYLES])  # noqa: S314 - read and bounded already
        normal = (one for one in root.iter(f"{_W}style") if one.get(f"{_W}default") == "1")
        places = [one for one in normal if one.get(f"{_W}type") == "paragraph"]
        for place in (*places, *root.iter(f"{_W}docDefaults")):
            fonts = next(place.iter(f"{_W}rFonts"), None)
            if fonts is not None and (name := fonts.get(f"{_W}ascii")):
                return name
        return ""

    def dressed(self, xml: str) -> str:
        """The XML with the identifiers of this reference's styles."""
        if not self.identifiers:
            return xml
        return _USE.sub(lambda use: f'<w:{use[1]} w:val="{self.identifiers.get(use[2], use[2])}"/>', xml)


@remembered()
def own_reference() -> Reference:
    """templates/reference.docx."""
    parts = _read(templates_dir() / "reference.docx", (_STYLES, _SETTINGS, _FONTS))
    absent = (STYLES | OPTIONAL_STYLES) - set(_identifiers(parts[_STYLES]).values())
    if absent:
        raise UnusableReferenceError(f"reference.docx n’a pas les styles {', '.join(sorted(absent))}")
    return Reference(parts)


def house_reference(path: Path) -> Reference:
    """A house document; it must hold every style the acts use. Raises UnusableReferenceError, OSError."""
    try:
        parts = _read(path, (_STYLES, _FONTS))
    except KeyError as fault:
        raise UnusableReferenceError(f"« {path} » n’est pas un document Word lisible.") from fault
    except ArchiveError as fault:
        raise UnusableReferenceError(f"« {path} » : {fault.message} {fault.hint}") from fault
    own, house = _identifiers(own_reference().parts[_STYLES]), _identifiers(parts[_STYLES])
    folded = {name.casefold(): identifier for name, identifier in house.items()}
    wanted = {name: identifier for name, identifier in own.items() if identifier in STYLES}
    absent = sorted(name for name in wanted if name.casefold() not in folded)
    if absent:
        raise UnusableReferenceError(f"« {path} » n’a pas les styles suivants : {', '.join(absent)}.")
    taken = {name: identifier for name, identifier in own.items() if identifier in STYLES | OPTIONAL_STYLES}
    identifiers = {
        identifier: folded[name.casefold()] for name, identifier in taken.items() if name.casefold() in folded
    }
    lent = {name for name, identifier in taken.items() if name.casefold() not in folded}
    parts[_STYLES] = _with(parts[_STYLES], _lent(lent, identifiers, set(house.values())))
    # The settings stay ours: a house's may name parts of its document that an act does not take.
    return Reference(own_reference().parts | parts, identifiers)


def _lent(names: set[str], identifiers: dict[str, str], taken: set[str]) -> list[ET.Element]:
    """Our own styles of these names, based on the house's; `identifiers` learns those whose identifier is taken."""
    found = []
    for style in ET.fromstring(own_reference().parts[_STYLES]).iter(f"{_W}style"):  # noqa: S314 - our own
        name = style.find(f"{_W}name")
        if name is None or name.get(f"{_W}val") not in names:
            continue
        own = str(style.get(f"{_W}styleId"))
        if own in taken:
            identifiers[own] = f"{own}Convention"
            style.set(f"{_W}styleId", identifiers[own])
        for link in ("basedOn", "next"):
            aim = style.find(f"{_W}{link}")
            if aim is not None:
                aim.set(f"{_W}val", identifiers.get(str(aim.get(f"{_W}val")), str(aim.get(f"{_W}val"))))
        found.append(style)
    return found


def _with(styles: bytes, lent: list[ET.Element]) -> bytes:
    """The styles of a house document, then those it is lent; what is the house's stays as it is, to the byte."""
    ending = styles.rfind(b"</")
    if not lent or ending < 0:
        return styles
    ET.register_namespace("w", _W[1:-1])
    written = "".join(ET.tostring(style, encoding="unicode") for style in lent)
    return styles[:ending] + written.encode("utf-8") + styles[ending:]


def _read(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Parts of a document, bounded; a font table may be absent."""
    archive = open_file(path)
    return {name: archive.read_xml(name, _MAX_PART) for name in names if name != _FONTS or name in archive}


def _identifiers(styles: bytes) -> dict[str, str]:
    """Style names and their identifiers."""
    try:
        root = ET.fromstring(styles)  # noqa: S314 - bounded, and without document type: checked in _read
    except ET.ParseError as fault:
        raise UnusableReferenceError("Les styles du document de référence sont illisibles.") from fault
    found = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[str(name.get(f"{_W}val"))] = str(style.get(f"{_W}styleId"))
    return found
