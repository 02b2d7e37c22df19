"""The acts of a folder in two versions: the new, removed and changed acts, and the changes of each."""

from collections.abc import Iterator, Sequence
from enum import Enum

from conventions_cli.comparison.act_differences import Comparison
from conventions_cli.comparison.markdown_comparison import described
from conventions_cli.foundation import Record
from conventions_cli.reporting import Stated, quoted, table

MOST_CHARACTERS = 60_000  # a comment holds 65,536 at most
_UNREAD = "à corriger : cet acte ne peut pas être produit"


class Turn(Enum):
    """The state of an act in the second version; the value is the word of the table."""

    NEW = "nouveau"
    GONE = "retiré"
    CHANGED = "modifié"
    FAULTY = "à corriger"


class Version(Record, frozen=True):
    """An act of one version or both. `before`, `after`: its facts in each; None where it is absent or faulty.

    `compared`: the comparison, when the act could be made in both. `name`: that of its spec.
    """

    name: str
    turn: Turn
    before: Stated | None = None
    after: Stated | None = None
    compared: Comparison | None = None


def markdown_of(versions: Sequence[Version]) -> str:
    """A table of the acts that changed, then the changes of each; acts for which there is no room are counted."""
    if not versions:
        return "## Actes : aucun ne change\n"
    counts = ", ".join(f"{number} {turn.value}" for turn in Turn if (number := _number(versions, turn)))
    text = "\n".join([f"## Actes : {counts}", "", *table(_TITLES, map(_row, versions))]) + "\n"
    omitted = 0
    for version in versions:
        part = "\n".join(_part(version))
        if len(text) + len(part) > MOST_CHARACTERS:
            omitted += bool(part)
        else:
            text += part
    more = f"\nModifications sans place ici : {omitted} acte{'s' if omitted > 1 else ''}. Les voir : convention diff.\n"
    return text + (more if omitted else "")


def _number(versions: Sequence[Version], turn: Turn) -> int:
    return sum(version.turn is turn for version in versions)


_TITLES = ("Acte", "Spécification", "", "Montant", "Signature", "Fin")


def _row(version: Version) -> list[str]:
    before, after = version.before, version.after
    act = (after or before or Stated()).what
    sides = [
        (getattr(before, name, ""), getattr(after, name, ""), before is not None and after is not None)
        for name in ("amount", "signed", "end")
    ]
    return [quoted(act) or "—", quoted(version.name), version.turn.value, *(_turned(*side) for side in sides)]


def _turned(before: str, after: str, both: bool) -> str:
    if both and before != after:
        return f"<del>{quoted(before) or '—'}</del> <ins>{quoted(after) or '—'}</ins>"
    return quoted(after or before) or "—"


def _part(version: Version) -> Iterator[str]:
    if version.compared is not None:
        yield from ("", f"### {quoted(version.name)}", "", *described(version.compared), "")
    elif version.turn is Turn.FAULTY:
        yield from ("", f"### {quoted(version.name)}", "", f"{_UNREAD}.", "")
