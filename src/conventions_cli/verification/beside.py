"""The differences of a file besides the text of its act, each at its place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from conventions_cli.comparison import Beside, unit_of
from conventions_cli.document import Document
from conventions_cli.foundation import catalogue
from conventions_cli.french import plain
from conventions_cli.linting import Remark
from conventions_cli.readers import Apart, ArchiveError, Extra, apart, beside_text, paragraphs_of

_HINT = "L’ouvrir dans Word, le retirer, ou repartir du document que la commande a écrit."
WHOLE = "document entier"
_SECTION = "«\u00a0w:sectPr\u00a0»"
_FOR_PROGRAMS = re.compile(r"«|champ\b|données\b|partie\b|propriété\b|élément «|exposant\b")
_FEWEST = 8  # letters: a shorter title does not identify a paragraph
_FARTHEST = 200  # earlier paragraphs tried to place a paragraph


class Places:
    """The places of the paragraphs of a file in the act that was read from it."""

    def __init__(self, data: bytes, document: Document) -> None:
        self.paragraphs = [plain(text).strip() for text in paragraphs_of(data)]
        self.places: dict[str, str] = {}
        for part in document.parts:
            for unit in unit_of(part, {}).within():
                if unit.leaf and (words := plain(unit.text).strip()):
                    self.places.setdefault(words, unit.place)

    def at(self, rank: int) -> str:
        """The place of a paragraph, by its rank, or that of the paragraph it follows; empty when the rank is none."""
        if not 0 <= rank < len(self.paragraphs):
            return ""
        own = self._of(self.paragraphs[rank])
        if own:
            return own
        for before in range(rank - 1, max(-1, rank - _FARTHEST), -1):
            place_before = self._of(self.paragraphs[before])
            if place_before:
                return f"après {place_before}"
        return "début de l’acte"

    def _of(self, words: str) -> str:
        if words in self.places:
            return self.places[words]
        title = words.partition(" – ")[2] or words.partition(" : ")[2]
        return self.places.get(title, "") if len(title) >= _FEWEST else ""


def between(before: "Held", after: "Held", *, same_text: bool, looks: bool = True) -> tuple[Beside, ...]:
    """The differences of two acts besides their text; a file that is not a Word file holds only a text.

    `same_text`, `looks`: see `readers.apart`.
    """
    if before.data is None and after.data is None:
        return ()
    try:
        if before.data is None or after.data is None:
            return tuple(_alone(before, after))
        differences = apart(before.data, after.data, same_text=same_text, looks=looks)
    except ArchiveError as fault:  # in a part that the text does not need
        return (Beside(fault.message, "fichier"),)
    return (*_apart(differences, before, after), *_pending(before, after))


def lost(before: "Held", after: bytes) -> list[str]:
    """What a file shows and another file with the same text does not: each kind once, in French.

    Differences that only programs read, or only in the way numbers are counted, are left out.
    """
    differences = between(Held(before.data, before.document), Held(after, before.document), same_text=True)
    return list(dict.fromkeys(name for difference in differences if (name := _lost(difference))))


def _lost(difference: Beside) -> str:
    if _SECTION in difference.what:
        return "sauts de section"
    fewer = " au lieu de " in (difference.after or "")
    visible_before = fewer or difference.before not in {None, "", "absent"}
    return difference.what if visible_before and not _FOR_PROGRAMS.match(difference.what) else ""


def _alone(before: "Held", after: "Held") -> Iterator[Beside]:
    """What the only Word file of the two holds besides its text."""
    file = after if after.data is not None else before
    for extra in beside_text(file.data or b""):
        place = extra.part or file.places.at(extra.paragraph) or WHOLE
        old, new = (None, extra.words) if file is after else (extra.words, None)
        yield Beside(extra.what, place, old, new, extra.cancels)


def _apart(differences: Iterable[Apart], before: "Held", after: "Held") -> Iterator[Beside]:
    for difference in differences:
        places = before.places if difference.first else after.places
        place = difference.extra.part or places.at(difference.extra.paragraph) or WHOLE
        yield Beside(difference.what, place, difference.before, difference.after, cancels=difference.extra.cancels)


def _pending(before: "Held", after: "Held") -> Iterator[Beside]:
    """The tracked changes and the comments that only one file has."""
    ours, theirs = Counter(before.pending), Counter(after.pending)
    for mark in (ours - theirs).elements():
        yield Beside(mark[0], mark[1] or WHOLE, mark[2], None)
    for mark in (theirs - ours).elements():
        yield Beside(mark[0], mark[1] or WHOLE, None, mark[2])


class Held:
    """A file to compare: its bytes if it is a Word file, its act, and its pending changes: kind, place, words."""

    def __init__(self, data: bytes | None, document: Document, pending: Iterable[tuple[str, str, str]] = ()) -> None:
        self.data, self.document, self.pending = data, document, tuple(pending)

    @cached_property
    def places(self) -> Places:
        """The places of its paragraphs."""
        return Places(self.data or b"", self.document)


def remarks_on(extras: Iterable[Extra], places: Places) -> Iterator[Remark]:
    """A remark on each extra."""
    for extra in extras:
        code = catalogue.ACT_CANCELLED if extra.cancels else catalogue.ACT_BESIDE
        words = f"\u00a0: «\u00a0{extra.words}\u00a0»" if extra.words else ""
        yield Remark(code, extra.part or places.at(extra.paragraph), f"{extra.what}{words}.", _HINT)
