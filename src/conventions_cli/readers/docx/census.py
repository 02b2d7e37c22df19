"""The elements, attributes, values and characters in the parts of a Word file that are not on the list.

This module knows nothing of the act: it gets the values of the act made again. See `allowed` for the list, and
`inventory` for the comparison.
"""

from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.readers.docx import allowed, element_places
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.xml import Element, R, W, child

Held = frozenset[tuple[str, str, str]]  # element, attribute, value

_CANCELLED = frozenset({"strike", "dstrike", "vanish", "specVanish", "hidden"})
_DELETED = frozenset({"delText", "delInstrText"})
_DELETIONS = (f"{W}del", f"{W}moveFrom")
_OF_PAGES = (f"{W}sectPr",)
_WHOLES = tuple(f"{W}{name}" for name in ("tc", "tr", "tbl"))
_WORDS = 120  # characters of the words shown
_ELEMENTS = {
    "sdt": "contrôle de contenu",
    "oMath": "équation",
    "oMathPara": "équation",
    "AlternateContent": "contenu en alternative",
    "permStart": "zone modifiable",
    "permEnd": "zone modifiable",
    "documentProtection": "protection du document",
    "delText": "texte supprimé, hors d’une modification suivie",
    "delInstrText": "texte supprimé, hors d’une modification suivie",
    "altChunk": "document inséré dans le document",
    "subDoc": "sous-document",
    "ruby": "texte annoté (ruby)",
    "sym": "caractère d’une police de symboles",
    "object": "objet incorporé",
    "pict": "dessin",
    "drawing": "dessin",
    "ptab": "tabulation absolue",
    "cr": "retour à la ligne",
    "background": "arrière-plan de page",
    "smartTag": "balise active",
    "customXml": "balise XML",
    "endnoteReference": "note de fin",
    "framePr": "cadre flottant",
    "tblpPr": "tableau flottant",
    "lnNumType": "numéros de lignes",
    "pgBorders": "bordures de page",
    "docVars": "variables du document",
    "attachedTemplate": "modèle attaché",
    "mailMerge": "publipostage",
    "ffData": "champ de formulaire",
    "bdr": "bordure de caractères",
    "numPicBullet": "puce en image",
    "wp:anchor": "dessin flottant",
    "dir": "sens d’écriture",
    "bdo": "sens d’écriture",
}
_VALUES = {
    "color": "couleur des caractères",
    "sz": "taille des caractères",
    "vanish": "texte masqué",
    "specVanish": "texte masqué",
    "webHidden": "texte masqué",
    "hidden": "ligne de tableau masquée",
    "strike": "texte barré",
    "dstrike": "texte barré deux fois",
    "highlight": "surlignage",
    "shd": "fond de couleur",
    "position": "texte décalé de sa ligne",
    "w": "échelle des caractères",
    "rFonts": "police",
    "altName": "police de remplacement",
    "spacing": "espacement",
    "ind": "retrait",
    "u": "soulignement",
    "vertAlign": "exposant ou indice",
    "start": "numérotation qui commence ailleurs",
    "startOverride": "numérotation qui commence ailleurs",
    "pgNumType": "numérotation des pages",
    "pgSz": "format de la page",
    "pgMar": "marges de la page",
    "trHeight": "hauteur de ligne",
    "caps": "texte en capitales",
    "fldChar": "champ",
    "fldSimple": "champ",
    "cols": "colonnes",
}
PAGES = "mise en page"
PARTS = {
    "page": "en-tête ou pied de page",
    "notes": "notes",
    "styles": "styles",
    "numbering": "puces et numéros",
    "settings": "réglages du document",
    "fonts": "table des polices",
    "web": "réglages pour le web",
    "comments": "commentaires",
}


class Extra(Record, frozen=True):
    """A reason why a file is not intact.

    `what`: a French phrase; `words`: the words it shows or formats; `part`: the part, in French, empty for the body.
    `paragraph`: in the body, the rank of its paragraph. `cancels`: whether a reader sees these words cancelled, or does
    not see them. `dress`: whether it is only a look of words that are compared elsewhere.
    """

    what: str
    words: str = ""
    part: str = ""
    paragraph: int = -1
    cancels: bool = False
    dress: bool = False


def name_of(tag: str) -> str:
    """The name of an element or an attribute in the list; unchanged for an unknown namespace."""
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    prefix = allowed.PREFIXES.get(namespace)
    return tag if prefix is None else f"{prefix}{local}"


def held_by(root: Element) -> Held:
    """Every value in the elements of a part."""
    return frozenset(
        (name_of(str(element.tag)), _attribute(str(key)), as_seen(str(value)))
        for element in root.iter()
        for key, value in element.items()
    )


def _attribute(key: str) -> str:
    """The local name of an attribute of Word or of relationships; any other name as it is."""
    for namespace in (W, R):
        if key.startswith(namespace):
            return key[len(namespace) :]
    return key


def extras_in(root: Element, role: str, held: Held, used: frozenset[str] = frozenset()) -> Iterator[Extra]:
    """The reasons found in a part; `held`: the values of the same part of the act made again.

    `used`: the identifiers of the styles that the body uses; other styles cancel no words.
    """
    return _Census(root, role, held, used).extras()


class _Census:
    """Looks for the reasons in one part."""

    def __init__(self, root: Element, role: str, held: Held, used: frozenset[str]) -> None:
        self.root, self.role, self.held, self.used = root, role, held, used
        self.ranks = {paragraph: rank for rank, paragraph in enumerate(root.iter(f"{W}p"))} if role == "body" else {}
        self.words: dict[Element, str] = {}  # results by element, each computed once

    def extras(self) -> Iterator[Extra]:
        """Every reason, in order."""
        listed = allowed.ELEMENTS[self.role]
        waiting = [self.root]
        while waiting:
            element = waiting.pop()
            name = name_of(str(element.tag))
            values = listed.get(name)
            if values is None and name not in allowed.OFF:
                yield self.reason(element, _element(name), _shown_by(element))
                continue
            if _stray(element, name):
                yield self.reason(element, "texte hors des paragraphes", element.text or "")
            named = {inner: name_of(str(inner.tag)) for inner in element}
            strays = [
                inner for inner in element if named[inner] in listed and element_places.misplaced(name, named[inner])
            ]
            for stray in strays:
                yield self.reason(
                    stray, f"{_element(named[stray])}, hors de sa place", words_of(stray) or _attributes(stray)
                )
            for stray in element_places.doubles(element, name, named):
                yield self.reason(
                    stray, f"{_element(named[stray])}, dit deux fois", words_of(stray) or _attributes(stray)
                )
            if (missing := element_places.missing(element, name)) is not None:
                yield self.reason(element, f"{_element(name)} sans «\u00a0{missing}\u00a0»", words_of(element))
            if name in _DELETED and next(element.iterancestors(*_DELETIONS), None) is None:
                yield self.reason(element, _element(name), str(element.text or ""))
            if element_places.unread(element, name):
                yield self.reason(
                    element, f"{_element(name)} d’un style", _attributes(element) or self.dressed(element)
                )
            if values is not None:
                yield from self.refused(element, name, values)
            elif not allowed.off(str(element.get(f"{W}val") or "1")):
                yield self.look(element, _VALUES.get(name, _element(name)), cancels=name in _CANCELLED)
            out = set(strays)
            waiting.extend(inner for inner in reversed(element) if inner not in out)

    def reason(self, element: Element, phrase: str, words: str, *, cancels: bool = False, dress: bool = False) -> Extra:
        """The reason for an element, with the rank of its paragraph."""
        part = PARTS.get(self.role, "")
        if element.tag in _OF_PAGES or next(element.iterancestors(*_OF_PAGES), None) is not None:
            part = part or PAGES
        at = _paragraph(element) if self.ranks else None
        rank = self.ranks.get(at, -1) if at is not None else -1
        return Extra(phrase, _short(words), part, rank, cancels, dress)

    def look(self, element: Element, phrase: str, *, cancels: bool) -> Extra:
        """The reason for a look of words; `cancels`: whether this look hides or cancels the words."""
        words = self.dressed(element) or ("texte sans style" if _in_defaults(element) else "")
        idle = self.role == "styles" and not _in_defaults(element) and _style_of(element) not in self.used
        return self.reason(
            element, phrase, words, cancels=cancels and bool(words) and not idle and not _of_mark(element), dress=True
        )

    def refused(self, element: Element, name: str, values: allowed.Values) -> Iterator[Extra]:
        """The attributes of an element that are not on the list, or whose value is out of bounds."""
        if name == "ind" and next(element.iterancestors(f"{W}tc"), None) is not None:
            values = allowed.IN_CELLS
        for key, stated in element.items():
            attribute, text = _attribute(str(key)), str(stated)
            local = attribute.rpartition("}")[2]
            test = values.get(attribute)
            ours = test in allowed.OURS_TOO and (name, attribute, as_seen(text)) in self.held
            if attribute in allowed.INERT or local in allowed.SESSION or ours or (test is not None and test(text)):
                continue
            called = _VALUES.get(name, f"«\u00a0{name if ':' in name else f'w:{name}'}\u00a0»")
            phrase = f"{called} ({local}\u00a0: {_short(text)})"
            unseen = allowed.unseen(name, local, text) and not (name == "color" and _on_dark(element))
            yield self.look(element, phrase, cancels=unseen)

    def dressed(self, element: Element) -> str:
        """The words that a property formats: of its run, else of its paragraph, its row; or the name of its style."""
        for tag in ("r", "p", "tc", "tr", "tbl"):
            above = next(element.iterancestors(f"{W}{tag}"), None)
            if above is None:
                continue
            if above not in self.words:
                self.words[above] = words_of(above)
            if self.words[above]:
                return self.words[above]
        named = child(next(element.iterancestors(f"{W}style"), None), "name")
        return f"style {named.get(f'{W}val')}" if named is not None else ""


def _element(name: str) -> str:
    shown = name.rpartition("}")[2] if name.startswith("{") else name if ":" in name else f"w:{name}"
    return _ELEMENTS.get(name, f"élément «\u00a0{shown}\u00a0»")


def _stray(element: Element, name: str) -> bool:
    """Whether there are characters in an element that has no words."""
    inside = name not in allowed.WORDED and bool((element.text or "").strip())
    return inside or any((inner.tail or "").strip() for inner in element)


def _paragraph(element: Element) -> Element | None:
    """The paragraph around an element; else the first one inside it, or in its row or table, or before it."""
    if element.tag == f"{W}p":
        return element
    above = next(element.iterancestors(f"{W}p"), None)
    if above is not None:
        return above
    for whole in (element, *element.iterancestors(*_WHOLES)):
        if (first := next(whole.iter(f"{W}p"), None)) is not None:
            return first
    before = (paragraph for other in element.itersiblings(preceding=True) for paragraph in other.iter(f"{W}p"))
    return next(before, None)


def _style_of(element: Element) -> str:
    style = next(element.iterancestors(f"{W}style"), None)
    return "" if style is None else str(style.get(f"{W}styleId") or "")


def _in_defaults(element: Element) -> bool:
    return next(element.iterancestors(f"{W}docDefaults"), None) is not None


def _on_dark(element: Element) -> bool:
    """Whether the words of a property have a background that is not pale: white words can be read on it."""
    for above in element.iterancestors(f"{W}r", f"{W}p", f"{W}tc"):
        for tag in ("rPr", "pPr", "tcPr"):
            shade = child(above, tag, "shd")
            if shade is not None and not allowed.pale(str(shade.get(f"{W}fill") or "auto")):
                return True
    return False


def _of_mark(element: Element) -> bool:
    """Whether a property is of the mark that ends a paragraph, not of its words."""
    above = element.getparent()
    return above is not None and above.tag == f"{W}rPr" and getattr(above.getparent(), "tag", "") == f"{W}pPr"


def _shown_by(element: Element) -> str:
    """The words in an element, of any namespace; else the values of its attributes."""
    return words_of(element) or " ".join(str(text) for text in element.itertext()).strip() or _attributes(element)


def _attributes(element: Element) -> str:
    return " ".join(str(value) for _, value in element.items())


def _short(text: str) -> str:
    line = squeezed(text)
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1].rstrip()}…"
