"""The comparison of a returned act with the act of its spec: the changes, and where to carry each of them over."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum

from conventions_cli.comparison import (
    COARSE,
    Aligned,
    Alignment,
    Change,
    Collector,
    Kind,
    Unit,
    align,
    part_name,
)
from conventions_cli.document import (
    Article,
    CrossReference,
    Document,
    Inline,
    Inlines,
    Link,
    Picture,
    Text,
    plain_text,
    rewrite_document,
)
from conventions_cli.foundation import Effort, Record, replace
from conventions_cli.french import composed
from conventions_cli.verification.remade import Remade
from conventions_cli.verification.word_origins import Clause, Origins, Range, Spot, differing, leaf_text, spots_of

_BLANKS = {ord(blank): " " for blank in "\u00a0\u202f\u2009"}
_HOST = re.compile(r"https?://[^/?#]+/")
_DRESSED = "mise en forme seulement"
_SAME = "inchangé"
_UNNAMED = (
    "La structure de l’acte n’est plus la même, sans qu’un mot ait changé\u00a0: titres, listes, renvois ou espaces."
)
_NOT_ALL_SOUGHT = (
    "L’acte est long\u00a0: toutes les valeurs de la spécification n’ont pas été essayées pour savoir d’où vient "
    "chaque changement. Les passages sans clé ni clause sont à retrouver à la main."
)
_MANY = 3  # a value printed at so many times more places than changed may be right elsewhere
_MOST_KEYS = 3  # keys named for one change


class Verdict(Enum):
    """The state of a returned act, or of one of its parts; the value is the word that both forms of report print."""

    INTACT = "intact"
    BESIDE = "mise en forme ou contenu hors du texte"
    CHANGED = "texte modifié"
    LACKING = "clauses absentes"
    WORDS = "mêmes mots"


class Target(Record, frozen=True):
    """Where to carry a change over: keys of the spec, a place in a clause file; both may be empty.

    Both are given when the value of the key is printed at many places (`uses`) and few of them changed: then the clause
    may be the one to change.
    """

    keys: tuple[str, ...] = ()
    clause: Clause | None = None
    uses: int = 0


class LocatedChange(Record, frozen=True):
    """A change, with the name of its part, and where to carry it over."""

    change: Change
    part: str
    target: Target


class PartState(Record, frozen=True):
    """A part of the returned act, or a part it lost: its name (« article 6 »), its title, its state."""

    name: str
    title: str
    state: str


class Verified(Record, frozen=True):
    """All the differences. `renumbered`: a French sentence for each article whose number alone changed."""

    verdict: Verdict
    changes: tuple[LocatedChange, ...]
    parts: tuple[PartState, ...]
    renumbered: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def verify(remade: Remade, returned: Document) -> Verified:
    """Compare the act of a spec with the returned act; origins are sought only when words changed."""
    ours, theirs = compared(remade.document), compared(returned)
    if (ours == theirs or _with_plain_spaces(ours) == _with_plain_spaces(theirs)) and _same_images(ours, theirs):
        return Verified(Verdict.INTACT, (), tuple(_unchanged(theirs)))
    effort = Effort()
    alignment = align(ours, theirs, effort)
    changes = tuple(Collector(alignment, effort).changes())
    words = [change for change in changes if change.kind is not Kind.FORMATTING]
    steps = _Steps(alignment)
    renumbered = tuple(_renumbered(steps.parts))
    origins = Origins(remade) if words else None
    targets = [Target()] * len(changes)
    if origins is not None:
        places = [_place_of(change, steps, origins.effort) for change in changes]
        origins.seek((spot, place.words) for place in places if place is not None for spot in place.spots)
        targets = [_target(*pair, steps, origins) for pair in zip(changes, places, strict=True)]
        changed = Counter(key for target in targets for key in dict.fromkeys(target.keys))
        targets = [_hedged(*pair, changed, steps, origins) for pair in zip(changes, targets, strict=True)]
    located = tuple(
        LocatedChange(change, steps.part_of(change), target) for change, target in zip(changes, targets, strict=True)
    )
    notices = [COARSE] if effort.coarse else []
    if origins is not None and origins.effort.coarse:
        notices.append(_NOT_ALL_SOUGHT)
    if not (changes or renumbered) and ours != theirs:
        notices.append(_UNNAMED)
    verdict = Verdict.CHANGED if words or renumbered else Verdict.BESIDE if changes or notices else Verdict.INTACT
    return Verified(verdict, located, tuple(_states(steps, located)), renumbered, tuple(notices))


def in_words(verified: Verified, *, bare: bool) -> Verified:
    """The verdict on an act in a form that keeps its words and little else: never « intact ».

    `bare`: whether the form keeps words only, so that other differences do not count.
    """
    located_changes = tuple(
        located for located in verified.changes if not (bare and located.change.kind is Kind.FORMATTING)
    )
    notices = tuple(notice for notice in verified.notices if not (bare and notice == _UNNAMED))
    words = verified.renumbered or any(located.change.kind is not Kind.FORMATTING for located in located_changes)
    same = {_SAME, _DRESSED} if bare else {_SAME}
    parts = tuple(replace(part, state=Verdict.WORDS.value) if part.state in same else part for part in verified.parts)
    verdict = Verdict.CHANGED if words else Verdict.BESIDE if located_changes or notices else Verdict.WORDS
    return replace(verified, verdict=verdict, changes=located_changes, parts=parts, notices=notices)


def compared(document: Document) -> Document:
    """The act without differences that no reader can see: letters in one form (NFC), addresses without a last slash.

    LibreOffice adds this slash when it saves: « https://example.org/ » for « https://example.org ».
    """

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(_one_form(inline) for inline in inlines)

    return rewrite_document(document, rewrite)


def _one_form(inline: Inline) -> Inline:
    if isinstance(inline, Text):
        text = composed(inline.text)
        return inline if text == inline.text else replace(inline, text=text)
    if isinstance(inline, Link) and _HOST.fullmatch(inline.url):
        return replace(inline, url=inline.url[:-1])
    return inline


def with_plain_spaces(text: str) -> str:
    """A text without differences that no reader sees: ordinary spaces, letters in one form (NFC)."""
    return composed(text.translate(_BLANKS))


def _with_plain_spaces(document: Document) -> Document:
    """The act with ordinary spaces only: no reader tells a no-break space from another."""

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(
            replace(inline, text=with_plain_spaces(inline.text))
            if isinstance(inline, Text | CrossReference)
            else inline
            for inline in inlines
        )

    return rewrite_document(document, rewrite)


def _same_images(ours: Document, theirs: Document) -> bool:
    """Whether two equal trees show the same images; an image whose file is absent equals any other."""
    sides = ([block for part in document.parts for block in part.blocks] for document in (ours, theirs))
    pairs = ((block, other) for block, other in zip(*sides, strict=True) if isinstance(block, Picture))
    rasters = ((picture.raster, other.raster) for picture, other in pairs if isinstance(other, Picture))
    return all(raster is None or other is None or raster.data == other.data for raster, other in rasters)


def _unchanged(document: Document) -> Iterator[PartState]:
    """Every part of an intact act."""
    for part in document.parts:
        title = plain_text(part.title) if isinstance(part, Article) else ""
        yield PartState(part_name(part), title, _SAME)


class _Place(Record, frozen=True):
    """Where to seek the origin of a change: a unit of the act of the spec, and the spots of its passages.

    `words`: the ranges that changed in its only spot; None for all that the unit holds.
    """

    unit: Unit
    spots: tuple[Spot, ...] = ()
    words: tuple[Range, ...] | None = None


class _Steps:
    """An alignment, with its units by their places."""

    def __init__(self, alignment: Alignment) -> None:
        moved = [move.pair for move in alignment.left.values()]
        self.parts = alignment.parts
        sides = [step.after for step in self.parts], [step.before for step in self.parts]
        self.names = tuple({unit.place for unit in side if unit is not None} for side in sides)
        self.left = {unit.place for unit in alignment.left}
        self.pairs: dict[str, tuple[Unit, Unit]] = {}
        self.before: dict[str, Unit] = {}
        self.spots: dict[Unit, Spot] = {}
        self.previous: dict[str, Unit] = {}
        number = 0
        for step in alignment.parts:
            last: Unit | None = None
            for inner in step.within():
                if inner.before is not None and inner.after is not None:
                    self.pair(inner.before, inner.after)
                elif inner.after is not None and last is not None:
                    self.previous[inner.after.place] = last
                if inner.before is not None and inner.before.leaf and inner.after is not None:
                    last = inner.before
            if step.before is not None:
                for spot, unit in spots_of(number, step.before):
                    self.before[unit.place] = unit
                    self.spots[unit] = spot
                number += 1
        for pair in moved:
            for inner in pair.within():
                if inner.before is not None and inner.after is not None:
                    self.pair(inner.before, inner.after)

    def pair(self, before: Unit, after: Unit) -> None:
        """Remember the units of a place of the returned act; of two pairs with the same place, the one that changed."""
        present = self.pairs.get(after.place)
        if present is None or not present[0].leaf or present[0].key == present[1].key:
            self.pairs[after.place] = (before, after)

    def spots_in(self, unit: Unit) -> list[Spot]:
        """The spots of a unit of the act of the spec, and of the units it holds."""
        return [self.spots[inner] for inner in unit.within() if inner in self.spots]

    def part_of(self, change: Change) -> str:
        """The name of the part of a change: in the returned act, or, for a removal, in the act of the spec."""
        names = self.names[change.kind is Kind.REMOVED]
        name, *rest = change.place.split(", ")
        while name not in names and rest:
            name = f"{name}, {rest.pop(0)}"
        return name if name in names else change.place.partition(",")[0]


def _place_of(change: Change, steps: _Steps, effort: Effort) -> _Place | None:
    """Where to seek the origin of a change; None when it has none."""
    if change.kind is Kind.CHANGED:
        place = change.place.removesuffix(", note")
        before, after = steps.pairs.get(place, (None, None))
        if before is None or after is None:
            return None
        spot = steps.spots.get(before)
        if place != change.place or spot is None:
            return _Place(before)
        return _Place(before, (spot,), tuple(differing(before, after, effort)))
    if change.kind is Kind.FORMATTING:
        return None
    added = change.kind is Kind.ADDED
    unit = steps.previous.get(change.place) if added else steps.before.get(change.origin or change.place)
    return None if unit is None else _Place(unit, tuple(steps.spots_in(unit)))


def _target(change: Change, place: _Place | None, steps: _Steps, origins: Origins) -> Target:
    if place is None:
        return Target()
    if place.words is not None:
        keys = tuple(dict.fromkeys(key for words in place.words for key in origins.keys(place.spots[0], words)))
    else:
        keys = origins.whole(place.spots)
    if change.kind is Kind.ADDED:  # one more item of a list: the list of the item before it
        keys = tuple(key.rpartition(".")[0] for key in keys if key.rpartition(".")[2].isdecimal())[:1]
    return Target(keys[:_MOST_KEYS], None if keys else _clause_of(place.unit, steps, origins))


def _hedged(change: Change, target: Target, changed: Counter[str], steps: _Steps, origins: Origins) -> Target:
    """Add the clause to the target when its key is printed at many more places than changed: the value may be right."""
    pair = steps.pairs.get(change.place)
    if change.kind is not Kind.CHANGED or len(target.keys) != 1 or pair is None:
        return target
    uses = origins.weights.get(target.keys[0], 0)
    if uses < _MANY * changed[target.keys[0]]:
        return target
    return replace(target, clause=_clause_of(pair[0], steps, origins), uses=uses)


def _clause_of(unit: Unit, steps: _Steps, origins: Origins) -> Clause | None:
    spot = steps.spots.get(unit)
    return None if spot is None else origins.clause(spot.part, leaf_text(unit), unit.shape)


def _renumbered(parts: tuple[Aligned, ...]) -> Iterator[str]:
    for step in parts:
        article = step.before.node if step.before else None
        other = step.after.node if step.after else None
        if isinstance(article, Article) and isinstance(other, Article) and article.number != other.number:
            title = plain_text(other.title)
            yield f"article {article.ordinal} → article {other.ordinal}\u00a0: {title}"


def _states(steps: _Steps, located_changes: tuple[LocatedChange, ...]) -> Iterator[PartState]:
    """Every part in the order of the returned act, with the parts it lost at their place."""
    by_part: dict[str, set[bool]] = {}
    for located in located_changes:
        by_part.setdefault(located.part, set()).add(located.change.kind is Kind.FORMATTING)
    moved = {located.change.place for located in located_changes if located.change.kind is Kind.MOVED}
    for step in steps.parts:
        unit = step.after or step.before
        if unit is None:
            continue
        title = plain_text(unit.node.title) if isinstance(unit.node, Article) else ""
        if step.before is None:
            state = "déplacé" if unit.place in moved else "ajouté"
        elif step.after is None:
            if unit.place in steps.left:
                continue  # it is listed at its new place
            state = "supprimé"
        elif False in by_part.get(unit.place, ()):
            state = Verdict.CHANGED.value
        else:
            state = _DRESSED if unit.place in by_part else _SAME
        yield PartState(unit.place, title, state)
