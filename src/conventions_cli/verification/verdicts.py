"""A returned act against the one its spec gives: what changed, and where each change is to be carried over."""

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

_BLANKS = {ord(one): " " for one in "\u00a0\u202f\u2009"}
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
_MANY = 3  # times more places than changes from which a value is thought to be right elsewhere
_MOST_KEYS = 3  # keys named for one change


class Verdict(Enum):
    """What became of an act, or of one of its parts; the value is the word of both forms."""

    INTACT = "intact"
    BESIDE = "mise en forme ou contenu hors du texte"
    CHANGED = "texte modifié"
    LACKING = "clauses absentes"
    WORDS = "mêmes mots"


class Target(Record, frozen=True):
    """Where a change is to be carried over: keys of the spec, a place in a clause file; both may be empty.

    Both are there when the value of the key is printed at many places (`uses`) of which few changed: the clause may be
    what is to change here.
    """

    keys: tuple[str, ...] = ()
    clause: Clause | None = None
    uses: int = 0


class Found(Record, frozen=True):
    """A change, with the name of its part, and where it is to be carried over."""

    change: Change
    part: str
    target: Target


class PartState(Record, frozen=True):
    """A part of the returned act, or one that it lost: « article 6 », its title, what became of it."""

    name: str
    title: str
    state: str


class Verified(Record, frozen=True):
    """All that differs. `renumbered`: articles whose number alone changed, a French sentence each."""

    verdict: Verdict
    found: tuple[Found, ...]
    parts: tuple[PartState, ...]
    renumbered: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def verify(remade: Remade, returned: Document) -> Verified:
    """Compare the act of a spec with the one that came back; origins are looked for only when words changed."""
    ours, theirs = compared(remade.document), compared(returned)
    if (ours == theirs or _seen(ours) == _seen(theirs)) and _same_images(ours, theirs):
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
        origins.seek((spot, one.words) for one in places if one is not None for spot in one.spots)
        targets = [_target(*pair, steps, origins) for pair in zip(changes, places, strict=True)]
        changed = Counter(key for one in targets for key in dict.fromkeys(one.keys))
        targets = [_hedged(*pair, changed, steps, origins) for pair in zip(changes, targets, strict=True)]
    found = tuple(Found(one, steps.part_of(one), target) for one, target in zip(changes, targets, strict=True))
    notices = [COARSE] if effort.coarse else []
    if origins is not None and origins.effort.coarse:
        notices.append(_NOT_ALL_SOUGHT)
    if not (changes or renumbered) and ours != theirs:
        notices.append(_UNNAMED)
    verdict = Verdict.CHANGED if words or renumbered else Verdict.BESIDE if changes or notices else Verdict.INTACT
    return Verified(verdict, found, tuple(_states(steps, found)), renumbered, tuple(notices))


def in_words(verified: Verified, *, bare: bool) -> Verified:
    """What is found in an act of a form that tells its words and little else: it is never intact.

    `bare`: whether the form tells words only, so that no other difference is one.
    """
    told = tuple(one for one in verified.found if not (bare and one.change.kind is Kind.FORMATTING))
    notices = tuple(one for one in verified.notices if not (bare and one == _UNNAMED))
    words = verified.renumbered or any(one.change.kind is not Kind.FORMATTING for one in told)
    same = {_SAME, _DRESSED} if bare else {_SAME}
    parts = tuple(replace(one, state=Verdict.WORDS.value) if one.state in same else one for one in verified.parts)
    verdict = Verdict.CHANGED if words else Verdict.BESIDE if told or notices else Verdict.WORDS
    return replace(verified, verdict=verdict, found=told, parts=parts, notices=notices)


def compared(document: Document) -> Document:
    """The act without what no reader can see: letters in one form (NFC), images as they are told.

    « https://example.org/ » is « https://example.org »: LibreOffice adds the slash when it saves.
    """

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(_one_form(one) for one in inlines)

    return rewrite_document(document, rewrite)


def _one_form(inline: Inline) -> Inline:
    if isinstance(inline, Text):
        text = composed(inline.text)
        return inline if text == inline.text else replace(inline, text=text)
    if isinstance(inline, Link) and _HOST.fullmatch(inline.url):
        return replace(inline, url=inline.url[:-1])
    return inline


def seen(text: str) -> str:
    """A text without what no reader sees: the kinds of its spaces, letters in two parts."""
    return composed(text.translate(_BLANKS))


def _seen(document: Document) -> Document:
    """The act with spaces of one kind: no reader tells a no-break space from another."""

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(
            replace(one, text=seen(one.text)) if isinstance(one, Text | CrossReference) else one for one in inlines
        )

    return rewrite_document(document, rewrite)


def _same_images(ours: Document, theirs: Document) -> bool:
    """Whether two equal trees show the same images, as far as their files are known."""
    sides = ([block for part in one.parts for block in part.blocks] for one in (ours, theirs))
    pairs = ((one, other) for one, other in zip(*sides, strict=True) if isinstance(one, Picture))
    rasters = ((one.raster, other.raster) for one, other in pairs if isinstance(other, Picture))
    return all(one is None or other is None or one.data == other.data for one, other in rasters)


def _unchanged(document: Document) -> Iterator[PartState]:
    """Every part of an act that is as its spec gives it."""
    for part in document.parts:
        title = plain_text(part.title) if isinstance(part, Article) else ""
        yield PartState(part_name(part), title, _SAME)


class _Place(Record, frozen=True):
    """Where the origin of a change is looked for: a unit of the spec’s act, and the spots of its passages.

    `words`: of its only spot, which tokens changed; None for all of what it holds.
    """

    unit: Unit
    spots: tuple[Spot, ...] = ()
    words: tuple[Range, ...] | None = None


class _Steps:
    """An alignment, to look units up by their places."""

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
            for one in step.within():
                if one.before is not None and one.after is not None:
                    self.pair(one.before, one.after)
                elif one.after is not None and last is not None:
                    self.previous[one.after.place] = last
                if one.before is not None and one.before.leaf and one.after is not None:
                    last = one.before
            if step.before is not None:
                for spot, unit in spots_of(number, step.before):
                    self.before[unit.place] = unit
                    self.spots[unit] = spot
                number += 1
        for pair in moved:
            for one in pair.within():
                if one.before is not None and one.after is not None:
                    self.pair(one.before, one.after)

    def pair(self, before: Unit, after: Unit) -> None:
        """Remember what a place of the returned act answers; of two units of one place, the one that changed."""
        known = self.pairs.get(after.place)
        if known is None or not known[0].leaf or known[0].key == known[1].key:
            self.pairs[after.place] = (before, after)

    def spots_in(self, unit: Unit) -> list[Spot]:
        """The spots of a unit of the spec’s act, and of what it holds."""
        return [self.spots[one] for one in unit.within() if one in self.spots]

    def part_of(self, change: Change) -> str:
        """The name of the part a change is in: that of the returned act, of the spec's for what is removed."""
        names = self.names[change.kind is Kind.REMOVED]
        name, *rest = change.place.split(", ")
        while name not in names and rest:
            name = f"{name}, {rest.pop(0)}"
        return name if name in names else change.place.partition(",")[0]


def _place_of(change: Change, steps: _Steps, effort: Effort) -> _Place | None:
    """Where the origin of a change is looked for; None for one that has none."""
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
    if change.kind is Kind.ADDED:  # one more item of the list that the item before it follows from
        keys = tuple(key.rpartition(".")[0] for key in keys if key.rpartition(".")[2].isdecimal())[:1]
    return Target(keys[:_MOST_KEYS], None if keys else _clause_of(place.unit, steps, origins))


def _hedged(change: Change, target: Target, changed: Counter[str], steps: _Steps, origins: Origins) -> Target:
    """Name the clause too, when one key is printed at many more places than changed: the value may be right."""
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
        one = step.before.node if step.before else None
        other = step.after.node if step.after else None
        if isinstance(one, Article) and isinstance(other, Article) and one.number != other.number:
            title = plain_text(other.title)
            yield f"article {one.ordinal} → article {other.ordinal}\u00a0: {title}"


def _states(steps: _Steps, found: tuple[Found, ...]) -> Iterator[PartState]:
    """Clause by clause: every part, in the order of the returned act, with those it lost at their place."""
    by_part: dict[str, set[bool]] = {}
    for one in found:
        by_part.setdefault(one.part, set()).add(one.change.kind is Kind.FORMATTING)
    moved = {one.change.place for one in found if one.change.kind is Kind.MOVED}
    for step in steps.parts:
        unit = step.after or step.before
        if unit is None:
            continue
        title = plain_text(unit.node.title) if isinstance(unit.node, Article) else ""
        if step.before is None:
            state = "déplacé" if unit.place in moved else "ajouté"
        elif step.after is None:
            if unit.place in steps.left:
                continue  # told where it arrived
            state = "supprimé"
        elif False in by_part.get(unit.place, ()):
            state = Verdict.CHANGED.value
        else:
            state = _DRESSED if unit.place in by_part else _SAME
        yield PartState(unit.place, title, state)
