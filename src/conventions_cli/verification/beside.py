"""What a returned file holds besides the text of its act, said at its place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from conventions_cli.comparison import Beside, unit_of
from conventions_cli.document import Document
from conventions_cli.foundation import catalogue
from conventions_cli.linting import Remark, plain
from conventions_cli.readers import Apart, ArchiveError, Extra, apart, beside_text, paragraphs_of

_HINT = "L’ouvrir dans Word, le retirer, ou repartir du document que la commande a écrit."
WHOLE = "document entier"
_SECTION = "«\u00a0w:sectPr\u00a0»"
_FOR_PROGRAMS = re.compile(r"«|champ\b|données\b|partie\b|propriété\b|élément «|exposant\b")
_FEWEST = 8  # letters that tell a passage inside a paragraph
_FARTHEST = 200  # paragraphs looked at before one for a place


class Places:
    """Where the paragraphs of a file stand in the act that was read of it."""

    def __init__(self, data: bytes, document: Document) -> None:
        self.paragraphs = [plain(one).strip() for one in paragraphs_of(data)]
        self.known: dict[str, str] = {}
        for part in document.parts:
            for unit in unit_of(part, {}).within():
                if unit.leaf and (words := plain(unit.text).strip()):
                    self.known.setdefault(words, unit.place)

    def at(self, rank: int) -> str:
        """The place of a paragraph by its rank, else after which one it stands; empty when none is known."""
        if not 0 <= rank < len(self.paragraphs):
            return ""
        own = self._of(self.paragraphs[rank])
        if own:
            return own
        for before in range(rank - 1, max(-1, rank - _FARTHEST), -1):
            found = self._of(self.paragraphs[before])
            if found:
                return f"après {found}"
        return "début de l’acte"

    def _of(self, words: str) -> str:
        if words in self.known:
            return self.known[words]
        title = words.partition(" – ")[2] or words.partition(" : ")[2]
        return self.known.get(title, "") if len(title) >= _FEWEST else ""


def between(before: "Held", after: "Held", *, same_text: bool, looks: bool = True) -> tuple[Beside, ...]:
    """What differs besides the text of two acts; each file that is not Word’s holds nothing but a text.

    `same_text`, `looks`: see `readers.apart`.
    """
    if before.data is None and after.data is None:
        return ()
    try:
        if before.data is None or after.data is None:
            return tuple(_alone(before, after))
        found = apart(before.data, after.data, same_text=same_text, looks=looks)
    except ArchiveError as fault:  # of a part that the text does not need
        return (Beside(fault.message, "fichier"),)
    return (*_apart(found, before, after), *_pending(before, after))


def lost(before: "Held", after: bytes) -> list[str]:
    """What a file shows that another one with the same text does not, each kind once, in French.

    Left aside: how its numbers are counted, and what only programs read.
    """
    found = between(Held(before.data, before.document), Held(after, before.document), same_text=True)
    return list(dict.fromkeys(name for one in found if (name := _lost(one))))


def _lost(one: Beside) -> str:
    if _SECTION in one.what:
        return "sauts de section"
    fewer = " au lieu de " in (one.after or "")
    shown = fewer or one.before not in {None, "", "absent"}
    return one.what if shown and not _FOR_PROGRAMS.match(one.what) else ""


def _alone(before: "Held", after: "Held") -> Iterator[Beside]:
    """What the one Word file holds that a text does not."""
    one = after if after.data is not None else before
    for extra in beside_text(one.data or b""):
        place = extra.part or one.places.at(extra.paragraph) or WHOLE
        old, new = (None, extra.words) if one is after else (extra.words, None)
        yield Beside(extra.what, place, old, new, extra.cancels)


def _apart(found: Iterable[Apart], before: "Held", after: "Held") -> Iterator[Beside]:
    for one in found:
        places = before.places if one.first else after.places
        place = one.extra.part or places.at(one.extra.paragraph) or WHOLE
        yield Beside(one.what, place, one.before, one.after, cancels=one.extra.cancels)


def _pending(before: "Held", after: "Held") -> Iterator[Beside]:
    """The tracked changes and the comments that one file has and the other has not."""
    ours, theirs = Counter(before.pending), Counter(after.pending)
    for one in (ours - theirs).elements():
        yield Beside(one[0], one[1] or WHOLE, one[2], None)
    for one in (theirs - ours).elements():
        yield Beside(one[0], one[1] or WHOLE, None, one[2])


class Held:
    """A file to compare: its bytes when it is Word’s, its act, and what is pending in it: what, where, which words."""

    def __init__(self, data: bytes | None, document: Document, pending: Iterable[tuple[str, str, str]] = ()) -> None:
        self.data, self.document, self.pending = data, document, tuple(pending)

    @cached_property
    def places(self) -> Places:
        """Where its paragraphs stand."""
        return Places(self.data or b"", self.document)


def remarks_on(extras: Iterable[Extra], places: Places) -> Iterator[Remark]:
    """A remark for each."""
    for one in extras:
        code = catalogue.ACT_CANCELLED if one.cancels else catalogue.ACT_BESIDE
        said = f"\u00a0: «\u00a0{one.words}\u00a0»" if one.words else ""
        yield Remark(code, one.part or places.at(one.paragraph), f"{one.what}{said}.", _HINT)
