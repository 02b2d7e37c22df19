"""Recognises the axes of CHORUS in the label of a code, or in the words before it in a sentence, from the table `AXES`.

Labels are compared by their words, without case, accents, plurals or filler words (« code », « numéro », articles).
« Centre de coût » or « UO » always name an axis; « activité » or « fonds » are everyday words, which name an axis only
when they are the whole label.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from conventions_cli.foundation import Record
from conventions_cli.french import bare
from conventions_cli.model import AXES, Axe, matches
from conventions_cli.rules import readings

Words = tuple[str, ...]

# The filler words of labels: « Code(s) de l’activité CHORUS », « N° UO ».
_FILLER = re.compile(r"a|au|axe|chorus|codes?|d|des?|du|et|la?|les?|n|no|numeros?|ou|references?|s")
_BETWEEN = r"(?: CHORUS)? ?(?:est |:|n°|« )*\s*"
_CODE = r"[A-Z0-9](?:[A-Z0-9-]|\.(?=\d)){4,23}[A-Z0-9]"


class Name(Record, frozen=True):
    """A name of an axis, as it is written and as words."""

    axis: Axe
    written: str
    words: Words

    @property
    def acronym(self) -> bool:
        """Whether the name is an acronym: « UO »."""
        return self.written.isupper()

    @property
    def telling(self) -> bool:
        """Whether the name means the axis even inside a longer label."""
        return len(self.words) > 1 or self.acronym


def fold(label: str) -> str:
    """A label in lower case, without accents or signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare(label.lower())).split())


def _words(label: str) -> Words:
    """The words of a label, without filler words, in the singular."""
    return tuple(word.removesuffix("s") for word in fold(label).split() if not _FILLER.fullmatch(word))


def _names() -> Iterator[Name]:
    for axis in AXES:
        for written in dict.fromkeys((axis.label_of(1), *axis.aliases)):
            yield Name(axis, written, _words(written))


# The longest first: « projet analytique ministériel » before « projet analytique ».
NAMES: tuple[Name, ...] = tuple(sorted(_names(), key=lambda name: -len(name.words)))


def axis_named(label: str) -> Axe | None:
    """The axis whose names are the whole label, brackets left out if need be; None when there is none."""
    for text in dict.fromkeys((label, re.sub(r"\([^()]*\)", " ", label))):
        words = _words(text)
        for axis in AXES if words else ():
            if _covers([name.words for name in NAMES if name.axis is axis], words):
                return axis
    return None


def _covers(names: list[Words], words: Words) -> bool:
    """Whether some words are a sequence of names: « UO – centre financier »."""
    while words:
        name = next((name for name in names if words[: len(name)] == name), None)
        if name is None:
            return False
        words = words[len(name) :]
    return True


def axis_of(label: str) -> Axe | None:
    """The axis of the codes under a label, or None: the one it names, else the only one in it, after a telling name.

    Codes under « Centre de coût de l’IQE » are cost centres; those under « Domaine d’activité » are not activities.
    """
    named = axis_named(label)
    if named is not None:
        return named
    words = _words(label)
    names = [name for name in NAMES if _holds(words, name.words) and (not name.acronym or name.written in label)]
    opens = any(name.telling and words[: len(name.words)] == name.words for name in names)
    return names[0].axis if opens and len({name.axis.key for name in names}) == 1 else None


def _holds(words: Words, name: Words) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words)))


class _Saying:
    """The pattern of a name of an axis followed by a code. `word`: a word that every matching sentence has."""

    def __init__(self, name: Name, spelled: list[str], code: str) -> None:
        self.name = name
        self.word = max(spelled, key=len)
        self._written = (
            r"\b" + " ".join(word if _FILLER.fullmatch(word) else f"{re.escape(word)}s?" for word in spelled) + code
        )

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled only when a sentence has the word: most acts name few axes."""
        return re.compile(self._written, re.IGNORECASE)


def _sayings() -> Iterator[_Saying]:
    """The patterns of each printed axis, except acronyms of two letters, which mean too many things in a sentence."""
    for name in NAMES:
        if name.axis.printed and len(name.written) > 2:
            spelled = bare(name.written.lower()).split()
            yield _Saying(name, spelled, rf"{_BETWEEN}({_CODE}|{name.axis.shape})\b")
            if name.axis.prefixed:
                yield _Saying(name, spelled, rf"[^0-9]{{1,30}}({name.axis.shape})\b")


_SAYINGS = tuple(_sayings())
_DIGIT = re.compile(r"\d")


def said_codes(text: str) -> Iterator[tuple[Axe, str]]:
    """The codes that follow the name of their axis in a sentence; after an everyday word, only codes of its shape."""
    plain = bare(text)
    if _DIGIT.search(plain) is None:  # every code has one
        return
    low = plain.lower()
    for saying in _SAYINGS:
        if saying.word not in low:
            continue
        axis, telling = saying.name.axis, saying.name.telling
        for match in saying.pattern.finditer(plain):
            code = match[1]
            looks = code == code.upper() and _DIGIT.search(code) is not None
            if looks and (telling or matches(axis, code) or readings(code, axis.shape)):
                yield axis, code


def axis_at(key: str) -> Axe:
    """The axis of a key. Raises KeyError when there is none."""
    return _BY_KEY[key]


_BY_KEY = {axis.key: axis for axis in AXES}
UNIT = re.compile(rf"\b(?:{axis_at('centre_financier').shape})\b")  # nothing else has this shape
