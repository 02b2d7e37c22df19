"""What an avenant changes, as values: enough to make the new text from the old one (`applying`), and to say so.

Every index counts the lines of the act as it stood before the avenant.
"""

from conventions_cli.amendment.holders import Holder, Key
from conventions_cli.amendment.lines import Lines
from conventions_cli.document import Inlines
from conventions_cli.foundation import Record


class Swap(Record, frozen=True):
    """Words that stand once in a line, and those that take their place. `anchor`: the words inserted ones follow.

    For an insertion `before` is the anchor, and `after` the anchor then what is inserted.
    """

    before: str
    after: str
    anchor: str = ""


class Words(Record, frozen=True):
    """Words replaced in a line."""

    line: int
    swaps: tuple[Swap, ...]


class Replaced(Record, frozen=True):
    """The lines from `start` up to, not including, `end` give way to `lines`: inserted when there were none, deleted
    when there are none."""

    start: int
    end: int
    lines: Lines


class Retitled(Record, frozen=True):
    """A new title."""

    title: Inlines


class Rewritten(Record, frozen=True):
    """The whole text anew."""

    lines: Lines


Edit = Words | Replaced | Retitled | Rewritten


class Amended(Record, frozen=True):
    """A holder that changes, as it was, and how."""

    holder: Holder
    edits: tuple[Edit, ...]


class Inserted(Record, frozen=True):
    """A new holder; `after`: the key of the one it follows in the new version, none when it comes first."""

    holder: Holder
    after: Key | None


class Repealed(Record, frozen=True):
    """A holder that goes."""

    holder: Holder


Modification = Amended | Inserted | Repealed
