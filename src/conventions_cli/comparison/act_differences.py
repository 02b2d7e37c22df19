"""The differences between two acts, as values that every form of the comparison shows."""

from collections import Counter
from enum import Enum

from conventions_cli.foundation import Record


class Op(Enum):
    """The change of a piece of text; the value is the word of the JSON form."""

    SAME = "identique"
    REMOVED = "supprime"
    ADDED = "ajoute"
    FORMAT = "mise-en-forme"
    RENUMBERED = "renumerote"


class Piece(Record, frozen=True):
    """Some words, in A and in B; `note`: how their formatting changed, in French."""

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

    `lines`: the text, a line per paragraph or row, with its removals and additions; `note`: changes besides words.
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
    """Whether a line is in the act of one side: not when `alien` is the change of all its words."""
    return not line or any(piece.op is not alien for piece in line)


class Nature(Enum):
    """The subject of a fact; the value is the word of the JSON form."""

    MONEY = "montant"
    DATE = "date"
    VALUE = "valeur"


class Fact(Record, frozen=True):
    """An amount, a date or a value of the spec that changed: « AE 2026 », « 135 000 € », « 120 000 € ».

    `before` or `after` is empty when only one act states it; `places`: where the acts state it; `key`: its YAML path,
    when both acts have a spec.
    """

    nature: Nature
    label: str
    before: str
    after: str
    places: tuple[str, ...] = ()
    key: str = ""


class Renumbering(Record, frozen=True):
    """An article whose number changed: its title, « 6 », « 7 »."""

    title: str
    before: str
    after: str


class Beside(Record, frozen=True):
    """A difference besides the text: its subject, its place, its words in A and in B, None in an act without it.

    `cancels`: whether it hides words of the act from a reader, or strikes them.
    """

    what: str
    place: str
    before: str | None = None
    after: str | None = None
    cancels: bool = False


class Comparison(Record, frozen=True):
    """The names of two acts, and all their differences.

    `notices`: a French sentence for each limit of the comparison; `beside`: the differences besides the texts.
    """

    before: str
    after: str
    facts: tuple[Fact, ...] = ()
    renumbered: tuple[Renumbering, ...] = ()
    changes: tuple[Change, ...] = ()
    notices: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()

    @property
    def same_text(self) -> bool:
        """Whether the texts do not differ."""
        return not self.changes and not self.renumbered

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.same_text and not self.beside

    @property
    def counts(self) -> dict[Kind, int]:
        """How many changes of each kind there are."""
        counted = Counter(change.kind for change in self.changes)
        return {kind: counted[kind] for kind in Kind}
