"""Facts read in an act: the path of each in a spec, its value, how sure it is, and where it was read."""

import re
from collections.abc import Iterator

from conventions_cli.facts import DOUBTFUL, LIKELY, SURE, Confidence
from conventions_cli.foundation import Record, replace

Path = tuple[str | int, ...]

_QUOTE = 70
_MAX_ITEMS, _MAX_FACTS = 100, 800  # far more than any act has: they bound what a hostile file can make us write


_UNFILLED = re.compile(r"\[?à compléter|[…_.]{4,}|\bxx+\b|\[[…. ]*\]", re.IGNORECASE)


class Fact(Record, frozen=True):
    """One value of the spec: its YAML path, the text to write there, and where it was read.

    `place`: « article 6 »; `quote`: the words it was read in; `note`: what to check, in French.
    """

    path: Path
    value: str
    confidence: Confidence
    place: str
    quote: str
    note: str = ""


class Facts(Record):
    """The facts of an act, by path. Of several readings of a path, the surest is kept; among equals, the first."""

    by_path: dict[Path, Fact]

    def add(self, fact: Fact) -> None:
        """Adds a fact. When two readings of a path differ, the one kept becomes less sure, and its note tells why."""
        if any(isinstance(step, int) and step >= _MAX_ITEMS for step in fact.path) or len(self.by_path) >= _MAX_FACTS:
            return
        if _UNFILLED.search(fact.value) or not fact.value.strip():
            return  # the act itself leaves this value blank
        former = self.by_path.get(fact.path)
        if former is None:
            self.by_path[fact.path] = fact
            return
        kept, other = (fact, former) if fact.confidence.rank < former.confidence.rank else (former, fact)
        if other.value != kept.value and not kept.note and other.confidence is not DOUBTFUL:
            note = f"autre lecture, « {shortened(other.value, 40)} », {other.place}"
            kept = replace(
                kept, confidence=max(kept.confidence, LIKELY, key=lambda confidence: confidence.rank), note=note
            )
        self.by_path[fact.path] = kept

    def value(self, *path: str | int) -> str:
        """The value at a path; an empty text when there is none."""
        fact = self.by_path.get(path)
        return fact.value if fact else ""

    def confirm(self, key: str) -> None:
        """Makes a reading sure, because a person has checked it. Raises KeyError when nothing was read at that key.

        `key`: the path as the report writes it, « finances.montant ».
        """
        path = next((path for path in self.by_path if ".".join(map(str, path)) == key), None)
        if path is None:
            raise KeyError(key)
        self.by_path[path] = replace(self.by_path[path], confidence=SURE, note="")

    def under(self, *start: str | int) -> Iterator[Fact]:
        """The facts whose path begins with these steps."""
        return (fact for path, fact in self.by_path.items() if path[: len(start)] == start)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_path.values())

    def __len__(self) -> int:
        return len(self.by_path)


def shortened(text: str, length: int = _QUOTE) -> str:
    """A text of at most `length` characters, cut after a word and followed by « … » when it was longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[:length].rsplit(' ', 1)[0]} …"
