"""The styles of an ODT file, resolved through those they are based on, and the automatic numbers of its lists."""

from conventions_cli.document import roman
from conventions_cli.foundation import Record, replace
from conventions_cli.readers.docx.numbering import Mark
from conventions_cli.readers.docx.styles import canonical
from conventions_cli.readers.docx.xml import Element

_URN = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, STYLE = (f"{_URN}{name}:1.0}}" for name in ("office", "text", "table", "style"))
FO = f"{_URN}xsl-fo-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
_MAX_CHAIN = 50
_MAX_LABEL = 60
_LEVELS = 10


class Look(Record, frozen=True):
    """The properties of a style. `heading`: 0 for a title, 1 to 9, None for text."""

    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    align: str = ""
    heading: int | None = None
    bordered: bool = False


class Looks:
    """The styles of a file. `roots`: the roots of its content and of its styles."""

    def __init__(self, *roots: Element | None) -> None:
        self.styles: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        self.outline: dict[int, Element] = {}
        self.common: set[tuple[str, str]] = set()  # the styles that have a name for people, unlike automatic ones
        for root in reversed(roots):  # the styles of the content prevail
            for element in root.iter(f"{STYLE}style") if root is not None else ():
                self.styles[element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")] = element
            for element in root.findall(f"{OFFICE}styles/{STYLE}style") if root is not None else ():
                self.common.add((element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")))
            for element in root.iter(f"{TEXT}list-style") if root is not None else ():
                self.lists[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style") if root is not None else ():
                self.outline = _levels(element)

    def of(self, family: str, name: str | None, base: Look | None = None) -> Look:
        """The look of a style. `base`: the look of the words around."""
        look = base or Look()
        chain: list[Element] = []
        while name and len(chain) < _MAX_CHAIN and (element := self.styles.get((family, name))) is not None:
            chain.append(element)
            name = element.get(f"{STYLE}parent-style-name")
        program_style = name if name and not chain else ""  # a style of the program, which the file does not define
        for element in reversed(chain):
            look = _over(look, element)
        return replace(look, heading=_heading(program_style)) if program_style and family == "paragraph" else look

    def named(self, family: str, name: str | None) -> tuple[str, Look]:
        """The named style that a style is, or is based on: its name as `canonical` gives it, and its look."""
        for _ in range(_MAX_CHAIN):
            element = self.styles.get((family, name)) if name else None
            if element is None or (family, name) in self.common:
                break
            name = element.get(f"{STYLE}parent-style-name")
        element = self.styles.get((family, name or ""))
        shown = element.get(f"{STYLE}display-name") if element is not None else None
        return canonical(str(shown or name or "").replace("_20_", " ")), self.of(family, name)


def _over(look: Look, element: Element) -> Look:
    """A look with the properties that a style states."""
    words, paragraph = element.find(f"{STYLE}text-properties"), element.find(f"{STYLE}paragraph-properties")
    cell = element.find(f"{STYLE}table-cell-properties")
    if words is not None:
        weight, slant = words.get(f"{FO}font-weight"), words.get(f"{FO}font-style")
        look = replace(
            look,
            strong=look.strong if weight is None else weight in {"bold", "600", "700", "800", "900"},
            emphasis=look.emphasis if slant is None else slant in {"italic", "oblique"},
            hidden=look.hidden if words.get(f"{TEXT}display") is None else words.get(f"{TEXT}display") == "none",
        )
    if paragraph is not None and (align := paragraph.get(f"{FO}text-align")):
        look = replace(look, align={"center": "center", "end": "right", "right": "right"}.get(align, ""))
    if cell is not None:
        sides = [cell.get(f"{FO}border{side}", "none") for side in ("", "-top", "-left")]
        look = replace(look, bordered=any(side not in {"none", "hidden"} for side in sides))
    heading = None
    if element.get(f"{STYLE}family") == "paragraph":
        heading = _heading(str(element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name")))
    return look if heading is None else replace(look, heading=heading)


def _heading(name: str) -> int | None:
    """The level of headings of a style, by its name, « Title » or « Heading 1 »; None for another style."""
    style = canonical(name.replace("_20_", " "))
    if style == "title":
        return 0
    words, _, last = style.rpartition(" ")
    return int(last) if words == "heading" and last.isdigit() and len(last) == 1 else None


def _levels(element: Element) -> dict[int, Element]:
    levels: dict[int, Element] = {}
    for child in element:
        level = child.get(f"{TEXT}level", "")
        if level.isdigit() and 0 < int(level[:3]) <= _LEVELS:
            levels[int(level) - 1] = child
    return levels


class Numbers:
    """Counts the items of the lists of a file."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.counts: dict[tuple[str, int], int] = {}
        self.lists: dict[str, int] = {}

    def restart(self, name: str) -> None:
        """Begin a list that does not continue another."""
        for level in range(_LEVELS):
            self.counts.pop((name, level), None)
        self.lists[name] = self.lists.get(name, 0) + 1

    def next(self, name: str, level: int, start: str | None) -> Mark:
        """The mark of the next item of a list at a level. `start`: the number that the item states, if any."""
        return self._mark(name, level, self.looks.lists.get(name, {}), start)

    def heading(self, level: int, unnumbered: bool) -> Mark | None:
        """The number that the outline gives to a heading, or None. `level`: from 1."""
        element = self.looks.outline.get(level - 1)
        if unnumbered or element is None or not element.get(f"{STYLE}num-format"):
            return None
        return self._mark("\0outline", level - 1, self.looks.outline, None)

    def _mark(self, name: str, level: int, levels: dict[int, Element], start: str | None) -> Mark:
        element = levels.get(level)
        first = element.get(f"{TEXT}start-value") if element is not None else None
        stated = start or (first if (name, level) not in self.counts else None)
        count = (
            int(stated) if stated and stated.isdigit() and len(stated) < 6 else self.counts.get((name, level), 0) + 1
        )
        self.counts[name, level] = count
        for deeper in range(level + 1, _LEVELS):
            self.counts.pop((name, deeper), None)
        number = _number_of(name, self.lists.get(name, 0))
        left = 720 * (level + 1)
        if element is None or not element.get(f"{STYLE}num-format"):
            return Mark(number, number, level, True, "", True, count, left)
        shown = element.get(f"{TEXT}display-levels", "1")
        depth = min(int(shown), level + 1) if shown.isdigit() and len(shown) < 3 else 1
        figures = [
            _written(self.counts.get((name, at), 1), levels[at].get(f"{STYLE}num-format", "1") if at in levels else "1")
            for at in range(level - depth + 1, level + 1)
        ]
        before, after = element.get(f"{STYLE}num-prefix", ""), element.get(f"{STYLE}num-suffix", "")
        label = f"{before}{'.'.join(figures)}{after}"[:_MAX_LABEL]
        return Mark(number, number, level, False, f"{label} ", not before.strip(" (") and depth == 1, count, left)


def _number_of(name: str, turn: int) -> int:
    """A number that identifies a list, the same in every run."""
    return sum(ord(letter) * (at + 1) for at, letter in enumerate(name)) * 1_000 + turn


def _written(number: int, form: str) -> str:
    if form in {"I", "i"} and 0 < number < 400:
        written = roman(number)
        return written if form == "I" else written.lower()
    if form in {"A", "a"} and 0 < number < 27:
        return chr(ord(form) + number - 1)
    return str(number)
