"""What differs between two acts, as values: what every form of the comparison shows."""

from collections import Counter
from enum import Enum

from conventions_cli.foundation import Record


class Op(Enum):
    """What became of a piece of text; the value is the word of the JSON form."""

    SAME = "identique"
    REMOVED = "supprime"
    ADDED = "ajoute"
    FORMAT = "mise-en-forme"
    RENUMBERED = "renumerote"


class Piece(Record, frozen=True):
    """Some words: as they stand in A, as they stand in B; `note` says what became of their formatting."""

    op: Op
    before: str
    after: str
    note: str = ""


Line = tuple[Piece, ...]


class Kind(Enum):
    """The kinds of change; the value is the word of the JSON form."""

    ADDED = "ajout"
    REMOVED = "suppression"
    CHANGED = "modification"
    MOVED = "deplacement"
    FORMATTING = "mise-en-forme"


class Change(Record, frozen=True):
    """One change. `place`: where it stands in B (in A, for what is removed); `origin`: where a moved text was in A.

    `lines`: the text, a line per paragraph or row, with what is removed and added in it; `note`: what changed besides.
    """

    kind: Kind
    place: str
    lines: tuple[Line, ...]
    origin: str = ""
    note: str = ""

    @property
    def before(self) -> str:
        """Its text in A."""
        return "\n".join("".join(piece.before for piece in line) for line in self.lines if _stands(line, Op.ADDED))

    @property
    def after(self) -> str:
        """Its text in B."""
        return "\n".join("".join(piece.after for piece in line) for line in self.lines if _stands(line, Op.REMOVED))


def _stands(line: Line, alien: Op) -> bool:
    """Whether a line is in one act: it is not when all its words are of the other."""
    return not line or any(piece.op is not alien for piece in line)


class Nature(Enum):
    """What a fact is about; the value is the word of the JSON form."""

    MONEY = "montant"
    DATE = "date"
    VALUE = "valeur"


class Fact(Record, frozen=True):
    """An amount, a date or a value of the spec that is not the same: « AE 2026 », « 135 000 € », « 120 000 € ».

    `before` or `after` is empty for what only one act says; `places`: where the acts say it; `key`: its YAML path, when
    both are specs.
    """

    nature: Nature
    label: str
    before: str
    after: str
    places: tuple[str, ...] = ()
    key: str = ""


class Renumbering(Record, frozen=True):
    """An article whose number alone changed: its title, « 6 », « 7 »."""

    title: str
    before: str
    after: str


class Comparison(Record, frozen=True):
    """Two acts, by the names people know them by, and all that differs.

    `notices`: what the comparison could not do, a French sentence each.
    """

    before: str
    after: str
    facts: tuple[Fact, ...] = ()
    renumbered: tuple[Renumbering, ...] = ()
    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the acts say the same, in the same form."""
        return not self.changes and not self.renumbered

    @property
    def counts(self) -> dict[Kind, int]:
        """How many changes of each kind there are."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in Kind}
