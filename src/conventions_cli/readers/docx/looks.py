"""Compares the look of words in a Word file and in the act made again: alignment, size, colour, underlining.

A look is what people see, wherever it is stated: in a run, its style, the style of its paragraph, the defaults. Words
that are not in the act are left out here: they are reported as changes of text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from conventions_cli.foundation import Record
from conventions_cli.readers.docx.census import Extra
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import Element, W, attribute, child, toggle, value, written

_MAX_CHAIN = 50
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,4}\Z")
_CALLS, _CALL = ("footnoteReference", "footnoteRef"), "\ue000"  # replaces the number of a note
_BLANKS = frozenset({f"{W}tab", f"{W}br"})
_SIDES = {"start": "left", "end": "right"}
_RUN = {
    "color": "couleur des caractères",
    "sz": "taille des caractères",
    "u": "soulignement",
    "highlight": "surlignage",
    "b": "gras",
    "i": "italique",
}
_DEFAULTS = {"color": "auto", "sz": "20", "u": "none", "highlight": "none", "b": "0", "i": "0"}
_TOGGLES = frozenset({"b", "i"})  # stated by both the style of a paragraph and that of its words, they cancel out
_HIS = frozenset({"u", "highlight", "b", "i"})
_ALIGNMENT = "alignement d’un paragraphe"
_PARTS = {"footnotes": "notes", "header": "en-tête ou pied de page", "footer": "en-tête ou pied de page"}

_WORDS = {
    "left": "à gauche",
    "right": "à droite",
    "center": "centré",
    "both": "justifié",
    "AUTO": "automatique",
    "NONE": "aucun",
    "SINGLE": "simple",
}

Letters = tuple[tuple[str, str], ...]  # stretches of words, each with its value


class Look(Record, frozen=True):
    """The look of a paragraph: its words, its part in French, its rank in the body, its alignment, its runs."""

    words: str
    part: str
    rank: int
    side: str
    runs: tuple[Letters, ...]


def looks_apart(returned: Sequence[Look], meant: Sequence[Look]) -> Iterator[Extra]:
    """A reason for each passage of the act that has another look in the act made again."""
    ours: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for look in meant:
        ours[look.part, as_seen(look.words)].append(look)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for look in returned:
        key = look.part, as_seen(look.words)
        same = ours.get(key, [])
        if not same:
            continue
        other = same[min(counts[key], len(same) - 1)]
        counts[key] += 1
        if look.side != other.side:
            phrase = f"{_ALIGNMENT}, qui n’est pas celui de l’acte ({_WORDS.get(look.side, look.side)})"
            yield Extra(phrase, look.words, look.part, look.rank, dress=True)
        for (name, called), mine, its in zip(_RUN.items(), look.runs, other.runs, strict=True):
            for words, stated in _apart(mine, its):
                whose = "celui" if name in _HIS else "celle"
                phrase = f"{called}, qui n’est pas {whose} de l’acte ({_shown(name, stated)})"
                yield Extra(phrase, words, look.part, look.rank, dress=True)


def _shown(name: str, stated: str) -> str:
    """A value in French; sizes are given in half-points."""
    if name == "sz" and stated.isdecimal():
        return f"{int(stated) / 2:g} points".replace(".", ",")
    if name in _TOGGLES:
        return "ajouté" if stated == "1" else "retiré"
    return _WORDS.get(stated, stated)


def _apart(mine: Letters, its: Letters) -> Iterator[tuple[str, str]]:
    """The stretches with another look, and their values in `mine`; both arguments are about the same words."""
    if mine == its:
        return
    theirs = [stated for words, stated in its for letter in words if not letter.isspace()]
    at = 0
    for words, stated in mine:
        count = sum(not letter.isspace() for letter in words)
        if any(other != stated for other in theirs[at : at + count]):
            yield squeezed(words.replace(_CALL, "")), stated
        at += count


def looks_of(package: Package) -> Iterator[Look]:
    """The look of each paragraph that shows something, in the body, the notes, the headers and the footers."""
    styles = _Styles(package.first("styles")[1])
    roots = [("", package.root)]
    for kind, part in _PARTS.items():
        roots.extend((part, package.xml(name)) for name in package.related(package.main, kind))
    for part, root in roots:
        for rank, paragraph in enumerate(root.iter(f"{W}p")):
            words = words_of(paragraph) or ("image" if next(paragraph.iter(f"{W}drawing"), None) is not None else "")
            if words:
                yield _look(paragraph, words, part, -1 if part else rank, styles)


def _look(paragraph: Element, words: str, part: str, rank: int, styles: "_Styles") -> Look:
    style = styles.named(value(paragraph, "pPr", "pStyle"))
    side = value(paragraph, "pPr", "jc") or styles.value(style, "pPr", "jc") or "left"
    runs: dict[str, list[tuple[str, str]]] = {name: [] for name in _RUN}
    table = styles.of_first_row(paragraph)
    for run in paragraph.iter(f"{W}r"):
        text = "".join(
            " " if mark.tag in _BLANKS else as_seen(written(mark))
            for mark in run.iterchildren(f"{W}t", f"{W}tab", f"{W}br")
        )
        text += _CALL if any(child(run, call) is not None for call in _CALLS) else ""
        if not text.strip():
            for stretches in runs.values():
                stretches[-1:] = [(stretches[-1][0] + text, stretches[-1][1])] if stretches else []
            continue
        its = value(run, "rPr", "rStyle")
        own = child(run, "rPr")
        for name, stretches in runs.items():
            direct = None if own is None else _stated(own, name)
            stated = (direct or styles.dressed(style, its, name, table) or _DEFAULTS[name]).upper()
            if stretches and stretches[-1][1] == stated:
                stretches[-1] = (stretches[-1][0] + text, stated)
            else:
                stretches.append((text, stated))
    return Look(words, part, rank, _SIDES.get(side, side), tuple(tuple(stretches) for stretches in runs.values()))


def _stated(properties: Element | None, name: str) -> str | None:
    """The value of a property, « 1 » or « 0 » when it is on or off; None when it is not stated."""
    if name not in _TOGGLES:
        return value(properties, name)
    on = toggle(properties, name)
    return None if on is None else str(int(on))


class _Styles:
    """The properties of styles, resolved through the styles they are based on, then the defaults."""

    def __init__(self, root: Element | None) -> None:
        self.elements: dict[str, Element] = {}
        self.chains: dict[tuple[str, str, str], str | None] = {}
        self.outside_tables: dict[tuple[str, str, str], str | None] = {}
        self.default = ""
        for style in root.iterchildren(f"{W}style") if root is not None else ():
            self.elements.setdefault(attribute(style, "styleId") or "", style)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}:
                self.default = self.default or attribute(style, "styleId") or ""
        self.root = root

    def named(self, identifier: str | None) -> str:
        """The identifier of a style that exists: the given one, else the default one."""
        return identifier if identifier is not None and identifier in self.elements else self.default

    def dressed(self, style: str, its: str | None, name: str, table: Element | None) -> str | None:
        """The value of a property for some words: that of their own style, else that of the style of their paragraph.

        `its`: the style of the words; `table`: see `of_first_row`.
        """
        if table is not None:
            return self._dressed(style, its, name, child(table, "rPr"))
        key = style, its or "", name
        if key not in self.outside_tables:
            self.outside_tables[key] = self._dressed(style, its, name, None)
        return self.outside_tables[key]

    def _dressed(self, style: str, its: str | None, name: str, table: Element | None) -> str | None:
        own = self.chained(its, "rPr", name) if its is not None else None
        if name not in _TOGGLES:
            return own or self.value(style, "rPr", name)
        around = self.chained(style, "rPr", name) or _stated(table, name) or self.value(style, "rPr", name)
        return str(int((own == "1") != (around == "1")))

    def of_first_row(self, paragraph: Element) -> Element | None:
        """The properties that a table style gives to the first row; None for a paragraph that is not in that row."""
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        table = row.getparent() if row is not None else None
        if row is None or table is None or next(table.iterchildren(f"{W}tr"), None) is not row:
            return None
        look = child(table, "tblPr", "tblLook")
        bits = attribute(look, "val") or "" if look is not None else ""
        stated = attribute(look, "firstRow") if look is not None else None
        on = (
            stated in {"1", "true", "on"}
            if stated is not None
            else bool(_HEXADECIMAL.match(bits) and int(bits, 16) & 32)
        )
        style = self.elements.get(value(table, "tblPr", "tblStyle") or "") if on else None
        parts = style.iterchildren(f"{W}tblStylePr") if style is not None else iter(())
        return next((part for part in parts if attribute(part, "type") == "firstRow"), None)

    def value(self, style: str, group: str, name: str) -> str | None:
        """The value of a property of a paragraph style, else of the defaults."""
        stated = self.chained(style, group, name)
        return stated or _stated(child(self.root, "docDefaults", f"{group}Default", group), name)

    def chained(self, style: str, group: str, name: str) -> str | None:
        """The value stated by a style, or by the styles it is based on."""
        key = style, group, name
        if key not in self.chains:
            stated = None
            at: str | None = style
            for _ in range(_MAX_CHAIN):
                element = self.elements.get(at or "")
                if element is None:
                    break
                stated = _stated(child(element, group), name)
                if stated is not None:
                    break
                at = value(element, "basedOn")
            self.chains[key] = stated
        return self.chains[key]
