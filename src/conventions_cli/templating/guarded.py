"""What is read from a guarded text, and what it becomes once its values are in.

Acts of one round share most of their shape and many of their values: a text is read once, and a clause whose values
are all words is a form, filled in for each act (`document/forms.py`). In other clauses a block that prints the same
values is finished once, and so is each of its stretches: the cells of a table that stay the same from act to act.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from conventions_cli.document.forms import Form, Portion, form_of, hole
from conventions_cli.document.nodes import Block, Blocks, CrossReference, Footnote, Heading, Inlines, Link, Text
from conventions_cli.document.passes import finish_inlines, normal_blocks
from conventions_cli.document.walk import stretches
from conventions_cli.model.values import Manquant, Verbatim
from conventions_cli.records import Record, field
from conventions_cli.templating.guard import Guard, PrintKey, ValueRefusedError, tokens_of, without_marks, words_known
from conventions_cli.templating.kept import Kept
from conventions_cli.templating.sizes import printed_size

if TYPE_CHECKING:
    from conventions_cli.readers.markdown import MarkdownFault

_MAX_KNOWN = 48  # states of one block that are remembered, and for each of its stretches
_TITLE_LEVEL = 2
# Of the values that are not words, those that many acts print alike.
_PRINTED_ALIKE = frozenset({CrossReference, Manquant})


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

            size = printed_size(guard, self.tokens, typography=typography)
            guard.budget.print(size)
            known = self.finished[key] = tuple(normal_blocks(guard.expand((self.block,)), stretch)), size
        else:
            guard.budget.print(known[1])
        return known[0]

    def form(self, guard: Guard, *, typography: bool) -> Blocks:
        """The same for values that are holes: nothing of it is remembered here."""

        def stretch(inlines: Inlines, *, breaks: bool = True) -> Inlines:
            return finish_inlines(guard.resolve(inlines), typography=typography, breaks=breaks)

        return tuple(normal_blocks(guard.expand((self.block,)), stretch))

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


# Values that are not words, and the numbers of their tokens.
_Others = tuple[tuple[int, PrintKey], ...]


class ReadClause(Record):
    """A guarded text, read. `tokens`: those of its blocks, in order; `buried`: those of its links and notes.

    `forms`: what it gives once values are in, by those that are not words; None the first time, and where words of an
    act could mean more than words.
    """

    blocks: tuple[GuardedBlock, ...]
    tokens: tuple[int, ...]
    buried: frozenset[int] = frozenset()
    faults: tuple["MarkdownFault", ...] = ()
    forms: dict[object, Form | None] = field(default_factory=dict)
    seen: set[object] = field(default_factory=set)

    @classmethod
    def of(cls, blocks: Blocks, faults: tuple["MarkdownFault", ...] = ()) -> "ReadClause":
        """What was read from a guarded text."""
        guarded = tuple(map(GuardedBlock.of, blocks))
        tokens = tuple(token for block in guarded for token in block.tokens)
        buried = (one for stretch in stretches(blocks) for one in stretch if isinstance(one, (Link, Footnote)))
        return cls(guarded, tokens, frozenset(tokens_of(tuple(buried))), faults)

    def finish(self, guard: Guard, *, typography: bool) -> Portion:
        """The blocks with their values in, in their normal form: a form filled, where every value is words.

        Raises ValueRefusedError when a value cannot stand at its place; TooMuchError when the act prints too much.
        """
        portion = self._filled(guard, typography=typography)
        if portion is not None:
            return portion
        return Portion(tuple([one for block in self.blocks for one in block.finish(guard, typography=typography)]))

    def _filled(self, guard: Guard, *, typography: bool) -> Portion | None:
        keys, known, buried = guard.keys, words_known(typography=typography), self.buried
        try:
            words = [known[keys[token]] for token in self.tokens]
        except TypeError:  # a list, a dictionary: what cannot be printed is told by its block
            return None
        others: _Others = ()
        if buried or not all(words):
            pairs = list(zip(self.tokens, words, strict=True))
            others = tuple([(token, keys[token]) for token, one in pairs if one is None or token in buried])
            words = [one for token, one in pairs if token not in buried]
            if not all(token in buried or key[0] in _PRINTED_ALIKE for token, key in others):
                return None
        form = self._form(others, guard, typography=typography)
        if form is None:
            return None
        own = tuple(filter(None, words))
        portion = form.filled(own)
        if portion is not None:
            rest = printed_size(guard, [token for token, _ in others], typography=typography) if others else 0
            guard.budget.print(rest + sum(map(len, own)))
        return portion

    def _form(self, others: _Others, guard: Guard, *, typography: bool) -> Form | None:
        """The blocks with a hole for each of the values that are words, made when they are asked for again."""
        key = typography, others
        if key not in self.forms:
            if len(self.seen) >= _MAX_KNOWN:
                self.forms.clear()
                self.seen.clear()
            if key not in self.seen:
                self.seen.add(key)
                return None
            self.forms[key] = self._with_holes(others, guard, typography=typography)
        return self.forms[key]

    def _with_holes(self, others: _Others, guard: Guard, *, typography: bool) -> Form | None:
        kept = {token for token, _ in others}
        holed = [token for token in self.tokens if token not in kept]
        values: list[object] = list(guard.values)
        for number, token in enumerate(holed):
            values[token] = Verbatim(hole(number))
        holes = Guard(values)
        try:
            made = [one for block in self.blocks for one in block.form(holes, typography=typography)]
        except ValueRefusedError:  # which is told, with its place, when it is finished otherwise
            return None
        return form_of(tuple(made), len(holed))


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
            return ReadClause.of(result.blocks, result.faults)
        blocks = result.blocks
        if kept:
            kept.put_blocks(bare, blocks)
    return ReadClause.of(blocks)


@lru_cache(maxsize=512)
def guarded_title(text: str) -> GuardedBlock:
    """The same for the title of an article, which is not Markdown."""
    return GuardedBlock.of(Heading(_TITLE_LEVEL, (Text(without_marks(text)),)))
