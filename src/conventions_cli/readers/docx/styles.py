"""Styles, resolved through the styles they are based on; they are identified by name, in English or French."""

from collections.abc import Iterable

from conventions_cli.foundation import Record, replace
from conventions_cli.readers.docx.xml import Element, W, attribute, child, integer, toggle, value

_MAX_CHAIN = 50  # Word stops at 11; a cycle stops here too
_MAX_NAME = 300  # Word's own limit is 253

_FRENCH = {
    "titre": "title",
    "titre principal": "title",
    "titre du sommaire": "toc heading",
    "sous-titre": "subtitle",
    "paragraphe de liste": "list paragraph",
    "liste": "list",
    "liste à puces": "list bullet",
    "liste à numéros": "list number",
    "liste continue": "list continue",
    "note de bas de page": "footnote text",
    "note de fin": "endnote text",
    "en-tête": "header",
    "pied de page": "footer",
    "légende": "caption",
    "corps de texte": "body text",
    "élevé": "strong",
    "accentuation": "emphasis",
}
_FRENCH_NUMBERED = {
    "titre": "heading",
    "tm": "toc",
    "sommaire": "toc",
    "liste à puces": "list bullet",
    "liste à numéros": "list number",
}
_LISTS = ("list bullet", "list number", "list paragraph", "list continue", "list")
_OUR_LISTS = {"partie", "copies"}


def canonical(name: str) -> str:
    """The name of a style: lower case, single spaces, French built-in names in English (« Titre 1 »: heading 1)."""
    folded = " ".join(name.casefold().replace("\u00a0", " ").split())
    words, _, last = folded.rpartition(" ")
    if last.isascii() and last.isdigit() and words in _FRENCH_NUMBERED:
        return f"{_FRENCH_NUMBERED[words]} {last}"
    return _FRENCH.get(folded, folded)


class Style(Record, frozen=True):
    """A resolved style. None: not stated, at any step of the chain.

    `outline`: heading level from 0, 9 for body text. `numbering`: list id and level (level None: not stated).
    `left`: indent in twips; `height`: raised or lowered, the value of w:vertAlign.
    """

    identifier: str = ""
    name: str = "normal"
    names: tuple[str, ...] = ()
    outline: int | None = None
    numbering: tuple[int, int | None] | None = None
    left: int = 0
    align: str = ""
    strong: bool | None = None
    emphasis: bool | None = None
    hidden: bool | None = None
    bordered: bool = False
    height: str = ""
    page_break: bool = False

    @property
    def heading(self) -> int | None:
        """0 for the title of the act, 1 to 9 for headings, None for the rest."""
        if "title" in self.names:
            return 0
        if self.outline is not None:
            return self.outline + 1 if self.outline < 9 else None
        for name in self.names:
            words, _, last = name.rpartition(" ")
            if words == "heading" and last in set("123456789"):
                return int(last)
        return None

    @property
    def is_list(self) -> bool:
        """Whether paragraphs of this style belong to lists."""
        return any(name.startswith(_LISTS) or name in _OUR_LISTS for name in self.names)

    @property
    def is_contents_title(self) -> bool:
        """Whether it is the style of the title of a table of contents."""
        return "toc heading" in self.names

    @property
    def is_contents(self) -> bool:
        """Whether it is the style of a line of the table of contents."""
        return any(name.startswith("toc ") and name[4:].isdigit() for name in self.names)


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self._defaults: dict[str, str] = {}
        for element in root.iter(f"{W}style") if root is not None else ():
            identifier = attribute(element, "styleId") or ""
            self._elements.setdefault(identifier, element)
            if attribute(element, "default") in {"1", "true", "on"}:
                self._defaults.setdefault(attribute(element, "type") or "", identifier)

    def get(self, identifier: str | None, kind: str = "paragraph") -> Style:
        """A style by its identifier; the default one of its kind for an absent or unknown identifier."""
        if identifier is None or identifier not in self._elements:
            identifier = self._defaults.get(kind, "")
        if identifier not in self._resolved:
            self._resolved[identifier] = self._resolve(identifier)
        return self._resolved[identifier]

    def _resolve(self, identifier: str) -> Style:
        chain: list[str] = []
        at: str | None = identifier
        while at in self._elements and at not in chain and len(chain) < _MAX_CHAIN:
            chain.append(at)
            at = value(self._elements[at], "basedOn")
        resolved = Style()
        for style in reversed(chain):
            resolved = _under(resolved, style, self._elements[style])
        return resolved


def used_styles(styles: Element | None, roots: Iterable[Element]) -> frozenset[str]:
    """The identifiers of the styles that some parts use, with those they are based on and the default ones."""
    based: dict[str, str] = {}
    waiting: list[str] = []
    for style in styles.iterchildren(f"{W}style") if styles is not None else ():
        identifier = attribute(style, "styleId") or ""
        based.setdefault(identifier, value(style, "basedOn") or "")
        if attribute(style, "default") in {"1", "true", "on"}:
            waiting.append(identifier)
    for root in roots:
        waiting.extend(
            attribute(element, "val") or "" for element in root.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
        )
    used: set[str] = set()
    while waiting:
        identifier = waiting.pop()
        if identifier not in used:
            used.add(identifier)
            waiting.append(based.get(identifier, ""))
    return frozenset(used)


def _under(base: Style, identifier: str, element: Element) -> Style:
    """The properties of a style, over those of the style it is based on."""
    name = canonical((value(element, "name") or identifier)[:_MAX_NAME])
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    outline, number = value(paragraph, "outlineLvl"), value(paragraph, "numPr", "numId")
    level = value(paragraph, "numPr", "ilvl")
    numbering = base.numbering
    if number is not None:
        numbering = (integer(number), None if level is None else integer(level))
    elif level is not None and numbering is not None:
        numbering = (numbering[0], integer(level))
    left = indent(paragraph)
    stated = {flag: toggle(run, tag) for flag, tag in (("strong", "b"), ("emphasis", "i"), ("hidden", "vanish"))}
    borders = child(element, "tblPr", "tblBorders")
    return replace(
        base,
        identifier=identifier,
        name=name,
        names=(name, *base.names),
        outline=base.outline if outline is None else max(0, min(9, integer(outline, 9))),
        numbering=numbering,
        left=base.left if left is None else left,
        align=value(paragraph, "jc") or base.align,
        strong=base.strong if stated["strong"] is None else stated["strong"],
        emphasis=base.emphasis if stated["emphasis"] is None else stated["emphasis"],
        hidden=base.hidden if stated["hidden"] is None else stated["hidden"],
        bordered=base.bordered if borders is None else has_lines(borders),
        height=value(run, "vertAlign") or base.height,
        page_break=base.page_break if (breaks := toggle(paragraph, "pageBreakBefore")) is None else breaks,
    )


def indent(properties: Element | None) -> int | None:
    """The left indent of a paragraph, in twips."""
    element = child(properties, "ind")
    if element is None:
        return None
    left = attribute(element, "left") or attribute(element, "start")
    return None if left is None else integer(left)


def has_lines(borders: Element | None) -> bool:
    """Whether one of these borders is drawn."""
    if borders is None:
        return False
    return any((attribute(border, "val") or "none") not in {"none", "nil"} for border in borders)
