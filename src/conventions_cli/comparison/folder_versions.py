"""The acts of a folder in two versions: which are new, gone or changed, and what each change says."""

from collections.abc import Iterator, Sequence
from enum import Enum

from conventions_cli.comparison.act_differences import Comparison
from conventions_cli.comparison.markdown_comparison import described
from conventions_cli.foundation import Record
from conventions_cli.reporting import Stated, quoted, table

MOST_CHARACTERS = 60_000  # a comment may hold 65,536
_UNREAD = "à corriger : cet acte ne peut pas être produit"


class Turn(Enum):
    """What became of an act: the value is the words of the table."""

    NEW = "nouveau"
    GONE = "retiré"
    CHANGED = "modifié"
    FAULTY = "à corriger"


class Version(Record, frozen=True):
    """An act of both versions, or of one. `before`, `after`: what it states there; None where it is not, or faulty.

    `compared`: when it could be made in both. `name`: of its spec.
    """

    name: str
    turn: Turn
    before: Stated | None = None
    after: Stated | None = None
    compared: Comparison | None = None


def markdown_of(versions: Sequence[Version]) -> str:
    """A table of the acts that are not the same, then what changed in each; those without room are counted."""
    if not versions:
        return "## Actes : aucun ne change\n"
    told = ", ".join(f"{number} {turn.value}" for turn in Turn if (number := _number(versions, turn)))
    text = "\n".join([f"## Actes : {told}", "", *table(_TITLES, map(_row, versions))]) + "\n"
    left = 0
    for version in versions:
        part = "\n".join(_part(version))
        if len(text) + len(part) > MOST_CHARACTERS:
            left += bool(part)
        else:
            text += part
    more = f"\nModifications sans place ici : {left} acte{'s' if left > 1 else ''}. Les voir : convention diff.\n"
    return text + (more if left else "")


def _number(versions: Sequence[Version], turn: Turn) -> int:
    return sum(version.turn is turn for version in versions)


_TITLES = ("Acte", "Spécification", "", "Montant", "Signature", "Fin")


def _row(version: Version) -> list[str]:
    before, after = version.before, version.after
    what = (after or before or Stated()).what
    sides = [
        (getattr(before, name, ""), getattr(after, name, ""), before is not None and after is not None)
        for name in ("amount", "signed", "end")
    ]
    return [quoted(what) or "—", quoted(version.name), version.turn.value, *(_turned(*side) for side in sides)]


def _turned(before: str, after: str, both: bool) -> str:
    if both and before != after:
        return f"<del>{quoted(before) or '—'}</del> <ins>{quoted(after) or '—'}</ins>"
    return quoted(after or before) or "—"


def _part(version: Version) -> Iterator[str]:
    if version.compared is not None:
        yield from ("", f"### {quoted(version.name)}", "", *described(version.compared), "")
    elif version.turn is Turn.FAULTY:
        yield from ("", f"### {quoted(version.name)}", "", f"{_UNREAD}.", "")
