"""Guarded texts read as blocks, and these blocks finished with the values of an act.

The acts of a round share most of their clauses and many of their values. So each guarded text is read once; each block
is finished once for the same values, and so is each of its stretches (a cell of a table, for example).
"""

from typing import TYPE_CHECKING

from conventions_cli.document import Block, Blocks, Heading, Inlines, Text, finish_inlines, normal_blocks, stretches
from conventions_cli.foundation import Record, field, remembered
from conventions_cli.sandbox import Guard, printed_size, tokens_of, without_marks
from conventions_cli.templating.kept import Kept

if TYPE_CHECKING:
    from conventions_cli.readers import MarkdownFault

_MOST_STATES = 48  # states remembered of a block, and of each of its stretches
_TITLE_LEVEL = 2


class GuardedBlock(Record):
    """A block that holds tokens. `own`: the tokens of each of its stretches, by the `id` of the stretch."""

    block: Block
    tokens: tuple[int, ...]
    own: dict[int, tuple[int, ...]]
    finished: dict[object, tuple[Blocks, int]] = field(default_factory=dict)
    finished_stretches: dict[object, Inlines] = field(default_factory=dict)

    @classmethod
    def of(cls, block: Block) -> "GuardedBlock":
        """A block read from a guarded text."""
        own = {id(stretch): tokens_of(stretch) for stretch in stretches((block,))}
        return cls(block, tuple(token for stretch in stretches((block,)) for token in own[id(stretch)]), own)

    def finish(self, guard: Guard, *, typography: bool) -> Blocks:
        """The block with its values in, in its normal form.

        Raises ValueRefusedError when a value cannot be printed at its place; TooMuchError when the act prints too much.
        """
        key = _printed(self.tokens, guard), typography
        state = self.finished.get(key)
        if state is None:
            if len(self.finished) >= _MOST_STATES:
                self.finished.clear()

            def stretch(inlines: Inlines, *, breaks: bool = True) -> Inlines:
                return self._stretch(inlines, guard, typography=typography, breaks=breaks)

            size = printed_size(guard, self.tokens)
            guard.budget.print(size)
            state = self.finished[key] = tuple(normal_blocks(guard.expand((self.block,)), stretch)), size
        else:
            guard.budget.print(state[1])
        return state[0]

    def _stretch(self, inlines: Inlines, guard: Guard, *, typography: bool, breaks: bool) -> Inlines:
        tokens = self.own.get(id(inlines))
        if tokens is None:  # the words of a value, which hold no token
            return finish_inlines(inlines, typography=typography, breaks=breaks)
        key = id(inlines), _printed(tokens, guard), typography, breaks
        finished = self.finished_stretches.get(key)
        if finished is None:
            if len(self.finished_stretches) >= _MOST_STATES * len(self.own):
                self.finished_stretches.clear()
            resolved = guard.resolve(inlines) if tokens else inlines
            finished = finish_inlines(resolved, typography=typography, breaks=breaks)
            self.finished_stretches[key] = finished
        return finished


def _printed(tokens: tuple[int, ...], guard: Guard) -> tuple[object, ...]:
    """The keys of the values of these tokens (`Guard.key`): equal keys mean equal prints."""
    return tuple(map(guard.keys.__getitem__, tokens))


class ReadClause(Record):
    """A guarded text, read: its blocks, and its faults of Markdown."""

    blocks: tuple[GuardedBlock, ...]
    faults: tuple["MarkdownFault", ...] = ()

    @classmethod
    def of(cls, blocks: Blocks, faults: tuple["MarkdownFault", ...] = ()) -> "ReadClause":
        """The blocks and the faults read from a guarded text."""
        return cls(tuple(map(GuardedBlock.of, blocks)), faults)

    def finish(self, guard: Guard, *, typography: bool) -> Blocks:
        """The blocks with their values in, in their normal form.

        Raises ValueRefusedError when a value cannot be printed at its place; TooMuchError when the act prints too much.
        """
        return tuple([node for block in self.blocks for node in block.finish(guard, typography=typography)])


@remembered(512)
def read_guarded(text: str, kept: Kept | None = None) -> ReadClause:
    """Read a guarded text, once: acts of the same shape share it. `kept`: the file of results of earlier runs."""
    bare = without_marks(text)
    blocks = kept.blocks(bare) if kept else None
    if blocks is None:
        from conventions_cli.readers import read_blocks  # late: not needed for kept results

        result = read_blocks(bare, Guard().is_address)
        if result.faults:
            return ReadClause.of(result.blocks, result.faults)
        blocks = result.blocks
        if kept:
            kept.put_blocks(bare, blocks)
    return ReadClause.of(blocks)


@remembered(512)
def guarded_title(text: str) -> GuardedBlock:
    """Read the guarded title of an article, which is not Markdown."""
    return GuardedBlock.of(Heading(_TITLE_LEVEL, (Text(without_marks(text)),)))
