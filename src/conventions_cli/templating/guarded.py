"""What is read from a guarded text, and what it becomes once its values are in.

Acts of one round share most of their shape and many of their values: a text is read once, a block that prints the same
values is finished once, and so is each of its stretches: the cells of a table that stay the same from act to act.
"""

from typing import TYPE_CHECKING

from conventions_cli.document import Block, Blocks, Heading, Inlines, Text, finish_inlines, normal_blocks, stretches
from conventions_cli.foundation import Record, field, remembered
from conventions_cli.sandbox import Guard, printed_size, tokens_of, without_marks
from conventions_cli.templating.kept import Kept

if TYPE_CHECKING:
    from conventions_cli.readers import MarkdownFault

_MAX_KNOWN = 48  # states of one block that are remembered, and for each of its stretches
_TITLE_LEVEL = 2


class GuardedBlock(Record):
    """A block that holds tokens. `own`: the tokens of its stretches, by identity."""

    block: Block
    tokens: tuple[int, ...]
    own: dict[int, tuple[int, ...]]
    finished: dict[object, tuple[Blocks, int]] = field(default_factory=dict)
    known: dict[object, Inlines] = field(default_factory=dict)

    @classmethod
    def of(cls, block: Block) -> "GuardedBlock":
        """A block read from a guarded text."""
        own = {id(one): tokens_of(one) for one in stretches((block,))}
        return cls(block, tuple(number for one in stretches((block,)) for number in own[id(one)]), own)

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
        tokens = self.own.get(id(inlines))
        if tokens is None:  # the words of a value, which hold no token
            return finish_inlines(inlines, typography=typography, breaks=breaks)
        key = id(inlines), _printed(tokens, guard), typography, breaks
        known = self.known.get(key)
        if known is None:
            if len(self.known) >= _MAX_KNOWN * len(self.own):
                self.known.clear()
            resolved = guard.resolve(inlines) if tokens else inlines
            known = self.known[key] = finish_inlines(resolved, typography=typography, breaks=breaks)
        return known


def _printed(tokens: tuple[int, ...], guard: Guard) -> tuple[object, ...]:
    """What the values of these tokens print, as something to compare."""
    return tuple(map(guard.keys.__getitem__, tokens))


class ReadClause(Record):
    """A guarded text, read."""

    blocks: tuple[GuardedBlock, ...]
    faults: tuple["MarkdownFault", ...] = ()

    @classmethod
    def of(cls, blocks: Blocks, faults: tuple["MarkdownFault", ...] = ()) -> "ReadClause":
        """What was read from a guarded text."""
        return cls(tuple(map(GuardedBlock.of, blocks)), faults)

    def finish(self, guard: Guard, *, typography: bool) -> Blocks:
        """The blocks with their values in, in their normal form.

        Raises ValueRefusedError when a value cannot stand at its place; TooMuchError when the act prints too much.
        """
        return tuple([one for block in self.blocks for one in block.finish(guard, typography=typography)])


@remembered(512)
def read_guarded(text: str, kept: Kept | None = None) -> ReadClause:
    """Acts of the same shape give the same guarded text, marks of lines included: it is read once.

    `kept`: where what earlier runs read is kept.
    """
    bare = without_marks(text)
    blocks = kept.blocks(bare) if kept else None
    if blocks is None:
        from conventions_cli.readers import read_blocks  # late: what is kept is not read again

        result = read_blocks(bare, Guard().is_address)
        if result.faults:
            return ReadClause.of(result.blocks, result.faults)
        blocks = result.blocks
        if kept:
            kept.put_blocks(bare, blocks)
    return ReadClause.of(blocks)


@remembered(512)
def guarded_title(text: str) -> GuardedBlock:
    """The same for the title of an article, which is not Markdown."""
    return GuardedBlock.of(Heading(_TITLE_LEVEL, (Text(without_marks(text)),)))
