"""The modifications of an avenant, as values that `applying` turns into the new text, and `legal_wording` into French.

Every index counts the lines of the act before the avenant.
"""

from conventions_cli.amendment.holders import Holder, Key
from conventions_cli.amendment.lines import Lines
from conventions_cli.document import Inlines
from conventions_cli.foundation import Record


class Swap(Record, frozen=True):
    """Words that a line has only once, and the words that replace them. `anchor`: the words before an insertion.

    For an insertion, `before` is the anchor, and `after` the anchor then the inserted words.
    """

    before: str
    after: str
    anchor: str = ""


class Words(Record, frozen=True):
    """Words replaced in a line."""

    line: int
    swaps: tuple[Swap, ...]


class Replaced(Record, frozen=True):
    """The lines from `start` to `end`, not included, are replaced by `lines`.

    It is an insertion when `start` is `end`, a deletion when `lines` is empty.
    """

    start: int
    end: int
    lines: Lines


class Retitled(Record, frozen=True):
    """A new title."""

    title: Inlines


class Rewritten(Record, frozen=True):
    """The whole text is replaced."""

    lines: Lines


Edit = Words | Replaced | Retitled | Rewritten


class Amended(Record, frozen=True):
    """A holder that changes, before the avenant, and its edits."""

    holder: Holder
    edits: tuple[Edit, ...]


class Inserted(Record, frozen=True):
    """A new holder; `after`: the key of the holder before it in the new version, None when it comes first."""

    holder: Holder
    after: Key | None


class Repealed(Record, frozen=True):
    """A holder that is removed."""

    holder: Holder


Modification = Amended | Inserted | Repealed
