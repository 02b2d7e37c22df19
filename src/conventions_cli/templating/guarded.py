"""What is read from a guarded text, and what it becomes once its values are in.

Acts of one round share most of their shape and many of their values: a text is read once, a block that prints the same
values is finished once, and so is each of its stretches: the cells of a table that stay the same from act to act.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from conventions_cli.document.nodes import Block, Blocks, Heading, Inlines, Text
from conventions_cli.document.passes import finish_inlines, normal_blocks, plain_stretch
from conventions_cli.document.walk import stretches
from conventions_cli.french.typography import typeset
from conventions_cli.records import Record, field
from conventions_cli.templating.guard import Guard, plain_pieces, printed_words, tokens_of, without_marks
from conventions_cli.templating.kept import Kept
from conventions_cli.templating.sizes import printed_size

if TYPE_CHECKING:
    from conventions_cli.readers.markdown import MarkdownFault

_MAX_KNOWN = 48  # states of one block that are remembered, and for each of its stretches
_TITLE_LEVEL = 2


class GuardedStretch(Record, frozen=True):
    """A stretch that holds tokens: the numbers of the values it prints, and its pieces when it is plain text alone."""

    tokens: tuple[int, ...]
    pieces: tuple[str | int, ...] | None


class GuardedBlock(Record):
    """A block that holds tokens. `own`: its stretches by identity."""

    block: Block
    tokens: tuple[int, ...]
    own: dict[int, GuardedStretch]
    finished: dict[object, tuple[Blocks, int]] = field(default_factory=dict)
    known: dict[object, Inlines] = field(default_factory=dict)

    @classmethod
    def of(cls, block: Block) -> "GuardedBlock":
        """A block read from a guarded text."""
        own = {id(one): GuardedStretch(tokens_of(one), plain_pieces(one)) for one in stretches((block,))}
        return cls(block, tuple(number for one in stretches((block,)) for number in own[id(one)].tokens), own)

    def finish(self, guard: Guard, *, typography: bool) -> Blocks:
        """The block with its values in, in its normal form.

        Raises ValueRefusedError when a value cannot stand at its place; TooMuchError when the act prints too much.
        """
        key = _printed(self.tokens, guard), typography
        known = self.finished.get(key)
        if known is None:
            if len(self.finished) >= _MAX_KNOWN:
                self.finished.clear()

            def stretch(inlines: Inlines, *, breaks: bool = True) -> Inlines:
                return self._stretch(inlines, guard, typography=typography, breaks=breaks)

            size = printed_size(guard, self.tokens)
            guard.budget.print(size)
            known = self.finished[key] = tuple(normal_blocks(guard.expand((self.block,)), stretch)), size
        else:
            guard.budget.print(known[1])
        return known[0]

    def _stretch(self, inlines: Inlines, guard: Guard, *, typography: bool, breaks: bool) -> Inlines:
        own = self.own.get(id(inlines))
        if own is None:  # the words of a value, which hold no token
            return finish_inlines(inlines, typography=typography, breaks=breaks)
        key = id(inlines), _printed(own.tokens, guard), typography, breaks
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= _MAX_KNOWN * len(self.own):
                self.known.clear()
            known = _plain(own.pieces, guard, typography=typography) if own.pieces else None
            if known is None:
                resolved = guard.resolve(inlines) if own.tokens else inlines
                known = finish_inlines(resolved, typography=typography, breaks=breaks)
            self.known[key] = known
        return known


def _printed(tokens: tuple[int, ...], guard: Guard) -> tuple[object, ...]:
    """What the values of these tokens print, as something to compare."""
    return tuple(map(guard.keys.__getitem__, tokens))


def _plain(pieces: tuple[str | int, ...], guard: Guard, *, typography: bool) -> Inlines | None:
    """What resolving then finishing plain text gives, when its values print plain text too: most do. None otherwise."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(typeset(piece) if typography else piece)
            continue
        words = printed_words(guard.keys[piece], typography=typography)
        if words is None:
            return None
        texts.append(words)
    return plain_stretch("".join(texts))


class ReadClause(Record, frozen=True):
    """A guarded text, read."""

    blocks: tuple[GuardedBlock, ...]
    faults: tuple["MarkdownFault", ...] = ()


@lru_cache(maxsize=512)
def read_guarded(text: str, kept: Kept | None = None) -> ReadClause:
    """Acts of the same shape give the same guarded text, marks of lines included: it is read once.

    `kept`: where what earlier runs read is kept.
    """
    bare = without_marks(text)
    blocks = kept.blocks(bare) if kept else None
    if blocks is None:
        from conventions_cli.readers.markdown import read_blocks  # late: what is kept is not read again

        result = read_blocks(bare, Guard().is_address)
        if result.faults:
            return ReadClause(tuple(GuardedBlock.of(block) for block in result.blocks), result.faults)
        blocks = result.blocks
        if kept:
            kept.put_blocks(bare, blocks)
    return ReadClause(tuple(GuardedBlock.of(block) for block in blocks))


@lru_cache(maxsize=512)
def guarded_title(text: str) -> GuardedBlock:
    """The same for the title of an article, which is not Markdown."""
    return GuardedBlock.of(Heading(_TITLE_LEVEL, (Text(without_marks(text)),)))
