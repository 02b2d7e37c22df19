"""The reference document, whose styles, fonts and settings an act takes: ours, or that of a house on request.

In a house document, styles are recognised by their *names*, whatever their identifiers. It is not trusted.
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
    """The parts taken from a document. `identifiers`: our identifier of a style → its identifier in these parts."""

    parts: dict[str, bytes]
    identifiers: dict[str, str] = field(default_factory=dict)

    @property
    def font(self) -> str:
        """The font of the default style, else of the defaults; empty when only a theme, or nothing, states it."""
        root = ET.fromstring(self.parts[_STYLES])  # noqa: S314 - read and bounded already
        normal = (style for style in root.iter(f"{_W}style") if style.get(f"{_W}default") == "1")
        places = [style for style in normal if style.get(f"{_W}type") == "paragraph"]
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
    """Our reference document, templates/reference.docx."""
    parts = _read(templates_dir() / "reference.docx", (_STYLES, _SETTINGS, _FONTS))
    absent = (STYLES | OPTIONAL_STYLES) - set(_identifiers(parts[_STYLES]).values())
    if absent:
        raise UnusableReferenceError(f"reference.docx n’a pas les styles {', '.join(sorted(absent))}")
    return Reference(parts)


def house_reference(path: Path) -> Reference:
    """A house document, with our optional styles added where it lacks them.

    Raises UnusableReferenceError when it is not readable or lacks a required style, and OSError.
    """
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
    # The settings stay ours: those of the house may refer to parts that an act does not take.
    return Reference(own_reference().parts | parts, identifiers)


def _lent(names: set[str], identifiers: dict[str, str], taken: set[str]) -> list[ET.Element]:
    """Our styles of these names, based on those of the house. A style whose identifier is taken gets another one, which
    is added to `identifiers`.
    """
    lent = []
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
        lent.append(style)
    return lent


def _with(styles: bytes, lent: list[ET.Element]) -> bytes:
    """The styles of a house document, unchanged to the byte, followed by ours."""
    ending = styles.rfind(b"</")
    if not lent or ending < 0:
        return styles
    ET.register_namespace("w", _W[1:-1])
    written = "".join(ET.tostring(style, encoding="unicode") for style in lent)
    return styles[:ending] + written.encode("utf-8") + styles[ending:]


def _read(path: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Some parts of a document, of bounded size; the table of fonts may be absent. Raises ArchiveError, KeyError."""
    archive = open_file(path)
    return {name: archive.read_xml(name, _MAX_PART) for name in names if name != _FONTS or name in archive}


def _identifiers(styles: bytes) -> dict[str, str]:
    """The identifier of each style, by name."""
    try:
        root = ET.fromstring(styles)  # noqa: S314 - bounded, and without document type: checked in _read
    except ET.ParseError as fault:
        raise UnusableReferenceError("Les styles du document de référence sont illisibles.") from fault
    identifiers = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            identifiers[str(name.get(f"{_W}val"))] = str(style.get(f"{_W}styleId"))
    return identifiers
