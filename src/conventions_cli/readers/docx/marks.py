"""Compares the bullets and numbers that Word prints before paragraphs with those of the act made again.

They are computed, wherever they come from: a paragraph, its style, a list that continues or restarts.
"""

from collections import defaultdict
from collections.abc import Iterator

from conventions_cli.readers.docx.census import Extra
from conventions_cli.readers.docx.elements import as_seen, words_of
from conventions_cli.readers.docx.numbering import Mark, Numbering
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.styles import Styles
from conventions_cli.readers.docx.xml import Element, W, integer, value

# The signs of our lists as other programs write them, by their fonts of symbols.
_SAME = {"\uf02d": "–", "\uf0b7": "•"}
_SIGNLESS = "\u2022"  # a bullet whose sign is not stated
_PLACE = "notes, en-tête ou pied de page"


def marks_apart(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each paragraph of the act whose bullet or number is different or missing."""
    ours: dict[tuple[str, str], list[str]] = defaultdict(list)
    for part, words, mark, _ in _marked(meant):
        ours[part, as_seen(words)].append(mark)
    for part, words, mark, rank in _marked(returned):
        expected = ours.get((part, as_seen(words)))
        if expected is None:
            continue  # reported as a change of text
        its = expected.pop(0) if expected else ""
        if mark != its:
            sign = f"«\u00a0{mark.strip()}\u00a0»" if mark else "sans rien"
            whose = f", au lieu de «\u00a0{its.strip()}\u00a0»" if its else ", devant des mots qui n’en ont pas"
            yield Extra(f"puce ou numéro de liste{whose} ({sign})", words, part, rank)


def _marked(package: Package) -> Iterator[tuple[str, str, str, int]]:
    """The part of each paragraph, its words, its bullet or number, its rank in the body."""
    styles = package.styles
    roots = [("", package.root)]
    for kind in ("footnotes", "endnotes", "header", "footer"):
        roots.extend((_PLACE, package.xml(name)) for name in package.related(package.main, kind))
    for part, root in roots:
        numbering = Numbering(package.first("numbering")[1], styles)
        for rank, paragraph in enumerate(root.iter(f"{W}p")):
            yield part, words_of(paragraph), _mark(paragraph, styles, numbering), -1 if part else rank


def _mark(paragraph: Element, styles: Styles, numbering: Numbering) -> str:
    """The bullet, or the number with its separator, before a paragraph; empty for none."""
    style = styles.get(value(paragraph, "pPr", "pStyle"))
    stated = value(paragraph, "pPr", "numPr", "numId")
    level = value(paragraph, "pPr", "numPr", "ilvl")
    number, depth = (integer(stated), None) if stated is not None else style.numbering or (0, None)
    if not number:
        return ""
    at = integer(level) if level is not None else depth
    mark = numbering.count(number, numbering.level_of_style(number, style.identifier) if at is None else at)
    return "" if mark is None else _printed(mark)


def _printed(mark: Mark) -> str:
    return (_SAME.get(mark.sign, mark.sign) or _SIGNLESS) if mark.bullet else mark.label
