"""A fact read in an act: what it is in a spec, its value, how sure it is, and where it was read."""

import re
from collections.abc import Iterator

from conventions_cli.facts import DOUBTFUL, LIKELY, SURE, Confidence
from conventions_cli.foundation import Record, replace

Path = tuple[str | int, ...]

_QUOTE = 70
_MAX_ITEMS, _MAX_FACTS = 100, 800  # far beyond any act: what a hostile file may make us write is bounded


_UNFILLED = re.compile(r"\[?à compléter|[…_.]{4,}|\bxx+\b|\[[…. ]*\]", re.IGNORECASE)


class Fact(Record, frozen=True):
    """One value of the spec: its YAML path, its text as it is to be written there, and where it was read.

    `place`: « article 6 »; `quote`: the words it was read in, shortened; `note`: what to look at, in French.
    """

    path: Path
    value: str
    confidence: Confidence
    place: str
    quote: str
    note: str = ""


class Facts(Record):
    """What was found, by path. The surest reading of a path wins, the first one among equals."""

    found: dict[Path, Fact]

    def add(self, fact: Fact) -> None:
        """Keep a fact. Two readings that differ make the one that is kept less sure, and it says so."""
        if any(isinstance(step, int) and step >= _MAX_ITEMS for step in fact.path) or len(self.found) >= _MAX_FACTS:
            return
        if _UNFILLED.search(fact.value) or not fact.value.strip():
            return  # what the act itself leaves blank was not read
        known = self.found.get(fact.path)
        if known is None:
            self.found[fact.path] = fact
            return
        kept, other = (fact, known) if fact.confidence.rank < known.confidence.rank else (known, fact)
        if other.value != kept.value and not kept.note and other.confidence is not DOUBTFUL:
            note = f"autre lecture, « {shortened(other.value, 40)} », {other.place}"
            kept = replace(kept, confidence=max(kept.confidence, LIKELY, key=lambda one: one.rank), note=note)
        self.found[fact.path] = kept

    def value(self, *path: str | int) -> str:
        """The value at a path, or nothing."""
        fact = self.found.get(path)
        return fact.value if fact else ""

    def confirm(self, key: str) -> None:
        """Hold a reading for sure, as a person who has checked it says. Raises KeyError when there is none.

        `key`: « finances.montant », as the report writes it.
        """
        path = next((path for path in self.found if ".".join(map(str, path)) == key), None)
        if path is None:
            raise KeyError(key)
        self.found[path] = replace(self.found[path], confidence=SURE, note="")

    def under(self, *start: str | int) -> Iterator[Fact]:
        """The facts whose path begins so."""
        return (fact for path, fact in self.found.items() if path[: len(start)] == start)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.found.values())

    def __len__(self) -> int:
        return len(self.found)


def shortened(text: str, length: int = _QUOTE) -> str:
    """A text cut at a word, with « … » where it was cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[:length].rsplit(' ', 1)[0]} …"
