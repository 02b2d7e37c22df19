"""Clauses whose words change from act to act, and nothing else: what is made of them once, and filled in for each act.

A *form* is what a clause gives, in its normal form, with holes where words go. A hole is one private-use character,
which no text of an act can hold, and which writers treat as a letter. Words that call for nothing of their own, of any
writer, may take its place in what was written as well as in the tree: what a writer gives for the filled form is what
it gives for the form, filled. So the tree stays the truth, and writing it costs a join.
"""

import re
from collections.abc import Callable, Sequence
from operator import itemgetter

from conventions_cli.document.needs import Needs, needs_of
from conventions_cli.document.nodes import (
    Block,
    Blocks,
    Heading,
    Inline,
    Inlines,
    ItemList,
    Paragraph,
    Picture,
    Table,
    Text,
)
from conventions_cli.document.walk import stretches
from conventions_cli.records import Record, field

Words = tuple[str, ...]

_FIRST, _MAX_HOLES = 0xE100, 2048
_HOLE = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + _MAX_HOLES - 1)}])")
MAX_WORDS = 2000  # characters
_MAX_KNOWN = 48  # states of one block that are remembered
_MAX_WRITTEN = 64  # ways a form was written: by whom, and in what circumstances
_MAX_PORTIONS = 8  # of one form that are remembered: acts of one round often print the same words in a clause

# Words that mean what they say wherever they stand: nothing that Markdown, HTML or XML would escape, no blank to be
# merged or trimmed, nothing that marks the item of a list, ends as a sentence that introduces one does, or is raised.
_WORDS = re.compile(
    r"(?!\d{1,9}[.)])"
    r"[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ«(]"
    r"(?:[0-9A-Za-zÀ-ÖØ-öø-ÿŒœ«»(),.;:’'/%€°+=@?–—\u00a0\u202f-]| (?! ))*"
    r"(?<![ :\u00a0\u202f])"
)
_RAISED = "1er"
_BEFORE, _AFTER = " \u00a0\u202f«(’–—", " \u00a0\u202f»),.;:’–—"


def may_fill(words: str) -> bool:
    """Whether words may take the place of a hole."""
    return len(words) <= MAX_WORDS and _WORDS.fullmatch(words) is not None and _RAISED not in words


def hole(number: int) -> str:
    """The hole that takes the words of that number."""
    return chr(_FIRST + number)


class Written(Record, frozen=True):
    """What was written of blocks, and of the notes they call."""

    text: str
    notes: tuple[str, ...] = ()


class Pieces(Record, frozen=True):
    """A text cut at its holes: every other part is what a hole takes, whose number stands in `slots`."""

    parts: list[str]
    slots: tuple[int, ...]
    taken: Callable[[Words], Sequence[str]]

    @classmethod
    def of(cls, text: str) -> "Pieces":
        """A text that holds holes."""
        parts = _HOLE.split(text)
        slots = tuple(ord(one) - _FIRST for one in parts[1::2])
        alone = slots[0] if len(slots) == 1 else None
        if alone is not None:
            return cls(parts, slots, lambda words: (words[alone],))
        return cls(parts, slots, itemgetter(*slots) if slots else lambda _words: ())

    def filled(self, words: Words) -> str:
        """The text with these words in."""
        parts = self.parts.copy()
        parts[1::2] = self.taken(words)
        return "".join(parts)


class Form(Record):
    """The blocks of a clause, with holes. `marks`: those whose words, if a number, would open a list (« 12. »).

    `makers`: what gives each block once filled. `written`: what was written of them all, by whom and in what
    circumstances; None where that depends on the words.
    """

    blocks: Blocks
    holes: int
    marks: tuple[int, ...]
    makers: tuple[Callable[[Words], Block], ...]
    needs: Needs
    written: dict[object, tuple[Pieces, tuple[str, ...]] | None] = field(default_factory=dict)
    portions: dict[Words, "Portion"] = field(default_factory=dict)

    def filled(self, words: Words) -> "Portion | None":
        """What the clause gives with these words; None when they mean more than words at their place."""
        known = self.portions.get(words)
        if known is not None:
            return known
        for number in self.marks:
            if words[number].isdigit():
                return None
        blocks = tuple([make(words) for make in self.makers]) if self.holes else self.blocks
        if len(self.portions) >= _MAX_PORTIONS:
            self.portions.clear()
        portion = self.portions[words] = Portion(blocks, self, words)
        return portion


class Portion(Record):
    """What one clause gives: its blocks, and where they come from if that is a form. `known`: how it was written."""

    blocks: Blocks
    form: Form | None = None
    words: Words = ()
    known: dict[object, Written] = field(default_factory=dict)

    def written(self, circumstances: object, write: Callable[[Blocks], Written]) -> Written | None:
        """What `write` gives for the blocks. It is asked once for all that is made of the form in these circumstances.

        None when that depends on the words, or when the blocks are of no form.
        """
        if self.form is None:
            return None
        if circumstances in self.known:
            return self.known[circumstances]
        known = self.form.written
        if circumstances not in known:
            if len(known) >= _MAX_WRITTEN:
                known.clear()
            result = write(self.form.blocks)
            pieces = Pieces.of(result.text)
            whole = set(pieces.slots) == set(range(self.form.holes))  # none was escaped as a sign of its own
            known[circumstances] = (pieces, result.notes) if whole else None
        found = known[circumstances]
        if found is None:
            return None
        written = self.known[circumstances] = Written(found[0].filled(self.words), found[1])
        return written


class _Joined(tuple[Block, ...]):
    """Blocks that know what they were joined of. Anything made of them is plain blocks, and so they are elsewhere."""

    portions: tuple[Portion, ...]

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """As they travel from one process to another: what is known of a form stays where it is."""
        return tuple, (tuple(self),)


def joined(portions: Sequence[Portion]) -> Blocks:
    """The blocks of several clauses, one after the other; writers will know them for what they are."""
    held = tuple([one for one in portions if one.blocks])
    if not any(one.form for one in held):
        return tuple([block for one in held for block in one.blocks])
    blocks = _Joined(held[0].blocks if len(held) == 1 else [block for one in held for block in one.blocks])
    blocks.portions = held
    return blocks


def portions_of(blocks: Blocks) -> tuple[Portion, ...]:
    """What these blocks were joined of; one portion of no form if that is not known."""
    if isinstance(blocks, _Joined):
        return blocks.portions
    return (Portion(blocks),) if blocks else ()


def form_of(blocks: Blocks, holes: int) -> Form | None:
    """The form whose blocks these are, in their normal form, with that number of holes.

    None when words could mean something at the place of one: against a sign that would read with them, in a link.
    """
    texts = [one.text for stretch in stretches(blocks) for one in stretch if isinstance(one, Text)]
    found = [match for text in texts for match in _HOLE.finditer(text)]
    if holes > _MAX_HOLES or len(found) != holes or not all(map(_stands_apart, found)):
        return None
    opening = [match for match in found if match.start() == 0 and match.string[match.end() :][:1] in {".", ")"}]
    marks = tuple(ord(match[1]) - _FIRST for match in opening)
    return Form(blocks, holes, marks, tuple(map(_maker, blocks)), needs_of(blocks))


def _stands_apart(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return before in _BEFORE and after in _AFTER  # or nothing


def _maker(block: Block) -> Callable[[Words], Block]:
    """What fills the holes of one block. A block that takes the words it took before is the same block."""
    texts = [one.text for stretch in stretches((block,)) for one in stretch if isinstance(one, Text)]
    slots = [ord(one) - _FIRST for text in texts for one in _HOLE.findall(text)]
    if not slots:
        return lambda _words: block
    build, own = _builder(block), itemgetter(*slots)
    known: dict[object, Block] = {}

    def make(words: Words) -> Block:
        key = own(words)
        made = known.get(key)
        if made is None:
            if len(known) >= _MAX_KNOWN:
                known.clear()
            made = known[key] = build(words)
        return made

    return make


def _builder(block: Block) -> Callable[[Words], Block]:
    match block:
        case Heading():
            heading, level = _stretch(block.content), block.level
            return lambda words: Heading(level, heading(words))
        case ItemList():
            items, numbered = [[_child(child) for child in item] for item in block.items], block.numbered
            return lambda words: ItemList(tuple([tuple([one(words) for one in item]) for item in items]), numbered)
        case Table():
            header, rows, alignments = _row(block.header), [_row(row) for row in block.rows], block.alignments
            return lambda words: Table(header(words), tuple([row(words) for row in rows]), alignments)
        case Paragraph():
            content = _stretch(block.content)
            return lambda words: Paragraph(content(words))
        case Picture():
            return lambda _words: block


def _child(child: Paragraph | ItemList) -> Callable[[Words], Paragraph | ItemList]:
    return _builder(child)  # type: ignore[return-value]  # which gives a block of the same class


def _row(cells: tuple[Inlines, ...]) -> Callable[[Words], tuple[Inlines, ...]]:
    made = [_stretch(cell) for cell in cells]
    return lambda words: tuple([one(words) for one in made])


def _stretch(inlines: Inlines) -> Callable[[Words], Inlines]:
    if not any(isinstance(one, Text) and _HOLE.search(one.text) for one in inlines):
        return lambda _words: inlines
    if len(inlines) == 1:
        alone = _inline(inlines[0])
        return lambda words: (alone(words),)
    made = [_inline(one) for one in inlines]
    return lambda words: tuple([one(words) for one in made])


def _inline(inline: Inline) -> Callable[[Words], Inline]:
    if not isinstance(inline, Text):
        return lambda _words: inline
    pieces, strong, emphasis = Pieces.of(inline.text), inline.strong, inline.emphasis
    return lambda words: Text(pieces.filled(words), strong, emphasis)
