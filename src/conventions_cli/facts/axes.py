"""The axes of CHORUS an act names: in the label of a code, or in a sentence before it. All comes from `AXES`.

A label is compared by its words: without case, accents, plurals, nor the words that any label may hold (« code »,
« numéro », articles). A name says more or less by itself: « centre de coût » or « UO » can only be an axis, where
« activité » or « fonds » are everyday words, which name an axis only when they stand alone.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from conventions_cli.foundation import Record
from conventions_cli.french import bare
from conventions_cli.model import AXES, Axe, matches
from conventions_cli.rules import readings

Words = tuple[str, ...]

# What a label may hold besides the name: « Code(s) de l’activité CHORUS », « N° UO ».
_FILLER = re.compile(r"a|au|axe|chorus|codes?|d|des?|du|et|la?|les?|n|no|numeros?|ou|references?|s")
_BETWEEN = r"(?: CHORUS)? ?(?:est |:|n°|« )*\s*"
_CODE = r"[A-Z0-9](?:[A-Z0-9-]|\.(?=\d)){4,23}[A-Z0-9]"


class Name(Record, frozen=True):
    """A name of an axis: as it is written, its words; `telling`: it names the axis even inside a longer label."""

    axis: Axe
    written: str
    words: Words

    @property
    def acronym(self) -> bool:
        """Whether it is one: « UO »."""
        return self.written.isupper()

    @property
    def telling(self) -> bool:
        """Whether it can be nothing else."""
        return len(self.words) > 1 or self.acronym


def fold(label: str) -> str:
    """A label in lower case, without accents nor signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare(label.lower())).split())


def _words(label: str) -> Words:
    """The words of a label that say something, in the singular."""
    return tuple(word.removesuffix("s") for word in fold(label).split() if not _FILLER.fullmatch(word))


def _names() -> Iterator[Name]:
    for axis in AXES:
        for written in dict.fromkeys((axis.label_of(1), *axis.aliases)):
            yield Name(axis, written, _words(written))


# The longest first: « projet analytique ministériel » before « projet analytique ».
NAMES: tuple[Name, ...] = tuple(sorted(_names(), key=lambda name: -len(name.words)))


def axis_named(label: str) -> Axe | None:
    """The axis a label names and says nothing else of; None when there is none. What is in brackets may be left out."""
    for text in dict.fromkeys((label, re.sub(r"\([^()]*\)", " ", label))):
        words = _words(text)
        for axis in AXES if words else ():
            if _covers([name.words for name in NAMES if name.axis is axis], words):
                return axis
    return None


def _covers(names: list[Words], words: Words) -> bool:
    """Whether words are those of names, one after the other: « UO – centre financier »."""
    while words:
        name = next((name for name in names if words[: len(name)] == name), None)
        if name is None:
            return False
        words = words[len(name) :]
    return True


def axis_of(label: str) -> Axe | None:
    """The axis whose codes stand under a label: the one it names, or the only one it opens with a telling name of.

    « Centre de coût de l’IQE » holds a code of a cost centre; « Domaine d’activité » holds none of an activity.
    """
    named = axis_named(label)
    if named is not None:
        return named
    words = _words(label)
    held = [name for name in NAMES if _holds(words, name.words) and (not name.acronym or name.written in label)]
    opens = any(name.telling and words[: len(name.words)] == name.words for name in held)
    return held[0].axis if opens and len({name.axis.key for name in held}) == 1 else None


def _holds(words: Words, name: Words) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words)))


class _Saying:
    """How a sentence says a code of an axis: its name, then the code. `word`: without it, the sentence says none."""

    def __init__(self, name: Name, spelled: list[str], code: str) -> None:
        self.name = name
        self.word = max(spelled, key=len)
        self._written = (
            r"\b" + " ".join(word if _FILLER.fullmatch(word) else f"{re.escape(word)}s?" for word in spelled) + code
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when a sentence holds the word: few acts name more than a few axes."""
        return re.compile(self._written, re.IGNORECASE)


def _sayings() -> Iterator[_Saying]:
    """The sayings of each axis of the table; acronyms of two letters mean too many things in a sentence."""
    for name in NAMES:
        if name.axis.printed and len(name.written) > 2:
            spelled = bare(name.written.lower()).split()
            yield _Saying(name, spelled, rf"{_BETWEEN}({_CODE}|{name.axis.shape})\b")
            if name.axis.prefixed:
                yield _Saying(name, spelled, rf"[^0-9]{{1,30}}({name.axis.shape})\b")


_SAYINGS = tuple(_sayings())


def said_codes(text: str) -> Iterator[tuple[Axe, str]]:
    """The codes a sentence gives after the name of their axis; after an everyday word, those that look like codes."""
    plain = bare(text)
    low = plain.lower()
    for saying in _SAYINGS:
        if saying.word not in low:
            continue
        axis, telling = saying.name.axis, saying.name.telling
        for match in saying.pattern.finditer(plain):
            code = match[1]
            looks = code == code.upper() and re.search(r"\d", code) is not None
            if looks and (telling or matches(axis, code) or readings(code, axis.shape)):
                yield axis, code


def axis_at(key: str) -> Axe:
    """The axis of that key. Raises KeyError for another."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in AXES}
UNIT = re.compile(rf"\b(?:{axis_at('centre_financier').shape})\b")  # nothing else is written so
